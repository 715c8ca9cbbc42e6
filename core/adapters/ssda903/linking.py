"""Is this the same child under another id? Offered, never decided: ids that a spreadsheet has changed,
and ids that the authority itself changed between two years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from core.adapters.ssda903.children import LINE_BITS, Book, Child
from core.adapters.ssda903.findings import Issue

OFFERED = 3
_AS_NUMBER = re.compile(r"\d+(?:\.(\d+))?E\+?\d+", re.ASCII)


def ids_like(child: str, book: Book) -> Sequence[str]:
    """Ids of the Header that a spreadsheet would turn into this one; at most three."""
    if match := _AS_NUMBER.fullmatch(child):
        digits = len(match[1] or "")
        found = [
            one.id
            for one in book.children.values()
            if one.in_header and one.id.isdecimal() and f"{int(one.id):.{digits}E}" == child
        ]
        return found[:OFFERED]
    bare = child.partition(".")[0].lstrip("0")
    if not bare.isdecimal():
        return ()
    return [one for one in book.ids_without_zeros().get(bare, ()) if one != child][:OFFERED]


def changed_ids(book: Book) -> dict[str, Issue]:
    """Newer id -> what to ask, for children who left one year and came back in the next as another.

    The same birth, sex and UPN, an episode that begins on the same day, and never both in one file.
    """
    alike: dict[tuple[object, ...], list[Child]] = defaultdict(list)
    if len(book.years) < 2:
        return {}
    for child in book.children.values():
        if child.header is not None and child.header.born is not None and child.rows:
            alike[child.header.born, child.header.sex, child.header.upn].append(child)
    found = {}
    for children in alike.values():
        for older in children:
            for newer in children:
                if older is not newer and _continued(older, newer, book):
                    row = min(newer.rows, key=lambda row: row.source)
                    action = f"Please decide: the same child as {older.id}?"
                    found[newer.id] = book.issue("child_id_changed", newer, row.source, "CHILD", newer.id, action)
    return found


def _continued(older: Child, newer: Child, book: Book) -> bool:
    files = [{row.source >> LINE_BITS for row in child.rows} for child in (older, newer)]
    if files[0] & files[1]:
        return False
    years = [{book.files[number].year for number in numbers} for numbers in files]
    starts = {row.start for row in older.rows}
    return max(years[0]) < min(years[1]) and any(row.start in starts for row in newer.rows)

"""Several yearly returns make one history of a child. The key is (child, start); the later year's row
is used; and rows an older year left open or ajar are closed to fit the later one, each with a line."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from core.adapters.ssda903.cells import with_leaving
from core.adapters.ssda903.children import Book, Child, last_day
from core.adapters.ssda903.findings import Issue
from core.domain.episodes import CONTINUES, Episode


class Merged(NamedTuple):
    """`rows` have different starts, in order. Every other row is counted in one of the two figures."""

    rows: list[Episode]
    told_again: int
    """Rows of an older year that a later year repeats, or completes."""
    left_out: int
    """Rows with a line of their own in the report."""
    conflicts: set[int]
    """Sources of rows that contradict one another."""


def one_row_per_start(child: Child, book: Book, issues: list[Issue]) -> Merged:
    """Of all rows that begin on one day the one to use, and nothing of no length."""
    kept: list[Episode] = []
    told_again = left_out = 0
    conflicts: set[int] = set()
    for _, same_start in groupby(sorted(child.rows, key=lambda row: row.start), key=lambda row: row.start):
        rows = list(same_start)
        newest = max(book.year_of(row.source) for row in rows)
        current = [row for row in rows if book.year_of(row.source) == newest]
        lasting = [row for row in current if row.end != row.start]
        for row in current:
            if row.end == row.start:
                left_out += 1
                issues.append(_no_length(row, [] if lasting else kept, child, book))
        chosen = lasting[0] if lasting else None
        for row in lasting[1:]:
            if row[:5] == lasting[0][:5]:
                left_out += 1
                issues.append(book.issue("exact_duplicate", child, row.source))
            else:
                conflicts.update((lasting[0].source, row.source))
        for row in rows:
            if book.year_of(row.source) == newest:
                continue
            if chosen is not None and _same_told_later(row, chosen):
                told_again += 1
            else:
                left_out += 1
                start = f"{row.start:%d/%m/%Y}"
                issues.append(book.issue("later_year_wins", child, row.source, "DECOM", start))
        if chosen is not None:
            kept.append(chosen)
    for row in child.rows:
        if row.source in conflicts:
            start = f"{row.start:%d/%m/%Y}"
            issues.append(book.issue("conflicting_duplicate", child, row.source, "DECOM", start))
    return Merged(kept, told_again, left_out, conflicts)


def given_again(child: Child, book: Book, issues: list[Issue]) -> int:
    """How many refused rows a later year gives again and in order; their lines say so instead."""
    excused = set()
    for source, start in child.refused:
        year = book.year_of(source)
        if any(row.start == start and book.year_of(row.source) > year for row in child.rows):
            excused.add(source)
    if len(excused) == len(child.refused):
        places = {book.place_of(source) for source in excused}
        issues[:] = [one for one in issues if (one.file, one.line) not in places]
        issues.extend(book.issue("later_year_wins", child, source) for source in sorted(excused))
    return len(excused)


def _no_length(row: Episode, kept: list[Episode], child: Child, book: Book) -> Issue:
    """A row of one day is never used; if care ended on that day, the row before has to say so."""
    action = ""
    if row.said.leaving not in ("", CONTINUES) and kept:
        before = kept[-1]
        if before.end == row.start and before.said.leaving == CONTINUES:
            kept[-1] = before._replace(said=with_leaving(before.said, row.said.leaving))
            action = f"Row left out, its {row.said.leaving} passed to the row before"
    return book.issue("zero_length", child, row.source, "DEC", f"{row.start:%d/%m/%Y}", action)


def _same_told_later(old: Episode, new: Episode) -> bool:
    """Nothing differs, except that the later year may know how it ended."""
    closure = old.end is None or (old.end == new.end and old.said.leaving == new.said.leaving)
    return closure and _alike(old, new)


def _alike(one: Episode, other: Episode) -> bool:
    a, b = one.said, other.said
    return (a.rne, a.legal_status, a.need, a.place, a.provider) == (
        b.rne,
        b.legal_status,
        b.need,
        b.place,
        b.provider,
    ) and (one.postcode, one.urn) == (other.postcode, other.urn)


class Met(NamedTuple):
    rows: list[Episode]
    dropped: int
    closed: set[int]
    """Sources of rows whose end was changed."""


def meet_later_years(rows: list[Episode], child: Child, book: Book, issues: list[Issue]) -> Met:
    """Rows of older years made to meet those of later ones. Every change has its line."""
    met = Met([], 0, set())
    dropped = 0
    for index, row in enumerate(rows):
        year = book.year_of(row.source)
        if year >= book.years[-1]:
            met.rows.append(row)
            continue
        neighbours = rows[max(index - 1, 0) : index] + rows[index + 1 : index + 2]
        if any(_told_with_another_start(row, near, year, book) for near in neighbours):
            dropped += 1
            action = "Dropped: a later year tells it with another start"
            issues.append(book.issue("repaired", child, row.source, "DECOM", f"{row.start:%d/%m/%Y}", action))
            continue
        following = rows[index + 1] if index + 1 < len(rows) else None
        change = _closure(row, following, year, book)
        if change is not None:
            end, leaving = change
            value = f"{row.end:%d/%m/%Y}" if row.end else ""
            how = {"": ", reason unknown", CONTINUES: ", continues"}.get(leaving, "")
            issues.append(book.issue("repaired", child, row.source, "DEC", value, f"Ended on {end:%d/%m/%Y}{how}"))
            row = row._replace(end=end, said=with_leaving(row.said, leaving))
            met.closed.add(row.source)
        met.rows.append(row)
    return met._replace(dropped=dropped)


def _told_with_another_start(row: Episode, near: Episode, year: int, book: Book) -> bool:
    """Is this a later year's telling of the same episode? Not if it begins after the older year."""
    return (
        book.year_of(near.source) > year
        and near.start <= last_day(year)
        and row.end in (None, near.end)
        and _alike(row, near)
    )


def _closure(row: Episode, following: Episode | None, year: int, book: Book) -> tuple[date, str] | None:
    """(end, leaving code) that an older year's row should have; None if it is right as it is."""
    end, leaving = row.end, row.said.leaving
    if following is None:
        if end is None:
            return max(row.start, last_day(year)), ""
        return (end, "") if leaving == CONTINUES else None
    if book.year_of(following.source) <= year:
        return None
    starts_again = following.said.rne == "S"
    if end is None:
        if not starts_again:
            return following.start, CONTINUES
        return max(row.start, min(last_day(year), following.start - timedelta(days=1))), ""
    if end > following.start:
        if starts_again:
            return following.start, "" if leaving == CONTINUES else leaving
        return following.start, CONTINUES
    if end < following.start and leaving == CONTINUES and not starts_again:
        return following.start, CONTINUES
    return None

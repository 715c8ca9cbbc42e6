"""What can only be seen with all rows of a child together: how they join, how they fit the child's age
and the years of the return. The outcome is a child ready to be made into stays, or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from core.adapters.ssda903 import codes
from core.adapters.ssda903.cells import coded, looks_mangled, with_leaving
from core.adapters.ssda903.children import LINE_BITS, Book, Child, last_day, year_of_day
from core.adapters.ssda903.findings import Issue
from core.adapters.ssda903.linking import ids_like
from core.adapters.ssda903.merging import given_again, meet_later_years, one_row_per_start
from core.domain.episodes import CONTINUES, Episode


class Settled(NamedTuple):
    """One child's rows after all checks. Every row of the child is in exactly one of the figures."""

    rows: list[Episode]
    issues: list[Issue]
    quarantined: bool
    told_again: int = 0
    left_out: int = 0
    held_back: int = 0


def settle(child: Child, book: Book) -> Settled:
    """Check one child. A child set aside has no rows; each of its rows has a line instead."""
    rows = child.rows
    several_years = len(book.years) > 1
    issues = list(child.issues)
    if child.header is None and not child.in_header:
        issues += _orphan(child, book)
        return _set_aside(child, book, issues, {row.source for row in rows})
    refused = _before_birth(child, book, issues)
    told_again = left_out = 0
    if child.refused and several_years:
        left_out = given_again(child, book, issues)
    if child.rejected or left_out < len(child.refused):
        return _set_aside(child, book, issues, refused)
    rows.sort(key=_start)
    if not _as_usual(rows, book, several_years):
        merged = one_row_per_start(child, book, issues)
        rows, told_again = merged.rows, merged.told_again
        left_out += merged.left_out
        refused |= merged.conflicts
        rows = [_in_use(row, child, book, issues) for row in rows]
        closed: set[int] = set()
        if several_years:
            rows, dropped, closed = meet_later_years(rows, child, book, issues)
            left_out += dropped
        refused |= _overlaps(rows, child, book, issues)
        if not refused:
            rows = _joined(rows, closed, child, book, issues)
    if refused:
        return _set_aside(child, book, issues, refused)
    _of_age(rows, child, book, issues)
    return Settled(rows, issues, False, told_again, left_out)


def _start(row: Episode) -> date:
    return row.start


def _set_aside(child: Child, book: Book, issues: list[Issue], refused: set[int]) -> Settled:
    for row in child.rows:
        if row.source not in refused:
            issues.append(book.issue("held_back", child, row.source))
    return Settled([], issues, True, held_back=len(child.rows) + len(child.refused))


def _orphan(child: Child, book: Book) -> list[Issue]:
    near = ids_like(child.id, book)
    mangled = bool(near) or looks_mangled(child.id)
    action = f"Not used. Is it {' or '.join(near)}, of the Header file?" if near else ""
    code = "child_id_mangled" if mangled else "orphan_child"
    return [book.issue(code, child, row.source, "CHILD", child.id, action) for row in child.rows]


def _as_usual(rows: Sequence[Episode], book: Book, several_years: bool) -> bool:
    """Does each row simply begin where the one before ended, or after care ended? Most children's do."""
    if not rows:
        return True
    if several_years and book.year_of(rows[0].source) != book.years[-1]:
        return False
    number = rows[0].source >> LINE_BITS
    year = book.files[number].year
    limit = min(book.today, last_day(year))
    end: date | None = rows[0].start
    left = True
    for row in rows:
        start, row_end, said, _, _, source = row
        if start != end and not (left and end is not None and end < start):
            return False
        end = row_end
        if end is None:
            if said.leaving or start > limit:
                return False
            left = False
        else:
            if end == start or end > limit or not said.leaving:
                return False
            left = said.leaving != CONTINUES
        if source >> LINE_BITS != number or not said.first_year <= year <= said.last_year:
            return False
    return left or end is None


def _before_birth(child: Child, book: Book, issues: list[Issue]) -> set[int]:
    born = child.header.born if child.header else None
    early = [row for row in child.rows if born is not None and row.start < born]
    for row in early:
        issues.append(book.issue("decom_before_dob", child, row.source, "DECOM", f"{row.start:%d/%m/%Y}"))
    return {row.source for row in early}


def _in_use(row: Episode, child: Child, book: Book, issues: list[Issue]) -> Episode:
    """Dates after the year of the return, and codes not in use: not yet in that year, or no longer in
    the year in which the row ended."""
    year = book.year_of(row.source)
    limit = min(book.today, last_day(year))
    for column, day in (("DECOM", row.start), ("DEC", row.end)):
        if day is not None and day > limit:
            issues.append(book.issue("future_dec", child, row.source, column, f"{day:%d/%m/%Y}"))
    said = row.said
    if said.first_year <= year <= said.last_year:
        return row
    in_year = min(year, year_of_day(row.end)) if row.end else year
    for column, known, code in (
        ("PLACE", codes.PLACES, said.place),
        ("REC", codes.LEAVINGS, said.leaving),
        ("REASON_PLACE_CHANGE", codes.REASONS, said.reason),
    ):
        if not code or (known[code].first <= year and in_year <= known[code].last):
            continue
        if column == "PLACE" and code in codes.RETIRED and in_year > known[code].last:
            now = codes.RETIRED[code]
            said = coded((said.rne, said.legal_status, said.need, now, *said[4:7]), place_sent=code)
            issues.append(book.issue("retired_place", child, row.source, column, code, f"Read as {now}"))
        else:
            issues.append(book.issue("code_out_of_year", child, row.source, column, code))
    return row._replace(said=said)


def _overlaps(rows: Sequence[Episode], child: Child, book: Book, issues: list[Issue]) -> set[int]:
    refused = set()
    for row, following in pairwise(rows):
        if row.end is not None and row.end > following.start:
            refused.add(row.source)
            file, line = book.place_of(following.source)
            other = "" if file == book.place_of(row.source)[0] else f" of {file}"
            action = f"Not used: {(row.end - following.start).days} days over the row on line {line}{other}"
            value = f"{row.end:%d/%m/%Y}"
            issues.append(book.issue("overlap", child, row.source, "DEC", value, action))
    return refused


def _joined(rows: Sequence[Episode], closed: set[int], child: Child, book: Book, issues: list[Issue]) -> list[Episode]:
    """The rows with every end filled in that the row after it gives away; not those already `closed`."""
    joined = []
    for index, row in enumerate(rows):
        if row.source in closed:
            joined.append(row)
            continue
        following = rows[index + 1] if index + 1 < len(rows) else None
        end, leaving = row.end, row.said.leaving
        code = action = ""
        column = "REC"
        if following is None:
            if end is None and leaving:
                code, leaving = "x1_without_dec", ""
            elif end is not None and leaving == CONTINUES:
                code = "closed_x1_no_next"
            elif end is not None and not leaving:
                code = "dec_without_rec"
        elif end is None:
            code, column = ("x1_without_dec", "DEC") if leaving else ("open_not_last", "DEC")
            end = following.start
            action = f"Ended on {end:%d/%m/%Y}, when the next row begins"
            if following.said.rne != "S":
                leaving = CONTINUES
        elif not leaving:
            code = "dec_without_rec"
            if end == following.start and following.said.rne != "S":
                leaving, action = CONTINUES, "Joined to the next row"
        elif leaving == CONTINUES and end < following.start:
            code, column = "gap_x1", "DEC"
            if following.said.rne == "S":
                action = "Read as left care, reason unknown: the next row starts care again"
        if code:
            value = row.said.leaving if column == "REC" else (f"{row.end:%d/%m/%Y}" if row.end else "")
            issues.append(book.issue(code, child, row.source, column, value, action))
            if end != row.end or leaving != row.said.leaving:
                row = row._replace(end=end, said=with_leaving(row.said, leaving))
        joined.append(row)
    return joined


def _of_age(rows: Sequence[Episode], child: Child, book: Book, issues: list[Issue]) -> None:
    born = child.header.born if child.header else None
    if born is None or not rows:
        return
    eighteen = _birthday(born, 18)
    last = rows[-1]
    if (last.end or min(book.today, last_day(book.year_of(last.source)))) <= eighteen:
        return
    for row in rows:
        if (row.end or book.today) > eighteen:
            value = f"{row.end:%d/%m/%Y}" if row.end else ""
            action = f"Used as it is. 18 years old on {eighteen:%d/%m/%Y}"
            issues.append(book.issue("over_18", child, row.source, "DEC", value, action))
            return


def _birthday(born: date, age: int) -> date:
    """Born on 29 February: 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)

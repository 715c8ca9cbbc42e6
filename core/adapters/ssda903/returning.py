"""The outcome of reading a return: each child with stays, moves and remarks, one at a time, and the
figures over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.adapters.ssda903 import codes
from core.adapters.ssda903.checking import Settled, settle
from core.adapters.ssda903.children import Book, Child, first_day
from core.adapters.ssda903.findings import Issue
from core.adapters.ssda903.linking import changed_ids
from core.domain.episodes import Episode, Remark, ShortBreak
from core.domain.moves import Move, moves_of
from core.domain.stays import Stay, history_of

Progress = Callable[[str, int, "int | None"], None]
"""Called with what is going on, how much is done, and out of how much (None: not known)."""

_TICK_CHILDREN = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class ChildReturn:
    """One child. Set aside (`quarantined`): no stays, no moves, and `issues` says why."""

    child: str
    sex: str
    born: date | None
    upn: str
    ethnicity: str
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    short_breaks: tuple[ShortBreak, ...]
    issues: tuple[Issue, ...]
    quarantined: bool
    first_day_known: date | None
    """History is complete from this day; None when it is complete from the start of care."""
    years: tuple[int, ...]
    """Collection years (2025 is 2025/26) that have rows of this child."""
    rows: int


class Return:
    """Everything read. Iterating makes the children's stays afresh each time, in Header order."""

    def __init__(self, book: Book, progress: Progress | None) -> None:
        self._book = book
        self._progress = progress
        self._changed = changed_ids(book)
        self._summary: dict[str, Any] | None = None
        self.file_issues: tuple[Issue, ...] = tuple(book.issues)
        """What is wrong with whole files, and rows that name no child."""

    def __iter__(self) -> Iterator[ChildReturn]:
        tally = _Tally(self._book)
        children = [one for one in self._book.children.values() if one.rows or one.refused or one.issues]
        for number, child in enumerate(children):
            if self._progress and not number % _TICK_CHILDREN:
                self._progress("checking children", number, len(children))
            settled = settle(child, self._book)
            made = _child_return(child, settled, self._book, self._changed.get(child.id))
            tally.add(made, settled)
            yield made
        if self._progress:
            self._progress("checking children", len(children), len(children))
        self._summary = tally.summary()

    def summary(self) -> dict[str, Any]:
        """The figures, fit for JSON. Goes through the children if nobody has done so to the end."""
        if self._summary is None:
            for _ in self:
                pass
        assert self._summary is not None
        return self._summary


def _child_return(child: Child, settled: Settled, book: Book, changed: Issue | None) -> ChildReturn:
    rows = settled.rows
    history = history_of(child.id, rows)
    issues = settled.issues
    if changed:
        issues.append(changed)
    complete = not rows or rows[0].said.rne == "S"
    known_before = bool(rows) and rows[0].start < first_day(book.years[0])
    for remark in history.remarks:
        if remark.code == "first_not_s" and known_before and remark.episode is _first_in_care(rows):
            continue
        issues.append(_remarked(remark, child, book))
    if any(stay.temp_absences for stay in history.stays):
        issues.extend(_away_too_long(rows, child, book))
    if len(issues) > 1:
        issues.sort(key=lambda one: (one.file, one.line))
    header = child.header
    return ChildReturn(
        child=child.id,
        sex=header.sex if header else "",
        born=header.born if header else None,
        upn=header.upn if header else "",
        ethnicity=header.ethnicity if header else "",
        stays=history.stays,
        moves=moves_of(history.stays),
        short_breaks=history.short_breaks,
        issues=tuple(issues),
        quarantined=settled.quarantined,
        first_day_known=None if complete else rows[0].start,
        years=_years(child, book),
        rows=len(child.rows) + len(child.refused),
    )


def _years(child: Child, book: Book) -> tuple[int, ...]:
    if len(book.years) == 1 and child.rows:
        return (book.years[0],)
    return tuple(sorted({book.year_of(row.source) for row in child.rows}))


def _first_in_care(rows: list[Episode]) -> Episode | None:
    return next((row for row in rows if not row.said.short_break), None)


def _remarked(remark: Remark, child: Child, book: Book) -> Issue:
    said = remark.episode.said
    value = {"RNE": said.rne, "PLACE": said.place_sent, "REASON_PLACE_CHANGE": said.reason}[remark.column]
    return book.issue(remark.code, child, remark.episode.source, remark.column, value)


def _away_too_long(rows: list[Episode], child: Child, book: Book) -> Iterator[Issue]:
    """Longest stays away by code, and at most two holidays of the carers in twelve months."""
    holidays: list[date] = []
    for row in rows:
        place = row.said.place
        longest = codes.TEMPORARY_DAYS.get(place)
        if longest is None or row.said.short_break:
            continue
        days = ((row.end or book.today) - row.start).days
        if days > longest:
            action = f"Used as it is: {days} days, usual are {longest}"
            yield book.issue("temp_too_long", child, row.source, "PLACE", place, action)
        if place == "T3":
            holidays = [day for day in holidays if day > row.start - timedelta(days=365)] + [row.start]
            if len(holidays) > 2:
                action = f"Used as it is: {len(holidays)} times in twelve months, usual are two"
                yield book.issue("temp_too_long", child, row.source, "PLACE", place, action)


class _Tally:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._figures: Counter[str] = Counter()
        self._rows: Counter[str] = Counter(ignored=book.loose_rows)
        self._endings = dict.fromkeys(("planned", "unplanned", "neither", "ask"), 0)
        self._codes: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()
        self._attention: Counter[str] = Counter()
        self._count_issues(book.issues)

    def add(self, made: ChildReturn, settled: Settled) -> None:
        if made.rows:
            self._figures["children"] += 1
            self._figures["quarantined" if made.quarantined else "ready"] += 1
        self._figures["stays"] += len(made.stays)
        self._figures["moves"] += len(made.moves)
        self._figures["short_breaks"] += len(made.short_breaks)
        for stay in made.stays:
            if stay.end_kind:
                how = "unplanned" if stay.ended_how == "disruption" else stay.ended_how
                self._endings[how] += 1
        self._rows["used"] += len(settled.rows)
        self._rows["told_again"] += settled.told_again
        self._rows["ignored"] += settled.left_out
        self._rows["held_back"] += made.rows if made.quarantined else 0
        if made.issues:
            self._count_issues(made.issues)

    def _count_issues(self, issues: list[Issue] | tuple[Issue, ...]) -> None:
        for one in issues:
            self._codes[one.code] += 1
            self._severities[one.severity] += 1
        for file, _ in {(one.file, one.line) for one in issues if one.line > 1}:
            self._attention[file] += 1

    def summary(self) -> dict[str, Any]:
        files = [
            {
                "name": facts.name,
                "table": facts.table,
                "year": facts.year or None,
                "encoding": facts.encoding,
                "rows": facts.rows,
                "need_attention": self._attention[facts.name],
                "ready": facts.rows - self._attention[facts.name],
            }
            for facts in self._book.files
        ]
        total = sum(facts.rows for facts in self._book.files if facts.table == "Episodes")
        years = self._book.years
        return {
            "files": files,
            "years": years,
            "complete_from": first_day(years[0]).isoformat() if years else None,
            "rows": total,
            "accounting": {key: self._rows[key] for key in ("used", "told_again", "ignored", "held_back")},
            **{
                key: self._figures[key]
                for key in ("children", "ready", "quarantined", "stays", "moves", "short_breaks")
            },
            "endings": self._endings,
            "issues": {
                "by_code": dict(sorted(self._codes.items())),
                "by_severity": {key: self._severities[key] for key in ("reject", "repair", "warn")},
            },
        }

"""The rows of an Episodes file are taken in, one pass, straight into the children they are about. The
loop is written for speed: what is usual costs a few look-ups, and all else takes the slow way."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter

from core.adapters.ssda903.cells import CODE_COLUMNS, Codings, Dates, Fault, Places, tidy
from core.adapters.ssda903.children import LINE_BITS, Book, Child, FileFacts, year_of_day
from core.adapters.ssda903.findings import FINDINGS, REJECT, issue
from core.adapters.ssda903.reading import OpenTable, in_shape, swallowed
from core.domain.episodes import MAY_BE_OPEN, Episode

Tick = Callable[[int], None]
"""Called now and then with the bytes read so far."""

TICK_ROWS = 5_000


class EpisodesIntake:
    """Remembers, from file to file, every date, code combination, place and id it has met."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.dates = Dates()
        self.places = Places()
        self.codings = Codings()
        self.by_cell: dict[str, Child] = {}
        """Ids exactly as written in a cell -> the child; only ids that need no remark."""

    def take(self, table: OpenTable, tick: Tick) -> None:
        """Take in an Episodes file and settle which collection year it is."""
        book, at, number = self.book, table.at, len(self.book.files)
        book.files.append(FileFacts(table.file, table.table, table.encoding, 0))
        child_at, start_at, end_at, post_at, urn_at = (
            at[column] for column in ("CHILD", "DECOM", "DEC", "PL_POST", "URN")
        )
        codes_of = itemgetter(*(at[column] for column in CODE_COLUMNS))
        clean, plain, by_cell, places = self.codings.clean, self.dates.plain, self.by_cell, self.places
        width, pad = table.width, max(at.values()) >= table.width
        reader, new, base = table.rows, tuple.__new__, number << LINE_BITS
        taken: list[Episode] = []
        rows, last = 0, table.first_line
        episode: Episode | None
        try:
            for row in reader:
                line, last = last + 1, reader.line_num
                if len(row) != width or line != last:
                    row = in_shape(row, table, line, last)
                    if not row:
                        continue
                rows += 1
                if not rows % TICK_ROWS:
                    tick(table.position())
                if len(row) != width:
                    self._ragged(row, table, base | line)
                    continue
                if pad:
                    row.append("")
                try:
                    child = by_cell[row[child_at]]
                    said = clean[codes_of(row)]
                    start, end = plain[row[start_at]], plain[row[end_at]]
                except KeyError:
                    episode = self._slow(row, at, base | line)
                else:
                    if start is None or (said.leaving not in MAY_BE_OPEN if end is None else end < start):
                        episode = self._slow(row, at, base | line)
                    else:
                        postcode, urn = places[row[post_at]], places[row[urn_at]]
                        episode = new(Episode, (start, end, said, postcode, urn, base | line))
                        child.rows.append(episode)
                if episode is not None:
                    taken.append(episode)
        except csv.Error:
            raise swallowed(table.file, last + 1) from None
        year = _collection_year(taken, book.today)
        book.files[number] = FileFacts(table.file, table.table, table.encoding, rows, year)
        if not rows:
            book.issues.append(issue("no_rows", table.file, 0))

    def _ragged(self, row: list[str], table: OpenTable, source: int) -> None:
        code = "short_row" if len(row) < table.width else "long_row"
        place = table.at["CHILD"]
        cell = row[place] if place < len(row) else ""
        action = f"Not used: {len(row)} cells, and {table.width} columns"
        self._remember(cell, source, [Fault(code, "", "", action)], None, None)

    def _slow(self, row: list[str], at: dict[str, int], source: int) -> Episode | None:
        """One row with all its remarks; None if it cannot be used."""
        said, code_faults = self.codings.read(tuple(row[at[column]] for column in CODE_COLUMNS))
        faults = list(code_faults)
        start = self._date(row[at["DECOM"]], "DECOM", "bad_decom", faults)
        end = self._date(row[at["DEC"]], "DEC", "bad_dec", faults)
        if said is not None and said.leaving not in MAY_BE_OPEN and not row[at["DEC"]].strip():
            faults.append(Fault("rec_without_dec", "REC", said.leaving))
        if start is not None and end is not None and end < start:
            faults.append(Fault("dec_before_decom", "DEC", row[at["DEC"]]))
        episode = None
        if said is not None and start is not None:
            places = self.places
            episode = Episode(start, end, said, places[row[at["PL_POST"]]], places[row[at["URN"]]], source)
        return self._remember(row[at["CHILD"]], source, faults, start, episode)

    def _date(self, cell: str, column: str, code: str, faults: list[Fault]) -> date | None:
        day, plain = self.dates.read(cell)
        if day is None and (column == "DECOM" or cell.strip()):
            faults.append(Fault(code, column, cell))
        elif day is not None and not plain:
            faults.append(Fault("bad_date_iso", column, cell, f"Read as {day:%d/%m/%Y}"))
        return day

    def _remember(
        self, cell: str, source: int, faults: Sequence[Fault], start: date | None, episode: Episode | None
    ) -> Episode | None:
        """Give the child its row or its faults; a row that names no child is only reported."""
        book, name = self.book, tidy(cell)
        if not name:
            book.loose_rows += 1
            file, line = book.place_of(source)
            action = "Not used. Give the child's id"
            book.issues.append(issue("orphan_child", file, line, "", "CHILD", cell, action))
            return None
        child = book.child(name)
        if name == cell:
            self.by_cell[cell] = child
        else:
            faults = [Fault("lower_case_padded", "CHILD", cell), *faults]
        child.issues.extend(book.issue(f.code, child, source, f.column, f.value, f.action) for f in faults)
        if any(FINDINGS[fault.code].severity == REJECT for fault in faults):
            child.refused.append((source, start))
            return None
        if episode is not None:
            child.rows.append(episode)
        return episode


def _collection_year(taken: Sequence[Episode], today: date) -> int:
    """The latest April to March in which one row in a hundred or more begins or ends; 0 without rows.

    A return holds every episode open at any time in its year, so its year is the latest its rows
    touch. One row in a hundred, so that a slip of the pen does not move the year; days after today
    do not count.
    """
    days = Counter(row.start for row in taken)
    days.update(row.end for row in taken if row.end is not None)
    years: Counter[int] = Counter()
    for day, count in days.items():
        if day <= today:
            years[year_of_day(day)] += count
    enough = len(taken) / 100
    otherwise = year_of_day(today) if taken else 0
    return max((year for year, count in years.items() if count >= enough), default=otherwise)

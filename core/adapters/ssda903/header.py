"""The rows of a Header file: each child's own particulars, once per child."""

from __future__ import annotations

import csv
from datetime import date

from core.adapters.ssda903 import codes
from core.adapters.ssda903.cells import Dates, looks_mangled, tidy
from core.adapters.ssda903.children import LINE_BITS, Book, Child, FileFacts, HeaderRow
from core.adapters.ssda903.findings import issue
from core.adapters.ssda903.reading import OpenTable, in_shape, swallowed
from core.adapters.ssda903.taking import TICK_ROWS, Tick


class HeaderIntake:
    """Takes in Header files; a later file's sex and UPN are used over an earlier one's."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.dates = Dates()

    def take(self, table: OpenTable, tick: Tick) -> None:
        """Take in one Header file."""
        book, number = self.book, len(self.book.files)
        book.files.append(FileFacts(table.file, table.table, table.encoding, 0))
        rows, last = 0, table.first_line
        try:
            for row in table.rows:
                line, last = last + 1, table.rows.line_num
                if len(row) != table.width or line != last:
                    row = in_shape(row, table, line, last)
                    if not row:
                        continue
                rows += 1
                if not rows % TICK_ROWS:
                    tick(table.position())
                self._row(row, table, number << LINE_BITS | line)
        except csv.Error:
            raise swallowed(table.file, last + 1) from None
        book.files[number] = FileFacts(table.file, table.table, table.encoding, rows)
        if not rows:
            book.issues.append(issue("no_rows", table.file, 0))

    def _row(self, row: list[str], table: OpenTable, source: int) -> None:
        book, at = self.book, table.at
        cell = row[at["CHILD"]] if at["CHILD"] < len(row) else ""
        name = tidy(cell)
        if not name:
            file, line = book.place_of(source)
            action = "Not used. Give the child's id"
            book.issues.append(issue("orphan_child", file, line, "", "CHILD", cell, action))
            return
        child = book.child(name)
        child.in_header = True
        if name != cell:
            child.issues.append(book.issue("lower_case_padded", child, source, "CHILD", cell))
        if looks_mangled(name):
            self._reject("child_id_mangled", child, source, "CHILD", cell)
        if len(row) != table.width:
            code = "short_row" if len(row) < table.width else "long_row"
            action = f"Not used: {len(row)} cells, and {table.width} columns"
            self._reject(code, child, source, action=action)
            return
        cells = (*row, "")
        sex = tidy(cells[at["SEX"]])
        if sex not in codes.SEXES:
            child.issues.append(book.issue("bad_sex", child, source, "SEX", cells[at["SEX"]]))
        born = self._born(cells[at["DOB"]], child, source)
        self._join(
            child,
            HeaderRow(
                codes.SEXES.get(sex, ""),
                born,
                tidy(cells[at["UPN"]]),
                tidy(cells[at["ETHNIC"]]),
                source,
                hash(tuple(tidy(one) for one in row)),
            ),
        )

    def _born(self, cell: str, child: Child, source: int) -> date | None:
        born, plain = self.dates.read(cell)
        if born is None or born > self.book.today:
            self._reject("header_bad_dob", child, source, "DOB", cell)
            return None
        if not plain:
            action = f"Read as {born:%d/%m/%Y}"
            child.issues.append(self.book.issue("bad_date_iso", child, source, "DOB", cell, action))
        return born

    def _join(self, child: Child, new: HeaderRow) -> None:
        old = child.header
        if old is None:
            child.header = new
            return
        same_file = old.source >> LINE_BITS == new.source >> LINE_BITS
        if same_file and old.row_hash == new.row_hash:
            child.issues.append(self.book.issue("exact_duplicate", child, new.source))
            return
        if old.born and new.born and old.born != new.born:
            value = f"{old.born:%d/%m/%Y} {new.born:%d/%m/%Y}"
            self._reject("header_two_dobs", child, new.source, "DOB", value)
        elif same_file:
            self._reject("header_twice", child, new.source, "CHILD", child.id)
        child.header = new._replace(sex=new.sex or old.sex, born=new.born or old.born, upn=new.upn or old.upn)

    def _reject(
        self, code: str, child: Child, source: int, column: str = "", value: str = "", action: str = ""
    ) -> None:
        child.rejected = True
        child.issues.append(self.book.issue(code, child, source, column, value, action))

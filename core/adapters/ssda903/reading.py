"""Which table of the return is this, and where are its columns? A file is known by its column names,
never by its own name, and by nothing in its rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from core.adapters.ssda903.findings import Issue, issue
from core.adapters.ssda903.sources import Source, UnreadableFile, open_text

TABLES: dict[str, tuple[str, ...]] = {
    "Header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "Episodes": (
        "CHILD",
        "DECOM",
        "RNE",
        "LS",
        "CIN",
        "PLACE",
        "PLACE_PROVIDER",
        "DEC",
        "REC",
        "REASON_PLACE_CHANGE",
        "HOME_POST",
        "PL_POST",
        "URN",
    ),
    "Reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "UASC": ("CHILD", "SEX", "DOB", "DUC"),
    "OC2": ("CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "TEETH_CHECK"),
    "OC3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "AD1": ("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR"),
    "PlacedAdoption": ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
    "PrevPerm": ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
    "Missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "SWEpisodes": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
    "DoLo": ("CHILD", "DOB", "DOLO_START", "DOLO_END"),
}
"""Table -> the columns it is known by, in the published order."""

_NEEDED = {
    "Header": ("CHILD", "SEX", "DOB", "UPN"),
    "Episodes": ("CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC", "REASON_PLACE_CHANGE"),
}
"""For the tables we use: enough to know them by. The others of their columns may be missing."""


class OpenTable(NamedTuple):
    """An open file, its column names read and understood."""

    file: str
    table: str
    at: dict[str, int]
    """Column -> place in the row; a missing column has the place behind the last cell."""
    width: int
    rows: Any
    """A `csv.reader` that stands behind the column names."""
    first_line: int
    encoding: str
    size: int
    position: Callable[[], int]
    close: Callable[[], None]
    issues: tuple[Issue, ...]


def open_table(source: Source) -> OpenTable:
    """Recognise a file of the return. Raises `UnreadableFile` for anything else."""
    opened = open_text(source)
    try:
        reader = csv.reader(opened.text)
        given = _column_names(reader, source.name)
        names = [cell.strip().strip("\ufeff").upper() for cell in given]
        table = _recognise(names, source.name)
        issues = tuple(_about_columns(source.name, table, given, names, opened.encoding))
    except BaseException:
        opened.text.close()
        raise
    at = {column: names.index(column) if column in names else len(names) for column in TABLES[table]}
    return OpenTable(
        source.name,
        table,
        at,
        len(names),
        reader,
        reader.line_num,
        opened.encoding,
        opened.size,
        opened.position,
        opened.text.close,
        issues,
    )


def in_shape(row: list[str], table: OpenTable, line: int, last: int) -> list[str]:
    """A row that is not as wide as the column names, or stands on several lines, put right if it can be.

    Empty cells behind the last column are cut off; a row without anything in it comes back empty.
    Raises `UnreadableFile` when a quotation mark has swallowed the lines after it.
    """
    if not any(cell.strip() for cell in row):
        return []
    while len(row) > table.width and not row[-1].strip():
        row.pop()
    if line != last:
        used = [row[place] for place in table.at.values() if place < len(row)]
        if len(row) != table.width or any("," in cell and len(cell.splitlines()) > 1 for cell in used):
            raise swallowed(table.file, line)
    return row


def swallowed(file: str, line: int) -> UnreadableFile:
    """What to say when a quotation mark is opened and not closed on its line."""
    return UnreadableFile(file, f'A quotation mark (") on line {line} is not closed. Delete it or close it.')


def _column_names(reader: Iterator[list[str]], name: str) -> list[str]:
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                while row and not row[-1].strip():
                    row.pop()
                return row
    except csv.Error:
        pass
    raise UnreadableFile(name, "Its first line has no column names. Export it again as CSV.")


def _recognise(names: list[str], name: str) -> str:
    present = set(names)
    known = [table for table, columns in TABLES.items() if present.issuperset(_NEEDED.get(table, columns))]
    if not known:
        raise UnreadableFile(name, _why_unknown(names))
    table = max(known, key=lambda one: len(present.intersection(TABLES[one])))
    for column in TABLES[table]:
        if names.count(column) > 1:
            raise UnreadableFile(name, f"The column {column} stands there twice. Delete one of them.")
    return table


def _why_unknown(names: list[str]) -> str:
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        return "Its columns are not separated by commas. Save it as CSV with commas."
    present = set(names)
    nearest = max(TABLES, key=lambda one: len(present.intersection(TABLES[one])))
    missing = [column for column in _NEEDED.get(nearest, TABLES[nearest]) if column not in present]
    if len(missing) < len(_NEEDED.get(nearest, TABLES[nearest])):
        listed = ", ".join(missing)
        return f"It looks like {nearest}, but has no column {listed}. Export it again with all columns."
    return "Its columns are not those of any file of the SSDA903 return. Send the Header and Episodes files."


def _about_columns(file: str, table: str, given: list[str], names: list[str], encoding: str) -> Iterator[Issue]:
    if encoding == "cp1252":
        yield issue("encoding_cp1252", file, 0)
    if table not in _NEEDED:
        yield issue("table_not_used", file, 0, value=table)
        return
    for cell, column in zip(given, names, strict=True):
        if column not in TABLES[table]:
            yield issue("extra_column", file, 1, column=cell.strip())
        elif cell.strip("\ufeff") != column:
            yield issue("lower_case_padded", file, 1, column=column, value=cell)
    for column in TABLES[table]:
        if column not in names:
            yield issue("missing_column", file, 1, column=column)

"""The SSDA903 return of an authority, read without a database: files in, children with stays out.

result = read_return([Source.at("header.csv")], [Source.at("episodes.csv")], today=day)
for child in result: ...
result.summary()
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date

from core.adapters.ssda903.children import Book, FileFacts
from core.adapters.ssda903.findings import FINDINGS, Issue
from core.adapters.ssda903.header import HeaderIntake
from core.adapters.ssda903.reading import OpenTable, open_table
from core.adapters.ssda903.report import ReportFile, StaysFile, write_files
from core.adapters.ssda903.returning import ChildReturn, Progress, Return
from core.adapters.ssda903.sources import Source, UnreadableFile
from core.adapters.ssda903.taking import EpisodesIntake, Tick

__all__ = [
    "FINDINGS",
    "ChildReturn",
    "Issue",
    "Progress",
    "ReportFile",
    "Return",
    "Source",
    "StaysFile",
    "UnreadableFile",
    "read_return",
    "write_files",
]


def read_return(
    headers: Sequence[Source],
    episodes: Sequence[Source],
    *,
    today: date,
    progress: Progress | None = None,
) -> Return:
    """Read one or several years of a return.

    Files are known by their columns, so it does no harm to give one in the wrong place or order. What
    is wrong in a row is reported and never stops the reading. Raises `UnreadableFile` when a file is
    no file of the return, or when there is no Header or no Episodes file among them.
    """
    book = Book(today)
    given = _named_apart([*headers, *episodes])
    header_intake, episodes_intake = HeaderIntake(book), EpisodesIntake(book)
    takers = {"Header": header_intake.take, "Episodes": episodes_intake.take}
    with ExitStack() as opened:
        tables = []
        for source in given:
            table = open_table(source)
            opened.callback(table.close)
            tables.append(table)
            book.issues.extend(table.issues)
        for name, take in takers.items():
            chosen = [table for table in tables if table.table == name]
            if not chosen:
                names = ", ".join(source.name for source in given) or "no file"
                raise UnreadableFile(names, f"There is no {name} file among them. Send it as well.")
            with _collector_paused():
                for table in chosen:
                    take(table, _tick(progress, table))
    for table in tables:
        if table.table not in takers:
            book.files.append(FileFacts(table.file, table.table, table.encoding, 0))
    book.years = sorted({facts.year for facts in book.files if facts.year})
    return Return(book, progress)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows make no circles. Looking for some, over and over, took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tick(progress: Progress | None, table: OpenTable) -> Tick:
    if progress is None:
        return lambda done: None
    return lambda done: progress(f"reading {table.file}", done, table.size)


def _named_apart(sources: Sequence[Source]) -> list[Source]:
    """Two files of one name would be told apart by nobody who reads the report."""
    seen: Counter[str] = Counter()
    apart = []
    for source in sources:
        seen[source.name] += 1
        count = seen[source.name]
        apart.append(source if count == 1 else Source(f"{source.name} ({count})", source.content))
    return apart

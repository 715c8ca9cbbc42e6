"""From a report's figures, as they are kept, to pictures laid out for the page and to rows for a file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from core.adapters.spreadsheet import cell
from core.domain.suppressing import words
from core.web.pictures.bars import bars
from core.web.pictures.columns import columns
from core.web.pictures.dots import dots

TOTALS = ("All",)


def picture(figure: Mapping[str, Any], small: int) -> Any:
    """The picture of one figure; None where its table says it better alone."""
    table, title = figure["table"], figure["title"]
    rows = [row for row in table["rows"] if row[0] not in TOTALS]
    match figure["kind"]:
        case "dots":
            return dots(figure["dots"], title=title)
        case "weeks":
            weeks, inside, outside = zip(*rows, strict=True)
            return columns([int(week) for week in weeks], inside, outside, title=title)
        case "bars":
            drawn = figure["drawn"]
            counts = [[row[column] for column in drawn] for row in rows]
            series = [table["columns"][column] for column in drawn]
            return bars([row[0] for row in rows], counts, series, title=title, small=small)
    return None


def rows_of(measures: Sequence[Mapping[str, Any]], *, single: bool) -> list[list[Mapping[str, Any]]]:
    """The measures that have figures, as rows of the page: two narrow ones side by side, save in a `single` column."""
    rows: list[list[Mapping[str, Any]]] = []
    for measure in (one for one in measures if one["figures"]):
        before = rows[-1] if rows else []
        if not single and len(before) == 1 and _narrow(before[0]) and _narrow(measure):
            before.append(measure)
        else:
            rows.append([measure])
    return rows


def _narrow(measure: Mapping[str, Any]) -> bool:
    return all(figure["kind"] == "bars" and len(figure["drawn"]) == 1 for figure in measure["figures"])


def printed(row: Sequence[Any], small: int) -> list[str]:
    """A row of a table as it is printed, hidden counts in words."""
    return [str(row[0]), *(words(cell, small) for cell in row[1:])]


def write(figures: Mapping[str, Any], head: Sequence[tuple[str, str]], out: TextIO) -> None:
    """Every sentence and table of a report to an open text file (newline=""), one after another."""
    writer = csv.writer(out)
    for row in _rows(figures, head):
        writer.writerow([cell(one) for one in row])


def _rows(figures: Mapping[str, Any], head: Sequence[tuple[str, str]]) -> Iterator[Sequence[str]]:
    yield from head
    for measure in figures["measures"]:
        yield ()
        yield (measure["title"],)
        yield from ((sentence,) for sentence in measure["sentences"])
        for figure in measure["figures"]:
            yield ()
            yield (figure["table"]["caption"],)
            yield figure["table"]["columns"]
            for row in figure["table"]["rows"]:
                yield [str(cell) if isinstance(cell, int) else words(cell, figures["small"]) for cell in row]

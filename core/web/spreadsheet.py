"""Lines as a CSV file that a spreadsheet opens: no cell of it is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from core.adapters.spreadsheet import cell


def sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The lines as a file called `name`.csv, in UTF-8 with its mark, which spreadsheets ask for."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    answer = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""The two files that go back to whoever sent a return: what was found row by row, and the stays it made.
Every cell that repeats what somebody wrote is made safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from datetime import date
from typing import TextIO

from core.adapters.spreadsheet import cell
from core.adapters.ssda903.findings import Issue
from core.adapters.ssda903.returning import ChildReturn, Return

REPORT_COLUMNS = ("FILE", "LINE", "CHILD", "COLUMN", "VALUE", "CODE", "SEVERITY", "ACTION")
STAYS_COLUMNS = (
    "CHILD",
    "CARE_PERIOD",
    "SEQ",
    "START",
    "END",
    "PLACE_FIRST",
    "PLACE_LAST",
    "PROVIDER_LAST",
    "END_REASON",
    "END_KIND",
    "TEMP_ABSENCES",
    "EPISODES",
)
IN_MEMORY = 1 << 20


class ReportFile:
    """Writes the report to an open text file (newline=""), children set aside first.

    `add` each child, then `close`; lines of the other children wait in a temporary file.
    """

    def __init__(self, out: TextIO, file_issues: Iterable[Issue] = ()) -> None:
        self._out = out
        self._first = csv.writer(out)
        self._first.writerow(REPORT_COLUMNS)
        self._later_text = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed in `close`
            IN_MEMORY, mode="w+", encoding="utf-8", newline=""
        )
        self._later = csv.writer(self._later_text)
        self._first.writerows(_line(one) for one in file_issues)

    def add(self, child: ChildReturn) -> None:
        """The lines of one child."""
        if child.issues:
            (self._first if child.quarantined else self._later).writerows(map(_line, child.issues))

    def close(self) -> None:
        """Put the waiting lines behind those of the children set aside. The file itself stays open."""
        self._later_text.seek(0)
        while chunk := self._later_text.read(IN_MEMORY):
            self._out.write(chunk)
        self._later_text.close()


def _line(one: Issue) -> tuple[str | int, ...]:
    return (
        cell(one.file),
        one.line,
        cell(one.child),
        cell(one.column),
        cell(one.value),
        one.code,
        one.severity,
        cell(one.action),
    )


class StaysFile:
    """Writes one line per stay to an open text file (newline="")."""

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.writer(out)
        self._writer.writerow(STAYS_COLUMNS)

    def add(self, child: ChildReturn) -> None:
        """The stays of one child."""
        self._writer.writerows(
            (
                cell(stay.child),
                stay.period,
                stay.seq,
                _day(stay.start),
                _day(stay.end),
                stay.place_first,
                stay.place_last,
                stay.provider_last,
                stay.end_reason,
                stay.end_kind,
                stay.temp_absences,
                stay.episodes,
            )
            for stay in child.stays
        )


def _day(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def write_files(result: Return, *, report: TextIO | None = None, stays: TextIO | None = None) -> None:
    """Both files, or one, in one pass over the children."""
    lines = ReportFile(report, result.file_issues) if report else None
    stay_lines = StaysFile(stays) if stays else None
    for child in result:
        if lines:
            lines.add(child)
        if stay_lines:
            stay_lines.add(child)
    if lines:
        lines.close()

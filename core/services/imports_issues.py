"""The lines of a run's report as rows: written while the children go by, read page by page. Lines about children set
aside come first, and rows with nothing wrong that only wait for others last."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from sqlalchemy import delete, func, select

from core.adapters.bulk import bulk_load
from core.adapters.spreadsheet import cell
from core.adapters.ssda903 import FINDINGS, ChildReturn, Issue
from core.adapters.ssda903.report import REPORT_COLUMNS
from core.db import TenantSession, new_id
from core.models import Child, ImportIssue, ImportRun
from core.services.desk import Desk

LATER = 1_000_000_000
"""Numbers from here on are lines about children who are ready."""
LAST = 2_000_000_000
"""Numbers from here on are rows with nothing wrong, held back until the child's others are right."""
COLUMNS = ("id", "number", "file", "line", "child", "column", "value", "code", "severity", "action")
WAITING = 2000


@dataclass(kw_only=True)
class IssueRows:
    """Takes the lines of one run and writes them some thousands at a time; `close` writes the rest."""

    db: TenantSession
    run_id: str
    aside: int = 0
    others: int = LATER
    held: int = LAST
    waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, child: ChildReturn) -> None:
        """The lines of one child."""
        if child.issues:
            self.add_all(child.issues, first=child.quarantined)

    def add_all(self, issues: Sequence[Issue], *, first: bool) -> None:
        """Lines that come first, or after those about children set aside."""
        for one in issues:
            if one.code == "held_back":
                number = self.held = self.held + 1
            elif first:
                number = self.aside = self.aside + 1
            else:
                number = self.others = self.others + 1
            said = (one.file, one.line, one.child[:40], one.column[:40], one.value, one.code, one.severity, one.action)
            self.waiting.append((new_id(), number, *said))
        if len(self.waiting) >= WAITING:
            self.close()

    def close(self) -> None:
        """Write what waits."""
        bulk_load(self.db, ImportIssue, COLUMNS, self.waiting, {"run_id": self.run_id})
        self.waiting = []


def forget(db: TenantSession, run_id: str) -> None:
    """Drop the lines of a run, before it is checked again."""
    statement = delete(ImportIssue).where(ImportIssue.run_id == run_id)
    db.execute(statement, execution_options={"synchronize_session": False})


def page_of(desk: Desk, run_id: str, *, after: int = 0, size: int = 25) -> tuple[list[ImportIssue], bool]:
    """Lines of a run from the one after number `after`; whether more follow."""
    statement = select(ImportIssue).where(ImportIssue.run_id == run_id, ImportIssue.number > after)
    rows = list(desk.db.scalars(statement.order_by(ImportIssue.number).limit(size + 1)))
    return rows[:size], len(rows) > size


def as_csv(desk: Desk, run_id: str, out: TextIO) -> None:
    """The whole report of a run, with the columns of the report file, to an open text file (newline=""); that it was
    taken out is recorded, with each child in it whom the authority knows."""
    named = select(ImportIssue.child).where(ImportIssue.run_id == run_id)
    desk.exported(
        "downloaded the lines of an import", desk.db.scalars(select(Child.id).where(Child.local_id.in_(named)))
    )
    writer = csv.writer(out)
    writer.writerow(REPORT_COLUMNS)
    after, more = 0, True
    while more:
        rows, more = page_of(desk, run_id, after=after, size=WAITING)
        for one in rows:
            said = (one.child, one.column, one.value, one.code, one.severity, one.action)
            writer.writerow([cell(one.file), one.line, *map(cell, said)])
            after = one.number
        desk.db.expunge_all()


def how_many(desk: Desk, run_id: str) -> int:
    """Lines of a run, in all; one count over one run's index."""
    statement = select(func.count()).select_from(ImportIssue).where(ImportIssue.run_id == run_id)
    return desk.db.scalar(statement) or 0


def to_put_right(desk: Desk, run: ImportRun) -> int:
    """How many lines keep their child from being loaded, without those that have no fault of their own: as the check
    counted them, or where some are not for the actor as they see them."""
    if desk.db.hidden:
        wanted = (ImportIssue.run_id == run.id, ImportIssue.severity == "reject", ImportIssue.code != "held_back")
        return desk.db.scalar(select(func.count()).select_from(ImportIssue).where(*wanted)) or 0
    issues = run.summary.get("issues", {"by_severity": {}, "by_code": {}})
    return int(issues["by_severity"].get("reject", 0) - issues["by_code"].get("held_back", 0))


def found(code: str) -> str:
    """What a code means, in a few words."""
    return FINDINGS[code].found if code in FINDINGS else code

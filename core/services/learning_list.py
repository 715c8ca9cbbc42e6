"""The reports that an authority's procedure asks for, as a list: periods that wait, drafts, and what was issued."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from core.domain.lasting import Report
from core.domain.reporting import Span, ended
from core.models import Ending, LearningReport, Meeting
from core.services.desk import Desk
from core.services.learning import DRAFT, ISSUED, year_starts
from core.services.learning_readers import Readers

MOST = 12


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One report that the procedure asks for, as its reader sees it: periods that have ended and wait, drafts (only for
    those who make them) and what was issued, newest first. `before` is where earlier ones begin; None where none do."""

    rule: Report
    due: tuple[Span, ...]
    drafts: tuple[LearningReport, ...]
    issued: tuple[LearningReport, ...]
    before: date | None
    writes: bool
    unheld: bool


def listed(desk: Desk, *, of: str = "", before: date | None = None) -> tuple[Listed, ...]:
    """Every declared report that the actor may read; three statements, and one for each report. The report `of` is
    listed from the one before `before`."""
    procedure = desk.procedure(desk.today)
    rules = procedure.reports if procedure else ()
    readers = Readers(desk, [rule.by for rule in rules])
    mine = [rule for rule in rules if readers.read(rule.by, rule.to)]
    since = _first_record(desk) if mine else desk.today
    return tuple(_listed(desk, rule, readers, since, before if rule.key == of else None) for rule in mine)


def _listed(desk: Desk, rule: Report, readers: Readers, since: date, before: date | None) -> Listed:
    light = (defer(LearningReport.figures), defer(LearningReport.sources))
    statement = select(LearningReport).options(*light).where(LearningReport.key == rule.key)
    rows = list(desk.db.scalars(statement.order_by(LearningReport.first_day.desc())))
    made = {row.first_day for row in rows}
    issued = [row for row in rows if row.state == ISSUED and (before is None or row.first_day < before)]
    issued = [row for row in issued if readers.read(row.by, row.to)]
    may_write = readers.write(rule.by)
    spans = ended(rule.every, since, desk.today, year_starts(desk))
    return Listed(
        rule=rule,
        due=tuple(span for span in spans if span.first not in made),
        drafts=tuple(row for row in rows if row.state == DRAFT) if may_write else (),
        issued=tuple(issued[:MOST]),
        before=issued[MOST - 1].first_day if len(issued) > MOST else None,
        writes=may_write,
        unheld=readers.unheld(rule.by),
    )


def _first_record(desk: Desk) -> date:
    """The day from which periods are reported: the first ending that staff recorded, or the first meeting."""
    ending = desk.db.scalar(select(func.min(Ending.day)).where(Ending.state != "history"))
    meeting = desk.db.scalar(select(func.min(Meeting.anchor_day)))
    return min((day for day in (ending, meeting) if day is not None), default=desk.today)

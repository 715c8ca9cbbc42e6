"""A learning report: how one is found by its readers, made, commented and issued.

A draft's figures are made anew whenever it is looked at. Issuing freezes them, with the ids and versions of the records
that they were made from; nothing changes an issued report.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import in_whole
from core.domain.compiling import Procedure
from core.domain.days import british
from core.domain.lasting import Report
from core.domain.reporting import span_on
from core.models import GatheringHeld, LearningReport
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.learning_names import names_in
from core.services.learning_readers import Readers
from core.services.measuring import Made, digest, measured
from core.services.permissions import NotAllowed

DRAFT, ISSUED = "draft", "issued"
LONGEST = 20_000


class NamesChild(Refused):
    """A comment holds words that are names of children; `words` are they, as they were written."""

    def __init__(self, words: tuple[str, ...]):
        said = " and ".join(f"“{word}”" for word in words)
        super().__init__(
            f"{said} {'is' if len(words) == 1 else 'are'} also the name of a child whose meeting is in this report. "
            "A report has no names: change the words, or tick that no child is meant.",
            field="comment",
        )
        self.words = words


def find(desk: Desk, report_id: str) -> LearningReport:
    """One report. `Missing` for whoever is not among its readers, as where there is none; a draft is for its makers."""
    report = desk.db.scalar(select(LearningReport).where(LearningReport.id == report_id))
    if report is None:
        raise Missing(report_id)
    readers = Readers(desk, [report.by])
    allowed = readers.write(report.by) if report.state == DRAFT else readers.read(report.by, report.to)
    if not allowed:
        raise Missing(report_id)
    return report


def make(desk: Desk, key: str, first_day: date) -> LearningReport:
    """A draft for the period that begins on `first_day`; the report that is there, if there is one.

    Refused for a period that has not ended. `Missing` for a report that nobody declares or that is not the actor's to
    read, `NotAllowed` where somebody else makes it.
    """
    rule = _rule(desk, key)
    readers = Readers(desk, [rule.by])
    if not readers.read(rule.by, rule.to):
        raise Missing(key)
    _may_write(readers, rule.by)
    span = span_on(rule.every, first_day, year_starts(desk))
    if span.first != first_day:
        raise Missing(key)
    if span.last >= desk.today:
        raise Refused(f"This period ends on {british(span.last)}. Its report is made after that day.")
    wanted = (LearningReport.key == key, LearningReport.first_day == span.first)
    there = desk.db.scalar(select(LearningReport).where(*wanted))
    if there is not None:
        return there
    report = LearningReport(key=key, first_day=span.first, last_day=span.last)
    _declare(report, rule)
    desk.db.add(report)
    desk.db.flush()
    desk.note("made a report", "report", report.id, key=key, first_day=str(span.first))
    return report


def content(desk: Desk, report: LearningReport) -> Made:
    """What a report says: made from the records as they stand while it is a draft, as it was frozen once issued."""
    if report.state == ISSUED:
        return Made(figures=report.figures, sources=report.sources)
    return _measured(desk, report)


def comment(
    desk: Desk, report: LearningReport, text: str, *, confirmed: bool = False, version: int | None = None
) -> None:
    """What the author adds. Raises `NamesChild` for words that are a child's name, unless `confirmed` to be none."""
    _open(desk, report, version)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST or "\x00" in text:
        raise Refused(f"A comment holds up to {LONGEST:,} characters of plain text.", field="comment")
    _no_names(desk, report, text, confirmed)
    report.comment = text
    desk.db.flush()
    desk.note("commented on a report", "report", report.id)


def issue(desk: Desk, report: LearningReport, *, confirmed: bool = False, version: int | None = None) -> LearningReport:
    """Freeze a draft's figures and the records they were made from; its readers see it from now on."""
    _open(desk, report, version)
    _no_names(desk, report, report.comment, confirmed)
    procedure = desk.procedure(desk.today)
    rule = next((one for one in procedure.reports if one.key == report.key), None) if procedure else None
    if rule is not None:
        _declare(report, rule)
    made = _measured(desk, report)
    report.figures, report.sources = made.figures, made.sources
    report.state, report.issued_at, report.issued_by = ISSUED, desk.now, desk.actor.name
    desk.db.flush()
    desk.note("issued a report", "report", report.id, digest=made.sources["digest"])
    return report


def downloaded(desk: Desk, report: LearningReport) -> Made:
    """A report's content for a file that leaves Mooring: who took it is recorded."""
    desk.note("downloaded a report", "report", report.id, state=report.state)
    desk.exported("downloaded a report", ())
    return content(desk, report)


def writes(desk: Desk, report: LearningReport) -> bool:
    """Whether the actor makes this report."""
    return Readers(desk, [report.by]).write(report.by)


def intact(report: LearningReport) -> bool:
    """Whether an issued report holds what it held when it was issued."""
    kept = report.sources
    return bool(kept) and kept["digest"] == digest(report.figures, kept["records"], report.comment)


def year_starts(desk: Desk) -> int:
    """The month in which a year of reports begins: a local setting."""
    return int(desk.setting("report_year_starts"))


def _rule(desk: Desk, key: str) -> Report:
    procedure: Procedure | None = desk.procedure(desk.today)
    rule = next((one for one in procedure.reports if one.key == key), None) if procedure else None
    if rule is None:
        raise Missing(key)
    return rule


def _declare(report: LearningReport, rule: Report) -> None:
    report.title, report.clause, report.by = rule.title, rule.clause, rule.by
    report.to, report.measures, report.about = list(rule.to), list(rule.measures), list(rule.about)


def _gatherings(desk: Desk, report: LearningReport) -> list[dict[str, str]]:
    """The gatherings of the period that feed this report, without what was said at them."""
    procedure = desk.procedure(desk.today)
    keys = [one.key for one in procedure.gatherings if one.feeds == report.key] if procedure else []
    if not keys:
        return []
    statement = select(GatheringHeld.title, GatheringHeld.day).where(
        GatheringHeld.key.in_(keys), GatheringHeld.day >= report.first_day, GatheringHeld.day <= report.last_day
    )
    rows: Any = desk.db.execute(statement.order_by(GatheringHeld.day))
    return [{"title": title, "day": day.isoformat()} for title, day in rows]


def _measured(desk: Desk, report: LearningReport) -> Made:
    """Every child counts, whoever makes the report: its figures name nobody."""
    with in_whole(desk.db):
        return measured(desk, report, _gatherings(desk, report))


def _open(desk: Desk, report: LearningReport, version: int | None) -> None:
    if not writes(desk, report):
        raise NotAllowed("Another role makes and issues this report; the list of reports says which.")
    if report.state == ISSUED and report.issued_at is not None:
        raise Refused(f"This report was issued on {british(report.issued_at)}. It stays as it was issued.")
    if version is not None and version != report.version:
        raise Stale(report)


def _may_write(readers: Readers, by: str) -> None:
    if not readers.write(by):
        raise NotAllowed("Another role makes and issues this report; the list of reports says which.")


def _no_names(desk: Desk, report: LearningReport, text: str, confirmed: bool) -> None:
    found = () if confirmed else names_in(desk, report, text)
    if found:
        raise NamesChild(found)

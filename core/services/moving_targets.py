"""To which versions of the procedure an open meeting may be moved, and why not to the others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from core.discovery import ALWAYS
from core.domain.compiling import CannotCompile, Procedure
from core.domain.lifecycle import Stage
from core.domain.planning import Plan, plan
from core.domain.procedure import Edition, Part
from core.domain.telling.statements import of_meeting
from core.domain.versions import Version
from core.models import Delivery, MeetingPart, Output
from core.services import procedure_texts, procedure_versions, proposing
from core.services.circulation import BY_HAND, GONE
from core.services.desk import Desk
from core.services.meetings import Case, agreed_parts
from core.services.settling import FINAL


@dataclass(frozen=True, kw_only=True)
class Target:
    """One version in one edition. `why_not` says why this meeting cannot be moved to it, "" where it can; `same` that
    it says of this meeting what the present one says. `procedure` is None where it cannot be compiled."""

    version: Version
    edition: Edition
    procedure: Procedure | None = None
    why_not: str = ""
    same: bool = False

    @property
    def key(self) -> str:
        """How addresses and forms call it."""
        return f"{self.version.number}:{self.edition.key}"

    @property
    def title(self) -> str:
        """The version, and its edition where the plugin knows several by name."""
        edition = f", {self.edition.title}" if self.edition.key != ALWAYS.key else ""
        return f"Version {self.version.number}{edition}"


def stays(desk: Desk, case: Case) -> str:
    """Why a meeting keeps the version it follows, whatever there is, as a sentence; "" where it may be moved."""
    meeting = case.meeting
    if not Stage(meeting.stage).open:
        return "This meeting is over or is not held, so it keeps the version it followed."
    left = (Delivery.meeting_id == meeting.id, Delivery.state.in_((*GONE, BY_HAND)))
    if meeting.circulated_on is not None or desk.db.scalar(select(Delivery.id).where(*left).limit(1)):
        return (
            "Something of this meeting’s record has gone to people, under the version it follows. What was sent "
            "stays sent, so the meeting ends under that version."
        )
    final = (Output.meeting_id == meeting.id, Output.state.in_(FINAL))
    if agreed_parts(meeting) or desk.db.scalar(select(Output.id).where(*final).limit(1)):
        return "Its record is agreed. It can be moved once the chair, or whoever wrote it, has opened it again."
    return ""


def targets(desk: Desk, case: Case) -> tuple[Target, ...]:
    """Each version and edition that rules a day from this meeting's anchor until now and differs from what the meeting
    follows, in the order in which they begin to rule; of several that are the same, the latest."""
    found: dict[str, Target] = {}
    for version, edition in _ruling(desk, case):
        target = _target(desk, case, version, edition)
        if target is not None:
            digest = target.procedure.digest if target.procedure else target.key
            found.pop(digest, None)
            found[digest] = target
    return tuple(found.values())


def find(desk: Desk, case: Case, key: str) -> Target | None:
    """One of the targets by its key; None where there is none."""
    return next((one for one in targets(desk, case) if one.key == key), None)


def offered(desk: Desk, case: Case) -> bool:
    """Whether there is anything to move this meeting to."""
    return any(not one.why_not and not one.same for one in targets(desk, case)) and not stays(desk, case)


def case_under(case: Case, target: Target) -> Case:
    """The same meeting as it would be under the target."""
    return replace(case, procedure=target.procedure)


def plan_under(desk: Desk, case: Case, target: Target) -> Plan:
    """What the target asks for at this meeting, on the day chosen for it."""
    assert target.procedure is not None
    kind = target.procedure.kinds[case.meeting.kind]
    return plan(kind, case.facts, day=case.meeting.day, calendar=desk.calendar)


def more_parts(desk: Desk, case: Case, planned: Plan) -> tuple[list[Part], list[MeetingPart]]:
    """Parts that a plan adds to a meeting, and those of the meeting that it does not know."""
    wanted = select(MeetingPart).where(MeetingPart.meeting_id == case.meeting.id).order_by(MeetingPart.position)
    rows = list(desk.db.scalars(wanted))
    there = {row.key for row in rows}
    usual = proposing.parts_of(planned)
    known = {part.key for part in planned.kind.parts} | (set() if usual else {proposing.MAIN})
    return [part for part in usual if part.key not in there], [row for row in rows if row.key not in known]


def _ruling(desk: Desk, case: Case) -> Iterator[tuple[Version, Edition]]:
    """Versions and editions that rule a day between the anchor and today, whichever comes first."""
    days = sorted((case.meeting.anchor_day, desk.today))
    last_days, inorder = procedure_versions.last_days(desk), procedure_versions.timeline(desk)
    for version in inorder:
        starts = version.starts if version.starts and version is not inorder[0] else date.min
        first, last = max(days[0], starts), min(days[1], last_days.get(version.number, date.max))
        if first > last or not version.enabled:
            continue
        in_force = {desk.registry.edition_on(version.enabled, day).key for day in (first, last)}
        for edition in procedure_texts.editions(desk, version.enabled) or (ALWAYS,):
            begins, ends = edition.in_force_from or date.min, edition.in_force_until or date.max
            if edition.key in in_force or (first <= ends and begins <= last):
                yield version, edition


def _target(desk: Desk, case: Case, version: Version, edition: Edition) -> Target | None:
    """One target; None where it is what the meeting follows."""
    pin = case.meeting.pin
    if (version.number, edition.key) == (pin.get("version"), pin.get("edition")):
        return None
    found = Target(version=version, edition=edition)
    try:
        procedure = desk.registry.compile(version.enabled, edition.key)
    except CannotCompile as refused:
        return replace(found, why_not=str(refused))
    if case.procedure is not None and procedure.digest == case.procedure.digest:
        return None
    found = replace(found, procedure=procedure)
    why_not = _why_not(desk, case, found)
    before = case.procedure if case.declared else None
    same = not why_not and before is not None and _told(before, case) == _told(procedure, case)
    return replace(found, why_not=why_not, same=same)


def _why_not(desk: Desk, case: Case, target: Target) -> str:
    kind = target.procedure.kinds.get(case.meeting.kind) if target.procedure else None
    if kind is None:
        return f"It has no meeting of this kind ({case.meeting.title[:1].lower()}{case.meeting.title[1:]})."
    if kind.elsewhere:
        return f"Under it this meeting is held elsewhere. {kind.elsewhere}"
    planned = plan_under(desk, case, target)
    added, lost = more_parts(desk, case, planned)
    if lost or (added and case.meeting.held_on):
        parts = ", ".join(part.title for part in proposing.parts_of(planned)) or "one part"
        return f"It divides this meeting otherwise ({parts}), and what was arranged part by part would lose its place."
    return ""


def _told(procedure: Procedure, case: Case) -> list[tuple[str, str]]:
    return [(one.topic, one.words) for one in of_meeting(procedure, procedure.kinds[case.meeting.kind])]

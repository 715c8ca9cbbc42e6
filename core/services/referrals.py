"""Sending a meeting's records to the bodies that hear of it: exactly the outputs that the procedure names, once they
are final. What a body answers stands in `panels`."""

from dataclasses import dataclass
from datetime import date

from core.domain.knowing import ask
from core.domain.lasting import Route
from core.domain.owed import who_owes
from core.domain.routing import PlannedRoute, planned_routes
from core.domain.steps import PANEL_DATE
from core.domain.windows import Due
from core.models import Output, Recommendation, Referral
from core.services import considering, meetings, scheduling, tasks
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.dossier import Dossier
from core.services.meetings import Case
from core.services.permissions import NotAllowed
from core.services.settling import FINAL

LIVE = ("sent", "dated", "considered")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One body and how far its referral is. `outputs` are those of its papers that the reader may know of.

    `may_send` is for whoever owes it or keeps the record, and reads every one of the papers; `hears` for those who
    came to the meeting, keep its record or read what was sent: they learn what the body made of it.
    """

    rule: Route
    planned: PlannedRoute
    referral: Referral | None
    outputs: tuple[Output, ...]
    owed_by: str | None
    may_send: bool
    hears: bool
    waits_for: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    fault: str = ""
    """Whose fault it is that nobody can tell whether this body hears of the meeting."""

    @property
    def live(self) -> bool:
        """Whether it is before the body, or has been."""
        return self.referral is not None and self.referral.state in LIVE

    @property
    def lacking(self) -> tuple[Output, ...]:
        """The papers that are not final yet."""
        return tuple(o for o in self.outputs if o.state not in FINAL)

    @property
    def due(self) -> Due | None:
        """When the papers are due, counted back from the panel's date."""
        return self.planned.due


def lines(desk: Desk, case: Case, file: Dossier) -> list[Line]:
    """Every body that hears of this meeting; no statement where the procedure names none.

    Where its rules cannot be read: every body it was sent to.
    """
    rules = considering.routes_of(case)
    there = considering.referrals_of(desk, case) if rules or case.procedure is None else {}
    if case.procedure is None:
        rules = considering.kept(case, there.values(), file.outputs)
    return [_line(desk, case, file, rule, there.get(rule.key)) for rule in rules]


def line(desk: Desk, case: Case, file: Dossier, key: str) -> Line:
    """One of them; `Missing` where the procedure names no such body."""
    found = next((one for one in lines(desk, case, file) if one.rule.key == key), None)
    if found is None:
        raise Missing(key)
    return found


def send(desk: Desk, case: Case, one: Line) -> Referral:
    """Put a meeting before a body: its administrator and readers get these papers, and nothing else.

    Refused before what it waits for, while a paper is not final, and a second time.
    """
    _require(one)
    if one.live:
        raise Refused(f"This was sent to the {one.rule.panel} already.", clause=one.rule.clause)
    if not one.planned.ready:
        raise Refused(f"Not yet: it follows {one.waits_for or 'the meeting'}.", clause=one.rule.clause)
    if one.lacking:
        titles = ", ".join(f"“{o.title}”" for o in one.lacking)
        raise Refused(f"Only final papers are sent. Still to come: {titles}.", clause=one.rule.clause)
    found = one.referral or Referral(meeting_id=case.meeting.id, route=one.rule.key)
    found.panel, found.via, found.readers = one.rule.panel, one.rule.via, list(one.rule.readers)
    found.output_ids, found.clause, found.because = [o.id for o in one.outputs], one.rule.clause, ""
    found.state, found.sent_at, found.sent_by = "sent", desk.now, desk.actor.name
    found.papers_due = one.due.day if one.due else None
    desk.db.add(found)
    desk.db.flush()
    _complete_step(desk, case)
    _note(desk, case, f"sent the records to the {found.panel}", found)
    return found


def withdraw(desk: Desk, case: Case, one: Line, because: str) -> None:
    """Take a referral back before it has been considered: the body finds it no longer. Its reason is kept."""
    _require(one)
    found = one.referral
    if found is None or not one.live:
        raise Refused("This is not before the panel, so there is nothing to take back.")
    if found.state == "considered":
        raise Refused(f"The {found.panel} has considered this, so it stays with its record.")
    if not because.strip():
        raise Refused("Say why it is taken back.", field="because")
    found.state, found.because, found.panel_date, found.papers_due = "withdrawn", because.strip(), None, None
    found.attendance, found.attendance_note = None, ""
    considering.keep_date(case, considering.referrals_of(desk, case).values())
    desk.db.flush()
    _complete_step(desk, case)
    _note(desk, case, f"took the records back from the {found.panel}", found, because=because.strip())


def foresee(desk: Desk, case: Case, one: Line, day: date, *, version: int | None = None) -> None:
    """The panel's date is known before anything is sent, so that its papers have a day of their own."""
    _require(one)
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    if one.live:
        raise Refused("The panel's administrator gives the date now.", field="day")
    check_day(desk, case, day)
    case.meeting.answers = {**case.meeting.answers, PANEL_DATE: day.isoformat()}
    desk.db.flush()
    scheduling.refresh(desk, case)
    desk.note("noted the panel's date", "meeting", case.meeting.id, child_id=case.child.id, meeting_id=case.meeting.id,
              day=str(day))  # fmt: skip


def check_day(desk: Desk, case: Case, day: date, *, held: bool = False) -> None:
    """Refuse a panel's date before the meeting, or in the past unless the panel is said to have been `held`."""
    meeting = case.meeting
    after = meeting.held_on or meeting.day
    if after is not None and day < after:
        raise Refused("The panel meets after the meeting it hears of. Check the day.", field="day")
    if day < desk.today and not held:
        raise Refused("This day is past. If the panel has met on it, say so.", field="day")
    if held and day > desk.today:
        raise Refused("The panel cannot have met on a day to come.", field="day")


def papers_due(desk: Desk, case: Case, rule: Route, panel_date: date) -> Due | None:
    """When the papers are due for a panel on this day; None where the text does not say."""
    return _planned(desk, case, rule, panel_date).due


def _line(desk: Desk, case: Case, file: Dossier, rule: Route, found: Referral | None) -> Line:
    owner = rule.owed_by
    role = who_owes(owner, case.facts)[0] if callable(owner) else owner
    by_key = {o.key: o for o in file.outputs}
    reader = file.reader
    known = case.meeting.answers.get(PANEL_DATE)
    day = (found.panel_date if found else None) or (date.fromisoformat(known) if known else None)
    mine = tuple(by_key[key] for key in rule.sends if key in by_key)
    after = file.step(rule.after)
    return Line(
        rule=rule,
        planned=_planned(desk, case, rule, day, file),
        referral=found,
        outputs=mine,
        owed_by=role,
        may_send=case.procedure is not None
        and (reader.keeps_record or role in reader.roles)
        and len(mine) == len(rule.sends),
        hears=reader.keeps_record or bool(reader.attended) or bool(mine),
        waits_for=f"“{after.title}”" if after else "",
        recommendations=tuple(r for r in file.recommendations if r.responded_on) if mine else (),
        fault=case.procedure.fault(ask(rule.when, case.facts), rule.clause) if case.procedure and rule.when else "",
    )


def _planned(desk: Desk, case: Case, rule: Route, day: date | None, file: Dossier | None = None) -> PlannedRoute:
    rows = file.tasks if file else scheduling.tasks_of(desk, case.meeting)
    happened = {**meetings.happened(case.meeting, rows)} | ({PANEL_DATE: day} if day else {})
    return planned_routes((rule,), case.meeting.kind, happened, desk.calendar)[0]


def _require(one: Line) -> None:
    if not one.may_send:
        raise NotAllowed("The chair, or whoever else the procedure names, sends the records to the panel.")


def _complete_step(desk: Desk, case: Case) -> None:
    """The step that sends is done once every body has been sent its papers, and open again when one is taken back."""
    there = considering.referrals_of(desk, case)
    every = [there.get(rule.key) for rule in considering.routes_of(case)]
    gone = bool(every) and all(one is not None and one.state in LIVE for one in every)
    keys = {step.key for step in case.kind.steps if step.completes == "referral"}
    for task in scheduling.tasks_of(desk, case.meeting):
        if task.kind == "step" and task.key in keys:
            if gone:
                tasks.complete(desk, task)
            elif task.done_on is not None:
                tasks.reopen(desk, task)
    desk.db.flush()
    scheduling.refresh(desk, case)


def _note(desk: Desk, case: Case, verb: str, found: Referral, **data: object) -> None:
    desk.note(verb, "referral", found.id, child_id=case.child.id, meeting_id=case.meeting.id, **data)

"""A panel or body and what was put before it: its administrator's queue, the date and attendance they give, and what
the panel made of it. It is shown the papers that were sent and no other part of the child's record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select

from core.domain.days import british
from core.domain.lasting import Route
from core.models import (
    Child,
    Concern,
    Ending,
    Meeting,
    MeetingPart,
    Output,
    Placement,
    Recommendation,
    Referral,
)
from core.services import considering, meetings, minutes, notices, referrals, responding, scheduling
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case
from core.services.paging import moment_place
from core.services.permissions import NotAllowed
from core.services.referred import mine
from core.services.settling import FINAL

SHOWN, SIZE = 200, 25
NOBODY = "nobody"
Answers = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One referral as its body has it. `papers` are those sent that are final; `recommendations` those they hold."""

    referral: Referral
    case: Case
    rule: Route | None
    papers: tuple[Output, ...]
    recommendations: tuple[Recommendation, ...]
    may_answer: bool

    @property
    def asks_attendance(self) -> bool:
        """Whether its administrator says who attends."""
        return self.rule is not None and self.rule.asks_attendance

    @property
    def considers(self) -> bool:
        """Whether an outcome comes back."""
        return self.rule is None or self.rule.considers


def queue(desk: Desk) -> list[Item]:
    """What waits for a date, for the panel's day or for an outcome; without a date first, then by day. In four
    statements, whatever its length; 200 at most."""
    statement = _found(desk).where(Referral.state.in_(("sent", "dated")))
    order = (Referral.panel_date.is_not(None), Referral.panel_date, Referral.sent_at, Referral.id)
    return [i for i in _items(desk, statement.order_by(*order).limit(SHOWN)) if i.considers or not _past(desk, i)]


def considered(desk: Desk, *, after: str = "", size: int = SIZE) -> tuple[list[Item], str]:
    """What the body has considered, newest first, from after the place `after`; and where the next page begins."""
    statement = _found(desk).where(Referral.state == "considered")
    if place := moment_place(after):
        at, last = place
        statement = statement.where(or_(Referral.outcome_at < at, and_(Referral.outcome_at == at, Referral.id < last)))
    ordered = statement.order_by(Referral.outcome_at.desc(), Referral.id.desc()).limit(size + 1)
    found = _items(desk, ordered)
    end = found[size - 1].referral if len(found) > size else None
    return found[:size], f"{end.outcome_at.isoformat()}|{end.id}" if end and end.outcome_at else ""


def find(desk: Desk, referral_id: str) -> Item:
    """One referral of the actor's body; `Missing` for another's, for one withdrawn, as for one that is not there."""
    found = _items(desk, _found(desk).where(Referral.id == referral_id))
    if not found:
        raise Missing(referral_id)
    return found[0]


def give_date(
    desk: Desk, item: Item, *, day: date, attend: Sequence[str] = (), somebody: str = "", held: bool = False,
    version: int | None = None,
) -> None:  # fmt: skip
    """The panel's date, and who is to attend: words of people, `NOBODY` alone, or nothing where it is not asked.

    Refused before the meeting, and in the past unless the panel is said to have been `held`. `Stale` when another
    administrator has answered first: `Stale.current` is the referral as they left it.
    """
    found = item.referral
    _require(item)
    if version is not None and version != found.version:
        raise Stale(found)
    if found.state == "considered":
        raise Refused("The panel has considered this already; its date stays as it was.", field="day")
    referrals.check_day(desk, item.case, day, held=held)
    who = [one for one in (*attend, somebody.strip()) if one and one != NOBODY]
    if item.asks_attendance and not who and NOBODY not in attend:
        raise Refused("Say who is to attend, or that nobody needs to.", field="attend", clause=found.clause)
    if who and NOBODY in attend:
        raise Refused("Choose who is to attend, or that nobody needs to; not both.", field="attend")
    found.panel_date, found.state = day, "dated"
    found.attendance = bool(who) if (who or attend) else None
    found.attendance_note = ", ".join(who)
    found.answered_by, found.answered_at = desk.actor.name, desk.now
    due = referrals.papers_due(desk, item.case, item.rule, day) if item.rule else None
    found.papers_due = due.day if due else None
    considering.keep_date(item.case, considering.referrals_of(desk, item.case).values())
    desk.db.flush()
    scheduling.refresh(desk, item.case)
    _note(desk, item, f"{found.panel} gave a date", note=f"{british(day)}. {attendance_words(found)}".strip())
    _tell(desk, item, "date", f"The {found.panel} meets on {british(day)} about a meeting of yours.")


def consider(
    desk: Desk, item: Item, *, on: date, outcome: str, answers: Answers | None = None, version: int | None = None
) -> None:
    """What the panel made of it, and of each recommendation: id -> (state, response). The meeting is considered once
    every body that considers it has said so."""
    found = item.referral
    _require(item)
    if version is not None and version != found.version:
        raise Stale(found)
    if found.state == "considered":
        raise Refused(f"The outcome was recorded by {found.outcome_by} already.")
    if not item.considers:
        raise Refused(f"The {found.panel} is told of this meeting; the procedure asks for no outcome.")
    if not outcome.strip():
        raise Refused("Say what the panel decided.", field="outcome")
    held = item.case.meeting.held_on
    if on > desk.today or (held is not None and on < held):
        raise Refused("Enter the day the panel considered it: after the meeting, and not in the future.", field="on")
    if found.panel_date is not None and found.panel_date > desk.today:
        raise Refused(f"The panel meets on {british(found.panel_date)}. Change its date if it has met already.")
    for one in item.recommendations:
        state, response = (answers or {}).get(one.id, ("", ""))
        if state:
            responding.respond(desk, one, state=state, response=response, on=on)
    found.state, found.considered_on, found.outcome = "considered", on, outcome.strip()
    found.panel_date = found.panel_date or on
    found.outcome_by, found.outcome_at = desk.actor.name, desk.now
    considering.keep_date(item.case, considering.referrals_of(desk, item.case).values())
    desk.db.flush()
    considering.settle(desk, item.case)
    scheduling.refresh(desk, item.case)
    _note(desk, item, f"{found.panel} considered the meeting")
    _tell(desk, item, "outcome", f"The {found.panel} has considered a meeting of yours.")


def attendance_words(referral: Referral) -> str:
    """Who attends, as a sentence; "" where nobody has said."""
    if referral.attendance is None:
        return ""
    return f"To attend: {referral.attendance_note}." if referral.attendance else "Nobody needs to attend."


def _found(desk: Desk) -> Select[*tuple[Any, ...]]:
    return (
        select(Referral, Meeting, Child, Placement, Ending, Concern)
        .join(Meeting, (Meeting.tenant_id == Referral.tenant_id) & (Meeting.id == Referral.meeting_id))
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .outerjoin(Concern, (Concern.tenant_id == Meeting.tenant_id) & (Concern.id == Meeting.concern_id))
        .where(mine(desk))
    )


def _items(desk: Desk, statement: Select[*tuple[Any, ...]]) -> list[Item]:
    rows = desk.db.execute(statement).all()
    about = {referral.meeting_id for referral, *_ in rows}
    if not about:
        return []
    ids = {output_id for referral, *_ in rows for output_id in referral.output_ids}
    outputs = list(desk.db.scalars(select(Output).where(Output.id.in_(ids)).order_by(Output.position)))
    parts = list(desk.db.scalars(select(MeetingPart).where(MeetingPart.meeting_id.in_(about))))
    advice = select(Recommendation).where(Recommendation.meeting_id.in_(about), Recommendation.withdrawn.is_(False))
    advised = list(desk.db.scalars(advice.order_by(Recommendation.position, Recommendation.id)))
    found = []
    for referral, meeting, child, placement, ending, concern in rows:
        case = Case(
            desk=desk, meeting=meeting, child=child, placement=placement, ending=ending, concern=concern,
            procedure=meetings.pinned(desk, meeting),
        )  # fmt: skip
        sent = tuple(o for o in outputs if o.id in referral.output_ids and o.state in FINAL)
        held = [p for p in parts if p.meeting_id == meeting.id]
        found.append(
            Item(
                referral=referral, case=case, rule=_rule(case, referral), papers=sent,
                recommendations=_within(case, sent, held, [r for r in advised if r.meeting_id == meeting.id]),
                may_answer=desk.actor.may("panel.answer") and referral.via in (None, *desk.actor.roles),
            )
        )  # fmt: skip
    return found


def _rule(case: Case, referral: Referral) -> Route | None:
    routes = case.procedure.routes if case.procedure else ()
    return next((route for route in routes if route.key == referral.route), None)


def _within(
    case: Case, sent: Iterable[Output], parts: Sequence[MeetingPart], advised: Iterable[Recommendation]
) -> tuple[Recommendation, ...]:
    """The recommendations that stand in the papers that were sent."""
    told: set[str] = set()
    for output in sent:
        if {"record", "recommendations"} & set(output.sections):
            told |= minutes.parts_in(case, output, parts)
    return tuple(r for r in advised if r.part in told)


def _past(desk: Desk, item: Item) -> bool:
    return item.referral.panel_date is not None and item.referral.panel_date < desk.today


def _require(item: Item) -> None:
    if not item.may_answer:
        raise NotAllowed("The panel’s administrator gives its dates and records its outcomes.")


def _tell(desk: Desk, item: Item, about: str, text: str) -> None:
    """The chair is told, and whoever sent it needs no more: no case detail, the meeting's page says the rest."""
    meeting, found = item.case.meeting, item.referral
    if meeting.chair_id is not None and meeting.chair_id != desk.actor.person_id:
        key = f"panel:{found.id}:{about}:{found.version}"
        notices.tell(desk, meeting.chair_id, key=key, kind="panel", text=text, meeting_id=meeting.id)


def _note(desk: Desk, item: Item, verb: str, **data: object) -> None:
    desk.note(verb, "referral", item.referral.id, child_id=item.case.child.id, meeting_id=item.case.meeting.id, **data)

"""When a meeting counts as considered: every body that is to consider it has. Apart, because it follows both from a
panel's outcome and from circulating late."""

from collections.abc import Iterable

from sqlalchemy import select

from core.domain.knowing import Verdict, ask
from core.domain.lasting import Route
from core.domain.lifecycle import Stage, move
from core.domain.steps import PANEL_DATE
from core.models import Output, Referral
from core.services.desk import Desk
from core.services.meetings import Case


def routes_of(case: Case) -> list[Route]:
    """The bodies that hear of this meeting, in declared order; facts are asked for only where a route has a `when`."""
    declared = case.procedure.routes if case.procedure else ()
    mine = [route for route in declared if route.kind == case.meeting.kind]
    return [r for r in mine if r.when is None or ask(r.when, case.facts).verdict is not Verdict.NO]


def kept(case: Case, sent: Iterable[Referral], outputs: Iterable[Output]) -> list[Route]:
    """The bodies that a meeting was put before, by what was recorded alone: for one whose rules cannot be read.

    `outputs` are those that the reader may know of.
    """
    keys = {output.id: output.key for output in outputs}
    return [
        Route(
            key=one.route,
            kind=case.meeting.kind,
            panel=one.panel,
            sends=tuple(keys[id] for id in one.output_ids if id in keys),
            via=one.via,
            readers=tuple(one.readers),
            clause=one.clause,
        )
        for one in sorted(sent, key=lambda one: one.route)
    ]


def referrals_of(desk: Desk, case: Case) -> dict[str, Referral]:
    """What was sent for this meeting, by the key of its route; withdrawn ones too."""
    statement = select(Referral).where(Referral.meeting_id == case.meeting.id)
    return {one.route: one for one in desk.db.scalars(statement)}


def settle(desk: Desk, case: Case) -> None:
    """A circulated meeting is considered once every body that considers it has."""
    wanted = [route.key for route in routes_of(case) if route.considers]
    if case.meeting.stage != Stage.CIRCULATED.value or not wanted:
        return
    there = referrals_of(desk, case)
    if all(key in there and there[key].state == "considered" for key in wanted):
        case.meeting.stage = move(Stage.CIRCULATED, Stage.CONSIDERED).value
        desk.note("considered by the panel", "meeting", case.meeting.id, child_id=case.child.id,
                  meeting_id=case.meeting.id)  # fmt: skip


def keep_date(case: Case, referrals: Iterable[Referral]) -> None:
    """The panel's date as the meeting knows it: the first that was given. Steps that wait for it become firm."""
    days = [r.panel_date for r in referrals if r.panel_date is not None and r.state != "withdrawn"]
    others = {key: value for key, value in case.meeting.answers.items() if key != PANEL_DATE}
    case.meeting.answers = others | ({PANEL_DATE: min(days).isoformat()} if days else {})

"""A proposed meeting of any kind, from what its trigger hangs on: an ending, a concern, a start, an earlier meeting."""

from datetime import date, timedelta
from typing import Any

from core.domain.compiling import Procedure
from core.domain.facts import Anchor
from core.domain.versions import always
from core.services.desk import Desk
from tests import factories as made

DAY = date(2026, 3, 13)
HOMES: dict[str, dict[str, Any]] = {
    "foster": {"kind": "foster", "provider": "in_house", "long_term": True, "matched_at_panel": True},
    "residential": {"kind": "residential", "provider": "agency", "until_independence": True},
    "adoption": {"kind": "adoption", "long_term": True},
    "unknown": {},
}
"""What the placement is known to be; of the last nothing is, so that rules cannot tell."""


def enabled(desk: Desk, plugin: str) -> Procedure:
    """The plugin's procedure, in force."""
    desk.tenant.versions = always({plugin: {}})
    desk.db.commit()
    procedure = desk.procedure(desk.today)
    assert procedure is not None
    return procedure


def peopled(desk: Desk, home: str, *, ended: bool) -> tuple[Any, Any]:
    """A child and the placement, with people round them; over since `DAY` where a meeting follows an ending."""
    people = made.staffed(desk)
    around = {"social_worker": people["worker"], "iro": people["iro"]}
    child = made.child(desk, team="North 2", people=around, care_plan="long_term_foster", education="school")
    more: dict[str, Any] = {"ended": DAY} if ended else {}
    return child, made.placement(desk, child, DAY - timedelta(days=9), **HOMES[home], **more)


def origin(desk: Desk, procedure: Procedure, kind: str, home: str) -> Any:
    """What a meeting of this kind comes from: what its trigger hangs on, or the meeting before it."""
    from core.services import facts, proposing

    anchor = next((t.anchor for t in procedure.triggers if t.proposes == kind), None)
    child, place = peopled(desk, home, ended=anchor is Anchor.ENDED)
    more: dict[str, Any] = {}
    if anchor is None:
        plan = next(plan for plan in procedure.plans if plan.review == kind)
        before = proposing.open_meeting(desk, _from(desk, procedure, plan.agreed_at, child, place), plan.agreed_at)
        before.stage, before.held_on = "held", DAY
        more = {"previous": before, "facts": facts.of_follow_up(desk, before, place, child), "wanted_by": DAY}
        return proposing.Origin(child=child, placement=place, procedure=procedure, **more)
    return _from(desk, procedure, kind, child, place)


def _from(desk: Desk, procedure: Procedure, kind: str, child: Any, place: Any) -> Any:
    from core.models import Concern
    from core.services import facts, proposing

    anchor = next(t.anchor for t in procedure.triggers if t.proposes == kind)
    if anchor is Anchor.ENDED:
        ending = made.ending(desk, place)
        known: dict[str, Any] = {"ending": ending, "facts": facts.of_ending(desk, ending, child)}
    elif anchor is Anchor.CONCERN:
        concern = raised(desk, place, doubted=True)
        assert isinstance(concern, Concern)
        known = {"concern": concern, "facts": facts.of_concern(desk, concern, place, child)}
    else:
        known = {"facts": facts.of_start(desk, place, child)}
    return proposing.Origin(child=child, placement=place, procedure=procedure, **known)


def raised(desk: Desk, place: Any, *, doubted: bool | None) -> Any:
    """A concern about a placement."""
    from core.models import Concern

    concern = Concern(
        child_id=place.child_id, placement_id=place.id, day=DAY, raised_by_id=desk.actor.person_id,
        raised_by_name=desk.actor.name, worry="Evenings have become hard.", doubted=doubted,
    )  # fmt: skip
    desk.db.add(concern)
    desk.db.flush()
    return concern


def proposed(desk: Desk, procedure: Procedure, kind: str, home: str) -> Any:
    """A proposed meeting of this kind, on a day so that every date that follows from one is there."""
    from core.services import meetings, proposing, scheduling

    meeting = proposing.open_meeting(desk, origin(desk, procedure, kind, home), kind)
    days = iter((date(2026, 4, 14), date(2026, 4, 15), date(2026, 4, 16)))
    for part in scheduling.parts_of(desk, meeting):
        part.day, part.starts = next(days), "10:00"
        meeting.day = meeting.day or part.day
    desk.db.flush()
    case = meetings.find(desk, meeting.id)
    scheduling.refresh(desk, case)
    desk.db.commit()
    return meetings.find(desk, meeting.id)

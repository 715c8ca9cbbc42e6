"""Plans without their pages: what an interval comes to, what counts as a change, and who may agree with whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.domain.lasting import SupportPlan
from core.registry import Registry
from core.services import intervals, plan_reviews
from core.services.desk import Desk, Refused
from tests import factories as made
from tests.fixtures.app import Member

RULE = SupportPlan(key="support", title="Support plan", agreed_at="stability", review="stability_review", clause="C02a")
LINE = {"id": "1", "text": "A weekend off", "how_often": "", "owner": "Hugo Lind", "role": "Carer’s worker", "due": "",
        "state": "agreed", "progress": "", "because": ""}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities A and C."""
    return Registry(("authority_a", "authority_c"))


@pytest.fixture
def member(enroll: Callable[..., Member], request: pytest.FixtureRequest) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.mark.parametrize(
    ("number", "unit", "held", "due"),
    [
        (3, "weeks", date(2026, 3, 11), date(2026, 4, 1)),
        (1, "months", date(2026, 1, 31), date(2026, 2, 28)),
        (12, "months", date(2028, 2, 29), date(2029, 2, 28)),
        (365, "days", date(2027, 3, 1), date(2028, 2, 29)),
        (1, "days", date(2026, 3, 16), date(2026, 3, 17)),
    ],
)
def test_the_next_review_counts_from_the_day_of_the_meeting(
    desk: Desk, number: int, unit: str, held: date, due: date
) -> None:
    assert intervals.due(desk, RULE, number, unit, held).day == due


@pytest.mark.parametrize(("number", "unit"), [(0, "days"), (366, "days"), (53, "weeks"), (13, "months"), (2, "years")])
def test_an_interval_out_of_bounds_is_refused_with_what_to_enter(desk: Desk, number: int, unit: str) -> None:
    with pytest.raises(Refused, match="Agree an interval from 1 to 365 days"):
        intervals.due(desk, RULE, number, unit, date(2026, 3, 16))


def test_a_closed_day_is_kept_and_the_working_day_before_it_named(desk: Desk) -> None:
    due = intervals.due(desk, RULE, 2, "weeks", date(2026, 3, 20))

    assert (due.day, due.flagged, due.advise) == (date(2026, 4, 3), "Good Friday", date(2026, 4, 2))


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"owner": "Ruth Amis"}, ["owner"]),
        ({"state": "given"}, ["begun"]),
        ({"state": "ended", "because": "It works."}, ["ended"]),
        ({"progress": "Booked."}, ["progress"]),
        ({"text": "Two weekends off"}, ["words"]),
        ({"how_often": "Each month", "due": "2026-03-28"}, ["words", "due"]),
        ({}, []),
    ],
)
def test_each_difference_between_two_meetings_is_named(changed: dict[str, str], what: list[str]) -> None:
    assert [one.what for one in plan_reviews.changes([LINE], [LINE | changed])] == what


def test_a_line_that_is_new_is_named_with_its_core_professional() -> None:
    (one,) = plan_reviews.changes([LINE], [LINE, LINE | {"id": "2", "text": "College", "owner": "Tess Marlow"}])

    assert (one.what, one.text, one.after) == ("added", "College", "Tess Marlow")


def test_a_plan_without_supports_is_an_interval_that_opens_the_next_meeting(desk: Desk) -> None:
    from core.services import meetings, plans

    case = held_planning(desk)
    home, _carers = case.procedure.plans[0].agreed_with

    following = intervals.agree_interval(desk, case, number=6, unit="weeks", agreed_with=home)

    assert (following.kind, following.wanted_by) == ("further_planning", date(2026, 4, 27))
    assert following.previous_id == case.meeting.id
    again = plans.here(desk, meetings.find(desk, following.id))
    assert again is not None
    assert again.reviewing


def held_planning(desk: Desk) -> Any:
    """A planning meeting of authority A, held today."""
    from core.models import Meeting
    from core.services import facts, meetings, proposing

    people = made.staffed(desk)
    child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, child, date(2026, 3, 15), kind="foster", provider="in_house")
    known = facts.of_start(desk, home, child)
    origin = proposing.Origin(
        child=child, placement=home, facts=known, procedure=desk.procedure(desk.today)
    )  # fmt: skip
    found: Meeting = proposing.open_meeting(desk, origin, "planning")
    found.stage, found.held_on = "held", desk.today
    desk.db.flush()
    return meetings.find(desk, found.id)

"""After a planning meeting of authority A was held: when to meet again, and a placement in doubt."""

import re

import pytest

from core.services.desk import Desk
from tests.fixtures.app import Clock
from tests.fixtures.page import SignedInPage
from tests.web.planning import arranges, child, convenes, dated, member, registry, starts

__all__ = ["child", "member", "registry"]


def holds(page: SignedInPage, desk: Desk, clock: Clock, meeting: str, day: str) -> None:
    """The meeting took place on the day planned."""
    said, chair = page.post(f"{meeting}/parts/main/held", {"on": day, "attended": []}), ""
    if said.status == 422:
        found = re.search(r'name="attended"[^>]*value="([^"]+)"', said.text)
        chair = found[1] if found else ""
        said = page.post(f"{meeting}/parts/main/held", {"on": day, "attended": chair})
    assert said.status == 303, said.text


def held(page: SignedInPage, desk: Desk, clock: Clock, child: str, kind: str = "residential") -> str:
    """A planning meeting that was held on 18 March 2026; its address."""
    meeting = arranges(page, starts(page, child, "23 3 2026", kind=kind))
    assert dated(page, meeting, "18 3 2026").status == 303
    assert convenes(page, desk, meeting).status == 303
    clock.forward(days=3)
    page.sign_in()
    holds(page, desk, clock, meeting, "18 3 2026")
    return meeting


@pytest.mark.parametrize("number", ["0", "400"])
def test_a02_an_interval_of_no_days_or_of_more_than_a_year_is_refused(
    page: SignedInPage, desk: Desk, clock: Clock, child: str, number: str
) -> None:
    meeting = held(page, desk, clock, child)

    refused = page.post(f"{meeting}/interval", {"interval": number, "unit": "days", "agreed_with": "home_manager"})

    assert refused.status == 422
    assert "Agree an interval from 1 to 365 days" in refused.text


def test_a02_further_meetings_follow_at_the_interval_agreed_with_whom(
    page: SignedInPage, desk: Desk, clock: Clock, child: str
) -> None:
    meeting = held(page, desk, clock, child)
    text = page.get(f"{meeting}/plan").text
    assert "A02a" in text and "Home manager" in text
    again = {"interval": "6", "unit": "weeks"}
    assert page.post(f"{meeting}/interval", again).status == 422

    assert "The home manager, or foster carer and supervising social worker." in text

    assert page.post(f"{meeting}/interval", again | {"agreed_with": "home_manager"}).status == 303

    assert "29 April 2026" in page.get(f"{meeting}/plan").text
    assert "Further placement planning meeting" in page.get(f"/children/{child}/meetings").text
    assert "29 April 2026" in page.get("/work").text
    following = re.search(
        r'/meetings/([0-9a-f]+)/convening"[^>]*>[^<]*Further', page.get(f"/children/{child}/meetings").text
    )
    assert following is not None
    later = f"/meetings/{following[1]}"
    assert "The procedure gives no dates for this meeting" in page.get(f"{later}/convening").text
    assert dated(page, later, "29 4 2026").status == 303


def test_a02_with_foster_carers_their_supervising_social_worker_agrees_the_interval_as_well(
    page: SignedInPage, desk: Desk, clock: Clock, child: str
) -> None:
    meeting = held(page, desk, clock, child, "foster")
    carers = {"interval": "6", "unit": "weeks", "agreed_with": ["foster_carer"]}

    alone = page.post(f"{meeting}/interval", carers)

    assert alone.status == 422
    assert "The agreement of the supervising social worker is missing" in alone.text
    assert "No further" not in alone.text and "6 weeks" not in page.get(f"{meeting}/plan").text
    both = carers | {"agreed_with": ["foster_carer", "supervising_social_worker"]}
    assert page.post(f"{meeting}/interval", both).status == 303
    text = page.get(f"{meeting}/plan").text
    assert "Agreed with: foster carer, supervising social worker." in text and "29 April 2026" in text


def test_a02_what_needs_resolving_calls_for_a_further_meeting_at_once(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "10 3 2026", "09:00")
    placement = planning.split("/")[2]
    raised = page.post(
        f"/placements/{placement}/concerns",
        {"day": "16 3 2026", "worry": "Who collects Bertie from school is not settled.", "doubted": "no"},
    )
    assert raised.status == 303, raised.text

    text = page.follow(raised).text

    assert "An issue needs resolving" in text and "A02b" in text
    assert "Further placement planning meeting" in text or "further placement planning meeting" in text


def test_a06_a_placement_in_doubt_has_each_of_three_courses_weighed_and_one_chosen(
    page: SignedInPage, desk: Desk, clock: Clock, child: str
) -> None:
    meeting = held(page, desk, clock, child)
    doubt = {"ask_settled_with": "Moira Kell", "ask_suitability_concern": "yes"}
    assert page.post(f"{meeting}/convening/first", doubt).status == 303
    text = page.get(meeting).text
    courses = {
        "sustain": "sustain the placement until the next review, with support",
        "bring_forward": "bring the next review forward",
        "end": "end the placement",
    }
    for words in courses.values():
        assert f"What was weighed: {words}" in text
    assert "A06" in page.get(f"{meeting}/convening").text
    said = {"outcome": "sustain", "outcome_note": "The home and Bertie want to go on."}
    said |= {"weighed_sustain": "Night cover.", "weighed_bring_forward": "The review is in two weeks."}

    refused = page.post(f"{meeting}/outcome", said)
    assert refused.status == 422 and "what was weighed: end the placement" in refused.text
    assert page.post(f"{meeting}/outcome", said | {"weighed_end": "Nobody asks for it <now>."}).status == 303

    text = page.get(meeting).text
    assert "Sustain the placement until the next review, with support (chosen)" in text
    assert "The review is in two weeks." in text and "Nobody asks for it &lt;now&gt;." in text


def test_a06_without_doubt_no_course_is_asked_for(page: SignedInPage, desk: Desk, clock: Clock, child: str) -> None:
    meeting = held(page, desk, clock, child)
    answers = {"ask_settled_with": "Moira Kell", "ask_suitability_concern": "no"}
    assert page.post(f"{meeting}/convening/first", answers).status == 303

    assert "What was weighed" not in page.get(meeting).text

"""When a planning meeting of authority A is due: before the placement starts, or within 72 hours, to the hour."""

import re
from datetime import UTC, datetime

import pytest

from core.services.desk import Desk
from tests.fixtures.app import Clock
from tests.fixtures.page import SignedInPage
from tests.web.planning import arranges, child, convenes, dated, member, registry, starts

__all__ = ["child", "member", "registry"]


def test_a01_a_start_shows_what_the_procedure_asks_and_by_when_to_the_hour(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")

    text = page.get(planning).text

    assert "Should be held" in text
    assert "(A01)" in text and "1. Placement Planning Meetings" in text
    assert "At the latest on Thursday 19 March 2026, 09:30." in text
    assert "Placement started at 09:30 on 16 March 2026, plus 72 hours." in text
    assert "Elapsed hours from the start of the placement" in text


@pytest.mark.parametrize(
    ("now", "day", "at", "latest"),
    [
        (datetime(2026, 3, 28, 18, 0, tzinfo=UTC), "28 3 2026", "14:00", "Tuesday 31 March 2026, 15:00"),
        (datetime(2026, 10, 24, 18, 0, tzinfo=UTC), "24 10 2026", "14:00", "Tuesday 27 October 2026, 13:00"),
        (datetime(2028, 2, 28, 18, 0, tzinfo=UTC), "28 2 2028", "14:00", "Thursday 2 March 2028, 14:00"),
    ],
)
def test_a01_the_hours_are_elapsed_across_a_clock_change_and_a_leap_day(
    page: SignedInPage, clock: Clock, child: str, now: datetime, day: str, at: str, latest: str
) -> None:
    clock.now = now
    planning = page_of(page, child, day, at, clock)

    assert f"At the latest on {latest}." in page.get(planning).text


def page_of(page: SignedInPage, child: str, day: str, at: str, clock: Clock) -> str:
    """`starts` at another time than the sign-in's: the session is opened then."""
    page.sign_in()
    return starts(page, child, day, at)


def test_a01_without_a_time_it_cannot_be_told_to_the_hour_until_somebody_records_it(
    page: SignedInPage, child: str
) -> None:
    planning = starts(page, child, "15 3 2026")
    text = page.get(planning).text
    assert "Cannot tell to the hour: record the time at which the placement started." in text
    assert "17 March 2026 is the last day that lies within them in any case" in text

    refused = page.post(f"{planning}/time", {"at": "25:00"})
    assert refused.status == 422
    assert page.post(f"{planning}/time", {"at": "18:15"}).status == 303

    assert "At the latest on Wednesday 18 March 2026, 18:15." in page.get(planning).text


def test_a01_a_time_still_to_come_is_refused(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026")

    refused = page.post(f"{planning}/time", {"at": "23:00"})

    assert refused.status == 422 and "The placement has not started yet" in refused.text


def test_a01_my_work_asks_for_the_meeting_until_the_invitations_are_recorded(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")
    work = page.get("/work").text
    assert "Arrange the placement planning meeting" in work and "19 March 2026" in work
    assert "Placement planning (" in work
    assert "Arrange the placement planning meeting" in page.get(f"/children/{child}").text
    assert "Arrange the placement planning meeting" in page.get("/children?for=meeting").text

    meeting = arranges(page, planning)
    assert "Arrange the placement planning meeting" in page.get("/work").text
    assert (
        dated(page, meeting, "18 3 2026", reason_social_worker="The carers could take him at once only.").status == 303
    )
    assert convenes(page, desk, meeting).status == 303

    assert "Arrange the placement planning meeting" not in page.get("/work").text


def test_a01_a_meeting_before_a_planned_start_needs_no_reason(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "23 3 2026")
    text = page.get(planning).text
    assert "Plan the move to Fernbeck" in text
    assert "Before the placement starts, which is planned for 23 March 2026." in text

    meeting = arranges(page, planning)

    assert dated(page, meeting, "19 3 2026").status == 303
    assert "In good time, 4 days before" in page.get(f"{meeting}/convening").text


def test_a01_a_meeting_after_the_start_needs_the_urgency_recorded_and_no_second_person(
    page: SignedInPage, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "16 3 2026", "09:30"))

    refused = dated(page, meeting, "19 3 2026", "09:00")
    assert refused.status == 422
    assert "does not come before what it should precede" in refused.text
    assert "Why the placement was too urgent for a meeting before it started" in refused.text

    kept = dated(page, meeting, "19 3 2026", "09:00", reason_social_worker="Police protection on Sunday night.")
    assert kept.status == 303
    text = page.get(f"{meeting}/convening").text
    assert "Police protection on Sunday night." in text
    assert "which ends on 19 March 2026 at 09:30" in text
    assert "Waits for" not in text


def test_a01_beyond_72_hours_is_outside_and_a_second_person_confirms(page: SignedInPage, child: str) -> None:
    meeting = arranges(page, starts(page, child, "16 3 2026", "09:30"))

    refused = dated(page, meeting, "19 3 2026", "10:00")
    assert refused.status == 422
    assert "19 March 2026 is outside the window, up to 19 March 2026, 09:30." in refused.text

    kept = dated(page, meeting, "19 3 2026", "10:00", reason_social_worker="The home’s manager is back on Thursday.")
    assert kept.status == 303
    assert "Waits for Sam Whitlow" in page.get(f"{meeting}/convening").text


def test_a01_a_day_chosen_in_time_needs_its_reason_once_the_child_moves_in_sooner(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "23 3 2026")
    meeting = arranges(page, planning)
    assert dated(page, meeting, "18 3 2026").status == 303

    assert page.post(f"{planning}/began", {"started": "16 3 2026", "at": "09:00"}).status == 303

    refused = convenes(page, desk, meeting)
    assert refused.status == 422
    assert "it is recorded why the day departs from its window" in refused.text


def test_a01_none_is_arranged_only_for_a_reason_which_stays(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")

    assert page.post(f"{planning}/none", {"reason": "  "}).status == 422
    assert page.post(f"{planning}/none", {"reason": "<script>alert(1) A stay of one night."}).status == 303

    text = page.get(planning).text
    assert "&lt;script&gt;alert(1) A stay of one night." in text and "<script>alert" not in text
    assert "Nadia Okafor, 16 March 2026" in text
    assert "Arrange the placement planning meeting" not in page.get("/work").text
    assert arranges(page, planning)


def test_a01_whoever_arranges_second_is_led_to_the_same_meeting(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")
    version = re.search(r'name="version" value="(\d+)"', page.get(planning).text)
    assert version is not None

    first = page.post(f"{planning}/meeting", {"kind": "planning", "version": version[1]})
    second = page.post(f"{planning}/meeting", {"kind": "planning", "version": version[1]})

    assert first.status == second.status == 303 and first.location == second.location
    late = page.post(f"{planning}/none", {"reason": "Not needed.", "version": version[1]})
    assert late.status == 409 and "Somebody else has changed this" in late.text

"""A home that is planned under authority A: where the child does not live yet, until it begins, ends or comes to
nothing."""

import re
from collections.abc import Callable

from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.planning import HOME, arranges, child, member, registry, starts

__all__ = ["child", "member", "registry"]


def test_a01_a_planned_home_is_not_where_the_child_lives(page: SignedInPage, desk: Desk, child: str) -> None:
    starts(page, child, "10 3 2026", "09:00", carer="Marlowe family", kind="foster", provider="in_house")
    planning = starts(page, child, "30 3 2026")

    text = page.get(f"/children/{child}").text
    assert "Planned: moves to Fernbeck on 30 March 2026." in text
    assert "Placements (1)" in text
    assert "Fernbeck" not in page.get(f"/children/{child}/placements").text
    assert "Fernbeck" not in page.get("/children").text
    second = page.post(f"/children/{child}/placements/first", HOME | {"started": "2 4 2026"})
    assert second.status == 422 and "A move to Fernbeck is planned already, for 30 March 2026" in second.text
    assert page.post(f"{planning}/day", {"started": "16 3 2026"}).status == 422
    assert page.post(f"{planning}/day", {"started": "1 4 2026"}).status == 303
    assert "planned for 1 April 2026" in page.get(planning).text


def test_a01_an_ending_takes_the_planned_home_up_with_its_meeting(page: SignedInPage, desk: Desk, child: str) -> None:
    starts(page, child, "10 3 2026", "09:00", carer="Marlowe family", kind="foster", provider="in_house")
    planning = starts(page, child, "18 3 2026")
    meeting = arranges(page, planning)
    form = page.get(f"/children/{child}/endings/new").text
    assert "With Fernbeck, as planned" in form
    action = re.search(r'action="([^"]+/ending)"', form)
    assert action is not None

    ended = page.post(action[1], {"day": "16 3 2026", "time": "09:45", "unplanned": "no", "where": "planned"})

    assert ended.status == 303, ended.text
    text = page.get(planning).text
    assert "Started Monday 16 March 2026, 09:45" in text and "At the latest on Thursday 19 March 2026, 09:45." in text
    assert "began 16 March 2026" in page.get(f"{meeting}/convening").text
    assert "Placements (2)" in page.get(f"/children/{child}").text


def test_a01_a_plan_that_comes_to_nothing_keeps_its_reason_and_needs_no_meeting(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "23 3 2026")
    meeting = arranges(page, planning)
    assert page.post(f"{planning}/aside", {"because": ""}).status == 422

    assert page.post(f"{planning}/aside", {"because": "The home has closed."}).status == 303

    assert "did not happen: The home has closed." in page.get(planning).text
    assert "Not held" in page.get(meeting).text
    assert "Arrange the placement planning meeting" not in page.get("/work").text
    assert starts(page, child, "23 3 2026")


def test_a_planned_home_begins_only_once_the_child_has_left_the_other(page: SignedInPage, child: str) -> None:
    starts(page, child, "10 3 2026", "09:00", carer="Marlowe family", kind="foster", provider="in_house")
    planning = starts(page, child, "18 3 2026")

    refused = page.post(f"{planning}/began", {"started": "16 3 2026"})

    assert refused.status == 422 and "Marlowe family is still open, since 10 March 2026" in refused.text
    assert page.post(f"{planning}/began", {"started": "17 3 2026"}).status == 422


def test_a_placement_that_another_authoritys_staff_ask_for_does_not_exist(
    page: SignedInPage, child: str, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    planning = starts(page, child, "16 3 2026")
    other = sign_in_as(enroll("harrow", "Otto Blythe", roles=("social_worker",), enabled={"authority_b": {}}))

    other.get(planning, status=404)


def test_where_the_procedure_asks_nothing_of_a_start_nothing_is_shown(
    page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    other = sign_in_as(enroll("harrow", "Otto Blythe", roles=("social_worker",), enabled={"authority_b": {}}))
    new = other.post("/children/new", {"local_id": "H-1", "name": "Wilf Ames", "mine": "yes"})
    child = new.location.rsplit("/", 1)[1]

    answer = other.post(f"/children/{child}/placements/first", HOME | {"started": "16 3 2026"})

    assert answer.location.endswith(f"/children/{child}")
    assert "Arrange the" not in other.get("/work").text
    assert "Plan the placement" not in other.get(f"/children/{child}").text


def test_a01_a_planned_home_is_spoken_of_as_to_come_and_has_no_ending_to_record(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "20 3 2026")
    meeting = arranges(page, planning)

    assert "is planned to start on 20 March 2026" in page.get(meeting).text
    arranging = page.get(f"{meeting}/convening").text
    assert (
        "The meeting comes before the placement starts, which is planned for <b>Friday 20 March 2026</b>" in arranging
    )
    assert "cannot be worked out yet" not in arranging
    turned = page.client.get(page.path(planning.replace("/planning", "/ending/new")))
    assert turned.status_code == 303 and turned.headers["Location"].endswith(planning)

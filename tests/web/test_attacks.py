"""Attacks on what stands round a meeting: people who may open its pages doing what is not theirs to do, namesakes, a
plugin at fault, and input that only breaks things. Each states what must happen instead."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.registry import Registry
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.steadying import scene

BAD = "a\x00b"


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities C and E."""
    return Registry(("authority_c", "authority_e"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority C's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_c": {}})


def stranger(enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]) -> SignedInPage:
    """Somebody who sees every child of the authority, and has nothing to do with this one."""
    return sign_in_as(enroll("wexcombe", "Otto Blythe", roles=("group_manager",)))


def test_a_stranger_agrees_no_interval_and_closes_no_plan(
    page: SignedInPage, desk: Any, enroll: Any, sign_in_as: Any
) -> None:
    held = scene(page, desk)
    other = stranger(enroll, sign_in_as)
    began = other.post(f"{held.at}/plan", {"aim": "Taken over."})
    where = held.plan()
    held.support(where, "One weekend off a month", "supervising")
    before = page.get(where).text
    forms = [
        (where, {"aim": "Something else."}),
        (f"{where}/supports", {"text": "Somebody else's idea", "owner_name": "Ann"}),
        (f"{where}/interval", {"interval": "3", "unit": "weeks"}),
        (f"{where}/closing", {"outcome": "otherwise", "because": "I say so."}),
    ]

    answers = [other.post(way, form) for way, form in forms]

    assert [began.status, *(one.status for one in answers)] == [422] * 5
    assert "The people who arrange this meeting" in answers[2].text
    after = page.get(where).text
    assert "I say so." not in after and "Something else." not in after and "Somebody else" not in after
    assert before.count("One weekend") == after.count("One weekend")


def test_whoever_sees_to_a_support_says_how_it_goes_and_a_stranger_does_not(
    page: SignedInPage, desk: Any, enroll: Any, sign_in_as: Any
) -> None:
    held = scene(page, desk)
    hugo = enroll("wexcombe", "Hugo Lindqvist", roles=("supervising_social_worker",))
    made.case_role(desk, held_child(desk), hugo.person_id, "supervising_social_worker")
    desk.db.commit()
    held.people["hugo"] = hugo.person_id
    where = held.plan()
    held.support(where, "One weekend off a month", "hugo")
    line = re.findall(rf"{where}/supports/([0-9a-f]+)", page.get(where).text)[0]
    said = {"text": "One weekend off a month", "owner": hugo.person_id, "progress": "Booked for April."}

    denied = stranger(enroll, sign_in_as).post(f"{where}/supports/{line}", said | {"progress": "Nothing doing."})
    told = sign_in_as(hugo).post(f"{where}/supports/{line}", said)

    assert denied.status == 422
    assert told.status == 303
    assert "Booked for April." in page.get(where).text


def held_child(desk: Any) -> Any:
    from sqlalchemy import select

    from core.models import Child

    return desk.db.scalars(select(Child)).one()


def test_an_interval_agreed_by_somebody_else_first_is_not_overwritten_by_a_form_without_a_version(
    under: Any, tmp_path: Any
) -> None:
    from tests.web.test_planning import registry as _  # noqa: F401


def test_what_was_offered_is_recorded_by_those_who_arrange_it_and_not_by_a_stranger(under: Any) -> None:
    road = under("authority_e")
    page = road.page(road.worker)
    way = re.findall(r'action="([^"]+/offers/\w+)"', page.get(road.way("/preparation")).text)[0]
    form = {"state": "offered", "on": "12 3 2026"}

    denied = road.page("outsider").post(way, form)
    told = page.post(way, form)

    assert denied.status in (403, 422)
    assert told.status == 303


@pytest.mark.parametrize("planned", ["planned", "not taken"])
def test_nothing_ends_and_no_concern_is_raised_about_a_home_that_a_child_never_moved_to(
    page: SignedInPage, desk: Any, planned: str
) -> None:
    people = made.staffed(desk)
    child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, child, date(2026, 3, 2), kind="foster", provider="in_house", planned=planned)
    desk.db.commit()

    worry = page.post(f"/placements/{home.id}/concerns", {
        "day": "16 3 2026", "source": "The school", "worry": "He stays away.", "version": "1"})  # fmt: skip
    ended = page.post(f"/placements/{home.id}/ending", {
        "day": "13 3 2026", "unplanned": "yes", "where": "left", "version": "1"})  # fmt: skip

    assert worry.status == 422
    assert ended.status == 422


def test_a_nul_in_what_a_gathering_learned_is_refused(page: SignedInPage, enroll: Any, desk: Any) -> None:
    page.hold("reviewing_team_manager")

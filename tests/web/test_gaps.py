"""What an authority's text leaves open: shown to those who settle it, and in the way of the meetings it concerns."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.domain.versions import always
from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

RAISED = date(2026, 3, 13)
SETTLE = "Your configuration staff settle this"
SETTLED = {"agency_chair": "team_manager", "agency_invitees": ["child", "social_worker", "placement_service"]}


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_b", "authority_c"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, who works where authority C's procedure rules and nobody has settled its gaps."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker", "team_manager"), enabled={"authority_c": {}})


def stability(desk: Desk, kind: str | None = "foster", provider: str | None = "agency") -> str:
    """The path of a stability meeting proposed after a concern about such a placement."""
    from core.models import Concern
    from core.services import facts, proposing

    child = made.child(desk)
    place = made.placement(desk, child, date(2025, 2, 1), kind=kind, provider=provider)
    made.case_role(desk, child, desk.actor.person_id, "social_worker")
    concern = Concern(
        child_id=child.id, placement_id=place.id, day=RAISED, raised_by_id=desk.actor.person_id,
        raised_by_name=desk.actor.name, worry="Bertie has stopped sleeping.",
    )  # fmt: skip
    desk.db.add(concern)
    desk.db.flush()
    origin = proposing.Origin(
        child=child, placement=place, facts=facts.of_concern(desk, concern, place, child),
        procedure=desk.procedure(RAISED), concern=concern,
    )  # fmt: skip
    meeting = proposing.open_meeting(desk, origin, "stability")
    desk.db.commit()
    return f"/meetings/{meeting.id}/convening"


def settle(desk: Desk, **settings: Any) -> None:
    desk.tenant.versions = always({"authority_c": settings})
    desk.db.commit()


def section(text: str, key: str) -> str:
    return text.split(f'id="{key}"')[1].split("</section>")[0]


def test_c06_configuration_staff_see_every_gap_with_its_setting_its_clause_and_what_it_blocks(
    page: SignedInPage,
) -> None:
    page.hold("configuration")

    rows = section(page.get("/procedure").text, "gaps").split("<tr")

    for label, clause in (
        ("Who chairs stability meetings about agency foster placements", "C06a"),
        ("Who is asked to stability meetings about agency foster placements", "C06a"),
        ("Who chairs stability meetings about residential placements", "C06b"),
        ("Who is asked to stability meetings about residential placements", "C06b"),
    ):
        mine = [row for row in rows if label in row]
        assert len(mine) == 2, "one row for the meeting and one for its review"
        assert all("Nobody can be invited" in row and f'href="#{clause}"' in row for row in mine)
    [arranging] = [row for row in rows if "Who arranges disruption meetings" in row]
    assert "Staff say, each time" in arranging and 'href="#C07e"' in arranging


def test_c06_what_has_been_settled_is_no_gap_any_more(page: SignedInPage, desk: Desk) -> None:
    settle(desk, **SETTLED)

    rows = section(page.get("/procedure").text, "gaps")

    assert "agency foster placements" not in rows
    assert "about residential placements" in rows


def test_a_procedure_whose_gaps_block_nothing_says_that_staff_decide(page: SignedInPage, desk: Desk) -> None:
    desk.tenant.versions = always({"authority_b": {}})
    desk.db.commit()

    rows = section(page.get("/procedure").text, "gaps")

    assert "Who writes the record" in rows and "Staff say, each time" in rows
    assert "Nobody can be invited" not in rows


@pytest.mark.parametrize(("kind", "clause"), [("foster", "C06a"), ("residential", "C06b")])
def test_c06_nobody_can_be_invited_before_the_gap_is_settled(
    page: SignedInPage, desk: Desk, kind: str, clause: str
) -> None:
    path = stability(desk, kind)

    first = section(page.get(path).text, "first")
    refused = page.post(path, {})

    assert SETTLE in first and clause in first
    assert refused.status == 422
    assert f"Not yet: {SETTLE[0].lower()}{SETTLE[1:]}: who chairs stability meetings" in refused.text


def test_c06_an_in_house_home_is_residential_too(page: SignedInPage, desk: Desk) -> None:
    home = page.get(stability(desk, "residential", "in_house")).text

    assert SETTLE in home


def test_c06_in_house_fostering_has_no_gap(page: SignedInPage, desk: Desk) -> None:
    path = stability(desk, "foster", "in_house")

    text = page.get(path).text

    assert SETTLE not in text and "Children in care nurse" in text
    assert "Day and time are chosen" in text


def test_c06_what_nobody_recorded_is_asked_for_before_it_is_taken_for_in_house(page: SignedInPage, desk: Desk) -> None:
    path = stability(desk, "foster", None)

    assert "needs who provided the placement" in section(page.get(path).text, "first")
    assert "Not yet: cannot tell yet" in page.post(path, {}).text


def test_c06_a_meeting_that_waited_follows_the_settings_made_since(page: SignedInPage, desk: Desk) -> None:
    path = stability(desk)
    assert "Use the settings made since" not in page.get(path).text
    assert page.post(f"{path}/settings", {}).status == 422
    settle(desk, **SETTLED)

    assert "Use the settings made since" in page.get(path).text
    assert page.post(f"{path}/settings", {}).status == 303

    text = page.get(path).text
    assert SETTLE not in text and "Use the settings made since" not in text
    assert "Placement management service" in text
    assert "Bertie Quill" in text
    assert page.post(f"{path}/settings", {}).status == 422


def test_c06_half_a_setting_still_waits_for_the_other_half(page: SignedInPage, desk: Desk) -> None:
    path = stability(desk)
    settle(desk, agency_chair="team_manager")

    page.post(f"{path}/settings", {})

    first = section(page.get(path).text, "first")
    assert "who is asked to stability meetings" in first and "who chairs" not in first


def test_c06_only_those_who_arrange_the_meeting_change_what_it_follows(
    page: SignedInPage, desk: Desk, enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]
) -> None:
    path = stability(desk)
    settle(desk, **SETTLED)

    other = sign_in_as(enroll("wexcombe", "Otto Blythe", roles=("group_manager",)))

    assert other.post(f"{path}/settings", {}).status == 422
    assert SETTLE in page.get(path).text


def test_c06_whoever_arranges_an_agency_meeting_reads_who_settles_the_gap_and_no_clause_of_in_house_homes(
    page: SignedInPage, desk: Desk, enroll: Callable[..., Member]
) -> None:
    desk.db.commit()
    enroll("wexcombe", "Tess Marlow", roles=("configuration",))
    waiting = page.get(stability(desk)).text
    first, chair = section(waiting, "first"), section(waiting, "chair")

    assert "Who settles it here: Tess Marlow" in first
    assert "Waits for your configuration staff" in waiting
    assert "(C03a)" not in chair and "(C03b)" not in chair
    assert "The procedure does not say who chairs this meeting" in chair


def test_c03_the_clauses_on_the_chair_stand_beside_a_meeting_about_an_in_house_home(
    page: SignedInPage, desk: Desk
) -> None:
    in_house = page.get(stability(desk, provider="in_house")).text

    assert "Who settles it here" not in in_house
    assert "(C03a)" in section(in_house, "chair")

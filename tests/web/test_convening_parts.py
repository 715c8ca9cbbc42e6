"""Arranging a meeting on the pages of authority B: prerequisites, two parts, judgement of two teams, a target date."""

from collections.abc import Callable

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import Scene, scene

ONE, TWO = "part_one", "part_two"


@pytest.fixture
def registry() -> Registry:
    """Authority B's plugin."""
    return Registry(("authority_b",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority B's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_b": {}})


@pytest.fixture
def adoption(page: SignedInPage, desk: Desk) -> Scene:
    """An adoption disruption meeting proposed after an adoptive placement ended on 13 March 2026."""
    return scene(page, desk, "adoption_disruption", child={"care_plan": "adoption"}, about={"kind": "adoption"})


@pytest.fixture
def fostering(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting proposed after a long-term foster placement ended on 13 March 2026."""
    about = {"kind": "foster", "long_term": True, "matched_at_panel": True}
    return scene(page, desk, "foster_disruption", child={"care_plan": "long_term_foster"}, about=about)


def test_b01_the_care_plan_that_did_not_come_about_is_the_evidence(adoption: Scene) -> None:
    text = adoption.page.get(f"/endings/{adoption.ending}").text

    assert "An adoption disruption meeting should be held" in text
    assert "The care plan was adoption; the placement ended on 13 March 2026, other than as planned." in text
    assert "B01a" in text
    assert "10 April to 24 April 2026" in text


def test_b02_what_was_tried_is_recorded_before_invitations_go_out(adoption: Scene) -> None:
    text = adoption.text()
    assert "What was tried to sustain the placement" in text
    assert "(B02)" in text
    first = f"{adoption.path}/first"
    assert adoption.page.post(first, {"ask_sustaining": "  "}).status == 422
    refused = adoption.page.post(adoption.path, {})
    assert refused.status == 422

    assert adoption.page.post(first, {"ask_sustaining": "Respite and <weekly> visits."}).status == 303

    assert "Respite and &lt;weekly&gt; visits." in adoption.text()


def test_b05_the_chair_is_from_outside_and_anybody_else_needs_a_reason(adoption: Scene) -> None:
    text = adoption.text().split('id="people"')[0]

    assert "Chair for all parts" in text
    for name in ("Elspeth Moy", "David Kersey"):
        row = text.split(f"<b>{name}</b>")[1].split("</tr>")[0]
        assert ">Yes<" in row
        assert "B05b" in row or "B06c" in row
    row = text.split("<b>Sam Whitlow</b>")[1].split("</tr>")[0]
    assert "With a reason" in row
    assert 'Arranged by: adoption team (<a href="/wexcombe/procedure#B05a">' in text


def test_b06_two_parts_have_their_own_people_and_the_adopters_are_not_in_the_second(adoption: Scene) -> None:
    text = adoption.text().split('id="people"')[1]
    first, second = text.split('id="people-part_one"')[1].split('id="people-part_two"')
    second = second.split("Add someone")[0]

    assert "Hannah Pryor" in first
    assert "Supported by Ruth Amis" in first
    assert "<b>Hannah Pryor</b>" not in second
    assert "Not in part 2:" in second
    assert "Hannah Pryor" in second.split("Not in part 2:")[1]
    assert "Ruth Amis" in second


def test_b06_each_part_has_its_own_day_and_the_second_does_not_come_first(adoption: Scene) -> None:
    assert adoption.day("20 4 2026", part=ONE).status == 303
    refused = adoption.day("17 4 2026", part=TWO)
    assert refused.status == 422
    assert "would come before" in refused.text

    assert adoption.day("20 4 2026", part=TWO, place="Room 4").status == 303

    text = adoption.text()
    assert text.count("Monday 20 April 2026, 13:30 to 15:30") == 2
    assert "Meeting 20 April, all parts" in text


@pytest.mark.parametrize("day", ["9 4 2026", "25 4 2026"])
def test_b07_a_day_outside_takes_a_judgement_from_each_team(adoption: Scene, day: str) -> None:
    one = {"reason_adoption_team_manager": "The adopters need time.", "by_adoption_team_manager": "Michael Dunn"}
    both = one | {"reason_group_manager": "The child is settled.", "by_group_manager": "Sam Whitlow"}
    refused = adoption.day(day, part=ONE)
    assert refused.status == 422
    assert "Adoption team manager" in refused.text
    assert "Group manager" in refused.text
    half = adoption.day(day, part=ONE, **one)
    assert half.status == 422
    assert "The adopters need time." in half.text
    assert adoption.day(day, part=ONE, **both | {"by_group_manager": ""}).status == 422

    assert adoption.day(day, part=ONE, **both).status == 303

    text = adoption.text()
    assert "The adopters need time." in text
    assert "The child is settled." in text
    assert "Michael Dunn, adoption team manager" in text
    assert "Waits for" not in text


@pytest.mark.parametrize("day", ["10 4 2026", "24 4 2026"])
def test_b07_both_bounds_are_inside(adoption: Scene, day: str) -> None:
    assert adoption.day(day, part=ONE).status == 303


def test_b08_carers_are_invited_with_their_supporter(fostering: Scene) -> None:
    text = fostering.text()

    assert "<b>Hannah Pryor</b>" in text
    assert "B08b" in text
    assert 'Arranged by: social worker (<a href="/wexcombe/procedure#B08a">' in text


def test_b09_the_group_manager_chairs_a_permanent_placement(fostering: Scene) -> None:
    text = fostering.text().split('id="people"')[0]

    row = text.split("<b>Sam Whitlow</b>")[1].split("</tr>")[0]
    assert ">Yes<" in row
    row = text.split("<b>Noor Aslan</b>")[1].split("</tr>")[0]
    assert "With a reason" in row


def test_b11_no_date_is_invented_and_a_target_with_its_reason_is_kept(fostering: Scene) -> None:
    text = fostering.text()
    assert "The text gives no dates, so nothing here is late" in text
    assert "No dates bound this meeting" in text
    target = f"{fostering.path}/target"
    assert fostering.page.post(target, {"target": "30 3 2026"}).status == 422
    assert fostering.page.post(target, {"target": "1 3 2026", "target_reason": "Soon."}).status == 422

    kept = fostering.page.post(target, {"target": "30 3 2026", "target_reason": "The carers will be ready by then."})

    assert kept.status == 303
    assert "The carers will be ready by then." in fostering.text()
    assert fostering.day("20 5 2026").status == 303
    assert "Professional judgement" not in fostering.text()


def test_the_whole_road_of_two_parts_to_the_invitations(adoption: Scene) -> None:
    page = adoption.page
    page.post(f"{adoption.path}/first", {"ask_sustaining": "Respite."})
    adoption.day("20 4 2026", part=ONE)
    adoption.day("21 4 2026", part=TWO)
    page.post(f"{adoption.path}/chair", {"chair": adoption.people["outside"]})
    page.post(f"{adoption.path}/voice", {"voice": "views"})
    refused = page.post(adoption.path, {})

    assert refused.status == 303, refused.text.split("There is a problem")[-1][:500]
    assert "The invitations are recorded" in adoption.text()

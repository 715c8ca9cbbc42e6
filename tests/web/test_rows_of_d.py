"""Rows of authority D on the pages of its disruption meeting: when, who chairs, who is heard, what themes draw on."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from core.domain.versions import always
from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import Scene, scene

LONG = {"kind": "foster", "provider": "in_house", "long_term": True}


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_d",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority D's procedure rules and she convenes."""
    return enroll(
        "wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_d": {"convened_by": "social_worker"}}
    )


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting after a long-term foster placement ended without a plan on 13 March 2026."""
    return scene(page, desk, "disruption", about=LONG)


def test_d01_the_ending_page_says_that_a_meeting_should_be_held(arranged: Scene) -> None:
    text = arranged.page.get(f"/endings/{arranged.ending}").text

    assert "Long-term placement ended before its time and unplanned" in text and "D01" in text
    assert "ended on 13 March 2026, without a plan" in text


def test_d02_from_one_month_to_six_weeks_and_outside_it_a_judgement(arranged: Scene) -> None:
    text = arranged.text()
    assert "Window: earliest 13 April 2026, latest 24 April 2026" in text and "(D02)" in text

    for day in ("12 4 2026", "25 4 2026"):
        refused = arranged.day(day)
        assert refused.status == 422 and "is outside the window, 13 April 2026 to 24 April 2026" in refused.text
    assert arranged.day("13 4 2026").status == 303
    assert arranged.day("24 4 2026").status == 303


@pytest.mark.parametrize(
    ("setting", "reason", "status"),
    [("yes", "", 303), ("reason", "", 422), ("reason", "She knows him.", 303), ("no", "She knows him.", 422)],
)
def test_d03_whether_the_childs_own_reviewing_officer_chairs_is_a_setting(
    page: SignedInPage, desk: Desk, setting: str, reason: str, status: int
) -> None:
    desk.tenant.versions = always({"authority_d": {"own_iro_may_chair": setting}})
    arranged = scene(page, desk, "disruption", about=LONG)

    answer = page.post(f"{arranged.path}/chair", {"chair": arranged.people["iro"], "chair_reason": reason})

    assert answer.status == status
    assert status == 303 or "D03c" in answer.text


def test_d03_anybody_but_a_reviewing_officer_is_a_departure_with_its_reason(arranged: Scene) -> None:
    chair = f"{arranged.path}/chair"
    assert arranged.page.post(chair, {"chair": arranged.people["service"]}).status == 422

    kept = arranged.page.post(chair, {"chair": arranged.people["service"], "chair_reason": "No officer is free."})

    assert kept.status == 303 and "Departs from the procedure" in arranged.text()


def test_d03_what_somebody_could_not_tell_stays_in_view_with_the_reason(arranged: Scene) -> None:
    pack = f"/meetings/{arranged.meeting}/pack"
    text = arranged.page.get(pack).text
    for who in ("child", "carers", "parents", "social workers"):
        assert f"What the {who} can tell" in text
    action = re.search(r'action="([^"]+/pack/\w+)"', text.split("What the parents can tell", 1)[1])
    assert action is not None

    arranged.page.post(action[1], {"state": "not available", "because": "Mum would rather not, for now."})

    parents = arranged.page.get(pack).text.split("What the parents can tell", 1)[1].split("What the social", 1)[0]
    assert "Not available" in parents and "Mum would rather not, for now." in parents


def test_d05_eight_themes_and_every_placement_beside_the_first(
    arranged: Scene, desk: Desk, sign_in_as: Callable[..., SignedInPage], enroll: Callable[..., Member]
) -> None:
    from core.models import Child

    child = desk.db.get_one(Child, (desk.tenant.id, arranged.child))
    first = made.placement(
        desk,
        child,
        date(2021, 5, 4),
        "Tamsin Rook",
        ended=date(2023, 6, 1),
        kind="connected_person",
        provider="in_house",
    )
    made.ending(desk, first, unplanned=False)
    desk.db.commit()

    text = arranged.page.get(f"/meetings/{arranged.meeting}/minutes").text
    drawn = text.split('id="drawn"')[1].split("</div>")[0]

    assert text.count('class="mo-theme"') == 8
    lines = re.findall(r"<li>(.*?)</li>", drawn)
    assert len(lines) == 3 and lines[0].startswith("4 May 2021 to 1 June 2023: Connected person")
    assert "Unplanned" in lines[1] and "today" in lines[2]
    assert "Tamsin Rook" not in drawn, "who cared for the child stays out of what is copied into a record"
    reader = sign_in_as(enroll("wexcombe", "Gil Sorrel", roles=("adoption_fostering_manager", "team_manager")))
    assert 'id="drawn"' not in reader.get(f"/meetings/{arranged.meeting}/minutes").text

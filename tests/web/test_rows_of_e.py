"""What authority E's document leaves open, on pages: staff are asked, a setting fills it, nothing is invented."""

from collections.abc import Callable
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import Scene, scene

SETTLED = {"disruption_not_before": 2, "disruption_within": 6, "disruption_chair": "iro", "disruption_call": "should",
           "others_invited": ["iro"]}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    """Authority E's plugin."""
    return Registry(("authority_e",))


@pytest.fixture
def settings() -> dict[str, Any]:
    """No setting is made."""
    return {}


@pytest.fixture
def member(enroll: Callable[..., Member], settings: dict[str, Any]) -> Member:
    """Nadia Okafor, social worker where authority E's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_e": settings})


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting proposed after an in-house foster placement ended on 13 March 2026."""
    return scene(page, desk, "disruption")


def row_of(text: str, name: str) -> str:
    return text.split(f"<b>{name}</b>")[1].split("</tr>")[0]


def test_e03_after_an_ending_staff_are_asked_and_told_that_the_text_is_silent(arranged: Scene) -> None:
    text = arranged.page.get(f"/endings/{arranged.ending}").text

    assert "Whether to hold a disruption meeting is yours to decide" in text
    assert "procedure does not say when a meeting is held; it is yours to decide." in text
    assert "may be useful" not in text
    assert "E03e" in text and "so that staff are asked" in text


def test_e03_no_dates_are_invented_and_a_target_with_its_reason_is_kept(arranged: Scene) -> None:
    assert "The text gives no dates, so nothing here is late" in arranged.text()
    assert arranged.page.post(f"{arranged.path}/target", {"target": "30 3 2026"}).status == 422

    said = {"target": "30 3 2026", "target_reason": "The carers have asked for a little time."}
    assert arranged.page.post(f"{arranged.path}/target", said).status == 303

    assert arranged.day("1 9 2026").status == 303
    text = arranged.text()
    assert "The carers have asked for a little time." in text and "Professional judgement" not in text


def test_e03_each_choice_of_a_chair_takes_a_reason(arranged: Scene) -> None:
    text = arranged.page.get(f"{arranged.path}?chair_query=Janet").text
    row = row_of(text.split('id="people"')[0], "Janet Okon")
    assert "With a reason" in row and "E03g" in row and "The text does not say who chairs" in row

    chosen = {"chair": arranged.people["other_service"]}
    assert arranged.page.post(f"{arranged.path}/chair", chosen).status == 422
    assert arranged.page.post(f"{arranged.path}/chair", chosen | {"chair_reason": "She is new to it."}).status == 303
    assert "Departs from the procedure" not in arranged.text()


@pytest.mark.parametrize("settings", [SETTLED])
def test_e03_the_authoritys_settings_fill_what_the_text_leaves_open(arranged: Scene) -> None:
    assert "A disruption meeting should be held" in arranged.page.get(f"/endings/{arranged.ending}").text
    text = arranged.text()

    assert "Window: earliest 27 March 2026, latest 24 April 2026" in text
    assert "The text gives no dates" not in text
    assert ">Yes<" in row_of(text.split('id="people"')[0], "Grace Temby")
    assert "Grace Temby" in text.split('id="people"')[1]
    assert arranged.day("25 4 2026").status == 422


def test_e05_the_pack_says_who_writes_what_by_when_and_nothing_of_a_day_the_text_does_not_give(arranged: Scene) -> None:
    arranged.day("10 4 2026")

    pack = arranged.text().split('id="pack"')[1]

    for title, clause in (
        ("Report of the child’s social worker and the supervising social worker", "E05a"),
        ("Report of the previous carers or prospective adopters", "E05b"),
        ("The child’s report", "E05c"),
    ):
        assert title in pack.replace("&#39;", "’") and clause in pack
    assert "1 April 2026" in pack


def test_e08_e09_the_page_of_the_procedure_shows_both_passages_on_practice_feedback(page: SignedInPage) -> None:
    text = page.get("/procedure").text

    first, second = (text.split(f'<div id="{id}">')[1].split("</div>\n")[0] for id in ("E08b", "E09b"))
    assert "to nobody else" in first and "E09b" in first and "The text is silent here" in first
    assert "unless a setting withholds it" in second and "E08b" in second
    assert "Local setting: Practice feedback and the panel (settled)" in text

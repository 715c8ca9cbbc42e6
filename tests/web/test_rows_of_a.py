"""Rows of authority A that no other test of a page is named after: who arranges, and what follows some endings."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import Scene, scene

HOME = {"kind": "residential", "provider": "agency", "until_independence": True, "commissioned": True}
MATCHED = {"kind": "foster", "provider": "in_house", "matched_at_panel": True}


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


def test_a11_the_social_worker_arranges_with_the_chair_and_sends_the_invitations(
    page: SignedInPage, desk: Desk
) -> None:
    arranged = scene(page, desk, "disruption")

    text = page.get(f"/meetings/{arranged.meeting}").text

    for step in ("Arrange the meeting with the chair", "Send the invitations"):
        row = re.search(rf"{step}.*?</li>", text, re.S)
        assert row is not None and "Nadia Okafor" in row[0], step
    assert "A11a" in text and "A11b" in text
    assert 'Arranged by: social worker (<a href="/wexcombe/procedure#A11a">' in arranged.text()


@pytest.mark.parametrize(
    ("about", "title", "clause", "other"),
    [
        (HOME, "Whether the authority goes on using this home", "A19a", "early review of the carers"),
        (MATCHED, "Whether to hold an early review of the carers' approval", "A19b", "goes on using this home"),
    ],
)
def test_a19_what_is_considered_depends_on_the_home_and_takes_an_outcome(
    page: SignedInPage, desk: Desk, about: dict[str, object], title: str, clause: str, other: str
) -> None:
    arranged: Scene = scene(page, desk, "disruption", about={**about, "emergency": False})
    shown = page.get(f"/meetings/{arranged.meeting}").text.replace("&#39;", "'")
    action = re.search(re.escape(title) + r'.*?<form[^>]*action="([^"]+)"', shown, re.S)
    assert action is not None

    empty = page.post(action[1], {"note": " "})
    kept = page.post(action[1], {"note": "Looked at with the commissioning team on 2 March."})

    assert clause in shown and other not in shown
    assert empty.status == 422 and "Say what came of it" in empty.text
    assert "Looked at with the commissioning team on 2 March." in page.follow(kept).text


def test_a20_the_page_of_the_procedure_says_what_is_known_of_stability_meetings(page: SignedInPage) -> None:
    text = page.get("/procedure").text

    assert "As amended in September 2019" in text and "the day is not given" in text
    pointer = text.split('id="kind-stability"')[1].split("</section>")[0]
    assert "Stability network meeting" in pointer and "which is held elsewhere" in pointer
    assert "what that section said" not in pointer and 'id="A20a"' in text and 'id="A20b"' in text


def test_a20_an_ending_before_september_2019_is_ruled_by_the_edition_of_its_day(page: SignedInPage, desk: Desk) -> None:
    from core.services import deciding, endings

    people = made.staffed(desk)
    child = made.child(desk, team="North 2", born=date(2008, 5, 1), people={"social_worker": people["worker"]})
    ended = made.ended(desk, child, date(2019, 8, 31))
    meeting = deciding.convene(desk, endings.weigh(desk, ended, child), "disruption")
    desk.db.commit()

    assert meeting.pin["edition"] == "before-2019-09"
    text = page.get(f"/meetings/{meeting.id}").text
    assert "Before September 2019" in text and "As amended in September 2019" not in text

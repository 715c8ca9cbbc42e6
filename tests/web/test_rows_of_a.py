"""Rows of authority A that no other test of a page is named after: who arranges, and what follows some endings."""

import re
from collections.abc import Callable

import pytest

from core.registry import Registry
from core.services.desk import Desk
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
    assert "Arranged by: social worker (A11a)" in arranged.text()


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

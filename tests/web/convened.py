"""A disruption meeting of authority A that Nadia Okafor arranges, and what it takes to convene it."""

from collections.abc import Callable
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import Scene, scene


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting proposed after an in-house foster placement ended on 13 March 2026."""
    return scene(page, desk, "disruption", child={"education": "school"})


def ready(arranged: Scene) -> None:
    """Bring everything in order that invitations wait for."""
    arranged.day("14 4 2026")
    arranged.page.post(f"{arranged.path}/chair", {"chair": arranged.people["other_service"]})
    arranged.page.post(f"{arranged.path}/voice", {"voice": "views", "voice_note": "A letter"})
    text = arranged.text().split("The procedure also lists")[0]
    rows = text.split('id="people"')[1].split('id="pack"')[0].split("<tr ")
    for row in (row for row in rows if "Not named yet" in row):
        where = row.split("</tr>")[0].split('href="')[-1].split('"')[0]
        fields: dict[str, Any] = {"how": "attends", "reply": "not invited yet", "left_out": "Nobody has this role."}
        assert arranged.page.post(where, fields).status == 303

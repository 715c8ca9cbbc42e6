"""What plugins say against convening a meeting: heard, contained when it goes wrong, set aside by a manager."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.plugins.installing import INFO, write
from tests.web.arranging import Scene, scene

ADDITION = INFO.replace('version="1.0"', 'version="1.0", kind="addition"').format(name="storm")
HOOK = "\n@hookimpl\ndef objections(meeting, move, edition, config):\n    {body}\n"
OPEN = """if MARKER.exists():
        return ()
    return ("Wait for the tide.",) if move == "convene" and meeting["kind"] == "disruption" else ()"""
COULD_NOT = "Whether something speaks against this could not be checked: "


@pytest.fixture
def body() -> str:
    """What the plugin's objections() does; a test overrides it by parametrizing."""
    return OPEN


@pytest.fixture
def patience() -> float:
    """Far longer than an answer takes, but where the plugin never gives one."""
    return 60


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, patience: float) -> Registry:
    marker = f"from pathlib import Path\nMARKER = Path({str(tmp_path / 'gone')!r})\n"
    write(tmp_path, monkeypatch, "storm", marker + ADDITION + HOOK.format(body=body))
    return Registry(["authority_a", "storm"], patience=patience)


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, where the plugin runs beside authority A's."""
    both: dict[str, Any] = {"authority_a": {}, "storm": {}}
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker", "team_manager"), enabled=both)


def aside(found: Scene) -> str:
    form = re.search(r'action="([^"]+/convening/objections/\w+)"', found.text())
    assert form
    return form[1]


def test_k05_an_objection_stands_until_a_manager_sets_it_aside_with_a_reason(page: SignedInPage, desk: Desk) -> None:
    found = scene(page, desk, "disruption")

    text = found.text()
    blank = page.post(aside(found), {"because": ""})
    kept = page.post(aside(found), {"because": "The ferry goes at noon."})
    after = found.text()
    told = page.get(f"/meetings/{found.meeting}").text

    assert "Wait for the tide." in text and "Says the plugin storm" in text
    assert blank.status == 422 and "Enter why the meeting goes on all the same" in blank.text
    assert kept.status == 303
    assert "Says the plugin storm" not in after and "Wait for the tide." in after
    assert "An objection set aside" in told and "The plugin storm" in told and "The ferry goes at noon." in told
    assert "Nadia Okafor" in told


def test_k05_only_a_manager_sets_an_objection_aside_and_others_are_told_who(page: SignedInPage, desk: Desk) -> None:
    found = scene(page, desk, "disruption")
    way = aside(found)
    page.hold("social_worker")

    assert "ask a manager, who may set it aside with a reason" in found.text()
    assert page.post(way, {"because": "It will do."}).status == 403


def test_k05_an_objection_that_has_gone_cannot_be_set_aside(page: SignedInPage, desk: Desk, tmp_path: Path) -> None:
    found = scene(page, desk, "disruption")
    way = aside(found)
    (tmp_path / "gone").touch()

    late = page.post(way, {"because": "It will do."})

    assert late.status == 422 and "Nothing of the kind stands against this any more" in late.text
    assert "Wait for the tide." not in found.text()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise RuntimeError('dark clouds')", "storm raised in objections(): RuntimeError: dark clouds"),
        ("raise SystemExit(3)", "storm raised in objections(): SystemExit: 3"),
        ("meeting['stage'] = 'convened'", "storm raised in objections(): TypeError"),
        ("return 'words'", "storm must answer objections() with a tuple, not str."),
        ("return (7,)", "storm must answer objections() with a tuple of sentences."),
    ],
)
def test_k05_a_plugin_that_cannot_say_objects_by_that_and_is_named(
    page: SignedInPage, desk: Desk, said: str, body: str
) -> None:
    found = scene(page, desk, "disruption")

    text = found.text()
    kept = page.post(aside(found), {"because": "We have asked the people who look after it."})

    assert f"{COULD_NOT}{said}" in text
    assert kept.status == 303
    assert "Says the plugin storm" not in found.text()


@pytest.mark.parametrize(("body", "patience"), [("import time; time.sleep(120)", 1.5)])
def test_k05_a_plugin_that_never_says_objects_by_that_and_nobody_waits_twice(
    page: SignedInPage, desk: Desk, body: str, patience: float
) -> None:
    found = scene(page, desk, "disruption")

    text = found.text()
    kept = page.post(aside(found), {"because": "We have asked the people who look after it."})

    assert f"{COULD_NOT}The plugin &#39;storm&#39; took longer than 1.5 seconds in objections()." in text
    assert kept.status == 303
    assert "Says the plugin storm" not in found.text()

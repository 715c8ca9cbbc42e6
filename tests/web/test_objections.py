"""What a plugin's `objections` is given and what becomes of its answer, as docs/hooks.md says it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.plugins.installing import write
from tests.web.arranging import Scene, scene

REFERENCE = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")
OBJECTING = """
@hookimpl
def plugin_info():
    return PluginInfo(name="harrowmere", title="Second look", version="1.0", document="D", kind="addition")

@hookimpl
def objections(meeting, move, edition, config):
    said = ", ".join(f"{key} {value or 'nothing yet'}" for key, value in sorted(meeting.items()))
    return (f"Against {move}: {said}.",) if meeting["voice"] != "views" else ()
"""


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Authority A's plugin, and an addition that objects."""
    name = write(tmp_path, monkeypatch, "harrowmere", OBJECTING, "## H01 | A\nWords.\n> information\n")
    return Registry(("authority_a", name))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    enabled: dict[str, Any] = {"authority_a": {}, "harrowmere": {}}
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled=enabled)


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    return scene(page, desk, "disruption", child={"education": "school"})


def test_an_objection_stands_among_what_is_missing_until_it_is_met(arranged: Scene) -> None:
    text = arranged.text()

    found = re.search(r"Against (\w+): ([^<]*)\.", text)
    assert found is not None and found[1] == "convene"
    given = dict(one.split(" ", 1) for one in found[2].split(", "))
    assert given == {"kind": "disruption", "stage": "proposed", "day": "nothing yet", "voice": "nothing yet"}
    section = REFERENCE.split("## `objections(")[1].split("```python")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) == set(given)
    assert f"`{found[1]}`" in section
    arranged.page.post(f"{arranged.path}/voice", {"voice": "views", "voice_note": "A letter"})
    assert "Against convene" not in arranged.text()

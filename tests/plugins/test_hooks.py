"""Every hook is documented with its signature, and heard; the examples of the reference, put together, are a plugin."""

import inspect
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import hookspecs
from core.registry import Hooks, Registry
from core.services.contract import check
from tests.plugins.installing import write

REFERENCE = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")
HOOKS = [name for name, one in vars(hookspecs).items() if hasattr(one, "mooring_spec")]
COMPILED = {
    "triggers": "triggers",
    "meeting_kinds": "kinds",
    "support_plans": "plans",
    "panel_routes": "routes",
    "learning_reports": "reports",
    "gatherings": "gatherings",
    "signals": "signals",
    "page_slots": "slots",
}
DAY = date(2026, 3, 13)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The plugin that the reference's examples make when they are put into one module."""
    blocks = re.findall(r"```python\n(.*?)```", REFERENCE, re.S)
    head = "import logging\nfrom collections.abc import Mapping\nfrom datetime import date\nfrom typing import Any\n"
    clauses = "\n".join(f"## F{n:02} | Section {n}\nWords.\n> information\n" for n in range(1, 10))
    files = {"templates/harrowmere/checklist.html": "<h2>Checklist</h2>"}
    return write(tmp_path, monkeypatch, "harrowmere", head + "\n".join(blocks), clauses, files=files)


def test_there_are_hooks_and_the_reference_lists_them_in_their_order() -> None:
    assert re.findall(r"^## `(\w+)\(", REFERENCE, re.M) == HOOKS
    assert len(HOOKS) == 14


@pytest.mark.parametrize("hook", HOOKS)
def test_the_signature_of_each_hook_is_documented(hook: str) -> None:
    source = inspect.getsource(getattr(hookspecs, hook))
    found = re.search(r"^def (.+?):(?:  # type.*)?$", source, re.M)
    assert found

    assert f"\n## `{found[1]}`\n" in REFERENCE


def test_the_examples_of_the_reference_keep_the_contract(example: str) -> None:
    assert [fault for one in check(example) for fault in one.faults] == []


@pytest.mark.parametrize("hook", HOOKS)
def test_each_hook_is_heard(hook: str, example: str, caplog: pytest.LogCaptureFixture) -> None:
    registry = Registry([example])
    found = registry.found[example]
    procedure = registry.procedure({example: {}}, DAY)
    view = Hooks(registry.pm, (example,))
    rest: dict[str, Any] = {"edition": procedure.edition, "config": {}}

    match hook:
        case "plugin_info":
            assert found.info is not None and found.info.title == "Harrowmere"
        case "config_schema":
            assert [question.key for question in found.schema.questions()] == ["record_by"]
        case "editions":
            assert procedure.edition.key == "2026"
        case "roles":
            assert procedure.role("corporate_parenting_board") == "Corporate parenting board"
        case "objections":
            assert view.objections(meeting={"voice": ""}, move="convene", **rest) == [
                ("Choose how the child will be heard.",)
            ]
            assert view.objections(meeting={"voice": "attends"}, move="convene", **rest) == [()]
        case "after_event":
            with caplog.at_level("INFO", logger="harrowmere"):
                view.after_event(event={"verb": "convened"}, **rest)
            assert "heard of convened" in caplog.text
        case _:
            assert len(getattr(procedure, COMPILED[hook])) >= 1

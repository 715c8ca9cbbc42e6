"""Installing plugins for a test as outsiders do: a folder with a module and a procedure.md, found by entry point."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from core.registry import GROUP, Registry

PROCEDURE = "## F01 | 1. When\nA meeting is held after an unplanned ending.\n\n## F02 | 2. How\nWithin six weeks.\n"
IMPORTS = "from core.api import *\n"
INFO = """
@hookimpl
def plugin_info():
    return PluginInfo(name="{name}", title="{name}", version="1.0", document="Invented")
"""
KINDS = """
@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(key="{key}", title="Disruption meeting", clause="F01",
                        window=(Window(closes=weeks(6), clause="F02"),)),)
"""
_numbers = count(1)


def write(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, body: str, procedure: str = PROCEDURE, module: str = "",
    *, files: Mapping[str, str] | None = None, package_name: str = "",
) -> str:  # fmt: skip
    """Write and install a plugin called `name`; `module` points its entry point at a module that exists already.

    `files` (path -> text) stand beside its module; `package_name` is what the package is called, if not as the plugin.
    """
    dist = package_name or name
    home = folder / f"dist_{dist}"
    package = f"{name}_package_{next(_numbers)}"
    if not module:
        (home / package).mkdir(parents=True)
        (home / package / "__init__.py").write_text("")
        (home / package / "plugin.py").write_text(IMPORTS + body)
        (home / package / "procedure.md").write_text(procedure)
        for path, text in (files or {}).items():
            (home / package / path).parent.mkdir(parents=True, exist_ok=True)
            (home / package / path).write_text(text)
    info = home / f"{dist.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {module or package + '.plugin'}\n")
    monkeypatch.syspath_prepend(str(home))
    return name


def sound(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str = "harrowmere", more: str = "") -> str:
    """A small plugin that keeps the contract, with `more` declared after it."""
    return write(folder, monkeypatch, name, INFO.format(name=name) + KINDS.format(key=f"{name}_meeting") + more)


def fault_of(registry: Registry, name: str) -> str:
    """Why this plugin cannot be enabled; fails the test when it can."""
    fault = registry.found[name].fault
    assert fault is not None
    return fault

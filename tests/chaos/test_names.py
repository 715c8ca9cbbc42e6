"""Whose plugin a name is: two that claim one, one that takes ours, and what fails while it is imported."""

from pathlib import Path

import pytest

from core.registry import Registry
from tests.plugins.installing import INFO, KINDS, fault_of, sound, write

Room = tuple[Path, pytest.MonkeyPatch]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    sound(tmp_path, monkeypatch)
    return tmp_path, monkeypatch


def test_two_packages_that_offer_one_name_are_both_refused_and_both_named(room: Room) -> None:
    body = INFO.format(name="storm") + KINDS.format(key="storm_meeting")
    write(*room, "storm", body, package_name="storm-of-the-north")
    write(*room, "storm", body, package_name="storm-of-the-south")

    registry = Registry(["storm", "harrowmere"])
    said = fault_of(registry, "storm")

    assert said.startswith("The name 'storm' is offered more than once: by the package storm-of-the-")
    assert "storm-of-the-north" in said and "storm-of-the-south" in said and said.endswith("Remove one of them.")
    assert registry.found["harrowmere"].fault is None


def test_a_package_cannot_take_the_name_of_a_plugin_that_comes_with_mooring(room: Room) -> None:
    write(*room, "authority_a", INFO.format(name="authority_a"), package_name="somebody-else")

    registry = Registry(["authority_a", "authority_b"])
    said = fault_of(registry, "authority_a")

    assert "by the package somebody-else as authority_a_package_" in said and "plugins.authority_a.plugin" in said
    assert registry.found["authority_b"].fault is None


def test_one_module_under_two_names_is_refused_for_the_second(room: Room) -> None:
    body = INFO.format(name="storm")
    write(*room, "storm", body)
    module = next((room[0] / "dist_storm").glob("storm_package_*")).name
    write(*room, "gale", "", module=f"{module}.plugin")

    registry = Registry(["storm", "gale"])

    assert registry.found["storm"].fault is None
    assert "does not answer the hooks as documented" in fault_of(registry, "gale")


@pytest.mark.parametrize("name", ["", ".", "..", "a.b", "authority_a.plugin", "__init__", "storm/../x", "é", "a" * 300])
def test_a_name_on_the_list_that_is_no_plugin_is_one_sentence(room: Room, name: str) -> None:
    registry = Registry([name, "harrowmere"])

    assert fault_of(registry, name)
    assert registry.found["harrowmere"].fault is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import a_module_that_nobody_has", "ModuleNotFoundError: No module named 'a_module_that_nobody_has'"),
        ("from core.api import Nonsense", "ImportError: cannot import name 'Nonsense'"),
        ("def broken(:\n    pass", "SyntaxError: invalid syntax"),
        ("def again(): again()\nagain()", "RecursionError: maximum recursion depth exceeded"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt: "),
        ("class Storm(BaseException): pass\nraise Storm('no roof')", "Storm: no roof"),
        ("import sys\nsys.exit('goodbye')", "SystemExit: goodbye"),
    ],
)
def test_an_entry_point_that_fails_on_import_is_one_plugins_fault(room: Room, body: str, said: str) -> None:
    registry = Registry([write(*room, "storm", body), "harrowmere"])

    assert fault_of(registry, "storm").startswith(f"storm raised while it was imported: {said}")
    assert registry.found["storm"].error is not None
    assert registry.found["harrowmere"].fault is None


def test_an_entry_point_to_a_module_that_is_not_there_is_one_plugins_fault(room: Room) -> None:
    registry = Registry([write(*room, "storm", "", module="not_here.plugin"), "harrowmere"])

    assert "ModuleNotFoundError: No module named 'not_here'" in fault_of(registry, "storm")
    assert registry.found["harrowmere"].fault is None

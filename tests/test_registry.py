"""Plugins that are found and enabled: by entry point, side by side, with the settings and editions they declare."""

from datetime import date
from pathlib import Path

import pytest

from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.proposing import propose
from core.registry import Hooks, Registry
from tests.plugins.installing import INFO, KINDS, fault_of, sound, write

Room = tuple[Path, pytest.MonkeyPatch]
DAY = date(2026, 3, 13)
FACTS = Facts(anchor=Anchor.ENDED, day=DAY, placement=PlacementFacts(ref="p", started=date(2026, 1, 5)))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A folder to install into, with one sound plugin there already."""
    sound(tmp_path, monkeypatch)
    return tmp_path, monkeypatch


def test_a_plugin_from_another_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound(tmp_path, monkeypatch)

    registry = Registry(["harrowmere", "authority_a"])

    assert registry.found["harrowmere"].fault is None
    assert registry.procedure({"harrowmere": {}}, DAY).title == "harrowmere"


def test_the_same_enabling_gives_the_same_object_and_other_settings_another_digest() -> None:
    registry = Registry(["authority_b"])

    one = registry.procedure({"authority_b": {}}, DAY)
    two = registry.procedure({"authority_b": {"other_chair": "group_manager"}}, DAY)

    assert registry.procedure({"authority_b": {}}, DAY) is one
    assert two.digest != one.digest
    assert Registry(["authority_b"]).procedure({"authority_b": {}}, DAY).digest == one.digest


def test_two_authorities_run_different_plugins_at_the_same_moment_and_a_third_none() -> None:
    registry = Registry(["authority_a", "authority_b"])

    assert "disruption" in registry.procedure({"authority_a": {}}, DAY).kinds
    assert "foster_disruption" in registry.procedure({"authority_b": {}}, DAY).kinds
    assert registry.procedure({}, DAY).kinds == {}
    assert propose(FACTS, registry.procedure({}, DAY)).applies == ()


def test_a_view_names_who_is_in_so_that_a_later_plugin_stays_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Registry(["authority_a"])
    view = Hooks(registry.pm, ("authority_a",))
    sound(tmp_path, monkeypatch)
    registry.found["harrowmere"] = registry._discover("harrowmere")

    assert [info.name for info in view.plugin_info()] == ["authority_a"]


def test_an_uninstalled_plugin_is_one_sentence() -> None:
    registry = Registry(["nowhere"])

    assert fault_of(registry, "nowhere") == "No plugin called 'nowhere' is installed here."
    with pytest.raises(CannotCompile, match="not on the operators' list"):
        Registry([]).procedure({"nowhere": {}}, DAY)


def test_two_authority_plugins_at_once_are_refused_by_name() -> None:
    registry = Registry(["authority_a", "authority_b"])

    with pytest.raises(CannotCompile, match="authority_a and authority_b are both enabled"):
        registry.procedure({"authority_a": {}, "authority_b": {}}, DAY)


def test_an_addition_may_stand_beside_an_authority_unless_keys_clash(two: Room) -> None:
    addition = INFO.replace('version="1.0"', 'version="1.0", kind="addition"')
    other = KINDS.replace("F01", "G01").replace("F02", "G01")
    procedure = "## G01 | Somewhere\nWords.\n"
    write(*two, "beside", addition.format(name="beside") + other.format(key="beside_meeting"), procedure)
    write(*two, "clash", addition.format(name="clash") + other.format(key="harrowmere_meeting"), procedure)
    registry = Registry(["harrowmere", "beside", "clash"])

    both = registry.procedure({"harrowmere": {}, "beside": {}}, DAY)

    assert sorted(both.kinds) == ["beside_meeting", "harrowmere_meeting"]
    with pytest.raises(CannotCompile, match="'harrowmere_meeting' is declared twice: by harrowmere and by clash"):
        registry.procedure({"harrowmere": {}, "clash": {}}, DAY)


def test_settings_that_nobody_declared_or_that_do_not_fit_are_refused() -> None:
    registry = Registry(["authority_b"])

    with pytest.raises(CannotCompile, match="The settings of 'authority_b' need mending: surprise"):
        registry.config("authority_b", {"surprise": 1})
    with pytest.raises(CannotCompile, match="record_within: Give a whole number from 1 to 60"):
        registry.config("authority_b", {"record_within": 61})
    with pytest.raises(CannotCompile, match="other_chair: Choose one of"):
        registry.trial({"authority_b": {"other_chair": "the mayor"}}, DAY)


def test_an_edition_that_a_plugin_no_longer_has_is_refused_by_name() -> None:
    registry = Registry(["authority_a"])

    with pytest.raises(CannotCompile, match="edition 'withdrawn' of authority_a"):
        registry.compile({"authority_a": {}}, "withdrawn")

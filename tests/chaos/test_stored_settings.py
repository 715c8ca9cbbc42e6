"""Settings that were saved under another version of a plugin: what it no longer has is left out and named, what no
longer fits is a sentence that says what to do."""

from datetime import date
from pathlib import Path

import pytest

from core.domain.compiling import CannotCompile
from core.registry import Registry
from tests.plugins.installing import INFO, KINDS, write

DAY = date(2026, 3, 13)
BODY = (
    INFO.format(name="tidal").replace('version="1.0"', 'version="2.0"')
    + KINDS.format(key="tidal_meeting")
    + """
class Settings(ConfigSchema):
    tide = choice({"ebb": "Ebb", "slack": "Slack water"}, default="ebb", label="Tide")
    depth = number(default=3, label="Depth")

@hookimpl
def config_schema():
    return Settings
"""
)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    return Registry([write(tmp_path, monkeypatch, "tidal", BODY)])


def test_a_setting_that_the_plugin_no_longer_has_is_left_out_and_named(registry: Registry) -> None:
    stored = {"tide": "slack", "moon": "full"}

    compiled = registry.procedure({"tidal": stored}, DAY)

    assert dict(compiled.settings["tidal"]) == {"tide": "slack", "depth": 3}
    assert registry.left_over("tidal", stored) == ("moon",)
    assert registry.left_over("tidal", {"tide": "ebb"}) == ()
    assert registry.left_over("gone_away", stored) == ()


def test_what_staff_save_is_strict(registry: Registry) -> None:
    with pytest.raises(CannotCompile, match="The settings of 'tidal' need mending: moon: Unknown field"):
        registry.config("tidal", {"tide": "slack", "moon": "full"})
    with pytest.raises(CannotCompile, match="tide: Choose one of"):
        registry.trial({"tidal": {"tide": "flood"}}, DAY)


def test_a_trial_of_what_is_stored_is_not_in_the_way_of_another_change(registry: Registry) -> None:
    assert registry.trial({"tidal": {"moon": "full"}}, DAY) is registry.procedure({"tidal": {"moon": "full"}}, DAY)


def test_a_stored_value_that_no_longer_fits_is_named_with_what_to_do(registry: Registry) -> None:
    with pytest.raises(CannotCompile) as caught:
        registry.procedure({"tidal": {"tide": "flood", "depth": 0}}, DAY)

    assert caught.value.faults == (
        "The setting 'tide' of the plugin 'tidal', version 2.0, holds 'flood', which does not fit: "
        "Choose one of: ebb, slack. Configuration staff choose it anew.",
        "The setting 'depth' of the plugin 'tidal', version 2.0, holds 0, which does not fit: "
        "Give a whole number from 1 to 365. Configuration staff choose it anew.",
    )

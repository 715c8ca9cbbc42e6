"""Every plugin that ships keeps the contract; and the contract notices what it is there to notice."""

from pathlib import Path

import pytest

from core.services.contract import check
from tests.plugins.installing import INFO, KINDS, sound, write

PLUGINS = Path(__file__).parents[2] / "plugins"
NAMES = sorted(path.parent.name for path in PLUGINS.glob("*/plugin.py"))
TRIGGER = """
@hookimpl
def triggers(edition, config):
    return (Trigger(key="t", title="T", proposes="storm_meeting", strength=Strength.MAY, clause="F01", when={when}),)
"""
SETTINGS = """
class Settings(ConfigSchema):
    {field}

@hookimpl
def config_schema():
    return Settings
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_plugin_that_ships_keeps_the_contract(name: str) -> None:
    assert [fault for one in check(name) for fault in one.faults] == []


def test_a_small_plugin_of_somebody_else_keeps_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check(sound(tmp_path, monkeypatch))

    assert [fault for one in checked for fault in one.faults] == []
    assert len(checked) == 8


def faults(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str, procedure: str = "") -> str:
    procedure = procedure or "## F01 | When\nWords.\n\n## F02 | How\nWords.\n"
    name = write(folder, monkeypatch, "storm", INFO.format(name="storm") + KINDS.format(key="storm_meeting") + body,
                 procedure)  # fmt: skip
    return " ".join(fault.sentence for one in check(name) for fault in one.faults)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (TRIGGER.format(when="lambda facts: True"), "`when` is a lambda"),
        (TRIGGER.format(when="any_of(lambda facts: True)"), "`when` is a lambda"),
        (
            "def odd(facts):\n    return facts.placement.kind is PlacementType.FOSTER\n" + TRIGGER.format(when="odd"),
            "`facts.placement.kind is PlacementType.FOSTER` reads an unknown fact as no",
        ),
        (
            "def odd(facts):\n    return {}[facts.day]\n" + TRIGGER.format(when="odd"),
            "The trigger t could not be checked: KeyError",
        ),
        (
            SETTINGS.format(field="class Meta:\n        unknown = 'exclude'"),
            "A setting that nobody declared is accepted",
        ),
        (
            KINDS.format(key="storm_meeting").replace(
                'clause="F01",', 'clause="F01", silent_on=(("the day", "day"),),'
            ),
            "storm_meeting names the setting 'day', which is not declared",
        ),
        (
            SETTINGS.format(field="who = choices({'chair': 'Chair', 'mayor': 'Mayor'}, label='Who')")
            + "\n@hookimpl\ndef triggers(edition, config):\n"
            + "    assert 'mayor' not in config['who'], 'no mayor here'\n    return ()",
            "With who = 'mayor': storm raised in triggers(): AssertionError: no mayor here",
        ),
        (
            "import itertools\ncounter = itertools.count()\n"
            + TRIGGER.format(when="None").replace('title="T"', 'title=f"T{next(counter)}"'),
            "comes out differently the second time",
        ),
        (
            SETTINGS.format(field="who = choice({'chair': 'Chair', 'mayor': 'Mayor'}, default='chair', label='Who')")
            + "\n@hookimpl\ndef triggers(edition, config):\n"
            + "    assert config['who'] != 'mayor', 'no mayor here'\n    return ()",
            "With who = 'mayor': storm raised in triggers(): AssertionError: no mayor here",
        ),
    ],
)
def test_the_contract_notices(body: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sentence in faults(tmp_path, monkeypatch, body)


def test_the_contract_notices_a_binding_clause_that_no_rule_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = "## F01 | When\nWords.\n\n## F02 | How\nWords.\n\n## F03 | Then\nForgotten.\n"

    assert "Clause F03 binds, yet no rule names it" in faults(tmp_path, monkeypatch, "", three)


def test_the_contract_notices_an_owner_that_raises_or_is_no_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = """
def raising(facts):
    raise LookupError("nobody")

def numbering(facts):
    return 7

@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(key="storm_meeting", title="M", clause="F01", pack=(
        PackItem(title="One", clause="F02", owed_by=raising), PackItem(title="Two", clause="F02", owed_by=numbering))),)
"""
    name = write(tmp_path, monkeypatch, "storm", INFO.format(name="storm") + body)

    said = " ".join(fault.sentence for one in check(name) for fault in one.faults)

    assert "LookupError: nobody" in said
    assert "the rule answered 7, which is no role" in said

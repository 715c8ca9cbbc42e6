"""What a plugin is given cannot be changed, however deep it reaches: its settings, the facts of a case, a meeting."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.proposing import propose
from core.domain.read_only import read_only
from core.registry import Registry
from tests.plugins.installing import INFO, KINDS, write

DAY = date(2026, 3, 13)
FACTS = Facts(anchor=Anchor.ENDED, day=DAY, placement=PlacementFacts(ref="p", started=date(2026, 1, 5)))
SETTINGS = """
class Settings(ConfigSchema):
    papers = choices({"a": "A", "b": "B"}, default=("a",), label="Papers")

@hookimpl
def config_schema():
    return Settings

@hookimpl
def triggers(edition, config):
    CHANGE
    return ()
"""
QUESTION = """
def meddling(facts):
    '''Something changed'''
    CHANGE
    return True

@hookimpl
def triggers(edition, config):
    return (Trigger(key="odd", title="Odd", proposes="storm_meeting", strength=Strength.MAY, clause="F01",
                    when=meddling),)
"""


def test_a_value_is_copied_all_the_way_down() -> None:
    given = {"list": [1, {"deep": [2]}], "set": {3}, "word": "x"}

    held = read_only(given)
    given["list"][1]["deep"].append(4)  # type: ignore[index]

    assert held["list"][0] == 1 and held["list"][1]["deep"] == (2,) and held["set"] == frozenset({3})
    with pytest.raises(TypeError):
        held["list"][1]["deep"] = ()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("config['papers'] = ('b',)", "TypeError"),
        ("config['papers'].append('b')", "AttributeError"),
        ("config.clear()", "AttributeError"),
        ("edition.title = 'Mine'", "FrozenInstanceError"),
    ],
)
def test_settings_and_edition_cannot_be_changed_by_a_hook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, error: str
) -> None:
    body = INFO.format(name="storm") + SETTINGS.replace("CHANGE", change)
    registry = Registry([write(tmp_path, monkeypatch, "storm", body)])

    with pytest.raises(CannotCompile, match=rf"storm raised in triggers\(\): {error}"):
        registry.procedure({"storm": {"papers": ["a"]}}, DAY)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("facts.answers['x'] = 1", "TypeError"),
        ("facts.answers['themes'].append(1)", "AttributeError"),
        ("facts.day = None", "FrozenInstanceError"),
        ("facts.placement.unplanned = True", "FrozenInstanceError"),
        ("facts.moves.append(1)", "AttributeError"),
    ],
)
def test_the_facts_of_a_case_cannot_be_changed_by_a_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, error: str
) -> None:
    body = INFO.format(name="storm") + KINDS.format(key="storm_meeting") + QUESTION.replace("CHANGE", change)
    answers: dict[str, object] = {"themes": ["school"]}
    facts = replace(FACTS, answers=answers)

    weighed = propose(facts, Registry([write(tmp_path, monkeypatch, "storm", body)]).procedure({"storm": {}}, DAY))

    assert [error in (one.answer.error or "") for one in weighed.could_not_check] == [True]
    assert answers == {"themes": ["school"]} and facts.answers["themes"] == ("school",)

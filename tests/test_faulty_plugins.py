"""Plugins that go wrong in every way: refused with a sentence, the others unaffected."""

from datetime import date
from pathlib import Path

import pytest

from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.proposing import propose
from core.registry import Registry
from tests.plugins.installing import INFO, KINDS, fault_of, sound, write

Room = tuple[Path, pytest.MonkeyPatch]
DAY = date(2026, 3, 13)
FACTS = Facts(anchor=Anchor.ENDED, day=DAY, placement=PlacementFacts(ref="p", started=date(2026, 1, 5)))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A folder to install into, with one sound plugin there already."""
    sound(tmp_path, monkeypatch)
    return tmp_path, monkeypatch


def refused(registry: Registry, name: str) -> str:
    with pytest.raises(CannotCompile) as caught:
        registry.procedure({name: {}}, DAY)
    assert list(registry.procedure({"harrowmere": {}}, DAY).kinds) == ["harrowmere_meeting"]
    return str(caught.value)


@pytest.mark.parametrize("hook", ["plugin_info", "config_schema", "editions"])
def test_a_plugin_that_raises_when_discovered_cannot_be_enabled(two: Room, hook: str) -> None:
    info = "" if hook == "plugin_info" else INFO.format(name="storm")
    name = write(*two, "storm", f"{info}\n@hookimpl\ndef {hook}():\n    raise RuntimeError('dark clouds')\n")

    registry = Registry(["harrowmere", name])

    assert "RuntimeError: dark clouds" in fault_of(registry, name)
    assert "cannot be enabled" in refused(registry, name)


@pytest.mark.parametrize(
    "hook", ["triggers", "meeting_kinds", "support_plans", "panel_routes", "learning_reports", "page_slots", "roles"]
)
def test_a_plugin_that_raises_when_compiled_is_refused_by_hook(two: Room, hook: str) -> None:
    arguments = "" if hook == "roles" else "edition, config"
    body = f"\n@hookimpl\ndef {hook}({arguments}):\n    raise RuntimeError('dark clouds')\n"
    name = write(*two, "storm", INFO.format(name="storm") + body)

    said = refused(Registry(["harrowmere", name]), name)

    assert said == f"storm raised in {hook}(): RuntimeError: dark clouds"


def test_a_module_that_raises_or_exits_on_import_is_contained(two: Room) -> None:
    write(*two, "storm", "raise OSError('no such disk')")
    write(*two, "leaver", "raise SystemExit('goodbye')")

    registry = Registry(["storm", "leaver", "harrowmere"])

    assert fault_of(registry, "storm") == "storm raised while it was imported: OSError: no such disk"
    assert fault_of(registry, "leaver") == "leaver raised while it was imported: SystemExit: goodbye"
    assert registry.found["harrowmere"].fault is None


@pytest.mark.parametrize(
    ("hook", "answer", "sentence"),
    [
        ("triggers(edition, config)", "'words'", "must answer triggers() with a tuple, not str"),
        ("triggers(edition, config)", "[1]", "must answer triggers() with a tuple, not list"),
        ("triggers(edition, config)", "(7,)", "among its triggers is 7, which is no Trigger"),
        ("roles()", "('chair',)", "among its roles is 'chair', which is no Role"),
        (
            "meeting_kinds(edition, config)",
            "(MeetingKind(key='m', title='M', clause='F01', invitees=None),)",
            "MeetingKind 'm': `invitees` holds NoneType None",
        ),
        (
            "meeting_kinds(edition, config)",
            "(MeetingKind(key='m', title='M', clause='F01', "
            "steps=(Step(key='s', title='S', clause='F01', within=10),)),)",
            "MeetingKind 'm', Step 's': `within` holds int 10, which does not fit Period | None",
        ),
        (
            "triggers(edition, config)",
            "(Trigger(key='t', title='T', proposes='storm_meeting', strength='should', clause='F01'),)",
            "`strength` holds str 'should', which does not fit Strength",
        ),
        (
            "triggers(edition, config)",
            "(Trigger(key='t', title='T', proposes='elsewhere', strength=Strength.MAY, clause='F01'),)",
            "names the meeting kind 'elsewhere', which is not declared",
        ),
        (
            "triggers(edition, config)",
            "(Trigger(key='t', title='T', proposes='storm_meeting', strength=Strength.MAY, clause=''),)",
            "a Trigger names no clause",
        ),
    ],
)  # fmt: skip
def test_garbage_from_a_hook_is_refused_with_what_is_wrong(two: Room, hook: str, answer: str, sentence: str) -> None:
    kinds = "" if hook.startswith("meeting_kinds") else KINDS.format(key="storm_meeting")
    body = f"{INFO.format(name='storm')}{kinds}\n@hookimpl\ndef {hook}:\n    return {answer}\n"
    name = write(*two, "storm", body)

    assert sentence in refused(Registry(["harrowmere", name]), name)


@pytest.mark.parametrize(
    ("hook", "answer", "sentence"),
    [
        ("plugin_info", "None", "must answer plugin_info() with one PluginInfo"),
        ("plugin_info", "'storm'", "must answer plugin_info() with one PluginInfo"),
        ("editions", "'2026'", "must answer editions() with a tuple of one or more Edition"),
        ("editions", "()", "must answer editions() with a tuple of one or more Edition"),
        ("editions", "(Edition(key='x', title='X'),) * 2", "gives two editions the same key"),
        ("config_schema", "dict", "a class made from ConfigSchema"),
        ("config_schema", "ConfigSchema()", "a class made from ConfigSchema"),
    ],
)
def test_garbage_at_discovery_is_refused_with_what_is_wrong(two: Room, hook: str, answer: str, sentence: str) -> None:
    info = "" if hook == "plugin_info" else INFO.format(name="storm")
    name = write(*two, "storm", f"{info}\n@hookimpl\ndef {hook}():\n    return {answer}\n")

    registry = Registry(["harrowmere", name])

    assert sentence in fault_of(registry, name)
    assert registry.found["harrowmere"].fault is None


def test_a_misspelt_hook_is_refused_and_the_others_go_on(two: Room) -> None:
    name = write(*two, "storm", INFO.format(name="storm") + "\n@hookimpl\ndef meating_kinds():\n    return ()\n")

    registry = Registry([name, "harrowmere"])

    assert "meating_kinds" in fault_of(registry, name)
    assert registry.found["harrowmere"].fault is None
    assert refused(registry, name)


def test_a_hook_with_an_argument_that_nobody_gives_is_refused(two: Room) -> None:
    body = "\n@hookimpl\ndef triggers(edition, config, session):\n    return ()\n"
    name = write(*two, "storm", INFO.format(name="storm") + body)

    registry = Registry([name, "harrowmere"])

    assert "session" in fault_of(registry, name)
    assert registry.found["harrowmere"].fault is None


def test_a_plugin_under_another_name_is_refused(two: Room) -> None:
    name = write(*two, "storm", INFO.format(name="sunshine"))

    assert fault_of(Registry([name]), name) == "plugin_info() says it is 'sunshine'; the list calls it 'storm'."


def test_a_clause_that_procedure_md_does_not_hold_is_refused(two: Room) -> None:
    body = INFO.format(name="storm") + KINDS.format(key="storm_meeting").replace("F02", "F99")

    said = refused(Registry(["harrowmere", write(*two, "storm", body)]), "storm")

    assert said == "storm: a rule names clause F99, which is not in its procedure.md; add it there or mend the rule."


def test_a_procedure_md_that_cannot_be_read_is_refused(two: Room) -> None:
    body = INFO.format(name="storm") + KINDS.format(key="storm_meeting")
    name = write(*two, "storm", body, procedure="## F01 without a bar\nWords.\n")

    assert "Line 1: write a clause heading" in refused(Registry(["harrowmere", name]), name)


def test_settings_are_read_only_for_the_plugin(two: Room) -> None:
    body = "\n@hookimpl\ndef triggers(edition, config):\n    config['x'] = 1\n"

    said = refused(Registry(["harrowmere", write(*two, "storm", INFO.format(name="storm") + body)]), "storm")

    assert "storm raised in triggers(): TypeError" in said


QUESTION = """
def odd(facts):
    '''Something odd'''
    return {answer}

@hookimpl
def triggers(edition, config):
    return (Trigger(key="odd", title="Odd", proposes="storm_meeting", strength=Strength.MAY, clause="F01",
                    {field}=odd),)
"""


@pytest.mark.parametrize(
    ("field", "answer", "error"),
    [
        ("when", "1 / 0", "ZeroDivisionError"),
        ("when", "None", "neither yes nor no"),
        ("when", "'no'", "neither yes nor no"),
        ("evidence", "1 / 0", "ZeroDivisionError"),
        ("counted", "[][1]", "IndexError"),
        ("evidence", "'one word'", "tuple of sentences"),
        ("evidence", "7", "tuple of sentences"),
    ],
)
def test_a_question_that_goes_wrong_could_not_be_checked(two: Room, field: str, answer: str, error: str) -> None:
    body = INFO.format(name="storm") + KINDS.format(key="storm_meeting") + QUESTION.format(field=field, answer=answer)
    registry = Registry(["harrowmere", write(*two, "storm", body)])

    weighed = propose(FACTS, registry.procedure({"storm": {}}, DAY))

    assert weighed.applies == weighed.not_met == weighed.cannot_tell == ()
    [one] = weighed.could_not_check
    assert one.clause == "F01" and error in (one.answer.error or "")

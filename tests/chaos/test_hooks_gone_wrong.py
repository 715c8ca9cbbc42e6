"""Hooks that go wrong in ways nobody intends: each plugin is refused in a sentence that names it, the others answer."""

from datetime import date
from pathlib import Path

import pytest

from core.declarations import COMPILED, MOST
from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.proposing import propose
from core.registry import Registry
from tests.plugins.installing import INFO, KINDS, PROCEDURE, fault_of, sound, write

DAY = date(2026, 3, 13)
FACTS = Facts(anchor=Anchor.ENDED, day=DAY, placement=PlacementFacts(ref="p", started=date(2026, 1, 5)))
Room = tuple[Path, pytest.MonkeyPatch]
HOOKS = (*COMPILED, "roles")
EXITS = {
    "import sys; sys.exit(3)": "SystemExit: 3",
    "raise KeyboardInterrupt": "KeyboardInterrupt: ",
    "raise GeneratorExit": "GeneratorExit: ",
    "raise Storm('the roof is off')": "Storm: the roof is off",
    "raise Silent": "Silent: it cannot say what",
    "def again(): return again()\n    again()": "RecursionError: maximum recursion depth exceeded",
    "assert False": "AssertionError: ",
}
ODD = """
class Storm(BaseException):
    pass

class Silent(Exception):
    def __str__(self):
        raise ValueError("not a word")
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A folder to install into, with one sound plugin there already."""
    sound(tmp_path, monkeypatch)
    return tmp_path, monkeypatch


def hooked(hook: str, body: str) -> str:
    arguments = "" if hook == "roles" else "edition, config"
    return f"\n@hookimpl\ndef {hook}({arguments}):\n    {body}\n"


def refused(room: Room, body: str, procedure: str = PROCEDURE) -> tuple[str, ...]:
    """Why a plugin with this body is refused, while the one beside it answers."""
    name = write(*room, "storm", INFO.format(name="storm") + ODD + body, procedure)
    registry = Registry(["harrowmere", name])
    with pytest.raises(CannotCompile) as caught:
        registry.procedure({name: {}}, DAY)
    assert list(registry.procedure({"harrowmere": {}}, DAY).kinds) == ["harrowmere_meeting"]
    return caught.value.faults


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_that_ends_the_process_ends_only_its_own_answer(room: Room, hook: str) -> None:
    assert refused(room, hooked(hook, "raise SystemExit(3)")) == (f"storm raised in {hook}(): SystemExit: 3",)


@pytest.mark.parametrize("raising", EXITS)
def test_whatever_a_hook_raises_is_said_and_goes_no_further(room: Room, raising: str) -> None:
    [said] = refused(room, hooked("triggers", raising))

    assert said.startswith(f"storm raised in triggers(): {EXITS[raising]}")


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize(
    ("answer", "kind"),
    [("7", "int"), ("{}", "dict"), ("[Role(key='r', title='R')]", "list"), ("(n for n in ())", "generator")],
)
def test_an_answer_that_is_no_tuple_is_refused_by_hook_and_kind(room: Room, hook: str, answer: str, kind: str) -> None:
    said = refused(room, hooked(hook, f"return {answer}"))

    assert said == (f"storm must answer {hook}() with a tuple, not {kind}.",)


def test_an_endless_generator_among_the_answers_is_never_walked(room: Room) -> None:
    endless = "def forever():\n        while True:\n            yield 1\n    return (forever(),)"

    [said] = refused(room, hooked("triggers", endless))

    assert said.startswith("storm: among its triggers is <generator object") and said.endswith("is no Trigger.")


def test_an_endless_generator_inside_a_value_is_never_walked(room: Room) -> None:
    body = "from itertools import count\n    return (MeetingKind(key='m', title='M', clause='F01', steps=count()),)"

    [said] = refused(room, hooked("meeting_kinds", body))

    assert "MeetingKind 'm': `steps` holds count count(0)" in said


@pytest.mark.parametrize(
    ("hook", "answer", "said"),
    [
        ("roles", "(Role(key=[], title='R'),)", "`key` holds list [], which does not fit str"),
        ("triggers", "(Trigger(key={}, title='T', proposes='m', strength=Strength.MAY, clause='F01'),)", "`key` holds"),
        ("meeting_kinds", "(MeetingKind(key='m', title='M', clause=[]),)", "`clause` holds list []"),
        ("meeting_kinds", "(MeetingKind(key='m', title='M', clause='F01', family=[]),)", "`family` holds list []"),
    ],
)
def test_values_that_cannot_be_keys_are_refused_like_any_wrong_shape(
    room: Room, hook: str, answer: str, said: str
) -> None:
    assert any(said in one for one in refused(room, hooked(hook, f"return {answer}")))


def test_a_plugin_may_wrap_its_own_hook_and_nothing_else_is_let_through(room: Room) -> None:
    wrapping = "\n@hookimpl(wrapper=True)\ndef triggers(edition, config):\n    yield\n    return {}\n"
    hooked_sound = "\n@hookimpl(wrapper=True)\ndef roles():\n    yield\n    raise RuntimeError('after all')\n"

    assert refused(room, wrapping) == ("storm must answer triggers() with a tuple, not dict.",)
    assert refused((room[0] / "again", room[1]), hooked_sound) == ("storm raised in roles(): RuntimeError: after all",)


def test_a_huge_declaration_is_refused_before_anybody_reads_it(room: Room) -> None:
    many = "return tuple(Role(key=f'r{n}', title='R') for n in range(200_000))"

    assert refused(room, hooked("roles", many)) == (
        f"storm declares more than {MOST:,} values; no procedure has so many.",
    )


def test_contradictions_are_told_together_and_by_name(room: Room) -> None:
    kinds = """return (
        MeetingKind(key='m', title='M', clause='F01', steps=(
            Step(key='a', title='A', clause='F01', after='b'), Step(key='b', title='B', clause='F01', after='a'))),
        MeetingKind(key='m', title='N', clause='F02', invitees=(Invitee(role='harbour_master', clause='F02'),)),
    )"""

    said = " ".join(refused(room, hooked("meeting_kinds", kinds)))

    assert "The meeting kind 'm' is declared twice" in said
    assert "storm: the step 'a' of m waits for itself, in a circle." in said
    assert "names the role 'harbour_master', which is neither the core's nor declared by roles()" in said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "def editions():\n    return (Edition(key='x', title='X', in_force_from='2026'),)",
            "`in_force_from` holds str",
        ),
        ("def editions():\n    return (Edition(key=[], title='X'),)", "`key` holds list"),
        ("def editions():\n    raise SystemExit(3)", "storm raised in editions(): SystemExit: 3"),
        ("def config_schema():\n    return Broken", "storm raised in config_schema(), while its settings were read"),
    ],
)
def test_what_a_page_would_stumble_over_later_is_refused_at_the_start(room: Room, body: str, said: str) -> None:
    broken = "\nclass Broken(ConfigSchema):\n    def __init__(self, *_, **__):\n        raise OSError('no ink')\n"
    name = write(*room, "storm", INFO.format(name="storm") + broken + "\n@hookimpl\n" + body)

    registry = Registry([name, "harrowmere"])

    assert said in fault_of(registry, name)
    assert registry.found["harrowmere"].fault is None


@pytest.mark.parametrize("raising", EXITS)
def test_a_question_that_ends_the_process_could_not_be_checked(room: Room, raising: str) -> None:
    if raising == "raise KeyboardInterrupt":
        raising = "raise Storm('the roof is off')"  # that one belongs to whoever sits at the keyboard
    question = f"""
def odd(facts):
    '''Something odd'''
    {raising}

@hookimpl
def triggers(edition, config):
    return (Trigger(key="odd", title="Odd", proposes="storm_meeting", strength=Strength.MAY, clause="F01", when=odd),)
"""
    body = INFO.format(name="storm") + ODD + KINDS.format(key="storm_meeting") + question
    procedure = Registry([write(*room, "storm", body)]).procedure({"storm": {}}, DAY)

    [one] = propose(FACTS, procedure).could_not_check

    assert EXITS[raising] in (one.answer.error or "")
    assert procedure.fault(one.answer, one.clause).startswith("The plugin storm could not check this (")


def test_a_question_without_a_name_or_words_is_still_asked(room: Room) -> None:
    question = """
from functools import partial

class Odd:
    def __call__(self, facts):
        return True

@hookimpl
def triggers(edition, config):
    return tuple(Trigger(key=key, title=key, proposes="storm_meeting", strength=Strength.MAY, clause="F01", when=when)
                 for key, when in (("made", Odd()), ("part", partial(lambda facts, tide: tide, tide=True))))
"""
    body = INFO.format(name="storm") + KINDS.format(key="storm_meeting") + question
    procedure = Registry([write(*room, "storm", body)]).procedure({"storm": {}}, DAY)

    assert [one.answer.question for one in propose(FACTS, procedure).applies] == ["a question without a name"] * 2

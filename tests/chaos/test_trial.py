"""The trial before a procedure is enabled: every fault at once, asked of a case of which nothing is known, and within
the patience of whoever pressed the button."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from core.domain.compiling import CannotCompile
from core.registry import Registry
from core.web import filters, pages
from tests.plugins.installing import INFO, KINDS, write

DAY = date(2026, 3, 13)
Room = tuple[Path, pytest.MonkeyPatch]
HEAD = INFO.format(name="storm") + KINDS.format(key="storm_meeting")
QUESTION = """
def odd(facts):
    '''Something odd'''
    BODY

@hookimpl
def triggers(edition, config):
    return (Trigger(key="odd", title="Odd", proposes="storm_meeting", strength=Strength.MAY, clause="F01",
                    anchor=Anchor.CONCERN, when=odd),)
"""
ROUTE = """
def odd(facts):
    '''Something odd'''
    raise LookupError("no tide")

@hookimpl
def panel_routes(edition, config):
    return (Route(key="panel", kind="storm_meeting", panel="Panel", sends=(), after=MEETING_HELD, clause="F01",
                  when=odd),)
"""
SLOT = """
@hookimpl
def page_slots(edition, config):
    return (Slot(place="meeting", template="storm/list.html"),)
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return tmp_path, monkeypatch


def faults(registry: Registry) -> tuple[str, ...]:
    with pytest.raises(CannotCompile) as caught:
        registry.trial({"storm": {}}, DAY)
    return caught.value.faults


def on_pages(registry: Registry) -> Registry:
    """The registry once pages are there to fill."""
    app = Flask("mooring")
    pages.init_app(app, registry)
    filters.init_app(app)
    return registry


def test_a_sound_plugin_gives_the_procedure_that_pages_will_use(room: Room) -> None:
    registry = Registry([write(*room, "storm", HEAD)])

    assert registry.trial({"storm": {}}, DAY) is registry.procedure({"storm": {}}, DAY)
    assert registry.trial({"storm": {}}, "only") is registry.procedure({"storm": {}}, DAY)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (QUESTION.replace("BODY", "return 1 / 0"), "storm: The trigger odd could not be checked: ZeroDivisionError"),
        (
            QUESTION.replace("BODY", "import sys; sys.exit(3)"),
            "storm: The trigger odd could not be checked: SystemExit",
        ),
        (QUESTION.replace("BODY", "return None"), "storm: The trigger odd could not be checked: TypeError"),
        (ROUTE, "storm: panel, clause F01: the condition could not be checked: LookupError: no tide."),
    ],
)
def test_a_question_that_goes_wrong_on_a_blank_case_is_refused_before_anybody_meets_it(
    room: Room, body: str, said: str
) -> None:
    [fault] = faults(Registry([write(*room, "storm", HEAD + body)]))

    assert fault.startswith(said)


def test_a_question_that_never_ends_is_refused_and_not_waited_for(room: Room) -> None:
    body = HEAD + QUESTION.replace("BODY", "import time; time.sleep(120)")
    registry = Registry([write(*room, "storm", body)], patience=1)

    assert faults(registry) == ("The plugin 'storm' took longer than 1 second in the questions of the trigger 'odd'.",)


def test_every_fault_is_told_at_once(room: Room) -> None:
    body = HEAD + QUESTION.replace("BODY", "return 1 / 0") + ROUTE.replace("odd", "odd2") + SLOT

    assert len(faults(Registry([write(*room, "storm", body)]))) == 3


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "storm: The slot 'meeting' names the template 'storm/list.html', which is not in"),
        ({"templates/other/list.html": "x"}, "names the template 'storm/list.html', which is not in templates/storm"),
        ({"templates/storm/list.html": "<p>\n{% if %}"}, "storm: The template 'storm/list.html', line 2, does not"),
        (
            {"templates/storm/list.html": "x", "templates/storm/_piece.html": "{{ 1 +"},
            "storm: The template 'storm/_piece.html', line 1, does not compile",
        ),
        ({"templates/storm/list.html": "{{ day|tidal }}"}, "line 1, does not compile: No filter named 'tidal'"),
    ],
)
def test_a_template_that_does_not_compile_is_refused_with_its_line(
    room: Room, files: dict[str, str], said: str
) -> None:
    registry = on_pages(Registry([write(*room, "storm", HEAD + SLOT, files=files)]))

    [fault] = faults(registry)

    assert said in fault


def test_a_template_may_use_what_the_pages_know(room: Room) -> None:
    files = {"templates/storm/list.html": "{{ today|british }}"}
    registry = Registry([write(*room, "storm", HEAD + SLOT, files=files)])

    assert registry.trial({"storm": {}}, DAY).slots
    assert on_pages(registry).trial({"storm": {}}, DAY).slots

"""A plugin that takes too long is left behind: a sentence says which and where, and nobody waits for it twice."""

import threading
import time
from datetime import date
from pathlib import Path

import pytest

from core.domain.compiling import CannotCompile
from core.registry import Registry
from tests.plugins.installing import INFO, KINDS, fault_of, sound, write

DAY = date(2026, 3, 13)
PATIENCE = 1
Room = tuple[Path, pytest.MonkeyPatch]

SLEEPS = "import time\n\n@hookimpl\ndef triggers(edition, config):\n    time.sleep(120)\n"
LOOPS = "\n@hookimpl\ndef roles():\n    while True:\n        pass\n"
ENDLESS = """
def forever():
    while True:
        yield Role(key="r", title="R")

@hookimpl
def roles():
    return tuple(forever())
"""
SCHEMA = """
import time

class Settings(ConfigSchema):
    tide = choice({"ebb": "Ebb"}, default="ebb", label="Tide")

    def load(self, *_, **__):
        time.sleep(120)

@hookimpl
def config_schema():
    return Settings
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    sound(tmp_path, monkeypatch)
    return tmp_path, monkeypatch


def said(registry: Registry, name: str = "slow") -> str:
    with pytest.raises(CannotCompile) as caught:
        registry.procedure({name: {}}, DAY)
    return str(caught.value)


def waiting(name: str) -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == f"asking {name}"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (SLEEPS, "in triggers()"),
        (LOOPS, "in roles()"),
        (ENDLESS, "in roles()"),
        (SCHEMA, "in config_schema(), reading its settings"),
    ],
)
def test_a_hook_that_never_ends_is_refused_by_name_and_the_others_answer(room: Room, body: str, where: str) -> None:
    registry = Registry(["harrowmere", write(*room, "slow", INFO.format(name="slow") + body)], patience=PATIENCE)

    assert said(registry) == f"The plugin 'slow' took longer than 1 second {where}."
    assert list(registry.procedure({"harrowmere": {}}, DAY).kinds) == ["harrowmere_meeting"]


def test_nobody_waits_twice_and_no_second_thread_is_started(room: Room) -> None:
    registry = Registry([write(*room, "dozer", INFO.format(name="dozer") + SLEEPS)], patience=PATIENCE)
    first = said(registry, "dozer")
    begun = time.monotonic()

    again = [said(registry, "dozer") for _ in range(50)]

    assert set(again) == {first}
    assert time.monotonic() - begun < PATIENCE
    assert len(waiting("dozer")) == 1


def test_several_who_ask_at_once_share_one_thread_and_get_the_same_sentence(room: Room) -> None:
    registry = Registry([write(*room, "crowded", INFO.format(name="crowded") + SLEEPS)], patience=PATIENCE)
    heard: list[str] = []
    asking = [threading.Thread(target=lambda: heard.append(said(registry, "crowded"))) for _ in range(6)]

    for one in asking:
        one.start()
    for one in asking:
        one.join(20)

    assert len(heard) == 6 and all("The plugin 'crowded'" in one for one in heard)
    assert len(waiting("crowded")) == 1


def test_a_loop_in_python_is_told_to_stop_so_that_it_takes_no_time_from_others(room: Room) -> None:
    registry = Registry([write(*room, "looper", INFO.format(name="looper") + LOOPS)], patience=PATIENCE)
    said(registry, "looper")

    for one in waiting("looper"):
        one.join(10)

    assert waiting("looper") == []


def test_what_was_compiled_before_stays_while_other_settings_never_end(room: Room) -> None:
    body = """
import time

class Settings(ConfigSchema):
    tide = choice({"ebb": "Ebb", "flood": "Flood"}, default="ebb", label="Tide")

@hookimpl
def config_schema():
    return Settings

@hookimpl
def roles():
    return ()

@hookimpl
def triggers(edition, config):
    if config["tide"] == "flood":
        time.sleep(120)
    return ()
"""
    name = write(*room, "tidal", INFO.format(name="tidal") + KINDS.format(key="tidal_meeting") + body)
    registry = Registry([name], patience=PATIENCE)
    before = registry.procedure({name: {}}, DAY)

    with pytest.raises(CannotCompile, match=r"The plugin 'tidal' took longer than 1 second in triggers"):
        registry.procedure({name: {"tide": "flood"}}, DAY)

    assert registry.procedure({name: {}}, DAY) is before


def test_an_import_that_never_ends_is_one_plugins_fault(room: Room) -> None:
    name = write(*room, "still", INFO.format(name="still") + "import time\ntime.sleep(120)\n")

    registry = Registry([name, "harrowmere"], patience=PATIENCE)

    assert fault_of(registry, name) == "The plugin 'still' took longer than 3 seconds while it was imported."
    assert registry.found["harrowmere"].fault is None
    assert registry.procedure({"harrowmere": {}}, DAY).title == "harrowmere"

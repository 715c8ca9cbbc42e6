"""The work on a replay: used again, stopped, killed and taken up, at fault; and that nothing else comes of it."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core import db
from core.domain.versions import always
from core.models import Event, Meeting, Notice, Replay, Task
from core.registry import Registry
from core.services import replaying, replaying_running
from core.services.desk import Desk, Refused
from core.services.replaying_running import begin, run
from tests.fixtures.app import Clock
from tests.plugins.installing import INFO, write
from tests.replays import CANARY, FIRST, LAST
from tests.services.replayed import (
    DATED,
    ELSEWHERE,
    NAMES,
    OWN_MAY_NOT,
    RAISING,
    TOP,
    Played,
    played,
    populated,
    recorded,
    registry,
    stored,
    work,
)

__all__ = ["played", "registry", "work"]


def test_nothing_else_is_written_and_nobody_is_told(desk: Desk, played: Played) -> None:
    populated(desk, 5)
    before = {model: len(list(desk.db.scalars(select(model)))) for model in (Event, Notice, Task, Meeting)}

    played({"authority_d": {}})

    assert {model: len(list(desk.db.scalars(select(model)))) for model in before} == before


def test_a_finished_replay_is_used_again_until_either_procedure_or_the_days_change(desk: Desk, played: Played) -> None:
    populated(desk, 5)
    played({"authority_d": {}})

    def asked(candidate: Any, last: date = LAST, **more: Any) -> str:
        found = replaying.ask(desk, "draft", candidate, FIRST, last, **more).state
        desk.db.rollback()
        return found

    assert asked({"authority_d": {}}) == "done"
    assert asked({"authority_d": {}}, again=True) == asked(OWN_MAY_NOT) == asked({"authority_c": {}}) == "waiting"
    assert asked({"authority_d": {}}, LAST - timedelta(days=30)) == "waiting"
    desk.tenant.versions = always({"authority_c": {}})
    desk.db.commit()
    assert asked({"authority_d": {}}) == "waiting"


def test_whoever_asks_while_it_is_at_work_gets_the_one_at_work(desk: Desk, clock: Clock, work: Any) -> None:
    populated(desk, 2)
    first = replaying.ask(desk, "draft", {"authority_d": {}}, FIRST, LAST)
    desk.db.commit()
    attempt = first.attempt

    again = replaying.ask(desk, "draft", {"authority_d": {}}, FIRST, LAST)
    desk.db.commit()
    threads = [begin(work(one)) for one in (first, again)]
    for thread in threads:
        thread.join(60)

    found = stored(desk)
    assert (again.attempt, found.attempt, found.state) == (attempt, attempt, "done")


def test_k03_a_replay_whose_process_was_killed_is_taken_up_again(
    desk: Desk, clock: Clock, work: Any, database_url: str
) -> None:
    populated(desk, 2)
    replay = replaying.ask(desk, "draft", {"authority_d": {}}, FIRST, LAST)
    desk.db.commit()
    dead = work(replay)
    arguments = [database_url, dead.tenant, dead.replay_id, str(dead.attempt), clock.now.isoformat()]
    process = subprocess.Popen([sys.executable, "-c", ELSEWHERE, *arguments], stdout=subprocess.PIPE, cwd=TOP)
    assert process.stdout and process.stdout.readline() == b"at work\n"
    process.kill()
    process.wait()
    assert stored(desk).state == "working"
    assert replaying.take_up(desk, stored(desk)).attempt == dead.attempt

    clock.forward(seconds=31)
    desk.now = clock.now
    assert replaying.interrupted(stored(desk), clock.now)
    replaying.take_up(desk, stored(desk))
    desk.db.commit()
    run(dead)
    assert stored(desk).state == "waiting"
    run(work(stored(desk)))

    found = stored(desk)
    assert (found.state, found.attempt, found.result["endings"]) == ("done", dead.attempt + 1, 4)


def test_a_replay_that_is_stopped_ends_in_the_middle(desk: Desk, work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    populated(desk, 30)
    monkeypatch.setattr(replaying_running, "EVERY", 0.0)
    replay = replaying.ask(desk, "draft", {"authority_d": {}}, FIRST, LAST)
    desk.db.commit()
    seen, going = threading.Event(), threading.Event()

    def pausing() -> Any:
        if threading.current_thread() is not threading.main_thread() and not seen.is_set():
            seen.set()
            going.wait(60)
        return desk.now

    thread = begin(replace(work(replay), clock=pausing))
    assert seen.wait(60)
    replaying.stop(desk, "draft")
    desk.db.commit()
    going.set()
    thread.join(60)

    found = stored(desk)
    assert not thread.is_alive() and (found.state, found.result) == ("stopped", {})


def test_k03_a_condition_that_raises_is_named_and_counted_and_never_quoted(
    desk: Desk, work: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    populated(desk, 5)
    name = write(tmp_path, monkeypatch, "harrowmere", INFO.format(name="harrowmere") + RAISING)
    desk.registry = Registry((*NAMES, name))
    replay = replaying.ask(desk, "draft", {name: {}}, FIRST, LAST)
    desk.db.commit()
    run(work(replay))

    result = stored(desk).result
    assert result["after"]["calls"] == {"not checked": 10}
    (said,) = result["after"]["unchecked"]
    assert said[1:] == [10, ["RuntimeError"], name] and result["after"]["rules"][said[0]] == ["F01", "Broken"]
    assert CANARY not in json.dumps(result)


def test_days_for_which_the_candidate_does_not_compile_are_said(
    desk: Desk, work: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    populated(desk, 5)
    name = write(tmp_path, monkeypatch, "halfway", "from datetime import date\n" + INFO.format(name="halfway") + DATED)
    desk.registry = Registry((*NAMES, name))
    replay = replaying.ask(desk, "draft", {name: {}}, FIRST, LAST)
    desk.db.commit()
    run(work(replay))

    result = stored(desk).result
    ((first, last, because),) = result["uncompiled"]["after"]
    early = sum(ending.day <= date(2025, 12, 31) for _, _, ending, _ in recorded(desk))
    assert (first, last) == (FIRST.isoformat(), "2025-12-31") and "this text is lost" in because
    assert result["after"]["calls"]["not compiled"] == early > 0
    with pytest.raises(Refused, match="cannot be replayed"):
        replaying.ask(desk, "other", {name: {}}, FIRST, date(2025, 12, 31))


def test_what_goes_wrong_on_our_side_is_written_on_the_replay(
    desk: Desk, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    populated(desk, 2)
    replay = replaying.ask(desk, "draft", {"authority_d": {}}, FIRST, LAST)
    desk.db.commit()
    run(replace(work(replay), registry=None))

    found = stored(desk)
    assert found.state == "at fault" and "Reference" in found.problem
    assert replaying.take_up(desk, found).state == "waiting"


def test_another_authority_has_none_of_it(desk: Desk, played: Played, enroll: Any, database_url: str) -> None:
    populated(desk, 2)
    played({"authority_d": {}})
    enroll("eastmoor", "Owen Price")

    with db.session(database_url, "eastmoor") as session:
        assert list(session.scalars(select(Replay))) == []

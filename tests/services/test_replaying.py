"""The replay of an authority's endings: its figures against plain sums over the same records, and how it comes and
goes."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, update

from core import db
from core.db import engine
from core.domain.calendar import Calendar, months
from core.domain.versions import always
from core.models import CaseRole, Child, Ending, Event, Meeting, Notice, Person, Placement, Replay, Task
from core.registry import Registry
from core.services import endings, replaying, replaying_loading, replaying_running
from core.services.desk import Desk, Refused
from core.services.replaying_running import Work, begin, run
from tests import factories as made
from tests import replays
from tests.fixtures.app import Clock, Member
from tests.plugins.installing import INFO, write
from tests.replays import CANARY, FIRST, LAST

NAMES = ("authority_a", "authority_c", "authority_d")
OWN_MAY_NOT = {"authority_d": {"own_iro_may_chair": "no"}}
TOP = Path(__file__).parents[2]
Played = Callable[..., dict[str, Any]]
RAISING = '''
def broken(facts):
    """Whether it is broken"""
    raise RuntimeError(f"{facts.placement.ref} {facts.answers}")

@hookimpl
def triggers(edition, config):
    return (Trigger(key="broken", title="Broken", proposes="meeting", strength=Strength.SHOULD, clause="F01",
                    when=broken),)

@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(key="meeting", title="Disruption meeting", clause="F01"),)
'''
ELSEWHERE = """
import sys, time
from datetime import datetime
from core.registry import Registry
from core.services.replaying_running import Work, run

url, tenant, replay, attempt, now = sys.argv[1:]
asked = []

def clock():
    asked.append(now)
    if len(asked) > 1:
        print("at work", flush=True)
        time.sleep(60)
    return datetime.fromisoformat(now)

registry = Registry(("authority_a", "authority_d"))
run(Work(database_url=url, registry=registry, clock=clock, tenant=tenant, replay_id=replay, attempt=int(attempt)))
"""
DATED = """
@hookimpl
def editions():
    return (Edition(key="old", title="Old", in_force_until=date(2025, 12, 31)),
            Edition(key="new", title="New", in_force_from=date(2026, 1, 1)))

@hookimpl
def meeting_kinds(edition, config):
    if edition.key == "old":
        raise LookupError("this text is lost")
    return (MeetingKind(key="meeting", title="Disruption meeting", clause="F01"),)
"""


@pytest.fixture
def registry() -> Registry:
    return Registry(NAMES)


@pytest.fixture
def work(database_url: str, clock: Clock, desk: Desk, member: Member) -> Callable[[Replay], Work]:
    """What a process needs that takes up this replay."""
    return lambda replay: Work(database_url=database_url, registry=desk.registry, clock=clock, tenant=member.tenant,
                               replay_id=replay.id, attempt=replay.attempt)  # fmt: skip


@pytest.fixture
def played(desk: Desk, work: Callable[[Replay], Work]) -> Played:
    """`played(candidate)`: the result of a replay that has been asked for and done."""

    def done(candidate: Any, first: date = FIRST, last: date = LAST) -> dict[str, Any]:
        replay = replaying.ask(desk, "draft", candidate, first, last)
        desk.db.commit()
        run(work(replay))
        return stored(desk).result

    return done


def stored(desk: Desk) -> Replay:
    desk.db.rollback()
    desk.db.expire_all()
    found = replaying.find(desk, "draft")
    desk.db.commit()
    return found


def populated(desk: Desk, children: int = 60, plugin: str = "authority_a") -> None:
    desk.tenant.versions = always({plugin: {}})
    replays.authority(desk, children)


def recorded(desk: Desk) -> list[tuple[Child, Placement, Ending, Meeting | None]]:
    """Every ending of the period with what hangs on it, in the order in which a replay numbers them."""
    statement = (
        select(Child, Placement, Ending, Meeting)
        .join(Placement, Placement.child_id == Child.id)
        .join(Ending, Ending.placement_id == Placement.id)
        .outerjoin(Meeting, Meeting.ending_id == Ending.id)
        .where(Ending.day >= FIRST, Ending.day <= LAST)
    )
    rows = [(child, place, ending, meeting) for child, place, ending, meeting in desk.db.execute(statement)]
    return sorted(rows, key=lambda row: (row[2].day.replace(day=1), row[2].id))


def test_k03_who_is_prompted_before_is_what_each_ending_s_page_said(desk: Desk, played: Played) -> None:
    populated(desk)
    said = [endings.weigh(desk, ending, child).proposals for child, _, ending, _ in recorded(desk)]

    result = played({"authority_d": {}})

    strongest = [one.strongest.strength.value for one in said if one.strongest]
    assert len(said) == 120 and result["before"]["prompted"] == len(strongest) > 20
    assert result["before"]["strengths"] == {word: strongest.count(word) for word in ("must", "should", "consider")}
    unclear = [one for one in said if not one.strongest and one.cannot_tell]
    assert result["before"]["calls"]["cannot tell"] == len(unclear) > 5


@pytest.mark.parametrize("candidate", ["authority_d", "authority_c"])
def test_k03_who_would_be_prompted_is_what_the_text_says_of_the_records(
    desk: Desk, played: Played, candidate: str
) -> None:
    populated(desk)
    rows = recorded(desk)

    result = played({candidate: {}})

    expected = [PLAIN[candidate](placement, ending) for _, placement, ending, _ in rows]
    assert result["after"]["prompted"] == expected.count(True) > 10
    assert result["after"]["calls"] == {
        "prompted": expected.count(True), "not prompted": expected.count(False), "cannot tell": expected.count(None)
    }  # fmt: skip
    listed = {d["number"]: d["after"]["call"] for d in result["differences"] if d["aspect"] == "prompt"}
    words = {True: "prompted", False: "not prompted", None: "cannot tell"}
    assert listed == {number: words[expected[number - 1]] for number in listed}


def both(*answers: bool | None) -> bool | None:
    """And, where None is not known."""
    return False if False in answers else None if None in answers else True


def either(*answers: bool | None) -> bool | None:
    """Or, where None is not known."""
    return True if True in answers else None if None in answers else False


def as_in_c(placement: Placement, ending: Ending) -> bool | None:
    by_pathway = None if ending.pathway_plan is None else not ending.pathway_plan
    return either(
        both(placement.long_term, either(ending.abrupt, ending.unplanned)),
        both(placement.long_term, by_pathway),
        both(placement.long_term, placement.matched_at_panel, ending.notice_by_carer),
    )


PLAIN: dict[str, Callable[[Placement, Ending], bool | None]] = {
    "authority_d": lambda placement, ending: both(placement.long_term, ending.unplanned),
    "authority_c": as_in_c,
}


def test_k03_held_days_lie_where_plain_sums_put_them(desk: Desk, played: Played) -> None:
    populated(desk)
    days = [(meeting.held_on, ending.day) for _, _, ending, meeting in recorded(desk) if meeting and meeting.held_on]

    result = played({"authority_d": {}})

    before = [place(day, ended + timedelta(days=14), ended + timedelta(days=42)) for day, ended in days]
    after = [place(day, date_after_a_month(ended), ended + timedelta(days=42)) for day, ended in days]
    assert len(days) > 10 and result["held"] == len(days)
    for side, places in (("before", before), ("after", after)):
        assert result[side]["places"] == {one: places.count(one) for one in set(places)}
    moved = [d for d in result["differences"] if d["aspect"] == "date"]
    differing = sum(one != other for one, other in zip(before, after, strict=True))
    assert len(moved) == differing > 0
    assert {(d["before"]["place"], d["after"]["place"]) for d in moved} == {("inside", "before")}


def place(day: date, opens: date, closes: date) -> str:
    return "before" if day < opens else "after" if day > closes else "inside"


def date_after_a_month(day: date) -> date:
    found = months(1).after(day, Calendar())
    assert isinstance(found, date)
    return found


def test_k03_who_could_have_chaired_is_counted_person_by_person(desk: Desk, played: Played) -> None:
    populated(desk)
    rows = recorded(desk)
    own = {role.child_id: role.person_id for role in desk.db.scalars(select(CaseRole)) if role.role == "iro"}
    workers = {role.child_id: role.person_id for role in desk.db.scalars(select(CaseRole)) if role.role != "iro"}
    above = {person.id: person.manager_id for person in desk.db.scalars(select(Person))}

    result = played(OWN_MAY_NOT)

    prompted = [row for row in rows if PLAIN["authority_d"](row[1], row[2])]
    met = [row for row in rows if "disruption" in endings.weigh(desk, row[2], row[0]).proposals.kinds]
    assert result["after"]["chairs"] == {
        "endings": len(prompted), "nobody": 0, "silent": 0, "roles": ["Independent reviewing officer"],
        "named": replays.OFFICERS, "aside": len({own[child.id] for child, *_ in prompted}),
    }  # fmt: skip
    before = result["before"]["chairs"]
    assert (before["endings"], before["named"]) == (len(met), replays.MANAGERS)
    assert before["aside"] == len({above[workers[child.id]] for child, *_ in met})
    listed = [d for d in result["differences"] if d["aspect"] == "chair"]
    assert [d["number"] for d in listed] == [n for n, row in enumerate(rows, 1) if row in prompted and row in met]
    assert all(d["before"]["eligible"] == replays.MANAGERS - 1 and d["before"]["reason"] == 1 for d in listed)
    assert all(d["after"]["eligible"] == replays.OFFICERS - 1 and d["after"]["excluded"] == 1 for d in listed)


def test_roles_round_a_child_are_those_of_the_day_and_staff_who_left_chair_nothing(desk: Desk, played: Played) -> None:
    populated(desk, 1)
    child, *_ = next(iter(recorded(desk)))
    first, second = (made.person(desk, f"Late officer {n}", roles=("iro",)) for n in (1, 2))
    made.person(desk, "Gone officer", roles=("iro",), active=False)
    desk.db.execute(update(CaseRole).where(CaseRole.role == "iro").values(until=FIRST - timedelta(days=1)))
    made.case_role(desk, child, first, "iro", until=LAST)
    made.case_role(desk, child, second, "iro", since=LAST + timedelta(days=1))
    desk.db.execute(update(Placement).values(long_term=True))
    desk.db.execute(update(Ending).values(unplanned=True))
    desk.db.commit()

    chairs = played(OWN_MAY_NOT)["after"]["chairs"]

    assert (chairs["named"], chairs["aside"]) == (replays.OFFICERS + 2, 1)


def test_endings_with_the_same_carer_count_as_on_the_page(desk: Desk, played: Played) -> None:
    populated(desk, 40)
    carers = {e.id: endings.weigh(desk, e, c).facts.carer_endings for c, _, e, _ in recorded(desk)}

    asked = replaying_loading.endings(desk, FIRST, LAST)
    found = {
        id: one.facts.carer_endings for (id, _), one in zip(asked, replaying_loading.past(desk, asked), strict=True)
    }

    assert found == carers and max(map(len, found.values())) > 1


def test_k03_a_result_holds_no_name_no_id_and_no_day_of_anybody(desk: Desk, played: Played) -> None:
    populated(desk)
    rows = recorded(desk)

    kept = json.dumps(played({"authority_d": {}}))

    ids = {one.id for row in rows for one in row if one is not None} | set(desk.db.scalars(select(Person.id)))
    days = {
        word for _, _, ending, _ in rows for word in (ending.day.isoformat(), f"{ending.day.day} {ending.day:%B %Y}")
    }
    assert CANARY not in kept and "Officer" not in kept and "carer 1" not in kept
    assert not [one for one in ids | days if one in kept]


def test_k03_five_thousand_endings_take_as_many_statements_as_thousands_of_them(
    desk: Desk, played: Played, database_url: str
) -> None:
    populated(desk, 2500)
    asked: list[str] = []
    event.listen(engine(database_url), "before_cursor_execute", lambda *args: asked.append(args[2]))

    result = played({"authority_d": {}})

    reads = [one for one in asked if one.startswith("SELECT") and " replays" not in one]
    assert result["endings"] == 5000 and len(result["differences"]) > 1000
    assert len(reads) <= 10 + 6 * 5


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

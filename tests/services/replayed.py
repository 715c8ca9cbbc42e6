"""An authority whose recent endings are replayed: its plugins, its records, and the replay once it is done."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.domain.versions import always
from core.models import Child, Ending, Meeting, Placement, Replay
from core.registry import Registry
from core.services import replaying
from core.services.desk import Desk
from core.services.replaying_running import Work, run
from tests import replays
from tests.fixtures.app import Clock, Member
from tests.replays import FIRST, LAST

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

"""Attacks on the configuration below its pages: case work that comes to those who may not have it, and work that takes
the database away from everybody else."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from core.db import engine
from core.models import CaseRole, Replay
from core.registry import Registry
from core.services import children, leaving, replaying
from core.services.desk import Desk, Refused
from core.services.replaying_running import AT_ONCE, Work, begin
from tests import factories as made
from tests import replays
from tests.fixtures.app import Clock, Member
from tests.replays import FIRST, LAST


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Hugh Penrose looks after the configuration."""
    return enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled={"authority_a": {}})


def test_nobody_who_looks_after_the_configuration_takes_over_a_childs_case(
    enroll: Callable[..., Member], request: pytest.FixtureRequest, member: Member
) -> None:
    colleague = enroll("wexcombe", "Moira Lyle", roles=("configuration",))
    desk: Desk = request.getfixturevalue("desk")
    worker = made.person(desk, "Petra Vale", roles=("social_worker",))
    made.child(desk, people={"social_worker": worker})
    desk.db.commit()

    for heir in (member.person_id, colleague.person_id):
        with pytest.raises(Refused, match="looks after the configuration"):
            leaving.leave(desk, worker, heir_id=heir)
        desk.db.rollback()

    assert [role.person_id for role in desk.db.scalars(select(CaseRole))] == [worker.id]
    assert worker.active


def test_where_the_list_of_children_goes_on_stands_in_an_address_and_is_no_name(desk: Desk) -> None:
    desk.actor = replace(desk.actor, roles=frozenset({"service_manager"}))
    for name in ("Abe Finch", "Bea Finch", "Cal Finch"):
        made.child(desk, name=name, local_id=f"F-{name}")

    first = children.listed(desk, size=2)
    second = children.listed(desk, size=2, after=first.last)

    assert first.more and "Finch" not in first.last
    assert [child.name for child, _ in second.rows] == ["Cal Finch"]


def test_many_replays_at_once_leave_the_database_to_everybody_else(
    desk: Desk, member: Member, clock: Clock, database_url: str
) -> None:
    replays.authority(desk, 30)
    asked = [replaying.ask(desk, f"draft {n}", {"authority_a": {}}, FIRST, LAST) for n in range(12)]
    desk.db.commit()
    taken = []

    def slow() -> datetime:
        time.sleep(0.02)
        taken.append(engine(database_url).pool.checkedout())  # type: ignore[attr-defined]
        return clock.now

    threads = [
        begin(Work(database_url=database_url, registry=desk.registry, clock=slow, tenant=member.tenant,
                   replay_id=one.id, attempt=one.attempt))
        for one in asked
    ]  # fmt: skip
    for thread in threads:
        thread.join(60)

    assert list(desk.db.scalars(select(Replay.state), execution_options={"populate_existing": True})) == ["done"] * 12
    assert max(taken) <= 1 + 2 * AT_ONCE

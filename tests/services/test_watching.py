"""Somebody who reads one child's record after another is told of, once, to those who watch over that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import db
from core.audit.entries import Trail
from core.models import Event, Notice
from core.services import auditing, watching
from tests.fixtures.app import Clock, Member


@pytest.fixture
def read(database_url: str, member: Member, clock: Clock) -> Callable[..., None]:
    """The member reads the records with these numbers, one every four seconds."""

    def one_after_another(numbers: range, kind: str = "read") -> None:
        for number in numbers:
            clock.forward(seconds=4)
            trail = Trail(at=clock.now, actor_id=member.person_id, actor_name=member.name)
            auditing.keep(database_url, member.tenant, [trail.entry(kind, child_id=f"child-{number}")])

    return one_after_another


def told(url: str) -> list[tuple[str, str]]:
    with db.session(url, "wexcombe") as session:
        rows = session.execute(select(Notice.person_id, Notice.text).where(Notice.kind == watching.KIND)).all()
        events = session.scalars(select(Event.id).where(Event.verb == watching.VERB)).all()
        assert bool(rows) == bool(events)
    return [(person_id, text) for person_id, text in rows]


def test_sixty_children_within_ten_minutes_are_told_of_once(
    database_url: str, member: Member, enroll: Callable[..., Member], read: Callable[..., None], clock: Clock
) -> None:
    auditor = enroll("wexcombe", "Edda Lowe", roles=("auditor",))
    enroll("wexcombe", "Owen Price", roles=("iro",))

    read(range(55))
    read(range(55))
    assert told(database_url) == []

    read(range(55, 70))
    found = told(database_url)
    assert [person_id for person_id, _ in found] == [auditor.person_id]
    assert "Nadia Okafor opened the records of 6" in found[0][1]

    read(range(70, 120))
    assert told(database_url) == found


def test_forms_that_come_back_with_the_record_count_as_pages_do(
    database_url: str, member: Member, enroll: Callable[..., Member], read: Callable[..., None], clock: Clock
) -> None:
    auditor = enroll("wexcombe", "Edda Lowe", roles=("auditor",))

    read(range(30))
    read(range(30, 55), "refusal")
    assert told(database_url) == []

    read(range(55, 70), "refusal")
    assert [person_id for person_id, _ in told(database_url)] == [auditor.person_id]


def test_as_many_children_over_a_longer_time_are_nobodys_business(
    database_url: str, member: Member, enroll: Callable[..., Member], read: Callable[..., None], clock: Clock
) -> None:
    enroll("wexcombe", "Edda Lowe", roles=("auditor",))

    for start in range(0, 120, 30):
        read(range(start, start + 30))
        clock.now += timedelta(minutes=10)

    assert told(database_url) == []

"""A full record, made as staff make it, beside another one and another authority: what disposing, exporting and
offboarding are tried on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select

from core.models import CaseRole, Child, Disposal, ImportIssue, ImportRun, Notice
from core.registry import Registry
from core.services.desk import Desk
from core.services.meetings import Case
from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.scenes import all_authorities
from tests.scenes import Scene, foster
from tests.web.furnishing import furnished

LONG_AGO = date(1950, 3, 1)


@dataclass(kw_only=True)
class Retained:
    """A record that may be disposed of today, and the people of its authority who have a say in it. `one` is its scene;
    beside it may stand another child's."""

    one: Scene
    proposer: Member
    second: Member
    auditor: Member
    child_id: str

    def desk(self, member: Member) -> Desk:
        """A desk of this member that may write."""
        return self.one.desk(member)

    def child(self, desk: Desk) -> Child:
        """The child whose record may go."""
        return desk.db.scalars(select(Child).where(Child.id == self.child_id)).one()


@pytest.fixture
def bare(database_url: str, clock: Clock, enroll: Callable[..., Member]) -> Retained:
    """A record of one row."""
    scene = _nobody(database_url, clock, enroll)
    desk = scene.desk(scene.worker)
    child_id = made.child(desk, "Silas Wren", "W-1950", born=LONG_AGO).id
    desk.db.commit()
    return _with_people(scene, enroll, child_id)


@pytest.fixture
def retained(database_url: str, clock: Clock, enroll: Callable[..., Member]) -> Retained:
    """A record with something in every table, beside another one like it whose time has not come."""
    registry = all_authorities()
    worker = enroll("wexcombe", "Nadia Okafor", enabled={"authority_a": {}})

    def again(tenant: str, name: str, **more: Any) -> Member:
        return enroll(tenant, f"{name} Elder", **more)

    one = furnished(foster(database_url, clock, registry, again, worker), "main")
    furnished(foster(database_url, clock, registry, enroll, worker), "main")
    child_id: str = one.act(worker, lambda desk, case: _of_age(desk, case))
    return _with_people(one, enroll, child_id)


def _nobody(url: str, clock: Clock, enroll: Callable[..., Member]) -> Scene:
    worker = enroll("wexcombe", "Nadia Okafor")
    return Scene(url=url, clock=clock, registry=Registry(()), worker=worker, chair=worker, outsider=worker, others={})


def _with_people(scene: Scene, enroll: Callable[..., Member], child_id: str) -> Retained:
    return Retained(
        one=scene, child_id=child_id,
        proposer=enroll("wexcombe", "Gareth Linn", roles=("team_manager",)),
        second=enroll("wexcombe", "Isla Marren", roles=("service_manager",)),
        auditor=enroll("wexcombe", "Abel Thorn", roles=("auditor",)),
    )  # fmt: skip


def _of_age(desk: Desk, case: Case) -> str:
    """Born long ago, with a line in an import's report, a notice, one contact of its own and one that another child's
    record names too."""
    child = case.child
    run = desk.db.scalars(select(ImportRun).order_by(ImportRun.at)).first()
    assert run is not None
    cell = {"file": "header.csv", "line": 3, "column": "DOB", "value": "1/3/50", "code": "date", "severity": "warning"}
    desk.db.add(ImportIssue(run_id=run.id, number=2, child=child.local_id, action="Read as 1950", **cell))
    told = {"key": child.id, "kind": "reminder", "text": "A paper is late", "meeting_id": case.meeting.id}
    desk.db.add(Notice(person_id=desk.actor.person_id, at=desk.now, **told))
    child.born, child.name = LONG_AGO, "Silas Wren"
    desk.db.execute(delete(Disposal).where(Disposal.child_id == child.id))
    own = made.person(desk, "Maud Wren", staff=False)
    shared = made.person(desk, "Ida Fell", staff=False)
    made.case_role(desk, child, own, "parent")
    made.case_role(desk, child, shared, "health_professional")
    others = select(Child.id).where(Child.id != child.id)
    for other in desk.db.scalars(others):
        desk.db.add(CaseRole(child_id=other, person_id=shared.id, role="health_professional"))
    return child.id

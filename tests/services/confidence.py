"""A child whose record only Nadia opens, and desks of others: what the tests of restricted records begin with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from core.domain.days import local_day
from core.models import Child
from core.registry import Registry
from core.services import restrictions
from core.services.desk import Desk
from core.services.entering import enter
from tests import factories as made
from tests.fixtures.app import Clock, Member

NEEDED = "The child is missing tonight and the police ask where."


@dataclass(kw_only=True)
class Kept:
    """An authority with one restricted child (ID Q-117), of whom Nadia (`reader`) is the social worker and a manager.
    `outside` is somebody who may read whatever is not restricted."""

    url: str
    clock: Clock
    reader: Member
    outside: Member
    child_id: str

    @contextmanager
    def at(self, member: Member, registry: Registry | None = None) -> Iterator[Desk]:
        """A desk of a member, whose work is kept at the end."""
        today = local_day(self.clock.now)
        entered = enter(self.url, member.tenant, member.user_id, today, writes=True, now=self.clock.now)
        assert entered is not None
        session, tenant, actor = entered
        with session:
            yield Desk(db=session, tenant=tenant, actor=actor, registry=registry or Registry(()), now=self.clock.now)
            session.commit()


@pytest.fixture
def kept(database_url: str, member: Member, clock: Clock, enroll: Callable[..., Member]) -> Kept:
    """The restriction is looked at again in 60 days."""
    outside = enroll("wexcombe", "Otto Blythe", roles=("group_manager", "configuration"))
    found = Kept(url=database_url, clock=clock, reader=member, outside=outside, child_id="")
    with found.at(member) as desk:
        child = made.child(desk, team="North 2")
        made.case_role(desk, child, member.person_id, "social_worker")
        found.child_id = child.id
        restrict(desk, child, member)
    return found


def restrict(desk: Desk, child: Child, *readers: Member) -> Any:
    return restrictions.restrict(desk, child, reason="Threats were made.", readers=[one.person_id for one in readers],
                                 review_on=desk.today + timedelta(days=60))  # fmt: skip

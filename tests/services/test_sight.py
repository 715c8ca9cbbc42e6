"""Who is not among the readers of a restricted record knows nothing of it, whatever statement asks."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, event, exists, func, select, union_all, update
from sqlalchemy.orm import aliased

from core import db
from core.db import TenantSession, in_whole
from core.models import Child, Delivery, Meeting, Minute, Output, OutputVersion, Person, Task
from core.models.belonging import belonging
from core.services.committing import named
from core.services.desk import Missing
from tests.fixtures.app import Clock, Member
from tests.fixtures.scenes import all_authorities
from tests.scenes import Scene, foster
from tests.web.furnishing import furnished, models
from tests.web.kept_apart import key_of, restricted, rows_of

if TYPE_CHECKING:
    from core.services.desk import Desk

WHOLE = frozenset(
    f"services/{name}.py"
    for name in (
        "answering", "audit_trail", "auditing", "children", "facts", "lasting", "learning", "leaving", "openings",
        "openings_reviewed", "record_copy/naming", "retention/disposing", "team_changes", "teams",
    )
)  # fmt: skip
"""Modules that read what is hidden from whoever asks; each says why where it does."""


@pytest.fixture
def kept(database_url: str, clock: Clock, enroll: Callable[..., Member]) -> Scene:
    """A case with everything in it, whose record only its worker opens."""
    worker = enroll("wexcombe", "Nadia Okafor", enabled={"authority_a": {}})
    scene = furnished(foster(database_url, clock, all_authorities(), enroll, worker), "main")
    desk = scene.desk(worker)
    child_id = desk.db.scalars(select(Child.id)).one()
    desk.db.close()
    restricted(scene, child_id, worker)
    return scene


@pytest.fixture
def outside(kept: Scene) -> Iterator["Desk"]:
    """The desk of a manager who chairs the meeting, and is no reader."""
    desk = kept.desk(kept.chair)
    yield desk
    desk.db.close()


def test_no_row_of_the_record_is_found_in_any_table(kept: Scene, outside: "Desk") -> None:
    with in_whole(outside.db):
        part_of_it = rows_of(kept.url, outside.db.scalars(select(Child.id)).one())

    for model in models():
        ids = part_of_it.get(model.__tablename__, set())
        assert ids or model.__tablename__ not in belonging(), f"nothing to find in {model.__tablename__}"
        assert not ids & set(outside.db.scalars(select(key_of(model)))), model


WAYS: dict[str, Callable[[TenantSession], Any]] = {
    "an alias": lambda s: s.scalars(select(aliased(Child).id)).all(),
    "a column": lambda s: s.scalars(select(Child.name)).all(),
    "a count": lambda s: s.scalar(select(func.count()).select_from(Meeting)),
    "a count by a condition": lambda s: s.scalar(select(func.count()).where(Task.kind != "")),
    "a join from its far end": lambda s: s.scalars(
        select(OutputVersion.text).join(Output, Output.id == OutputVersion.output_id)
    ).all(),
    "a condition of another table": lambda s: s.scalars(
        select(Person.name).where(Person.id.in_(select(Task.owner_id).where(Task.kind == "step")))
    ).all(),
    "exists": lambda s: s.scalars(select(Person.id).where(exists().where(Minute.text != ""))).all(),
    "a union": lambda s: s.scalars(union_all(select(Child.name), select(Meeting.title))).all(),
    "an update": lambda s: s.execute(update(Task).values(title="changed")).rowcount,  # type: ignore[attr-defined]
    "a delete": lambda s: s.execute(delete(Delivery)).rowcount,  # type: ignore[attr-defined]
}


def test_no_way_of_asking_finds_it(kept: Scene) -> None:
    desk = kept.desk(kept.worker)
    child_id, meeting_id = desk.db.scalars(select(Child.id)).one(), kept.meeting_id
    for name, ask in WAYS.items():
        assert ask(desk.db), f"{name} finds nothing for a reader either"
    desk.db.rollback()
    desk.db.close()

    outside = kept.desk(kept.chair).db
    for name, ask in WAYS.items():
        assert not ask(outside), name
    assert outside.get(Child, ("wexcombe", child_id)) is None
    assert outside.get(Meeting, ("wexcombe", meeting_id)) is None
    outside.close()


def test_nothing_can_be_added_to_it_or_changed_in_it(kept: Scene, outside: "Desk") -> None:
    with in_whole(outside.db):
        child = outside.db.scalars(select(Child)).one()
    outside.db.add(Task(kind="step", child_id=child.id, title="planted"))

    with pytest.raises(Missing), named():
        outside.db.flush()
    outside.db.rollback()


def test_where_nothing_is_restricted_a_statement_is_what_it_was(
    desk: "Desk", member: Member, database_url: str, clock: Clock
) -> None:
    from core.domain.days import local_day
    from core.services.entering import enter

    statements: list[str] = []
    event.listen(db.engine(database_url), "before_cursor_execute", lambda *told: statements.append(told[2]))
    entered = enter(database_url, member.tenant, member.user_id, local_day(clock.now), writes=False, now=clock.now)
    assert entered is not None
    entered[0].execute(select(Task.id))
    entered[0].close()

    asked = [one for one in statements if not one.startswith(("BEGIN", "select set_config", "SELECT set_config"))]
    assert len(asked) == 2
    assert "child_id" not in asked[1]


def test_only_reviewed_modules_look_past_it() -> None:
    core = Path(db.__file__).parent
    used = {
        file.relative_to(core).as_posix()
        for file in core.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if "in_whole" in (getattr(node, "id", ""), getattr(node, "attr", ""))
    }
    assert used == WHOLE

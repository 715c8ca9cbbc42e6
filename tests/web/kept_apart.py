"""One authority with two cases that have everything in them: the record of one is restricted, and somebody who holds
every role, has a part in it and owes something there is not among its readers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import AUTHORITIES
from tests.plugins.all_features.installed import installed
from tests.scenes import Scene, foster
from tests.web.furnishing import SPOKEN, furnished, models, spoken
from tests.web.walled import second, tokened
from tests.web.walls import HERE, Wall, every_role, ids_of


@dataclass(kw_only=True)
class Apart(Wall):
    """`other` are the ids of the restricted case, `here` of the one that anybody may open; `page` is the outsider's."""

    kept: Scene
    child_id: str
    outsider: Member


@pytest.fixture
def apart(
    database_url: str, clock: Clock, enroll: Callable[..., Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Apart:
    """Beside the authority's plugin runs an addition by which every page exists."""
    from core.app import create_app
    from core.registry import Registry
    from core.settings import Settings

    beside = installed(tmp_path, monkeypatch)
    registry = Registry((*AUTHORITIES, beside))
    nadia = enroll(HERE, "Nadia Okafor", enabled={"authority_a": {}, beside: {}})
    olive = enroll(HERE, "Olive Hart", roles=tuple(every_role()))
    kept = furnished(foster(database_url, clock, registry, partial(second, enroll), nadia), "main")
    child_id = drawn_in(kept, olive)
    marked(kept)
    open_to_all = furnished(foster(database_url, clock, registry, enroll, nadia), "main")
    restricted(kept, child_id, nadia)
    settings = Settings(
        database_url=database_url, secret_key="only for tests", plugins=(), upload_folder=tmp_path / "uploads",
        argon2_time_cost=1, argon2_memory_kib=8,
    )  # fmt: skip
    app = create_app(settings, clock=clock, registry=registry)
    app.testing = True
    return Apart(
        app=app, url=database_url, page=SignedInPage(app, olive, clock, database_url), here=ids_of(open_to_all),
        other=ids_of(kept), there={}, kept=kept, child_id=child_id, outsider=olive,
        token=tokened(database_url, olive, clock),
    )  # fmt: skip


def restricted(kept: Scene, child_id: str, reader: Member) -> None:
    """From now on only the worker opens the record."""
    from core.models import Child
    from core.services import restrictions

    desk = kept.desk(kept.worker)
    child = desk.db.scalars(select(Child).where(Child.id == child_id)).one()
    restrictions.restrict(desk, child, reason="Threats were made against the carers.", readers=[reader.person_id],
                          review_on=desk.today.replace(month=5))  # fmt: skip
    desk.db.commit()
    desk.db.close()


def drawn_in(kept: Scene, who: Member) -> str:
    """Somebody has a hand in whatever they can before the record is restricted; the child's id."""
    from core.models import Delivery, Invitation, Notice, Plan, Support, Task
    from core.services import restrictions

    desk = kept.desk(kept.worker)
    case = meeting_of(desk, kept)
    child, me = case.child, {"owner_id": who.person_id, "owner_name": who.name}
    made.case_role(desk, child, who.person_id, "iro")
    for task in desk.db.scalars(select(Task).where(Task.child_id == child.id, Task.done_on.is_(None)).limit(6)):
        task.owner_id, task.owner_name, task.due = who.person_id, who.name, desk.today
    owed = made.task(desk, child, "Asked of you", owner=None, due=desk.today, **me)
    made.task(desk, child, "Escalated", due=desk.today, escalated_to_id=who.person_id, asked_by_id=who.person_id)
    case.meeting.minute_taker_id = who.person_id
    desk.db.add(Invitation(meeting_id=case.meeting.id, part="main", role="iro", person_id=who.person_id, name=who.name))
    for delivery in desk.db.scalars(select(Delivery).where(Delivery.meeting_id == case.meeting.id)):
        delivery.person_id, delivery.state = who.person_id, "sent"
    plan = desk.db.scalars(select(Plan.id).where(Plan.child_id == child.id)).first()
    desk.db.add(Support(plan_id=plan, text="Drive to school", owner_id=who.person_id, owner_name=who.name))
    for key, about in (("t", {"task_id": owed.id}), ("m", {"meeting_id": case.meeting.id})):
        desk.db.add(
            Notice(person_id=who.person_id, key=key, kind="reminder", text="Something waits", at=desk.now, **about)
        )
    child_id: str = child.id
    assert restrictions.standing(desk, child) is None
    desk.db.commit()
    desk.db.close()
    return child_id


def meeting_of(desk: Any, kept: Scene) -> Any:
    from core.services import meetings

    return meetings.find(desk, kept.meeting_id)


def marked(kept: Scene) -> None:
    """Whatever stands in the record, the first of the authority, begins with a word that stands nowhere else; so do
    the names of those who are known only round this child."""
    from core.models import Person

    desk = kept.desk(kept.worker)
    for model in models():
        if model.__tablename__ in about_a_child() - {"audit_entries"}:  # which holds ids and no words
            for row in desk.db.scalars(select(model)):
                mark(row)
    for contact in desk.db.scalars(select(Person).where(Person.staff.is_(False))):
        mark(contact)
    desk.db.commit()
    desk.db.close()


def about_a_child() -> set[str]:
    """The tables that hold part of a child's record, as the schedule of keeping says; and those that outlast it."""
    from core.domain.schedule import SCHEDULE, Fate

    return {line.table for line in SCHEDULE if line.fate is Fate.WITH_CHILD or line.with_child} | {
        "disposals",
        "audit_entries",
    }


def mark(row: Any) -> None:
    for column in type(row).__table__.columns:
        value = getattr(row, column.key)
        if column.key in SPOKEN or (isinstance(value, str) and not column.foreign_keys):
            setattr(row, column.key, spoken(column.key, value, getattr(column.type, "length", None) or 200))


def rows_of(url: str, child_id: str) -> dict[str, set[Any]]:
    """The keys of every row that is part of the child's record, by table."""
    from core import db
    from core.models.belonging import belonging, within

    with db.session(url, HERE) as session:
        return {
            model.__tablename__: set(session.scalars(select(key_of(model)).where(within(model, HERE, [child_id]))))
            for model in models()
            if model.__tablename__ in belonging()
        }


def key_of(model: Any) -> Any:
    """The column that tells a row of an authority from its others."""
    return getattr(model, [column.key for column in model.__table__.primary_key.columns][-1])


def erased(url: str, child_id: str) -> None:
    """The child has never been: every row of its record is deleted, past every check."""
    from core import db

    found = rows_of(url, child_id)
    with db.engine(url).connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        for trigger in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        for model in models():
            keys = found.get(model.__tablename__, ())
            connection.execute(delete(model.__table__).where(key_of(model).in_(keys)))
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")

"""The exemplars of one way of running an authority: every story once, made through the services in a database of their
own, and read back as rows."""

import tempfile
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, text

from core import db
from core.cli import demo
from core.cli.demo_people import Authority
from core.cli.demo_stage import Stage
from core.cli.england.copying import Exemplar
from core.cli.england.homes import Told
from core.cli.england.shaping import Read
from core.cli.england.staffing import exemplary, mark
from core.cli.england.stories import STORIES
from core.models import Child
from core.registry import Registry
from core.services import procedure_versions as versions
from core.services.entering import Passwords

SLUG, BEGAN = "exemplar", 2000
"""So many days ago the authority enabled its procedure: before the first of its meetings."""
ROLES = ("social_worker", "iro", "supervising_social_worker")
CONTACTS = {"parent": "parent", "advocate": "advocate", "designated_teacher": "teacher"}
OF_THE_AUTHORITY = (
    *("people", "person_roles", "teams", "roles_given", "procedure_versions", "answered"),
    *("audit_entries", "audit_heads"),
)
"""Tables whose rows belong to an authority and no child: of `people` a child's own contacts are copied, and a copy has
an audit of its own."""


def exemplars(pattern: Authority, registry: Registry, now: datetime, only: Collection[int]) -> dict[int, Exemplar]:
    """The stories with these numbers as they go under this authority's procedure, by number."""
    with tempfile.TemporaryDirectory(prefix="mooring") as folder:
        url = f"sqlite:///{Path(folder) / 'exemplars.sqlite'}"
        try:
            db.Base.metadata.create_all(db.engine(url))
            with db.session(url, SLUG, writes=True) as session:
                children = _tell(session, pattern, registry, now, only)
                session.commit()
            return {number: Exemplar(rows) for number, rows in _read(url, children).items()}
        finally:
            db.engine(url).dispose()


def _tell(
    session: db.TenantSession, pattern: Authority, registry: Registry, now: datetime, only: Collection[int]
) -> dict[str, int]:
    """All stories told; the number of each by its child's id."""
    one = exemplary(pattern, SLUG)
    demo.people(session, one, Passwords(1, 8))
    stage = Stage(session=session, registry=registry, slug=SLUG, now=now)
    keeper = next(staff.name for staff in one.people if "configuration" in staff.roles)
    versions.entered(stage.as_(keeper, BEGAN), demo.enabled(one, registry), demo.FIRST, always=True)
    held = {role: next((staff.name for staff in one.people if role in staff.roles), "") for role in ROLES}
    people = {role: name for role, name in held.items() if name} | {r: mark(m) for r, m in CONTACTS.items()}
    for number in sorted(only):
        STORIES[number].tell(Told(stage=stage, story=STORIES[number], people=people, number=number))
    session.flush()
    return {
        child_id: int(local.split()[1].rstrip("⟧"))
        for child_id, local in session.execute(select(Child.id, Child.local_id))
    }


def _read(url: str, children: dict[str, int]) -> dict[int, Read]:
    """What was written for each child, table by table in the order in which rows may be inserted."""
    found: dict[int, Read] = {number: Read() for number in children.values()}
    owned: dict[tuple[str, str], int] = {("children", child_id): number for child_id, number in children.items()}
    with db.engine(url).connect() as connection:
        people = connection.execute(select(db.Base.metadata.tables["people"])).mappings().all()
        for table in db.Base.metadata.sorted_tables:
            if "tenant_id" not in table.primary_key.columns or table.name in OF_THE_AUTHORITY:
                continue
            links = list(_links(table))
            for row in connection.execute(select(table).order_by(text("rowid"))).mappings():
                number = next((owned[key] for key in _keys(row, links) if key in owned), None)
                if number is not None:
                    owned[table.name, row["id"]] = number
                    found[number].rows[table.name].append(dict(row))
    for read in found.values():
        read.people = [dict(row) for row in people]
    return found


def _links(table: Table) -> Iterator[tuple[str, str]]:
    """The columns by which a row hangs on others: (table, column). An event names its child without a key."""
    if table.name == "children":
        yield "children", "id"
    for constraint in table.foreign_key_constraints:
        yield constraint.referred_table.name, constraint.column_keys[-1]
    if "child_id" in table.columns:
        yield "children", "child_id"


def _keys(row: Any, links: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name, row[column]) for name, column in links if row[column])

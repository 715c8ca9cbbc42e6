"""Ways into an authority for a measurement: somebody who works with children there and somebody who manages, each
signed in, and the pages that they open every day."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from core import db
from core.cli.england.building import sign_ins
from core.cli.england.filling import Wanted
from core.cli.england.staffing import Member
from core.models import CaseRole, Child, Meeting, Membership, Person, PersonRole, Task
from core.services import user_sessions
from core.services.permissions import MANAGERS


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: its name in the table, its address, and the cookie of whoever opens it."""

    name: str
    path: str
    cookie: str


def pages(app: Flask, url: str, wanted: Wanted, now: datetime) -> list[Page]:
    """The pages of one authority, as its busiest social worker and that worker's manager have them."""
    slug = wanted.named.slug
    with db.session(url, slug) as session:
        worker, manager, meeting, child = _chosen(session)
        named = session.scalars(select(Child.name).where(Child.id == child)).one()
    mine, whole = (cookie(app, url, person, slug, now) for person in (worker, manager))
    found = [
        Page(name="my work", path="/work", cookie=mine),
        Page(name="everybody's work", path="/work?whose=all", cookie=whole),
        Page(name="children", path="/children", cookie=whole),
        Page(name="children by name", path=f"/children?q={named.split()[-1]}", cookie=whole),
        Page(name="child", path=f"/children/{child}", cookie=mine),
        Page(name="child's history", path=f"/children/{child}/history", cookie=mine),
        Page(name="meeting", path=f"/meetings/{meeting}", cookie=mine),
        Page(name="meetings", path="/meetings?whose=all", cookie=whole),
        Page(name="register", path="/register", cookie=whole),
        Page(name="actions", path="/register?what=actions", cookie=whole),
    ]
    if "stability_signals" in wanted.pattern.additions:
        found.append(Page(name="signals", path="/signals", cookie=whole))
    return [Page(name=one.name, path=f"/{slug}{one.path}", cookie=one.cookie) for one in found]


def anybody(url: str, wanted: Wanted) -> Member:
    """Some social worker of an authority."""
    return next(one for one in sign_ins(wanted) if "ocial worker" in one.title)


def cookie(app: Flask, url: str, person: str, slug: str, now: datetime) -> str:
    """What the browser of a person keeps who has just signed in with a second factor."""
    with db.session(url, None) as session:
        user = session.scalars(
            select(Membership.user_id).where(Membership.tenant_id == slug, Membership.person_id == person)
        ).one()
    token = user_sessions.begin(url, user, now, via="password", second_factor=True)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'token': token})}"


def _chosen(session: db.TenantSession) -> tuple[str, str, str, str]:
    """The social worker who owes most, that worker's manager, and the latest meeting held about a child of theirs."""
    owed = (
        select(Task.owner_id, Person.manager_id)
        .join(Person, Person.id == Task.owner_id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == "social_worker", Task.done_on.is_(None), Person.manager_id.is_not(None))
        .group_by(Task.owner_id, Person.manager_id)
        .order_by(func.count().desc(), Task.owner_id)
    )
    worker, manager = (str(one) for one in session.execute(owed.limit(1)).one())
    theirs = select(CaseRole.child_id).where(CaseRole.person_id == worker, CaseRole.role == "social_worker")
    held = select(Meeting.id, Meeting.child_id).where(Meeting.child_id.in_(theirs), Meeting.held_on.is_not(None))
    meeting, child = session.execute(held.order_by(Meeting.held_on.desc(), Meeting.id).limit(1)).one()
    leads = session.scalars(select(PersonRole.role).where(PersonRole.person_id == manager)).all()
    assert MANAGERS & set(leads), "a team's manager looks over the whole authority"
    return worker, manager, meeting, child

"""Whether somebody reads many children's records in a short time: whoever audits and whoever looks after the
configuration are told. Counted from the audit, now and then, so that no page asks for it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core import db
from core.db import TenantSession
from core.models import AuditEntry, Event, Tenant
from core.registry import Registry
from core.services import notices
from core.services.committing import named
from core.services.desk import Actor, Desk
from core.services.record_managers import holding, staff_who_sign_in

MANY, WITHIN, AGAIN = 60, timedelta(minutes=10), timedelta(hours=1)
EVERY = 10
"""Looked at on every tenth entry of an authority's audit, where that is one of them."""
KIND, VERB = "reading", "read many records"
SHOWS = ("read", "refusal")
"""Entries of what somebody was shown: a form that is not accepted comes back with the record round it."""
TOLD = ("auditor", "configuration")


def look(url: str, tenant: str, person_id: str, name: str, now: datetime) -> None:
    """Tell of a person who opened the records of 60 children within ten minutes; once an hour."""
    with named(), db.session(url, tenant) as session:
        children = _read(session, person_id, now)
        if children < MANY or _told(session, person_id, now):
            return
    with named(), db.session(url, tenant, writes=True) as session:
        if not _told(session, person_id, now):
            _tell(session, person_id, name, children, now)
            session.commit()


def _read(session: TenantSession, person_id: str, now: datetime) -> int:
    """How many children's records they read lately."""
    lately = (AuditEntry.at > now - WITHIN, AuditEntry.at <= now)
    wanted = select(func.count(AuditEntry.child_id.distinct()))
    wanted = wanted.where(AuditEntry.kind.in_(SHOWS), AuditEntry.actor_id == person_id, *lately)
    return session.scalar(wanted) or 0


def _told(session: TenantSession, person_id: str, now: datetime) -> bool:
    wanted = select(Event.id).where(Event.about == "person", Event.about_id == person_id, Event.at > now - AGAIN)
    return session.scalar(wanted.where(Event.verb == VERB).limit(1)) is not None


def _tell(session: TenantSession, person_id: str, name: str, children: int, now: datetime) -> None:
    row = session.scalars(select(Tenant).where(Tenant.id == session.tenant)).one()
    desk = Desk(db=session, tenant=row, actor=Actor(user_id="", person_id="", name="Mooring"), registry=Registry(()),
                now=now)  # fmt: skip
    text = f"{name} opened the records of {children} children within ten minutes. Ask why, if you did not expect it."
    key = f"{KIND}:{person_id}:{now.isoformat(timespec='minutes')}"
    for one in session.scalars(holding(desk, staff_who_sign_in(desk), TOLD).distinct()):
        if one.id != person_id:
            notices.tell(desk, one.id, key=key, kind=KIND, text=text)
    desk.note(VERB, "person", person_id, name=name, children=children)

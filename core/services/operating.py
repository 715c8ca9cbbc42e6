"""An operator's desk: a command at the shell works in one authority, where nobody is signed in. Apart from entering,
which asks for a membership; whoever runs commands has the database in their hands already."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from core import db
from core.models import Tenant
from core.registry import Registry
from core.services.committing import Busy, named
from core.services.desk import Actor, Desk, Refused
from core.settings import Settings


@contextmanager
def operating(settings: Settings, authority: str, now: datetime, *, name: str) -> Iterator[Desk]:
    """A desk of `authority` under `name`; what is done at it is kept when the block ends, or nothing of it.

    Raises `Refused` with a sentence where there is no such authority, no database, or somebody else is writing.
    """
    with reaching(settings), db.session(settings.database_url, authority, writes=True) as session:
        tenant = session.scalar(select(Tenant).where(Tenant.id == authority))
        if tenant is None:
            raise Refused(_no_authority(session, authority))
        actor = Actor(user_id="", person_id="", name=name)
        yield Desk(db=session, tenant=tenant, actor=actor, registry=Registry(settings.plugins), now=now)
        session.commit()


@contextmanager
def reaching(settings: Settings) -> Iterator[None]:
    """Inside, a database that is not there, not up to date or busy raises `Refused` with a sentence."""
    _refuse_missing_file(settings.database_url)
    try:
        with named():
            yield
    except Busy as busy:
        raise Refused("Somebody else is writing to the database. Try again in a minute.") from busy
    except (OperationalError, ProgrammingError) as error:
        raise Refused("The database is not up to date. Run `mooring migrate` first.") from error


def _refuse_missing_file(url: str) -> None:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise Refused("MOORING_DATABASE_URL is not an address of a database that Mooring knows.") from error
    if address.get_backend_name() == "sqlite" and not (address.database and Path(address.database).is_file()):
        raise Refused("There is no database yet. Run `mooring migrate`, or `mooring demo` for one to try.")


def _no_authority(session: db.TenantSession, authority: str) -> str:
    there = [slug for slug in session.scalars(select(Tenant.id).order_by(Tenant.id).limit(21))]
    if not there:
        return "There is no authority in this database yet."
    listed = ", ".join(there[:20]) + (" …" if len(there) > 20 else "")
    return f"There is no authority '{authority}' here. There is: {listed}."

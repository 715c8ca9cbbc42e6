"""An import from the shell: one pass over the children writes the report, the stays and the rows, in one transaction.
Apart from the pages' imports because nobody is signed in and nothing is kept between steps."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from core import db
from core.adapters.ssda903 import ChildReturn, Return
from core.models import ImportRun, Tenant
from core.registry import Registry
from core.services.committing import Busy, named
from core.services.desk import Actor, Desk, Refused, Stale
from core.services.imports_issues import IssueRows
from core.services.imports_loading import load
from core.settings import Settings

OPERATOR = "Import command"


def load_return(
    settings: Settings,
    authority: str,
    result: Return,
    now: datetime,
    *,
    observe: Callable[[ChildReturn], None],
) -> dict[str, int]:
    """Load a return into an authority, all or nothing; what was done, in figures. `observe` sees each child once.

    Raises `Refused` with a sentence where there is no such authority, no database, or somebody else is writing.
    """
    _refuse_missing_file(settings.database_url)
    try:
        with named(), db.session(settings.database_url, authority, writes=True) as session:
            tenant = session.scalar(select(Tenant).where(Tenant.id == authority))
            if tenant is None:
                raise Refused(_no_authority(session, authority))
            desk = Desk(db=session, tenant=tenant, actor=_operator(), registry=Registry(settings.plugins), now=now)
            counts = _load(desk, result, observe)
            session.commit()
            return counts
    except Busy as busy:
        raise Refused("Somebody else is writing to the database. Try again in a minute.") from busy
    except Stale as stale:
        raise Refused("Somebody changed one of these children meanwhile. Nothing was loaded: load again.") from stale
    except (OperationalError, ProgrammingError) as error:
        raise Refused("The database is not up to date. Run `mooring migrate` first.") from error


def _operator() -> Actor:
    return Actor(user_id="", person_id="", name=OPERATOR)


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


def _load(desk: Desk, result: Return, observe: Callable[[ChildReturn], None]) -> dict[str, int]:
    run = ImportRun(at=desk.now, by_name=desk.actor.name, state="loading")
    desk.db.add(run)
    desk.db.flush()
    issues = IssueRows(db=desk.db, run_id=run.id)
    issues.add_all(result.file_issues, first=True)

    def seen() -> Iterator[ChildReturn]:
        for child in result:
            observe(child)
            issues.add(child)
            yield child

    counts = load(desk, run.id, seen())
    issues.close()
    summary = result.summary()
    run = desk.db.scalars(select(ImportRun).where(ImportRun.id == run.id)).one()
    run.state, run.summary = "loaded", summary | {"loaded": counts}
    run.files = [{"name": one["name"], "table": one["table"]} for one in summary["files"]]
    return counts

"""An import from the shell: one pass over the children writes the report, the stays and the rows, in one transaction.
Apart from the pages' imports because nobody is signed in and nothing is kept between steps."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

from core.adapters.ssda903 import ChildReturn, Return
from core.models import ImportRun
from core.services.desk import Desk, Refused, Stale
from core.services.imports_issues import IssueRows
from core.services.imports_loading import load
from core.services.operating import operating
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
    try:
        with operating(settings, authority, now, name=OPERATOR) as desk:
            return _load(desk, result, observe)
    except Stale as stale:
        raise Refused("Somebody changed one of these children meanwhile. Nothing was loaded: load again.") from stale


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

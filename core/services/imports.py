"""Imports of a return as staff see them: upload, check, put right, load. One at a time in an authority; the work itself
goes on beside the request, see `imports_running`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from core import db
from core.db import new_id
from core.models import ImportConflict, ImportRun
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.imports_files import KEPT, Upload, drop, folder, keep, present

AT_WORK = ("checking", "loading")
WAITING = ("uploaded", "checking", "checked", "loading", "unreadable")
STALE = timedelta(seconds=60)
BUSY = "Another import into this authority is under way. Wait until it is done, or cancel it first."
GONE = "Its files are no longer kept here. Upload them again."


def begin(desk: Desk, root: Path, uploads: Sequence[Upload], *, instead_of: str = "") -> ImportRun:
    """Keep the files and a run to be checked. `instead_of` names a run whose files were put right; it is cancelled.

    Refused without a file, and while another import into this authority is being checked or loaded.
    """
    if not uploads:
        raise Refused("Choose the Header and Episodes files.", field="files")
    if not db.alone(desk.db, "begin import"):
        raise Refused(BUSY)
    if instead_of:
        cancel(desk, root, find(desk, instead_of))
    forget_old(desk, root)
    if any(working(run, desk.now) for run in desk.db.scalars(select(ImportRun).where(ImportRun.state.in_(AT_WORK)))):
        raise Refused(BUSY)
    run_id = new_id()
    place = folder(root, desk.tenant.id, run_id)
    try:
        files = keep(place, uploads)
    except OSError as error:
        drop(place)
        raise Refused("The files could not be kept: the disk may be full. Tell whoever runs this service.") from error
    run = ImportRun(
        id=run_id,
        at=desk.now,
        by_id=desk.actor.person_id,
        by_name=desk.actor.name,
        state="checking",
        files=files,
        attempt=1,
        beat=desk.now,
    )
    desk.db.add(run)
    desk.db.flush()
    desk.note("uploaded a return", "import", run.id, files=len(files))
    return run


def find(desk: Desk, run_id: str) -> ImportRun:
    """One run; `Missing` where this authority has none such."""
    run = desk.db.scalar(select(ImportRun).where(ImportRun.id == run_id))
    if run is None:
        raise Missing(run_id)
    return run


def listed(desk: Desk, *, before: datetime | None = None, size: int = 25) -> tuple[list[ImportRun], bool]:
    """Runs, newest first, from the one before `before`; whether more follow."""
    statement = select(ImportRun).order_by(ImportRun.at.desc(), ImportRun.id.desc())
    if before is not None:
        statement = statement.where(ImportRun.at < before)
    rows = list(desk.db.scalars(statement.limit(size + 1)))
    return rows[:size], len(rows) > size


def to_settle(desk: Desk) -> int:
    """How many differences wait to be settled in the authority."""
    statement = select(func.count()).select_from(ImportConflict).where(ImportConflict.settled == "")
    return desk.db.scalar(statement) or 0


def working(run: ImportRun, now: datetime) -> bool:
    """Whether somebody is at work on it and has given a sign of life within a minute."""
    return run.state in AT_WORK and run.beat is not None and now - run.beat < STALE


def check_again(desk: Desk, root: Path, run: ImportRun) -> ImportRun:
    """Check a run afresh whose check never ended. Refused while it still goes on, or when its files are gone."""
    if run.state not in ("uploaded", "checking", "unreadable"):
        raise Stale(run)
    return _put_to_work(desk, root, run, "checking")


def load(desk: Desk, root: Path, run: ImportRun) -> ImportRun:
    """Have a checked run loaded. Refused while another import is at work, or when its files are gone."""
    if run.state not in ("checked", "loading"):
        raise Stale(run)
    found = _put_to_work(desk, root, run, "loading")
    desk.note("began to load a return", "import", run.id)
    return found


def _put_to_work(desk: Desk, root: Path, run: ImportRun, state: str) -> ImportRun:
    if not (db.alone(desk.db, "begin import") and db.alone(desk.db, "import")):
        raise Refused(BUSY)
    if any(working(one, desk.now) for one in desk.db.scalars(select(ImportRun).where(ImportRun.state.in_(AT_WORK)))):
        raise Refused(BUSY)
    if not present(folder(root, desk.tenant.id, run.id), run):
        raise Refused(GONE)
    run.state, run.attempt, run.beat, run.problem, run.progress = state, run.attempt + 1, desk.now, "", {}
    desk.db.flush()
    return run


def cancel(desk: Desk, root: Path, run: ImportRun) -> None:
    """Give a run up: nothing of it is loaded, its files go. Refused once it is being loaded."""
    if run.state == "loaded" or (run.state == "loading" and working(run, desk.now)):
        raise Refused("It is being loaded, or is loaded already. It cannot be cancelled any more.")
    if run.state == "cancelled":
        return
    run.state, run.attempt = "cancelled", run.attempt + 1
    drop(folder(root, desk.tenant.id, run.id))
    desk.note("cancelled an import", "import", run.id)


def forget_old(desk: Desk, root: Path) -> int:
    """Give up runs that nobody took on for seven days, and delete their files; how many."""
    forgotten = 0
    old = select(ImportRun).where(ImportRun.at < desk.now - KEPT, ImportRun.state.in_(WAITING))
    for run in desk.db.scalars(old):
        if not working(run, desk.now):
            run.state, run.problem, run.attempt = (
                "cancelled",
                "Its files were deleted after seven days.",
                run.attempt + 1,
            )
            drop(folder(root, desk.tenant.id, run.id))
            forgotten += 1
    return forgotten

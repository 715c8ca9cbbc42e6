"""The approved versions of an authority's procedure: which there are, and entering one more. What a person prepares
first stands in `changing`, who approves it in `approving`."""

from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import func, select

from core.db import alone
from core.domain import versions
from core.domain.compiling import CannotCompile
from core.domain.versions import Enabled, Version
from core.models import ProcedureVersion
from core.services.desk import Desk, Missing, Refused, Stale


def timeline(desk: Desk) -> tuple[Version, ...]:
    """The approved versions in the order in which they begin to rule."""
    return versions.read(desk.tenant.versions)


def history(desk: Desk) -> tuple[ProcedureVersion, ...]:
    """The approved versions as they were made, newest first."""
    statement = select(ProcedureVersion).where(ProcedureVersion.state == "approved")
    return tuple(desk.db.scalars(statement.order_by(ProcedureVersion.number.desc())))


def numbered(desk: Desk, number: int) -> ProcedureVersion:
    """One approved version; `Missing` where there is none of this number."""
    found = next((one for one in history(desk) if one.number == number), None)
    if found is None:
        raise Missing(str(number))
    return found


def enabled_by(desk: Desk, number: int | None) -> Enabled:
    """What the approved version of this number runs; nothing where there is none."""
    return next((one.enabled for one in timeline(desk) if one.number == number), {})


def reserve(desk: Desk) -> None:
    """Make this transaction the only one of the authority that enters versions, and read what others have entered."""
    if not alone(desk.db, "procedure versions"):
        raise Stale(None)
    desk.db.refresh(desk.tenant)


def enter(desk: Desk, row: ProcedureVersion) -> ProcedureVersion:
    """Give a version its number, as approved by the actor at this moment, and let it rule from its first day on.

    `Refused` where it would not compile for that day. `reserve` first, where others may enter one too.
    """
    day = row.starts or desk.today
    try:
        compiled = desk.registry.procedure(row.enabled, max(day, desk.today)) if row.enabled else None
    except CannotCompile as refused:
        raise Refused(str(refused)) from refused
    row.number = (desk.db.scalar(select(func.max(ProcedureVersion.number))) or len(desk.tenant.versions)) + 1
    row.plugins = [list(pair) for pair in compiled.plugins] if compiled else []
    row.state = "approved"
    row.approved_by_id, row.approved_by = desk.actor.person_id or None, desk.actor.name
    row.approved_at = desk.now
    version = Version(number=row.number, starts=row.starts, enabled=row.enabled)
    desk.tenant.versions = [*desk.tenant.versions, version.row]
    desk.db.flush()
    starts = row.starts.isoformat() if row.starts else None
    desk.note("approved a version of the procedure", "procedure", row.id, number=row.number, starts=starts)
    return row


def entered(desk: Desk, enabled: Enabled, because: str, *, always: bool = False) -> ProcedureVersion:
    """A version that nobody prepared on a page, such as an operator's: in force from today, or from the beginning."""
    ruling = desk.version(desk.today)
    row = ProcedureVersion(
        enabled={name: dict(settings) for name, settings in enabled.items()},
        starts=None if always else desk.today,
        based_on=ruling.number if ruling else None,
        because=because,
        prepared_by_id=desk.actor.person_id or None,
        prepared_by=desk.actor.name,
        prepared_at=desk.now,
    )
    desk.db.add(row)
    return enter(desk, row)


def last_days(desk: Desk) -> dict[int, date]:
    """The last day that each version rules, by number, where another follows it; before its own first day for one that
    was corrected on the day it started."""
    inorder = timeline(desk)
    return {one.number: after.starts - timedelta(days=1) for one, after in pairwise(inorder) if after.starts}

"""The procedure of another authority, for somebody who is a member of both: that and nothing else of it is read."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.compiling import Procedure
from core.domain.days import local_day
from core.registry import Registry
from core.services import arriving, entering
from core.services.arriving import Choice
from core.services.desk import Desk, Missing


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another authority's procedure in force today; None where it has none, or where it does not answer."""

    slug: str
    name: str
    short: str
    procedure: Procedure | None


def others(url: str, here: str, user_id: str, now: datetime, stamp: str | None = None) -> list[Choice]:
    """The other authorities that this user may enter today, by name."""
    _, found = arriving.choices(url, user_id, local_day(now), stamp)
    return [one for one in found if one.slug != here]


def procedure_of(
    url: str, slug: str, user_id: str, registry: Registry, now: datetime, stamp: str | None = None
) -> Elsewhere:
    """What one of them follows today. `Missing` without a membership there, the same as for no such authority."""
    entered = entering.enter(url, slug, user_id, local_day(now), writes=False, stamp=stamp)
    if entered is None:
        raise Missing(slug)
    session, tenant, actor = entered
    with session:
        desk = Desk(db=session, tenant=tenant, actor=actor, registry=registry, now=now)
        desk.require("procedure.read")
        procedure = desk.procedure(desk.today)
        return Elsewhere(slug=tenant.id, name=tenant.name, short=tenant.short, procedure=procedure)

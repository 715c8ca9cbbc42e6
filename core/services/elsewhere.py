"""The procedure of another authority, for somebody who is a member of both: that and nothing else of it is read."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.compiling import Procedure
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


def others(desk: Desk, url: str) -> list[Choice]:
    """The other authorities that whoever acts may enter today in their session, by name."""
    if not desk.actor.elsewhere:
        return []
    _, found = arriving.choices(url, desk.actor.user_id, desk.today)
    return [one for one in found if one.slug != desk.tenant.id]


def procedure_of(url: str, slug: str, token: str, registry: Registry, now: datetime) -> Elsewhere:
    """What one of them follows today. `Missing` where the session with this token does not open it, the same as for no
    such authority."""
    entered = entering.enter_with(url, slug, token, now, writes=False)
    if entered is None:
        raise Missing(slug)
    with entered.db as session:
        tenant = entered.tenant
        desk = Desk(db=session, tenant=tenant, actor=entered.actor, registry=registry, now=now)
        desk.require("procedure.read")
        procedure = desk.procedure(desk.today)
        return Elsewhere(slug=tenant.id, name=tenant.name, short=tenant.short, procedure=procedure)

"""What each authority on this installation needs: a procedure that compiles with the plugins installed."""

from datetime import UTC, datetime

from sqlalchemy import select

from core import db
from core.domain import versions
from core.domain.compiling import CannotCompile
from core.domain.days import local_day
from core.models import Tenant
from core.registry import Registry
from core.services.deployment.finding import Finding, found
from core.settings import Settings


def procedures(settings: Settings) -> list[Finding]:
    """Compiled as pages compile them, today's version of each."""
    registry, today = Registry(settings.plugins), local_day(datetime.now(UTC))
    with db.session(settings.database_url, None) as session:
        tenants = session.scalars(select(Tenant).order_by(Tenant.id)).all()
    wrong = []
    for tenant in tenants:
        ruling = versions.ruling(versions.read(tenant.versions), today, today)
        if ruling and ruling.enabled:
            try:
                registry.procedure(ruling.enabled, today)
            except CannotCompile as fault:
                wrong.append(f"{tenant.id}: {fault}")
    return found("plugins", " ".join(wrong), f"compile for all {len(tenants)} authorities.")


def second_factors(settings: Settings) -> list[Finding]:
    """On by default; an operator may have turned it off for one authority."""
    with db.session(settings.database_url, None) as session:
        without = session.scalars(select(Tenant.id).where(Tenant.second_factor.is_(False)).order_by(Tenant.id)).all()
    wrong = f"off for {', '.join(without)}: a password alone opens children's records there." if without else ""
    return found("second factor", wrong, "is asked for in every authority.")


CHECKS = (("plugins", procedures), ("second factor", second_factors))

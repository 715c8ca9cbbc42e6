"""A new authority, with the first person who looks after it and their invitation: whatever else it needs, its own staff
enter from there. For the people who run the instance."""

import re
from datetime import datetime

from sqlalchemy import select

from core import db
from core.models import Person, PersonRole, Tenant, User
from core.registry import Registry
from core.services import admitting, opening
from core.services.desk import Actor, Desk, Refused
from core.services.keepers import KEEPS
from core.services.opening import Invited
from core.services.operating import reaching
from core.settings import Settings

SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
RESERVED = frozenset(
    {
        "accent", "accessibility", "account", "api", "authorities", "forgotten-password", "healthz", "help", "links",
        "metrics", "privacy", "readyz", "second-factor", "sign-in", "sign-out", "static",
    }
)  # fmt: skip
"""What addresses outside authorities begin with; a test holds it against them."""


def found(settings: Settings, slug: str, names: tuple[str, str], nation: str, keeper: Person, now: datetime) -> Invited:
    """Add the authority (`names` are the full and the short one) and `keeper`, a new person with the configuration.

    Their invitation; one without a token for somebody who signs in elsewhere already, and does so from now on here too.
    Refused with a sentence for a name in the address that is taken or cannot be one.
    """
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        raise Refused(f"'{slug}' cannot stand in an address: use 3 to 40 small letters, figures and hyphens, such as "
                      "westmarch.")  # fmt: skip
    if not names[0].strip() or not keeper.name.strip():
        raise Refused("Give the authority and whoever looks after it a name.")
    with reaching(settings), db.session(settings.database_url, slug, writes=True) as session:
        if session.get(Tenant, slug) is not None:
            raise Refused(f"There is an authority '{slug}' already.")
        tenant = Tenant(id=slug, name=names[0], short=names[1], nation=nation)
        session.add(tenant)
        session.flush()
        session.add(keeper)
        session.flush()
        session.add(PersonRole(person_id=keeper.id, role=KEEPS))
        session.flush()
        actor = Actor(user_id="", person_id="", name="Authorities command")
        desk = Desk(db=session, tenant=tenant, actor=actor, registry=Registry(settings.plugins), now=now)
        desk.note("added the authority", "authority", slug)
        if session.scalar(select(User.id).where(User.email == keeper.email.strip().lower())) is not None:
            made = Invited(email=admitting.admit(desk, keeper.email, keeper.email, keep=True).email)
        else:
            made = opening.invite(desk, keeper)
        session.commit()
        return made

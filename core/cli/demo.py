"""The demonstration: five fictional authorities, their people and a few children, made through the services.

Stories are told relative to today, so that a fresh instance always has something due. Building twice adds nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyotp import TOTP
from sqlalchemy import select

from core import db
from core.adapters.migrating import migrate
from core.adapters.sealing import seal
from core.audit.entries import Trail
from core.cli.demo_confided import TRY
from core.cli.demo_people import AUTHORITIES, FACTOR, PASSWORD, Authority
from core.cli.demo_stage import Stage
from core.cli.demo_stories import STORIES
from core.models import Membership, Person, PersonRole, Team, Tenant, User
from core.registry import Registry
from core.services import procedure_versions as versions
from core.services.entering import Passwords
from core.services.permissions import MANAGERS
from core.settings import Settings

BEGAN = 400
"""So many days ago each authority enabled its procedure."""
FIRST = "Our procedure, as adopted."


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """One way in, as printed."""

    authority: str
    slug: str
    plugins: tuple[str, ...]
    name: str
    title: str
    email: str


def build(settings: Settings, now: datetime | None = None) -> list[SignIn]:
    """Make what is not there yet, and answer with every sign-in. The database is migrated first."""
    now = now or datetime.now(UTC)
    migrate(settings.owner_url or settings.database_url)
    registry = Registry(settings.plugins)
    passwords = Passwords(settings.argon2_time_cost, settings.argon2_memory_kib)
    factor = seal(settings, FACTOR)
    for authority in AUTHORITIES:
        trail = Trail(at=now, actor_name="Demonstration", endpoint="mooring demo")
        with db.session(settings.database_url, authority.slug, writes=True, trail=trail) as session:
            if session.scalar(select(Tenant.id).where(Tenant.id == authority.slug)) is None:
                running = enabled(authority, registry)
                people(session, authority, passwords, factor=factor if authority.second_factor else "", since=now)
                if running:
                    stage = Stage(session=session, registry=registry, slug=authority.slug, now=now)
                    keeper = next(one.name for one in authority.people if "configuration" in one.roles)
                    versions.entered(stage.as_(keeper, BEGAN), running, FIRST, always=True)
                session.commit()
                for story in STORIES.get(authority.slug, ()):
                    story(Stage(session=session, registry=registry, slug=authority.slug, now=now))
                session.commit()
    return [
        SignIn(
            authority=a.name,
            slug=a.slug,
            plugins=tuple(enabled(a, registry)),
            name=p.name,
            title=p.title,
            email=p.email(a.slug),
        )
        for a in AUTHORITIES
        for p in a.people
        if p.signs_in
    ]


def enabled(authority: Authority, registry: Registry) -> dict[str, dict[str, Any]]:
    """The authority's own plugin with its settings, and the additions beside it as they come; those installed here."""
    wanted = {authority.plugin: dict(authority.settings)} | {name: {} for name in authority.additions}
    return {name: chosen for name, chosen in wanted.items() if name in registry.found}


def people(
    session: db.TenantSession, authority: Authority, passwords: Passwords, *, factor: str = "",
    since: datetime | None = None,
) -> None:  # fmt: skip
    """An authority with its staff, their roles, sign-ins and teams. `factor` is the sealed key of everybody's second
    factor, `since` when it was set up; "" for none."""
    session.add(
        Tenant(
            id=authority.slug,
            name=authority.name,
            short=authority.short,
            accent=authority.accent,
            second_factor=authority.second_factor,
        )
    )
    session.flush()
    known: dict[str, Person] = {}
    hashed = passwords.hash(PASSWORD)
    for one in authority.people:
        person = Person(
            name=one.name,
            title=one.title,
            team=one.team,
            email=one.email(authority.slug),
            employed_here=one.employed_here,
            operational=one.operational,
        )
        session.add(person)
        session.flush()
        known[one.name] = person
        for role in one.roles:
            session.add(PersonRole(person_id=person.id, role=role))
        if one.signs_in:
            user = session.scalar(select(User).where(User.email == one.email(authority.slug)))
            if user is None:
                user = User(email=one.email(authority.slug), name=one.name, password_hash=hashed)
                session.add(user)
                session.flush()
            if factor:
                user.factor, user.factor_since = factor, since
            session.add(Membership(user_id=user.id, tenant_id=authority.slug, person_id=person.id))
    for one in authority.people:
        if one.manager:
            known[one.name].manager_id = known[one.manager].id
    for name in dict.fromkeys(one.team for one in authority.people if one.team):
        lead = next((one for one in authority.people if one.team == name and MANAGERS & set(one.roles)), None)
        session.add(Team(name=name, manager_id=known[lead.name].id if lead else None))


def printed(sign_ins: list[SignIn]) -> str:
    """The sign-ins as a table for the terminal."""
    lines = []
    for slug in dict.fromkeys(s.slug for s in sign_ins):
        here = [s for s in sign_ins if s.slug == slug]
        running = f"runs {' and '.join(here[0].plugins)}" if here[0].plugins else "runs no plugin yet"
        lines += ["", f"{here[0].authority} ({running})"]
        lines += [f"  {s.email:<42} {s.name} ({s.title})" for s in here]
    lines += ["", f"Everybody's password is: {PASSWORD}"]
    asked = [a.name for a in AUTHORITIES if a.second_factor]
    lines += ["", f"{' and '.join(asked)} asks whoever works there for a second factor as well."]
    lines += [
        f"Add this key to an authenticator app: {FACTOR}",
        f"Or take the code of this moment: {TOTP(FACTOR).now()}",
    ]
    lines += ["", TRY]
    return "\n".join(lines)

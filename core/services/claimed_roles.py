"""Roles that come with single sign-on: brought in line at each sign-in with what the provider says of somebody.

Roles that people gave stay as they are, and what ADR 7 keeps apart stays apart: nobody comes by case work beside the
configuration because a provider says both. The decision is ADR 10.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Select, or_, select

from core.models import PersonRole
from core.services.desk import Desk
from core.services.keepers import KEEPS
from core.services.roles import OPENS_NO_RECORDS

OIDC = "oidc"
DAY = timedelta(days=1)


def follow(desk: Desk, person_id: str, claimed: Iterable[str]) -> None:
    """From today on the person holds, of the roles that come with single sign-on, those in `claimed` and no others."""
    standing = list(desk.db.scalars(_standing(desk).where(PersonRole.person_id == person_id)))
    given = {role.role for role in standing if role.through != OIDC}
    wanted = _apart(given, frozenset(claimed))
    for role in standing:
        if role.through == OIDC and role.role not in wanted:
            _end(desk, role)
    held = {role.role for role in standing if role.role in wanted and (role.since is None or role.since <= desk.today)}
    for key in sorted(wanted - held):
        desk.db.add(PersonRole(person_id=person_id, role=key, since=desk.today, through=OIDC))
        desk.note("got a role by single sign-on", "person", person_id, role=key, since=str(desk.today))
    desk.db.flush()


def end_all(desk: Desk) -> int:
    """End every role that came with single sign-on; how many there were."""
    found = list(desk.db.scalars(_standing(desk).where(PersonRole.through == OIDC)))
    for role in found:
        _end(desk, role)
    desk.db.flush()
    return len(found)


def _apart(given: frozenset[str] | set[str], claimed: frozenset[str]) -> frozenset[str]:
    """What of `claimed` goes beside the configuration, or the configuration beside it."""
    if KEEPS in given:
        return claimed & OPENS_NO_RECORDS
    if (given | claimed) - OPENS_NO_RECORDS:
        return claimed - {KEEPS}
    return claimed


def _end(desk: Desk, role: PersonRole) -> None:
    yesterday = desk.today - DAY
    role.until = max(yesterday, role.since - DAY) if role.since else yesterday
    desk.note("lost a role by single sign-on", "person", role.person_id, role=role.role, until=str(role.until))


def _standing(desk: Desk) -> Select[PersonRole]:
    return select(PersonRole).where(or_(PersonRole.until.is_(None), PersonRole.until >= desk.today))

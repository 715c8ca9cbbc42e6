"""Tokens for programs: made by whoever they act as, listed, and revoked. How one opens the door is in `token_entering`.

A token is shown once and kept as a hash. It may do what its scopes say and its maker may do at that moment, whichever
is less, so that nobody gives a program what they lack.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import Select, select

from core.models import ApiToken
from core.services.desk import Desk, Missing, Refused

PREFIX = "moor_"
USUAL, LONGEST = 90, 365
"""Days for which a token works."""
SCOPES = {
    "meeting.read": "Read the list of meetings",
    "procedure.read": "Read the procedure in force",
}
"""What programs may be let do: the permissions of the routes that are there for them, with words."""
SEE_ALL = frozenset({"configuration", "auditor"})


@dataclass(frozen=True, kw_only=True)
class Made:
    """A new token. `text` is it, for whoever made it to see once."""

    row: ApiToken
    text: str


def scopes(desk: Desk) -> list[tuple[str, str]]:
    """What the actor could let a program do: what is there for programs, and within their own permissions."""
    return [(key, words) for key, words in SCOPES.items() if desk.actor.may(key)]


def listed(desk: Desk) -> list[ApiToken]:
    """The tokens that work first, then by the day they were made, newest first. Configuration staff and auditors
    see everybody's, others their own."""
    found = desk.db.scalars(_mine(desk).order_by(ApiToken.made_at.desc(), ApiToken.id))
    return sorted(found, key=lambda one: one.state(desk.now) != "works")


def find(desk: Desk, token_id: str) -> ApiToken:
    """One of those that `listed` gives; `Missing` for any other."""
    found = desk.db.scalar(_mine(desk).where(ApiToken.id == token_id))
    if found is None:
        raise Missing(token_id)
    return found


def make(desk: Desk, name: str, wanted: Collection[str], days: int) -> Made:
    """A token that acts as the actor. Refused beyond what they may do themselves, and for more than a year."""
    desk.require("tokens.write")
    if not wanted or set(wanted) - dict(scopes(desk)).keys():
        raise Refused("Choose what the program may do, of what you may do yourself.", field="scopes")
    if not 1 <= days <= LONGEST:
        raise Refused(f"Enter a number of days between 1 and {LONGEST}.", field="days")
    text = PREFIX + token_urlsafe(32)
    row = ApiToken(
        name=name.strip(), person_id=desk.actor.person_id, made_by=desk.actor.name, made_at=desk.now,
        scopes=sorted(wanted), token_hash=hash_of(text), expires_at=desk.now + timedelta(days=days),
    )  # fmt: skip
    desk.db.add(row)
    desk.db.flush()
    desk.note("made an API token", "token", row.id, name=row.name, scopes=row.scopes, until=str(row.expires_at))
    return Made(row=row, text=text)


def revoke(desk: Desk, token: ApiToken, why: str) -> None:
    """From the next request on it opens nothing. Refused where it was revoked before, or without a reason."""
    desk.require("tokens.write")
    if not why.strip():
        raise Refused("Say why it is revoked.", field="why")
    desk.db.refresh(token, with_for_update=True)
    if token.revoked_at is not None:
        raise Refused(f"{token.revoked_by} has revoked it already.")
    _end(desk, token, why.strip())


def revoke_all(desk: Desk, person_id: str, why: str) -> None:
    """Whoever leaves leaves no program behind that acts as them, nor comes back with one."""
    theirs = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    for token in desk.db.scalars(theirs):
        _end(desk, token, why)


def hash_of(text: str) -> str:
    """What is stored of a token: it has 256 random bits, so that one hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def _mine(desk: Desk) -> Select[ApiToken]:
    every = select(ApiToken)
    return every if desk.actor.roles & SEE_ALL else every.where(ApiToken.person_id == desk.actor.person_id)


def _end(desk: Desk, token: ApiToken, why: str) -> None:
    token.revoked_at, token.revoked_because = desk.now, why
    token.revoked_by_id, token.revoked_by = desk.actor.person_id, desk.actor.name
    desk.db.flush()
    desk.note("revoked an API token", "token", token.id, name=token.name, because=why)

"""What somebody sees and changes of their own sign-in: password, second factor, recovery codes, sessions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import db
from core.domain import passwords as rules
from core.models import User, UserSession
from core.services import recovery, tries, user_sessions
from core.services.desk import Refused
from core.services.entering import Passwords
from core.services.user_sessions import Held

MAY_NOT = "You signed in with your authority’s own sign-in. To change this, sign in with your Mooring password."


@dataclass(frozen=True, kw_only=True)
class Account:
    """A sign-in as its owner sees it. `sessions` are those in force that can be ended from here, the latest first."""

    email: str
    name: str
    has_password: bool
    factor_since: datetime | None
    codes_left: int
    sessions: tuple[Held, ...]


def of(url: str, held: Held, now: datetime) -> Account:
    """The sign-in of whoever holds a session in force."""
    open_ones = select(UserSession).where(user_sessions.within_reach(held), UserSession.ended_at.is_(None))
    with db.session(url, None) as session:
        user = session.get_one(User, held.user_id)
        rows = session.scalars(open_ones.order_by(UserSession.begun_at.desc()))
        return Account(
            email=user.email,
            name=user.name,
            has_password=bool(user.password_hash),
            factor_since=user.factor_since,
            codes_left=recovery.left(session, held.user_id),
            sessions=tuple(one for row in rows if (one := user_sessions.held(row, now, asked=False))),
        )


def email_of(url: str, user_id: str) -> str:
    """The address of a user that is there."""
    with db.session(url, None) as session:
        return session.scalars(select(User.email).where(User.id == user_id)).one()


def confirm(url: str, passwords: Passwords, held: Held, password: str, now: datetime) -> None:
    """Whoever sits at this session has the password too. Raises `Refused` where not, `tries.TooMany` beyond the limit;
    for a session that an authority vouches for nothing of the sign-in itself is changed."""
    if held.only_in is not None:
        raise Refused(MAY_NOT)
    counted = tries.count(url, (tries.key("password again", held.user_id),), now)
    with db.session(url, None) as session:
        stored = session.get_one(User, held.user_id).password_hash
    if not passwords.fits(stored, password):
        raise Refused("This is not your password. Check it and try again.", field="password")
    tries.forgiven(url, counted)


def change_password(url: str, passwords: Passwords, held: Held, new: str, now: datetime) -> None:
    """Choose another password, after `confirm`; every other session ends. Raises `Refused` for one that will not do."""
    with db.session(url, None, writes=True) as session:
        choose(session, passwords, session.get_one(User, held.user_id), new)
        user_sessions.end_all(session, held.user_id, now, but=held.key)
        session.commit()


def choose(session: db.TenantSession, passwords: Passwords, user: User, new: str) -> None:
    """Set a sign-in's password. Raises `Refused` for one that will not do."""
    if sentence := rules.objection(new, name=user.name, email=user.email):
        raise Refused(sentence, field="new")
    user.password_hash = passwords.hash(new)
    session.flush()


def renew_codes(url: str, held: Held) -> list[str]:
    """Ten new recovery codes, after `confirm`; Refused without a second factor."""
    with db.session(url, None, writes=True) as session:
        if session.get_one(User, held.user_id).factor_since is None:
            raise Refused("Set up a second factor first.")
        codes = recovery.renewed(session, held.user_id)
        session.commit()
    return codes


def end_session(url: str, held: Held, key: str, now: datetime) -> bool:
    """End one of one's own sessions; False where it is none of those within reach."""
    own = select(UserSession).where(UserSession.id == key, user_sessions.within_reach(held))
    with db.session(url, None, writes=True) as session:
        row = session.scalar(own.where(UserSession.ended_at.is_(None)))
        if row is None:
            return False
        row.ended_at = now
        session.commit()
        return True


def end_others(url: str, held: Held, now: datetime) -> None:
    """Sign out everywhere else within reach."""
    with db.session(url, None, writes=True) as session:
        user_sessions.end_others(session, held, now)
        session.commit()

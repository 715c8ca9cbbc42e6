"""The second factor of a sign-in: codes of an authenticator app (TOTP of RFC 6238: six figures, 30 seconds), set up,
given and reset. The recovery codes beside it stand in `recovery`."""

from base64 import b32encode
from datetime import datetime, timedelta
from hmac import compare_digest

from pyotp import TOTP
from sqlalchemy import select, update

from core import db, metrics
from core.adapters.sealing import Unreadable, derived, seal, unseal
from core.db import TenantSession
from core.models import Membership, User
from core.services import recovery, tries, user_sessions
from core.services.desk import Refused
from core.services.user_sessions import Held
from core.settings import Settings

STEP = 30
ISSUER = "Mooring"
A_DAY, TRIES_A_DAY = timedelta(days=1), 50
"""Ten tries in five minutes alone would let somebody who has the password guess a code within months."""
BY_LINK = (
    "Your second factor was reset. To set up a new one, open the link that you were sent or given: a password alone "
    "does not open this page."
)
ELSEWHERE = (
    "You signed in with your authority’s own sign-in. To set up a second factor, sign in with your Mooring password."
)


OF_SEVERAL = (
    "You sign in to other authorities too, where this second factor would be asked for as well. Ask the people who run "
    "this instance for a link with which you set one up."
)


def is_set_up(url: str, user_id: str) -> bool:
    """Whether this sign-in has a second factor."""
    with db.session(url, None) as session:
        return session.scalar(select(User.factor_since).where(User.id == user_id)) is not None


def offered(settings: Settings, held: Held) -> str:
    """The secret that this session may set up: 160 bits in base 32. It is stored only once a code of it was given."""
    return b32encode(derived(settings, f"a second factor for the session {held.key}", 20)).decode("ascii")


def address(secret: str, email: str) -> str:
    """What an authenticator app reads from the picture: an `otpauth` address."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def why_not(url: str, held: Held) -> str:
    """Why the owner of this session may not set up a second factor in it; "" where they may."""
    with db.session(url, None) as session:
        return _objection(session, session.get_one(User, held.user_id), held)


def set_up(settings: Settings, held: Held, code: str, now: datetime) -> list[str]:
    """Keep the offered secret, which `code` shows to be in the app; new recovery codes. Every other session ends.

    Raises `Refused` with a sentence, for a code that does not fit too.
    """
    secret = offered(settings, held)
    step = _fitting(secret, code, now)
    with db.session(settings.database_url, None, writes=True) as session:
        user = session.get_one(User, held.user_id, with_for_update=True)
        if objection := _objection(session, user, held):
            raise Refused(objection)
        if step is None:
            raise Refused("This code does not fit. Enter the one that the app shows now.", field="code")
        user.factor, user.factor_since, user.factor_step = seal(settings, secret), now, step
        user.factor_by_link = False
        codes = recovery.renewed(session, user.id)
        user_sessions.end_all(session, user.id, now, but=held.key)
        session.commit()
    return codes


def given(settings: Settings, user_id: str, code: str, network: str, now: datetime) -> bool:
    """Whether `code` is one of the app's now, 30 seconds ago or in 30 seconds, and was not taken before.

    Raises `tries.TooMany` beyond the limits for the sign-in or the `network` address.
    """
    counted = _counted(settings.database_url, user_id, network, now)
    return _right(settings.database_url, counted, _taken(settings, user_id, code, now))


def recovered(url: str, user_id: str, code: str, network: str, now: datetime) -> bool:
    """Whether `code` is a recovery code of theirs that was not used; it is now. Limits as for `given`."""
    counted = _counted(url, user_id, network, now)
    return _right(url, counted, recovery.use(url, user_id, code, now))


def reset(session: TenantSession, user: User, now: datetime) -> None:
    """Take it away, with the recovery codes; every session ends. A password alone opens no way to a new one."""
    user.factor, user.factor_since, user.factor_by_link = "", None, True
    recovery.forget(session, user.id)
    user_sessions.end_all(session, user.id, now)


def _objection(session: TenantSession, user: User, held: Held) -> str:
    if user.factor_since is not None and held.second_factor_at is None:
        return "Enter a code of the second factor that you have first."
    if user.factor_by_link and not held.by_link:
        return BY_LINK
    if held.only_in is not None and (user.password_hash or user.factor_since is not None):
        return ELSEWHERE
    elsewhere = select(Membership.id).where(Membership.user_id == user.id, Membership.tenant_id != held.only_in)
    if held.only_in is not None and session.scalars(elsewhere.limit(1)).first() is not None:
        return OF_SEVERAL
    return ""


def _counted(url: str, user_id: str, network: str, now: datetime) -> list[str]:
    long = tries.count(url, (tries.key("factor in a day", user_id),), now, most=TRIES_A_DAY, within=A_DAY)
    return long + tries.count(url, (tries.key("factor", user_id), tries.key("factor address", network)), now)


def _right(url: str, counted: list[str], right: bool) -> bool:
    if right:
        tries.forgiven(url, counted)
    else:
        metrics.sign_in_failed("second_factor")
    return right


def _taken(settings: Settings, user_id: str, code: str, now: datetime) -> bool:
    with db.session(settings.database_url, None, writes=True) as session:
        user = session.get_one(User, user_id)
        step = _fitting(_secret(settings, user), code, now)
        if step is None:
            return False
        fresh = update(User).where(User.id == user_id, User.factor_step < step).values(factor_step=step)
        taken = session.scalar(fresh.returning(User.id))
        session.commit()
        return taken is not None


def _secret(settings: Settings, user: User) -> str:
    try:
        return unseal(settings, user.factor) if user.factor else ""
    except Unreadable:
        return ""


def _fitting(secret: str, code: str, now: datetime) -> int | None:
    """The latest step whose code this is, among now and its neighbours; None for any other code."""
    code = "".join(code.split())
    if not secret or not code.isascii():
        return None
    step, app = int(now.timestamp()) // STEP, TOTP(secret)
    return max((one for one in (step - 1, step, step + 1) if compare_digest(app.generate_otp(one), code)), default=None)

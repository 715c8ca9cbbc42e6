"""Taking away somebody's second factor because they have lost it, and the link with which they set up another.

Whoever does it learns no password, and whoever has the password gets no further without the link: neither alone enters.
"""

from datetime import datetime

from sqlalchemy import func, or_, select

from core.models import Membership, Person, User
from core.services import notices, second_factor, sign_in_links
from core.services.desk import Desk, Refused
from core.services.likeness import like_actor
from core.services.opening import Invited
from core.services.sign_in_links import FACTOR


def can_be(desk: Desk, person: Person) -> datetime | None:
    """Since when somebody who signs in here has a second factor; None where there is nothing to reset."""
    user = _user(desk, person)
    return user.factor_since if user else None


def reset(desk: Desk, person: Person, reason: str) -> Invited:
    """Reset it: every session of theirs ends, and they are told. Refused for oneself, without one, and for somebody who
    works elsewhere too, where it guards others' records as well."""
    if person.id == desk.actor.person_id or like_actor(desk, person):
        raise Refused("Somebody else resets your own second factor.")
    user = _user(desk, person)
    if user is None or user.factor_since is None:
        raise Refused(f"{person.name} has no second factor.")
    if _works_elsewhere(desk, user):
        raise Refused(
            f"{person.name} works for other authorities too. The people who run this instance reset the second factor, "
            "with `mooring sign-in-link --second-factor`."
        )
    second_factor.reset(desk.db, user, desk.now)
    desk.note("reset a second factor", "person", person.id, reason=reason)
    text = f"{desk.actor.name} reset your second factor: {reason}"
    notices.tell(desk, person.id, key=f"factor reset:{desk.now.isoformat()}", kind="sign-in", text=text)
    if not user.password_hash:
        user.factor_by_link = False  # without a password only their authority's single sign-on leads to a new one
        return Invited(email=user.email)
    token, until = sign_in_links.make(desk.db, FACTOR, desk.now, email=user.email, user=user, by=desk.actor.name)
    return Invited(email=user.email, token=token, until=until)


def _user(desk: Desk, person: Person) -> User | None:
    statement = select(User).join(Membership, Membership.user_id == User.id)
    return desk.db.scalar(statement.where(Membership.tenant_id == desk.tenant.id, Membership.person_id == person.id))


def _works_elsewhere(desk: Desk, user: User) -> bool:
    other = Membership.user_id == user.id, Membership.tenant_id != desk.tenant.id
    lasting = or_(Membership.until.is_(None), Membership.until >= desk.today)
    return bool(desk.db.scalar(select(func.count()).select_from(Membership).where(*other, lasting)))

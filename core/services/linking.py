"""An operator's link for somebody who cannot sign in, and whether an authority asks for a second factor: both for the
people who run the instance, who have the database in their hands already."""

from datetime import datetime

from sqlalchemy import select

from core import db
from core.models import User
from core.services import admitting, arriving, sign_in_links
from core.services.desk import Desk, Refused
from core.services.operating import reaching
from core.settings import Settings

NAME = "Sign-in command"


def link_for(settings: Settings, email: str, now: datetime, *, second_factor: bool) -> tuple[str, datetime]:
    """The token of a link with which the owner of this address chooses a new password, and until when it is good. With
    `second_factor` both they and the second factor they had end at once. Refused for an address that nobody has."""
    with reaching(settings), db.session(settings.database_url, None, writes=True) as session:
        user = session.scalar(select(User).where(User.email == email.strip().lower(), User.active))
        if user is None:
            raise Refused(f"Nobody signs in with {email}.")
        if second_factor:
            made = admitting.anew(session, user, now, by=NAME)
        else:
            made = sign_in_links.make(session, sign_in_links.PASSWORD, now, email=user.email, user=user, by=NAME)
        user_id = user.id
        session.commit()
    arriving.note(settings.database_url, user_id, "was given a link by the people who run this instance", now)
    return made


def ask_for_second_factor(desk: Desk, asked: bool) -> bool:
    """Whether the desk's authority is entered with a second factor only, from the next request on. False where it was
    so already."""
    desk.lock()
    if desk.tenant.second_factor == asked:
        return False
    desk.tenant.second_factor = asked
    desk.note(
        "asked for a second factor" if asked else "stopped asking for a second factor", "authority", desk.tenant.id
    )
    return True

"""What Mooring writes to somebody about their own sign-in: a link or a word of what changed, and nothing else."""

from datetime import datetime

from core.adapters.mail import Mail
from core.domain.days import british, clock, local_day
from core.settings import Settings

INVITATION = """\
{authority} has opened a sign-in to Mooring for you.

Open this link until {until}, choose a password and set up a second factor:

{link}

The link is good once. If you did not expect it, do nothing, and tell the people who look after roles there.
"""
PASSWORD = """\
Somebody asked for a new password for your sign-in to Mooring.

If it was you, open this link within an hour:

{link}

The link is good once. If it was not you, do nothing: your password stays as it is.
"""
FACTOR = """\
Your second factor for Mooring was reset, and you are signed out everywhere.

Open this link until {until}, give your password and set up another:

{link}

The link is good once. If you did not ask for this, tell the people who look after roles in your authority.
"""
CHANGED = """\
{what}

If it was not you, tell the people who look after roles in your authority at once.
"""


def address(settings: Settings, token: str) -> str:
    """The address of a link. It begins with this instance's configured origin, and with nothing where there is none:
    what a request says of its host is never believed."""
    return f"{settings.public_url}/links/{token}"


def moment(at: datetime | None) -> str:
    """When a link ends, in words: 14 March 2026, 13:30."""
    return f"{british(local_day(at))}, {clock(at)}" if at else "now"


def invitation(settings: Settings, to: str, token: str, authority: str, until: datetime | None) -> Mail:
    """The way in for somebody new."""
    text = INVITATION.format(authority=authority, until=moment(until), link=address(settings, token))
    return Mail(to=to, subject="Your invitation to Mooring", text=text)


def password(settings: Settings, to: str, token: str) -> Mail:
    """The way to another password, for whoever asked for it."""
    return Mail(to=to, subject="A new password for Mooring", text=PASSWORD.format(link=address(settings, token)))


def reset(settings: Settings, to: str, token: str, until: datetime | None) -> Mail:
    """The way to a new second factor."""
    text = FACTOR.format(until=moment(until), link=address(settings, token))
    return Mail(to=to, subject="Set up your second factor for Mooring again", text=text)


def changed(to: str, what: str) -> Mail:
    """That something of their sign-in changed. `what` is a sentence."""
    return Mail(to=to, subject="Your sign-in to Mooring has changed", text=CHANGED.format(what=what))

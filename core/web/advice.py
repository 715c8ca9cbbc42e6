"""What the pages of recommendations and of actions share: who may write what a meeting asks for, from which theme it
comes, and what a stale form is told."""

from core.services import minutes
from core.services.desk import Missing
from core.services.permissions import NotAllowed
from core.web.opened import Opened
from core.web.requests import desk

STALE = "Somebody else has changed this since you opened it. Look again before you save."


def may_write(here: Opened) -> bool:
    """Whether this person may add or change what the meeting asks for now."""
    return here.file.reader.keeps_record and here.case.meeting.agreed_on is None


def require_keeper(here: Opened) -> None:
    """Those who keep the record write what it asks for."""
    if not here.file.reader.keeps_record:
        raise NotAllowed("The chair, the minute taker and whoever arranges the meeting write what it asks for.")


def require_reader(here: Opened) -> None:
    """`Missing` for whoever may read neither a part of the record nor an output with recommendations."""
    if not here.file.readable_parts and not any("recommendations" in o.sections for o in here.file.outputs):
        raise Missing


def theme_choices(here: Opened) -> list[tuple[str, str]]:
    """The themes that this person may read, with their part where there are several."""
    titles = {part.key: part.title for part in here.file.parts}
    return [
        (one.id, f"{titles[one.part]}: {one.title}" if here.several else one.title)
        for one in minutes.themes(desk(), here.case)
        if one.part in here.file.readable_parts
    ]


def theme_id(here: Opened, title: str) -> str:
    """The choice that stands for a theme's title; "" where there is none."""
    return next((ref for ref, words in theme_choices(here) if words.endswith(title)), "") if title else ""


def first_part(here: Opened) -> str:
    """The part that something without a theme belongs to."""
    return str(here.file.readable_parts[0])


def role_here(here: Opened, person_id: str) -> str:
    """The role by which somebody takes an action on: the one they were asked in, or have for the child."""
    asked = (i.role for i in here.file.invitations if i.person_id == person_id and not i.left_out)
    held = (c.role for c in here.file.people.case if c.person_id == person_id)
    return next((role for role in (*asked, *held) if role), "")

"""The child's school: when they began there, and each change from one school to another with its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from core.domain.days import british
from core.models import Child, SchoolChange
from core.services.desk import Desk, Refused

MOVED, SAME = "moved", "same"
"""What another name means: another school, or the same one under its right name."""


def of(desk: Desk, child: Child) -> list[SchoolChange]:
    """The changes recorded for a child, newest first."""
    statement = select(SchoolChange).where(SchoolChange.child_id == child.id)
    return list(desk.db.scalars(statement.order_by(SchoolChange.day.desc(), SchoolChange.at.desc())))


def check(desk: Desk, child: Child, values: Mapping[str, Any], meaning: str) -> None:
    """Refused where the school's new name does not say what it means, or the days do not fit."""
    since = values.get("school_since")
    if since is not None:
        _refuse_day(desk, child, since)
    if not _renamed(child, values):
        return
    if meaning not in (MOVED, SAME):
        raise Refused("Say whether this is another school or the same one.", field="school_change")
    if meaning == MOVED and since is None:
        raise Refused("Enter the day on which the child changed school.", field="school_since")
    if meaning == MOVED and child.school_since is not None and since is not None and since <= child.school_since:
        raise Refused(
            f"The child began at the last school on {british(child.school_since)}. Enter the day of the change.",
            field="school_since",
        )


def note(desk: Desk, child: Child, values: Mapping[str, Any], meaning: str) -> SchoolChange | None:
    """Keep a change of school, before the child's own row is changed; None where there is none."""
    if meaning != MOVED or not _renamed(child, values):
        return None
    change = SchoolChange(
        child_id=child.id, day=values["school_since"], before=child.school, after=values["school"],
        recorded_by_id=desk.actor.person_id, recorded_by=desk.actor.name, at=desk.now,
    )  # fmt: skip
    desk.db.add(change)
    return change


def _renamed(child: Child, values: Mapping[str, Any]) -> bool:
    """Whether a school that was recorded has another name now; a first name is no change."""
    return "school" in values and child.school != "" and values["school"] != child.school


def _refuse_day(desk: Desk, child: Child, since: date) -> None:
    if since > desk.today:
        raise Refused("Enter a day that is not in the future.", field="school_since")
    if child.born is not None and since < child.born:
        raise Refused("The child was not born on this day. Check it.", field="school_since")

"""A disruption meeting that is proposed while one version of the procedure rules, and those it may be moved to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.domain.versions import Version
from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.scenes import all_authorities

ENDED = date(2026, 2, 16)
LONG = {"long_term": True, "matched_at_panel": True, "commissioned": False, "until_independence": False}


@pytest.fixture
def registry() -> Registry:
    return all_authorities()


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker and team manager of an authority that runs A."""
    return enroll("wexcombe", "Nadia Okafor", enabled={"authority_a": {}})


def versions(desk: Desk, *plugins: Any, starts: date = date(2026, 3, 1)) -> None:
    """These plugins one after the other: the first from the beginning, each other from `starts` on."""
    rows = [one if isinstance(one, dict) else {one: {}} for one in plugins]
    desk.tenant.versions = [
        Version(number=n, starts=None if n == 1 else starts, enabled=enabled).row for n, enabled in enumerate(rows, 1)
    ]
    desk.db.flush()


def proposed(desk: Desk) -> Any:
    """The case of a disruption meeting, proposed after an unplanned ending of 16 February 2026."""
    from core.services import deciding, endings, meetings

    people = made.staffed(desk)
    mother = made.person(desk, "Denise Quill", staff=False)
    around = {"social_worker": people["worker"], "iro": people["iro"], "parent": mother}
    child = made.child(desk, team="North 2", education="school", care_plan="long_term_foster", people=around)
    ended = made.ended(desk, child, ENDED, about=LONG)
    meeting = deciding.convene(desk, endings.weigh(desk, ended, child), "disruption")
    return meetings.find(desk, meeting.id)


def target(desk: Desk, case: Any, number: int = 2) -> Any:
    from core.services import moving

    return next(one for one in moving.targets(desk, case) if one.version.number == number)


def standing(desk: Desk, case: Any) -> dict[str, Any]:
    """Everything that is asked for at a meeting as things stand: id -> (group, title)."""
    from core.services import moving_preview, moving_rows

    rows = moving_preview.rows_of(desk, case)
    found: dict[str, Any] = {part.id: ("part", part.title) for part in rows.parts}
    every: tuple[Any, ...] = (*rows.invitations, *rows.tasks, *rows.themes, *rows.outputs)
    for one in (one for one in every if not moving_rows.set_aside(one)):
        kind = getattr(
            one, "kind", {"Invitation": "person", "Minute": "theme", "Output": "output"}.get(type(one).__name__)
        )
        found[one.id] = (kind, getattr(one, "title", None) or one.role)
    return found

"""A child of a story and where they have lived: homes, carers and endings, made through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.cli.demo_stage import Stage
from core.cli.england.staffing import mark
from core.models import Child, Ending, Placement
from core.services import placements

LASTED = (410, 150, 95, 230, 60, 320)
"""How many days each home but the last lasted, again from the beginning after the sixth."""
LONG_TERM: dict[str, Any] = {"long_term": True, "matched_at_panel": True, "emergency": False}


@dataclass(frozen=True, kw_only=True)
class Story:
    """`ago` is how many days ago the last thing happened; copies happen up to `weeks` earlier. Of a thousand children
    about `of_thousand` have it."""

    tell: Callable[["Told"], None]
    homes: int
    ago: int
    reach: int = 0
    weeks: int = 0
    of_thousand: int = 10


@dataclass(frozen=True, kw_only=True)
class Told:
    """A story being told of one child: `worker` and the others are marks of people by role."""

    stage: Stage
    story: Story
    people: dict[str, str]
    number: int

    @property
    def worker(self) -> str:
        """The child's social worker."""
        return self.people["social_worker"]


def living(told: Told) -> tuple[Child, Placement]:
    """A child with their homes so far, of which the last still lasts on the story's day."""
    last = max(told.story.ago, 0) + 260
    ago = last + sum(_lasted(n) for n in range(told.story.homes - 1))
    people = {role: who for role, who in told.people.items() if role != "supervising_social_worker"}
    child = told.stage.child(
        mark(f"local {told.number}"), mark("child"), date(2012, 6, 15), people=people,
        in_care_since=told.stage.day(ago), care_plan="long_term_foster", education="school", school="Millbrook School",
    )  # fmt: skip
    child.team = mark("team")
    desk = told.stage.as_(told.worker, ago)
    home = placements.start(desk, child, started=told.stage.day(ago), **home_of(told, 1))
    _carers(told, child, home, 1)
    for number in range(1, told.story.homes):
        ago -= _lasted(number - 1)
        last_ending = end(told, child, home, unplanned=number % 3 == 1, ago=ago, number=number + 1)
        told.stage.history(last_ending)
        home = told.stage.next_home(last_ending)
    return child, home


def _lasted(number: int) -> int:
    return LASTED[number % len(LASTED)]


def home_of(told: Told, number: int) -> dict[str, Any]:
    """Where a child lives: a foster family, for every fourth home a house with staff; the last is for the long term."""
    residential = number % 4 == 0 and number < told.story.homes
    facts = LONG_TERM if number >= told.story.homes else {"long_term": False, "emergency": number % 3 == 1}
    return {
        "carer": mark(f"house {number}" if residential else f"family {number}"), "carer_ref": mark(f"ref {number}"),
        "kind": "residential" if residential else "foster", "provider": "in_house",
        **facts,
    }  # fmt: skip


def _carers(told: Told, child: Child, home: Placement, number: int) -> None:
    if home.kind == "residential":
        told.stage.cast(child, "keyworker", mark(f"keyworker {number}"), home)
        return
    told.stage.cast(child, "foster_carer", mark(f"carer {number}"), home)
    if supervising := told.people.get("supervising_social_worker"):
        told.stage.cast(child, "supervising_social_worker", supervising, home)


def end(
    told: Told, child: Child, home: Placement, *, unplanned: bool | None = True, ago: int | None = None,
    number: int = 0, planned: Placement | None = None,
) -> Ending:  # fmt: skip
    """A home that ended so many days ago, and the one after it."""
    ago, number = told.story.ago if ago is None else ago, number or told.story.homes + 1
    how = placements.HowItEnded(
        day=told.stage.day(ago), unplanned=unplanned, abrupt=False if unplanned else None, complaint=False,
        notice_by_carer=unplanned, what_happened="The carers asked for the placement to end." if unplanned else "",
    )  # fmt: skip
    to = home_of(told, number)
    known: dict[str, Any] = {
        name: to.pop(name) for name in ("long_term", "matched_at_panel", "emergency") if name in to
    }
    after = placements.NextHome(**to, facts=known, as_planned=planned)
    found = placements.end(told.stage.as_(told.worker, ago, "20:00"), home, child, how, next_home=after)
    _carers(told, child, told.stage.next_home(found), number)
    return found

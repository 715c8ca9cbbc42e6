"""Scenes for the tests of arranging a meeting: an ending under authority A or B, and its meeting proposed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

ENDED = date(2026, 3, 13)


@dataclass
class Scene:
    """A proposed meeting, by ids; `people` by what they are (see `factories.staffed`), name to id."""

    page: SignedInPage
    meeting: str
    ending: str
    child: str
    people: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The page on which the meeting is arranged."""
        return f"/meetings/{self.meeting}/convening"

    def day(self, day: str, part: str = "main", **more: str) -> Any:
        """Save a day for a part."""
        return self.page.post(f"{self.path}/parts/{part}/day", {"day": day, "starts": "13:30", "ends": "15:30"} | more)

    def text(self) -> str:
        """The page as it stands."""
        return self.page.get(self.path).text


def scene(page: SignedInPage, desk: Desk, kind: str, *, child: dict[str, Any] | None = None, **ending: Any) -> Scene:
    """An unplanned ending on 13 March 2026, and this kind of meeting proposed by the member."""
    from core.services import deciding, endings

    people = made.staffed(desk)
    iro = people["iro"]
    around = {"social_worker": people["worker"], "iro": iro, "adoption_social_worker": people["adoption_worker"]}
    mother = made.person(desk, "Denise Quill", staff=False)
    found = made.child(desk, team="North 2", people=around | {"parent": mother}, **(child or {}))
    ended = made.ended(desk, found, ENDED, **ending)
    carer = made.person(desk, "Hannah Pryor", staff=False)
    role = "adopter" if ending.get("about", {}).get("kind") == "adoption" else "foster_carer"
    made.case_role(desk, found, carer, role, placement_id=ended.placement_id)
    weighed = endings.weigh(desk, ended, found)
    meeting = deciding.convene(desk, weighed, kind)
    made_up = Scene(page, meeting.id, ended.id, found.id, {key: one.id for key, one in people.items()})
    desk.db.commit()
    return made_up

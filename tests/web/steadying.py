"""A scene for the tests of support plans: a concern under authority C, and the stability meeting it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

TODAY = date(2026, 3, 16)


@dataclass
class Scene:
    """A child with in-house foster carers and a concern; `people` by what they are, name to id."""

    page: SignedInPage
    desk: Desk
    child: str
    placement: str
    concern: str
    meeting: str
    people: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> str:
        """The meeting's own page."""
        return f"/meetings/{self.meeting}"

    def post(self, address: str, **data: Any) -> Any:
        """A form of a page."""
        return self.page.post(address, data)

    def plan(self, aim: str = "Bertie sleeps at home.") -> str:
        """Begin the meeting's plan; the address of its page."""
        answer = self.page.post(f"{self.at}/plan", {"aim": aim})
        assert answer.status == 303, answer.text[:3000]
        return str(answer.location)

    def support(self, where: str, text: str, owner: str = "", **more: str) -> Any:
        """One more line of the plan, seen to by somebody of `people`."""
        data = {"text": text, "owner": self.people[owner] if owner else ""} | more
        return self.page.post(f"{where}/supports", data)

    def agreed(self, *, interval: str = "3", unit: str = "weeks") -> str:
        """A plan with two supports, agreed; the address of its page."""
        where = self.plan()
        self.support(where, "One weekend off a month", "supervising", due="28 3 2026")
        self.support(where, "Phone agreement", "worker", how_often="Each Sunday")
        answer = self.page.post(f"{where}/interval", {"interval": interval, "unit": unit})
        assert answer.status == 303, answer.text[:3000]
        return where

    def hold(self, meeting: str, on: date) -> None:
        """Arrange a meeting for a day, convene it, and record that everybody came."""
        from core.services import chairs, convening, holding, meetings, scheduling

        desk = self.desk
        desk.db.expire_all()
        case = meetings.find(desk, meeting)
        for part in scheduling.parts_of(desk, case.meeting):
            scheduling.set_day(desk, case, part.key, day=on, starts="16:30")
        chairs.choose(desk, case, self.people["fostering"])
        convening.hear_child(desk, case, "attends", "Bertie comes for the second half.")
        for one in convening.invitations_of(desk, case):
            if not one.name:
                convening.change(desk, case, one, {"left_out": "Nobody holds this role"})
        convening.convene(desk, case)
        came = {one.id for one in convening.invitations_of(desk, case) if not one.left_out}
        holding.hold(desk, case, "main", on=on, attended=came)
        desk.db.commit()


def scene(page: SignedInPage, desk: Desk, *, held: bool = True, about: dict[str, Any] | None = None) -> Scene:
    """A concern raised today, its stability meeting proposed, and held today unless told otherwise."""
    from core.services import concern_deciding, concerns

    people = made.staffed(desk)
    people["fostering"] = made.person(
        desk, "Ines Calder", title="Fostering team manager", roles=("fostering_team_manager",)
    )
    people["supervising"] = made.person(
        desk, "Hugo Lind", title="Supervising social worker", roles=("supervising_social_worker",)
    )
    around = {"social_worker": people["worker"], "supervising_social_worker": people["supervising"]}
    found = made.child(desk, team="North 2", education="school", people=around)
    facts: dict[str, Any] = {"kind": "foster", "provider": "in_house", "long_term": True} | (about or {})
    home = made.placement(desk, found, date(2025, 9, 24), **facts)
    carer = made.person(desk, "Ada Marlowe", staff=False)
    made.case_role(desk, found, carer, "foster_carer", placement_id=home.id)
    said = {"day": TODAY, "source": "Ada Marlowe", "worry": "He has stayed away.", "going_well": "The dog.",
            "words": "Ask me first.", "tried": "", "doubted": None}  # fmt: skip
    weighed = concerns.record(desk, home, found, said)
    meeting = concern_deciding.convene(desk, weighed, "stability")
    desk.db.commit()
    ids = {key: one.id for key, one in people.items()}
    set_up = Scene(page, desk, found.id, home.id, weighed.concern.id, meeting.id, ids)
    if held:
        set_up.hold(meeting.id, TODAY)
    return set_up


def texts(page: SignedInPage, addresses: Sequence[str]) -> list[str]:
    """Several pages as they stand."""
    return [page.get(address).text for address in addresses]

"""Planning a placement on the pages of authority A, step by step, for a child who has no placement yet."""

from collections.abc import Callable

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import Answer, SignedInPage

HOME = {"carer": "Fernbeck", "kind": "residential", "provider": "agency", "out_of_area": "no"}


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin, and B's, which asks nothing of a start."""
    return Registry(("authority_a", "authority_b"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def child(desk: Desk) -> str:
    """Bertie Quill, whose social worker is Nadia Okafor; no placement yet."""
    people = made.staffed(desk)
    mother = made.person(desk, "Denise Quill", staff=False)
    around = {"social_worker": people["worker"], "iro": people["iro"], "parent": mother}
    found = made.child(desk, team="North 2", people=around, education="school")
    desk.db.commit()
    return found.id


def starts(page: SignedInPage, child: str, day: str, at: str = "", **more: str) -> str:
    """The address of the planning page of a placement recorded on the child's page."""
    answer = page.post(f"/children/{child}/placements/first", HOME | {"started": day, "at": at} | more)
    assert answer.status == 303, answer.text
    return answer.location.replace("/wexcombe", "")


def arranges(page: SignedInPage, planning: str) -> str:
    """The address of the meeting that is arranged from the planning page."""
    answer = page.post(f"{planning}/meeting", {"kind": "planning"})
    assert answer.status == 303, answer.text
    return answer.location.replace("/wexcombe", "").replace("/convening", "")


def dated(page: SignedInPage, meeting: str, day: str, starts: str = "10:00", **more: str) -> Answer:
    """The answer to choosing a day."""
    return page.post(f"{meeting}/convening/parts/main/day", {"day": day, "starts": starts} | more)


def convenes(page: SignedInPage, desk: Desk, meeting: str) -> Answer:
    """Everything answered as staff would, and the invitations recorded."""
    from core.services import convening, meetings

    first = {"ask_settled_with": "Moira Kell, manager of Fernbeck", "ask_format": "In person"}
    assert page.post(f"{meeting}/convening/first", first).status == 303
    assert page.post(f"{meeting}/convening/chair", {"chair": desk.actor.person_id}).status == 303
    assert page.post(f"{meeting}/convening/voice", {"voice": "attends"}).status == 303
    desk.db.expire_all()
    case = meetings.find(desk, meeting.rsplit("/", 1)[1])
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role"})
    desk.db.commit()
    return page.post(f"{meeting}/convening", {})

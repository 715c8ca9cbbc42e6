"""What a person's page tells of the past, and who stands above and below them."""

from core.models import Event
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock
from tests.fixtures.page import SignedInPage
from tests.web.keeping import keeper, rows, staff

__all__ = ["keeper"]


def test_changes_of_a_person_say_what_stood_there_before(keeper: SignedInPage, desk: Desk, clock: Clock) -> None:
    sam, ada = made.person(desk, "Sam Whitlock"), made.person(desk, "Ada Bright")
    owen = staff(desk, team="North 2", title="Social worker", manager_id=sam.id, email="owen@wexcombe.example")
    entry = {"name": "Owen Hale", "team": "South 1", "title": "Senior social worker", "manager_id": ada.id,
             "email": "owen@wexcombe.example", "employed_here": "yes", "operational": "yes"}  # fmt: skip

    keeper.post(f"/people/{owen.id}", entry)
    clock.forward(minutes=5)
    keeper.post(f"/people/{owen.id}/roles", {"role": "social_worker", "since": "16 3 2026"})
    clock.forward(minutes=5)
    keeper.post(f"/people/{owen.id}/sign-in")
    clock.forward(minutes=5)
    keeper.post(f"/people/{owen.id}/leave", {"heir": ada.id})
    clock.forward(minutes=5)
    keeper.post(f"/people/{owen.id}/return", {})

    text = keeper.get(f"/people/{owen.id}/history").text
    for said in (
        "Team: North 2 → South 1", "Job title: Social worker → Senior social worker",
        "Line manager: Sam Whitlock → Ada Bright", "Social worker from 16 March 2026",
        "With the address owen@wexcombe.example", "Left", "Works here again",
    ):  # fmt: skip
        assert said in text, said
    assert "Work email address:" not in text
    heads = [part.split("<")[0] for part in text.split('moj-timeline__title">')[1:]]
    assert heads[:2] == ["Works here again", "Left"] or heads[0] == "Works here again"
    assert text.count("by Nadia Okafor") == len(heads)
    assert "moj-timeline" in keeper.get(f"/people/{owen.id}").text


def test_an_older_change_without_values_says_so(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk)
    desk.note("changed a member of staff", "person", owen.id, fields=["team", "title"])
    desk.db.commit()

    assert "Team, Job title; what stood there before was not kept then" in keeper.get(f"/people/{owen.id}").text


def test_the_line_shows_who_stands_above_and_below(keeper: SignedInPage, desk: Desk) -> None:
    top = made.person(desk, "Sunita Rao", title="Service manager")
    middle = made.person(desk, "Sam Whitlock", title="Group manager", manager_id=top.id)
    owen = made.person(desk, "Owen Hale", manager_id=middle.id)
    made.person(desk, "Kit Marsh", manager_id=owen.id)
    made.person(desk, "Gone Away", manager_id=middle.id, active=False)
    desk.db.commit()

    text = keeper.get(f"/people/{middle.id}").text.partition('class="mo-line"')[2].partition("</aside>")[0]

    assert text.index("Sunita Rao") < text.index("Sam Whitlock") < text.index("Owen Hale")
    assert "manages 1" in text
    assert "Kit Marsh" not in text
    assert "Gone Away" not in text


def test_the_manager_of_those_who_are_passed_on_stands_in_their_history(keeper: SignedInPage, desk: Desk) -> None:
    owen, heir = made.person(desk, "Owen Hale"), made.person(desk, "Kit Marsh")
    under = staff(desk, "Sal Wren", manager_id=owen.id)

    keeper.post(f"/people/{owen.id}/leave", {"heir": heir.id})

    assert "Line manager: Owen Hale → Kit Marsh" in keeper.get(f"/people/{under.id}").text
    assert "Passed on to Kit Marsh" in keeper.get(f"/people/{owen.id}").text
    assert [e.verb for e in rows(keeper, Event, about_id=under.id)] == ["changed a member of staff"]

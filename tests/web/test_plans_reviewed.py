"""A support plan of authority C from the meeting that agrees it, through its reviews; who chairs and contributes."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from core.services.desk import Desk
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.web.steadying import Scene, scene
from tests.web.supported import held, member, registry

__all__ = ["held", "member", "registry"]


def next_meeting(text: str) -> str:
    """The review that a plan's page leads to."""
    found = re.search(r"/meetings/([0-9a-f]{32})/convening", text)
    assert found, "no review is proposed"
    return found[1]


def test_c02_a_plan_names_its_core_professionals_and_the_review_is_agreed_in_the_meeting(held: Scene) -> None:
    page = held.page
    assert "Agree the support plan" in page.get(held.at).text
    assert "Begin the plan" in page.get(f"{held.at}/plan").text
    where = held.plan()
    early = held.post(f"{where}/interval", interval="3", unit="weeks")
    assert early.status == 422
    assert "Add at least one support before the plan is agreed" in early.text
    nobody = held.support(where, "One weekend off a month")
    assert nobody.status == 422
    assert "Choose the core professional who sees to it" in nobody.text
    assert held.support(where, "One weekend off a month", "supervising", due="28 3 2026").status == 303

    assert held.post(f"{where}/interval", interval="3", unit="weeks").status == 303

    assert "Agree the support plan" not in page.get(held.at).text
    text = page.get(where).text
    assert "Bertie sleeps at home." in text
    assert "Hugo Lind" in text
    assert "28 March 2026" in text
    assert "Monday 6 April 2026" in text
    assert "Meeting on 16 March 2026, plus 3 weeks, is 6 April 2026" in text
    assert "Easter Monday: the last working day before it is 2 April 2026" in text
    assert "He has stayed away." in text
    assert "C02a" in text
    assert "C02c" in text
    work = page.get("/work").text
    assert "Review the plan: support plan" in work
    overview = page.get(f"/children/{held.child}").text
    assert "Next review 6 April 2026" in overview


def test_c02_the_review_is_there_to_convene_wanted_by_its_day(held: Scene) -> None:
    where = held.agreed()

    text = held.page.get(f"/meetings/{next_meeting(held.page.get(where).text)}/convening").text

    assert "Convene a review of the support plan" in text
    assert "Wanted by <b>Monday 6 April 2026</b>" in text


@pytest.mark.parametrize(
    ("interval", "unit", "said"),
    [
        ("0", "days", "Agree an interval from 1 to 365 days"),
        ("400", "days", "Agree an interval from 1 to 365 days"),
        ("13", "months", "13 months is 395 days"),
        ("", "weeks", "Enter the interval"),
        ("soon", "weeks", "must be a whole number"),
        ("3", "years", "Choose days, weeks or months from those offered"),
    ],
)
def test_c02_an_interval_outside_what_can_be_agreed_says_what_to_enter(
    held: Scene, interval: str, unit: str, said: str
) -> None:
    where = held.plan()
    held.support(where, "One weekend off a month", "supervising")

    answer = held.post(f"{where}/interval", interval=interval, unit=unit)

    assert answer.status == 422
    assert said in answer.text
    assert "/convening" not in held.page.get(where).text.split('id="reviews"')[1]


@pytest.mark.parametrize(
    ("interval", "unit", "day"),
    [("1", "days", "17 March 2026"), ("12", "months", "16 March 2027"), ("52", "weeks", "15 March 2027")],
)
def test_c02_the_shortest_and_the_longest_interval_can_be_agreed(
    held: Scene, interval: str, unit: str, day: str
) -> None:
    assert day in held.page.get(held.agreed(interval=interval, unit=unit)).text


def test_c02_an_interval_agreed_anew_moves_the_one_review(held: Scene) -> None:
    where = held.agreed()
    first = next_meeting(held.page.get(where).text)
    version = re.findall(r'name="version" value="(\d+)"', held.page.get(where).text)[-1]

    held.post(f"{where}/interval", interval="10", unit="days", version=version)

    text = held.page.get(where).text
    assert next_meeting(text) == first
    assert "Thursday 26 March 2026" in text
    assert held.page.get("/work").text.count("Review the plan: support plan</b>") == 1


def test_c02_reviews_recur_until_the_plan_is_closed_each_showing_what_changed(
    held: Scene, clock: Clock, member: Member, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    where = held.agreed()
    review = next_meeting(held.page.get(where).text)
    later(held, clock, lambda: sign_in_as(member), days=21)
    held.hold(review, date(2026, 4, 6))
    line = re.findall(rf"{where}/supports/([0-9a-f]+)", held.page.get(where).text)
    ended = {"text": "Phone agreement", "owner": held.people["worker"], "state": "ended", "because": "It works."}
    assert held.post(f"{where}/supports/{line[1]}", **ended, version="1").status == 303
    given = {"text": "One weekend off a month", "owner": held.people["worker"], "state": "given"}
    assert held.post(f"{where}/supports/{line[0]}", **given, progress="Booked.", version="1").status == 303
    held.support(where, "College on Fridays", "", owner_name="Tess Marlow", owner_role="Virtual school")

    text = held.page.get(where).text
    changed = text.split('id="changed"')[1].split("</section>")[0]
    assert "Since the meeting of 16 March 2026" in changed
    assert "Ended: Phone agreement" in changed
    assert "It works." in changed
    assert "Passed on: One weekend off a month" in changed
    assert "Hugo Lind → Nadia Okafor" in changed
    assert "Begun: One weekend off a month" in changed
    assert "Added: College on Fridays" in changed
    assert "Tess Marlow" in changed
    assert text.index('id="changed"') < text.index('id="supports"')

    answer = held.post(f"{where}/interval", interval="1", unit="months")
    assert answer.status == 303, answer.text[:3000]
    text = held.page.get(where).text
    third = next_meeting(text)
    assert third != review
    assert "6 May 2026" in text
    assert "What changed" in text.split('id="reviews"')[1]
    closing = held.post(f"{where}/closing", outcome="plan_closed", because="He sleeps at home every night.")
    assert closing.status == 303, closing.text[:3000]
    text = held.page.get(where).text
    assert "This plan was closed on 6 April 2026" in text
    assert "He sleeps at home every night." in text
    assert "Not held" in held.page.get(f"/children/{held.child}/meetings").text
    assert "Review the plan" not in held.page.get("/work").text
    assert "Concerns and support" not in held.page.get(f"/children/{held.child}").text
    assert "Closed" in held.page.get(f"/concerns/{held.concern}").text


def later(held: Scene, clock: Clock, page: Callable[[], SignedInPage], *, days: int) -> None:
    """Some days on: the desk of that day, and a browser signed in on it."""
    clock.forward(days=days)
    held.desk.now, held.page = clock.now, page()
    held.desk.__dict__.pop("calendar", None)


def test_c03_a_fostering_team_manager_chairs_and_a_supervising_social_worker_with_a_reason(
    page: SignedInPage, desk: Desk
) -> None:
    unheld = scene(page, desk, held=False)
    where = f"{unheld.at}/convening"
    text = page.get(where).text.split('id="chair"')[1]
    assert "C03a" in text
    assert "C03b" in text
    assert re.search(r"Ines Calder.{0,900}?Yes", text, re.S)
    assert re.search(r"Hugo Lind.{0,900}?With a reason", text, re.S)

    without = page.post(f"{where}/chair", {"chair": unheld.people["supervising"]})
    assert without.status == 422
    assert "Record why Hugo Lind should chair" in without.text
    reason = "Nine years of practice; the manager knows neither carer."
    chosen = page.post(f"{where}/chair", {"chair": unheld.people["supervising"], "chair_reason": reason})
    assert chosen.status == 303
    assert reason in page.get(where).text
    assert page.post(f"{where}/chair", {"chair": unheld.people["fostering"]}).status == 303


def test_c04_everyone_who_contributes_is_listed_with_the_clause(page: SignedInPage, desk: Desk) -> None:
    unheld = scene(page, desk, held=False)

    text = page.get(f"{unheld.at}/convening").text.split('id="people"')[1]

    for name in (
        "Nadia Okafor",
        "Bertie Quill",
        "Ada Marlowe",
        "Hugo Lind",
        "Virtual school",
        "Children in care nurse",
    ):
        assert name in text
    assert "C04" in text

"""Authority B's adoption meeting, one process in two parts, in a real browser: two days, two lists, two records."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor

FIRST = "First meeting, with the prospective adopters"
SECOND = "Second meeting, professionals only"
LUCY, RUTH = re.compile("Lucy Barnard"), re.compile("Ruth Ames")


@pytest.mark.parametrize("live", ["sqlite", "postgresql"], indirect=True)
def test_an_adoption_meeting_is_held_in_two_parts(live: Live, visitor: Callable[..., Visitor]) -> None:
    lucy = visitor("brackwater").sign_in("Lucy Barnard")
    decide_to_convene(lucy)
    say_what_was_tried(lucy)
    choose_the_days(lucy)
    choose_the_chair(lucy)
    settle_both_lists(lucy)
    send_the_invitations(lucy)

    live.clock.now = datetime(2026, 3, 20, 16, 0, tzinfo=UTC)
    michael = visitor("brackwater").sign_in("Michael Dunne")
    hold(michael, FIRST, came=("Elspeth Mowbray", "Hannah Carey", "Joel Carey", "Lucy Barnard", "Ruth Ames"))
    michael.follow("Agenda and minutes")
    write(michael, "Why it ended, without blame", "Everybody had hoped for longer.")

    live.clock.now = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    michael.sign_in("Michael Dunne")
    hold(michael, SECOND, came=("Elspeth Mowbray", "Lucy Barnard", "Ruth Ames"))
    michael.follow("Agenda and minutes")
    write(michael, "What could go another way next time", "Ask about respite before the first summer.")

    agree(visitor("brackwater").sign_in("Elspeth Mowbray"))
    record = circulate(michael)
    minutes = record.partition("/outputs/")[0] + "/minutes"
    look_from_outside(visitor("brackwater").sign_in("Farah Siddiqui"), record, minutes)
    look_as_a_professional(lucy.sign_in("Lucy Barnard"))


def decide_to_convene(lucy: Visitor) -> None:
    """The decision waits in her work; the page says what the procedure makes of the ending."""
    lucy.see_heading("My work")
    lucy.page.get_by_role("row").filter(has_text="Isla Renshaw").get_by_role("link").first.click()
    lucy.see_heading("An adoption disruption meeting should be held")
    lucy.see("Adoption did not come about", "other than as planned", "23 March to 6 April 2026")
    lucy.choose("What do you want to do?", "Convene an adoption disruption meeting")
    lucy.press("Continue")
    lucy.see_heading("Convene an adoption disruption meeting")
    lucy.see("2 meetings, each with its own people.")


def say_what_was_tried(lucy: Visitor) -> None:
    """What comes first: the attempts to sustain the placement."""
    first = lucy.page.locator("#first")
    tried = "Respite each month, and therapy for the family."
    lucy.fill("What was tried to sustain the placement", tried, first)
    lucy.press("Save what is asked first", first)
    expect(first.get_by_label("What was tried to sustain the placement")).to_have_value(tried)


def choose_the_days(lucy: Visitor) -> None:
    """The first meeting before the window, with a judgement of each team; the second inside it."""
    date = lucy.page.locator("#date")
    early = date.get_by_role("region", name=f"Part 1: {FIRST}")
    lucy.fill("Meeting date", "20 3 2026", early)
    lucy.fill("Starts", "10:00", early)
    lucy.press("Save this date", early)
    expect(early).to_contain_text("Professional judgement on timing")
    expect(early).to_contain_text("This day is outside the window, 23 March 2026 to 6 April 2026.")
    for number, name in enumerate(("Michael Dunne", "Farah Siddiqui")):
        early.get_by_label("Whose judgement it is").nth(number).fill(name)
        early.get_by_label("The judgement").nth(number).fill("The family moves abroad on Monday and wants to be heard.")
    lucy.press("Save this date", early)
    expect(early).to_contain_text("Friday 20 March 2026, 10:00.")
    expect(date.get_by_text("The family moves abroad on Monday")).to_have_count(2)

    second = date.get_by_role("region", name=f"Part 2: {SECOND}")
    lucy.fill("Meeting date", "19 3 2026", second)
    lucy.fill("Starts", "14:00", second)
    lucy.press("Check this date", second)
    expect(second).to_contain_text("Outside the window")
    lucy.fill("Meeting date", "31 3 2026", second)
    lucy.press("Save this date", second)
    expect(second).to_contain_text("Tuesday 31 March 2026, 14:00.")
    expect(second).to_contain_text("Inside the window")


def choose_the_chair(lucy: Visitor) -> None:
    """Usually somebody independent of the authority; who works in its teams takes a reason."""
    chair = lucy.page.locator("#chair")
    considered = chair.get_by_role("row")
    expect(considered.filter(has_text="Elspeth Mowbray")).to_contain_text("Yes")
    expect(considered.filter(has_text="Farah Siddiqui")).to_contain_text("With a reason")
    chair.get_by_role("radio", name="Elspeth Mowbray").check()
    lucy.press("Save chair", chair)
    expect(chair).to_contain_text("Elspeth Mowbray is to chair.")


def settle_both_lists(lucy: Visitor) -> None:
    """Two lists: the family is in the first meeting only, and the page says so of the second."""
    people = lucy.page.locator("#people")
    first = people.get_by_role("region", name="People in part 1")
    second = people.get_by_role("region", name="People in part 2")
    for name in ("Hannah Carey", "Joel Carey", "Dawn Renshaw", "Lucy Barnard", "Ruth Ames"):
        expect(first.get_by_role("table")).to_contain_text(name)
    for name in ("Lucy Barnard", "Ruth Ames"):
        expect(second.get_by_role("table")).to_contain_text(name)
    expect(second.get_by_role("table")).not_to_contain_text("Carey")
    absent = second.get_by_text("Not in part 2:").locator("xpath=..")
    for name in ("Hannah Carey", "Joel Carey", "Isla Renshaw", "Dawn Renshaw"):
        expect(absent).to_contain_text(name)
    lucy.choose("How Isla will be heard", "Isla sends views another way", people)
    lucy.fill("What was arranged, or tried", "Drawings from play therapy.", people)
    lucy.press("Save how Isla will be heard", people)
    expect(lucy.page.locator("#check")).not_to_contain_text("To do")


def send_the_invitations(lucy: Visitor) -> None:
    """Everything is in order."""
    lucy.press("Mark as invited and convene", lucy.page.locator("#check"))
    lucy.see_heading("Adoption disruption meeting: Isla Renshaw")
    lucy.see("In 2 parts: 20 March 2026 and 31 March 2026.", "Convened", "Elspeth Mowbray")
    lucy.see("The family moves abroad on Monday and wants to be heard.")


def open_the_meeting(someone: Visitor, whose: str = "") -> None:
    """From the list of meetings."""
    someone.follow("Meetings")
    if whose:
        someone.pick("Whose meetings", whose)
        someone.press("Show")
    row = someone.page.locator("main").get_by_role("row").filter(has_text="Isla Renshaw")
    row.get_by_role("link").first.click()
    someone.see_heading("Adoption disruption meeting: Isla Renshaw")


def hold(someone: Visitor, part: str, came: tuple[str, ...]) -> None:
    """On the part's own day, by whoever arranges it."""
    open_the_meeting(someone, "Everyone I can see")
    someone.follow(part, someone.page.locator("#stages"))
    someone.see_heading("Record that it was held")
    someone.say_who_came(*came)
    someone.press("Save")
    someone.see_heading("Adoption disruption meeting: Isla Renshaw")
    someone.see("people came")


def write(someone: Visitor, theme: str, text: str) -> None:
    """One theme of the record, saved as it is written."""
    box = someone.page.get_by_role("textbox", name=theme)
    box.fill(text)
    expect(someone.page.locator(f"[id='{box.get_attribute('id')}-status']")).to_contain_text("Saved at")


def agree(elspeth: Visitor) -> None:
    """The chair agrees each record on its own."""
    open_the_meeting(elspeth)
    for part in (FIRST, SECOND):
        elspeth.agree_the_minutes(part)
    elspeth.follow("Agenda and minutes")
    expect(elspeth.page.get_by_text("Agreed by Elspeth Mowbray on 31 March 2026.")).to_have_count(2)


def circulate(michael: Visitor) -> str:
    """The first record goes to everybody who came to it, the second to the two social workers only; its address."""
    open_the_meeting(michael, "Everyone I can see")
    michael.follow("Check circulation")
    michael.press("Prepare the circulation")
    second = michael.page.get_by_role("table", name="Record of the second meeting: recipients")
    expect(second.locator("tbody").get_by_role("rowheader")).to_have_text([LUCY, RUTH])
    for title in ("Record of the first meeting", "Record of the second meeting", "Action plan for the child"):
        table = michael.page.get_by_role("table", name=f"{title}: recipients")
        michael.press(f"I have read the list: keep everyone on it {title}")
        expect(table).not_to_contain_text("To look at")
    michael.press("Send to those checked")
    expect(second).to_contain_text("Sent Tuesday 31 March 2026, 17:00 by Michael Dunne")
    expect(michael.page.get_by_text("To hand over")).to_have_count(4)
    address = michael.page.get_by_role("link", name="Record of the second meeting").first.get_attribute("href")
    assert address
    return address


def look_from_outside(farah: Visitor, record: str, minutes: str) -> None:
    """Somebody outside its audience: the second record does not exist, whatever they try."""
    open_the_meeting(farah, "Everyone I can see")
    expect(farah.page.locator("main")).not_to_contain_text("Record of the second meeting")
    expect(farah.page.locator("main")).not_to_contain_text("Ask about respite before the first summer.")
    for address in (record, minutes):
        assert "Ask about respite" not in farah.page.request.get(f"{farah.live.url}{address}").text()
    assert farah.page.request.get(f"{farah.live.url}{record}").status == 404


def look_as_a_professional(lucy: Visitor) -> None:
    """Whoever is in the audience of both reads both, each on its own."""
    open_the_meeting(lucy)
    lucy.follow("Record of the second meeting")
    lucy.see_heading("Record of the second meeting")
    lucy.see("Ask about respite before the first summer.", "Agreed by Elspeth Mowbray on 31 March 2026")
    expect(lucy.page.locator("main")).not_to_contain_text("Everybody had hoped for longer.")

"""Authority A from a yearly return to a finished action, in a real browser: what a social worker and a chair see."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import FilePayload, expect

from tests.fixtures.live import Live
from tests.fixtures.ssda903 import EPISODES, HEADER, csv_bytes, episode, header
from tests.fixtures.visitor import Visitor
from tests.journeys.arranging import PRIYA, arrange_the_meeting

CHILD = (header("R-7041", "05/05/2013"),)
MOVES = (
    episode("02/02/2024", "S", "U5", "10/11/2025", "X1", "OTHER", child="R-7041"),
    episode("10/11/2025", "P", "U6", child="R-7041", post="ZZ2 2BB"),
)


@pytest.mark.parametrize("live", ["sqlite", "postgresql"], indirect=True)
def test_a_return_is_imported_and_a_meeting_held_and_followed_up(live: Live, visitor: Callable[..., Visitor]) -> None:
    priya = visitor("aldermere").sign_in(PRIYA)
    import_the_return(priya)
    meet_the_child(priya)
    record_the_ending(priya)
    read_what_applies(priya)
    arrange_the_meeting(priya)
    gather_the_papers(priya)

    live.clock.now = datetime(2026, 4, 14, 16, 0, tzinfo=UTC)
    priya.sign_in(PRIYA)
    hold_it(priya)
    write_the_minutes(priya)
    agree_on_an_action(priya)

    live.clock.forward(days=2)
    janet = visitor("aldermere").sign_in("Janet Okonjo")
    agree_and_circulate(janet)

    finish_the_action(priya.sign_in(PRIYA))


def import_the_return(priya: Visitor) -> None:
    """Upload, see what was found, load, and open the child that came with it."""
    priya.follow("Imports")
    priya.see_heading("Imports")
    priya.page.get_by_label("CSV files of the return").set_input_files([
        FilePayload(name="episodes 2025.csv", mimeType="text/csv", buffer=csv_bytes(MOVES, EPISODES)),
        FilePayload(name="header 2025.csv", mimeType="text/csv", buffer=csv_bytes(CHILD, HEADER)),
    ])  # fmt: skip
    priya.press("Upload and check")
    priya.see("Add 1 child and 2 placements")
    priya.press("Load 1 child")
    priya.see("What loading did", "Added 1 child and 2 placements")

    priya.follow("Children")
    search = priya.page.get_by_role("search", name="Children")
    priya.fill("Child’s name or ID", "R-7041", search)
    priya.press("Find", search)
    priya.follow("R-7041", priya.page.locator("#children"))
    priya.see_heading("Child R-7041")
    priya.see("In care since 2 February 2024", "1 move in the last 6 months")


def meet_the_child(priya: Visitor) -> None:
    """A return knows no names: the worker adds the child's, and the people round the child."""
    priya.page.get_by_role("link", name="Change").filter(has_text="details").click()
    priya.fill("Name", "Wren Halloran")
    priya.press("Save")
    priya.see_heading("Wren Halloran")
    for role, person in (
        ("Social worker", PRIYA),
        ("Independent reviewing officer", "Grace Tembo"),
        ("Supervising social worker", "Dilys Vaughan"),
        ("Foster carer", ""),
    ):
        priya.follow("Add somebody")
        priya.pick("What they are to Wren", role)
        known = priya.page.get_by_label("Somebody known here")
        if person:
            known.select_option(value=known.locator("option").filter(has_text=person).get_attribute("value"))
        else:
            priya.fill("Or a new person’s name", "Gwen Tarrant")
        priya.press("Add")
        priya.see_heading("Wren Halloran")
    priya.see(PRIYA, "Manager: Sam Whitlock")


def record_the_ending(priya: Visitor) -> None:
    """Asked for in the morning, ended in the evening; whether it was an emergency placement nobody has said."""
    priya.follow("Record a placement change")
    priya.see_heading("Record a placement ending")
    priya.fill("Date", "13 3 2026")
    priya.fill("Time, if known", "18:30")
    priya.choose("Was this ending unplanned?", "Yes, it was unplanned")
    priya.fill("Day of request", "13/3/2026")
    priya.fill("Time of request", "09:10")
    priya.choose("Is there a complaint about a carer?", "No")
    priya.fill("What led up to the ending, in a few sentences", "The carers asked in the morning for a move that day.")
    priya.choose("Where is Wren living now?", "In a new home")
    priya.fill("Carers or home", "Ashby family")
    priya.pick("Kind of home", "Foster care", priya.page.get_by_role("group", name="The new home"))
    priya.press("Save and check the procedure")
    priya.see("Placement ending recorded")


def read_what_applies(priya: Visitor) -> None:
    """Which clauses apply and why; what cannot be told yet is answered, and the procedure checked again."""
    priya.see("that cannot be told yet", "A fact that nobody has recorded is not read as “no”.")
    needs = priya.page.locator("#needs")
    expect(needs).to_contain_text("Asked for and ended within 24 hours")
    priya.choose("Was it an emergency placement?", "No", needs)
    priya.choose("Had a panel matched the placement?", "No", needs)
    priya.press("Save and check again")
    priya.see_heading("A disruption meeting should be held")
    priya.see("9 h 20 min later.", "It was not an emergency placement.", "27 March to 24 April 2026")
    expect(priya.page.locator("#needs")).to_have_count(0)
    clause = priya.page.get_by_role("link", name="Read this section").first
    expect(clause).to_have_attribute("href", "/aldermere/procedure#A07d")
    priya.choose("What do you want to do?", "Convene a disruption meeting")
    priya.press("Continue")
    priya.see_heading("Convene a disruption meeting")


def gather_the_papers(priya: Visitor) -> None:
    """Papers come in one by one; one is not to be had, and it says why."""
    priya.follow("Pack")
    priya.see("Papers for the chair")
    rows = priya.page.locator("#papers tbody tr")
    expect(rows.first).to_be_visible()
    why = {"Received": "", "Not available": "The earlier authority holds it."}
    for number in range(rows.count()):
        row = rows.nth(number)
        fold = priya.unfold("Record", row)
        state = "Not available" if number == 0 else "Received"
        priya.choose("Where it stands", state, fold)
        priya.fill("If not available, why", why[state], fold)
        fold.get_by_role("button", name="Save").click()
        expect(rows.nth(number)).to_contain_text(state)
    expect(rows.first).to_contain_text("The earlier authority holds it.")


def hold_it(priya: Visitor) -> None:
    """On the day itself: who came, and when. Wren sent views and was not there."""
    priya.follow("Meetings")
    priya.page.locator("main").get_by_role("row").filter(has_text="Wren Halloran").get_by_role("link").first.click()
    priya.follow("Hold the meeting")
    priya.see_heading("Record that it was held")
    expect(priya.page.get_by_label("Day it took place")).to_have_value("14/4/2026")
    priya.say_who_came(
        "Janet Okonjo", "Moira Halloran", "Sam Whitlock", "Gwen Tarrant", "Dilys Vaughan", "Ashby family", PRIYA
    )
    priya.press("Save")
    priya.see_heading("Disruption meeting: Wren Halloran")
    priya.see("Held Tuesday 14 April 2026.", "people came", "Due 28 April 2026")


def write_the_minutes(priya: Visitor) -> None:
    """Each theme saves itself; what was written stands there when the page is opened again."""
    priya.follow("Agenda and minutes")
    texts = {
        "Life in the placement": "Wren settled, and liked the walks with the dog.",
        "How it ended": "Support was asked for in January and came in March.",
        "Now, and what comes next": "Wren stays at the same school and sees Gwen each month.",
    }
    for theme, text in texts.items():
        box = priya.page.get_by_role("textbox", name=theme)
        status = priya.page.locator(f"[id='{box.get_attribute('id')}-status']")
        expect(status).to_have_text("Not started")
        box.fill(text)
        expect(status).to_contain_text("Saved at 17:00 by you")
    priya.page.reload()
    for theme, text in texts.items():
        expect(priya.page.get_by_role("textbox", name=theme)).to_have_value(text)
    expect(priya.page.locator("#agree-main")).to_contain_text("Janet Okonjo, who chaired, agrees the minutes.")


def agree_on_an_action(priya: Visitor) -> None:
    """What somebody takes on, by a day; and what a body is asked."""
    priya.follow("Actions")
    priya.fill("What is to be done", "Arrange monthly visits to Gwen Tarrant")
    who = priya.page.get_by_label("Who will do it")
    who.select_option(value=who.locator("option").filter(has_text=PRIYA).first.get_attribute("value"))
    priya.fill("By which day", "8 5 2026")
    priya.press("Add the action")
    row = priya.page.get_by_role("row").filter(has_text="Arrange monthly visits")
    expect(row).to_contain_text("Not started")
    priya.follow("Recommendations", priya.page.locator("main"))
    priya.fill("Recommendation", "Offer respite before carers ask for it")
    priya.fill("Which body it goes to", "Corporate parenting board")
    priya.press("Add the recommendation")
    expect(priya.page.get_by_role("row").filter(has_text="Offer respite")).to_contain_text("Corporate parenting board")


def agree_and_circulate(janet: Visitor) -> None:
    """The chair agrees; each recipient is looked at, and only then the record goes out."""
    janet.follow("Meetings")
    janet.page.locator("main").get_by_role("row").filter(has_text="Wren Halloran").get_by_role("link").first.click()
    janet.agree_the_minutes()
    janet.see_heading("Disruption meeting: Wren Halloran")
    janet.press("Prepare the circulation")
    look_at_each_recipient(janet)


def look_at_each_recipient(janet: Visitor) -> None:
    """One is taken out with a reason, the others are kept; whoever does not sign in is handed a print."""
    minutes = janet.page.get_by_role("table", name="Minutes: recipients")
    expect(minutes.get_by_text("To look at", exact=True)).to_have_count(11)
    expect(janet.page.get_by_role("button", name="Send to those checked")).to_have_count(0)
    fold = janet.unfold("Keep or take out", minutes.get_by_role("row").filter(has_text="Ashby family"))
    janet.fill("If taken out, why", "They did not know Wren then.", fold)
    fold.get_by_role("button", name="Take out").click()
    expect(minutes).to_contain_text("Taken out: They did not know Wren then.")
    for title, left in (("Minutes", "2 recipients still to look at."), ("Recommendations", "12 recipients checked.")):
        janet.press(f"I have read the list: keep everyone on it {title}")
        janet.see(left)
    janet.press("Send to those checked")
    expect(minutes.get_by_role("row").filter(has_text=PRIYA)).to_contain_text(
        "Sent Thursday 16 April 2026, 17:00 by Janet Okonjo"
    )
    for person in ("Gwen Tarrant", "Moira Halloran", "Corporate parenting board", "PORG"):
        row = janet.page.get_by_role("row").filter(has=janet.page.get_by_role("rowheader", name=person))
        expect(row).to_contain_text("To hand over")
        fold = janet.unfold("Say how it was handed over", row)
        janet.fill("How it was handed over", "In person", fold)
        fold.get_by_role("button", name="Save").click()
        expect(row).to_contain_text("Handed over: In person")
    janet.follow("Stages")
    janet.see("Circulated", "6 of 6 complete")


def finish_the_action(priya: Visitor) -> None:
    """The action stands on the worker's list until it is done."""
    priya.see("Arrange monthly visits to Gwen Tarrant")
    priya.follow("Arrange monthly visits to Gwen Tarrant")
    priya.see_heading("Disruption meeting: Wren Halloran")
    row = priya.page.get_by_role("row").filter(has_text="Arrange monthly visits")
    for report, done, said in (
        ("First visit agreed for Saturday.", False, "In progress"),
        ("Monthly visits are in both diaries.", True, "Done 16 April 2026, Priya Nandakumar"),
    ):
        fold = priya.unfold("Report on it", row)
        priya.fill("How far it is", report, fold)
        fold.get_by_label("It is done").set_checked(done)
        fold.get_by_role("button", name="Save").click()
        expect(row).to_contain_text(said)
        expect(row).to_contain_text(report)
    priya.follow("My work")
    expect(priya.page.locator("main")).not_to_contain_text("Arrange monthly visits")

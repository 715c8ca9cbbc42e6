"""Authority D from an ending to the review panel's agenda and the monthly report, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor
from tests.journeys.arranging import (
    choose_day_and_chair,
    circulate_to_all,
    hear_the_child,
    hold_with_everybody,
    leave_out_whoever_is_not_named,
)

KIRSTY, HESTER = "Kirsty Lowe", "Hester Vane"
MEETING = "Disruption meeting"


def test_d01_d02_d06_d07_an_ending_reaches_the_panel_and_the_monthly_report(
    live: Live, visitor: Callable[..., Visitor]
) -> None:
    kirsty = visitor("dunmoor").sign_in(KIRSTY)
    record_the_ending(kirsty)
    convene(kirsty)

    live.clock.now = datetime(2026, 4, 16, 16, 0, tzinfo=UTC)
    hester = visitor("dunmoor").sign_in(HESTER)
    hold_with_everybody(hester, "Isaac Wren", MEETING, "16/4/2026")
    write_and_recommend(hester)
    hester.agree_the_minutes()
    hester.press("Prepare the circulation")
    circulate_to_all(hester)
    send_to_the_panel(hester)

    wendy = visitor("dunmoor").sign_in("Wendy Marlin")
    put_on_the_agenda(wendy)
    live.clock.now = datetime(2026, 5, 6, 16, 0, tzinfo=UTC)
    record_the_outcome(wendy.sign_in("Wendy Marlin"))

    asha = visitor("dunmoor").sign_in("Asha Bedi")
    issue_the_report(asha)
    read_the_report(visitor("dunmoor").sign_in("Moira Quayle"))


def record_the_ending(kirsty: Visitor) -> None:
    """A long-term home ended early and without a plan."""
    kirsty.follow("Children")
    kirsty.follow("Isaac Wren", kirsty.page.locator("main"))
    kirsty.follow("Record a placement change")
    kirsty.see_heading("Record a placement ending")
    kirsty.fill("Date", "13 3 2026")
    kirsty.choose("Was this ending unplanned?", "Yes, it was unplanned")
    kirsty.fill("What led up to the ending, in a few sentences", "The family could not go on after the winter.")
    kirsty.choose("Where is Isaac living now?", "In a new home")
    kirsty.fill("Carers or home", "Moss family")
    kirsty.pick("Kind of home", "Foster care", kirsty.page.get_by_role("group", name="The new home"))
    kirsty.press("Save and check the procedure")
    kirsty.see_heading("A disruption meeting should be held")
    kirsty.see("13 April to 24 April 2026")


def convene(kirsty: Visitor) -> None:
    """An independent reviewing officer chairs, inside the month to six weeks."""
    kirsty.choose("What do you want to do?", "Convene a disruption meeting")
    kirsty.press("Continue")
    kirsty.see_heading("Convene a disruption meeting")
    choose_day_and_chair(kirsty, "16 4 2026", "Thursday 16 April 2026", HESTER)
    hear_the_child(kirsty, "Isaac", "Isaac sends views another way")
    leave_out_whoever_is_not_named(kirsty, "Isaac")
    kirsty.press("Mark as invited and convene", kirsty.page.locator("#check"))
    kirsty.see_heading(f"{MEETING}: Isaac Wren")


def write_and_recommend(hester: Visitor) -> None:
    """The first theme lists where Isaac lived; what is recommended goes to the panel."""
    hester.follow("Agenda and minutes")
    box = hester.page.get_by_role("textbox").first
    status = hester.page.locator(f"[id='{box.get_attribute('id')}-status']")
    box.fill("Isaac lived with the Alders for three years and calls them family.")
    expect(status).to_contain_text("Saved at")
    hester.follow("Recommendations", hester.page.locator("main"))
    hester.page.get_by_label("Recommendation", exact=False).first.fill("Offer respite before the third winter")
    hester.press("Add the recommendation")
    hester.see("Offer respite before the third winter")


def send_to_the_panel(hester: Visitor) -> None:
    """Exactly the minutes go to the panel's administrator."""
    hester.follow("Stages")
    hester.follow("Send to the panel")
    hester.see("The panel reads these papers and nothing else")
    hester.page.get_by_role("button", name="Send to the").click()
    hester.see("Sent")


def put_on_the_agenda(wendy: Visitor) -> None:
    """The administrator sees the item, opens its one paper, and gives a date; a date before the meeting is refused."""
    wendy.follow("Panel")
    wendy.see_heading("Children's Review Panel queue")
    row = wendy.page.get_by_role("row").filter(has_text="Isaac Wren")
    field = row.get_by_label("Panel date for Isaac Wren")
    field.fill("1 4 2026")
    row.get_by_role("button", name="Save").click()
    expect(row.locator(".govuk-error-message")).to_contain_text("meeting")
    row.get_by_label("Panel date for Isaac Wren").fill("5 5 2026")
    row.get_by_role("button", name="Save").click()
    wendy.see("5 May 2026")
    wendy.follow("Isaac Wren")
    wendy.follow("Minutes")
    wendy.see("Isaac lived with the Alders for three years and calls them family.")


def record_the_outcome(wendy: Visitor) -> None:
    """What the panel made of it, and of the recommendation."""
    wendy.follow("Panel")
    wendy.follow("Isaac Wren")
    wendy.fill("Day the panel considered it", "5 5 2026")
    wendy.fill("What the panel decided", "The panel thanks everybody and takes up the recommendation.")
    wendy.page.get_by_role("radio", name="Accepted").first.check()
    wendy.press("Record outcome")
    wendy.see("The panel thanks everybody and takes up the recommendation.")


def issue_the_report(asha: Visitor) -> None:
    """April's report is made from the records and issued."""
    asha.follow("Reports")
    asha.press("Make the report for April 2026: Monthly report on disruptions")
    asha.see_heading("Monthly report on disruptions")
    asha.see("April 2026", "1 disruption meeting was held")
    asha.press("Issue this report")
    asha.see("Issued on 6 May 2026 by Asha Bedi")
    expect(asha.page.locator("main")).not_to_contain_text("Isaac")


def read_the_report(moira: Visitor) -> None:
    """A manager to whom it is addressed reads it."""
    moira.follow("Reports")
    moira.follow("April 2026")
    moira.see("1 disruption meeting was held")

"""Authority A's road from an ending to a convened meeting in a browser that runs no script."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.fixtures.visitor import Visitor
from tests.journeys.arranging import choose_a_chair, choose_a_day


def test_a_meeting_is_convened_without_a_script(visitor: Callable[..., Visitor]) -> None:
    priya = visitor("aldermere", java_script_enabled=False).sign_in("Priya Nandakumar")
    record_noahs_ending(priya)
    priya.choose("What do you want to do?", "Convene a disruption meeting")
    priya.press("Continue")
    priya.see_heading("Convene a disruption meeting")
    choose_a_day(priya)
    choose_a_chair(priya)
    people = priya.page.locator("#people")
    priya.choose("How Noah will be heard", "Noah comes to all or part of the meeting", people)
    priya.press("Save how Noah will be heard", people)
    leave_out_whoever_is_missing(priya)
    expect(priya.page.locator("#check")).not_to_contain_text("To do")
    priya.press("Mark as invited and convene", priya.page.locator("#check"))
    priya.see_heading("Disruption meeting: Noah Iqbal")
    priya.see("Convened", "Janet Okonjo")


def record_noahs_ending(priya: Visitor) -> None:
    """A form sent with something missing comes back with it said and nothing lost."""
    priya.follow("Children")
    priya.follow("Noah Iqbal", priya.page.locator("main"))
    priya.follow("Record a placement change")
    priya.fill("Date", "13 3 2026")
    priya.fill("What led up to the ending, in a few sentences", "The carers gave notice in the morning.")
    priya.choose("Where is Noah living now?", "Not known yet")
    priya.press("Save and check the procedure")
    expect(priya.page.get_by_role("alert")).to_contain_text("whether the ending was unplanned")
    expect(priya.page.get_by_label("What led up to the ending, in a few sentences")).to_have_value(
        "The carers gave notice in the morning."
    )
    priya.choose("Was this ending unplanned?", "Yes, it was unplanned")
    priya.press("Save and check the procedure")
    priya.see_heading("Consider a disruption meeting")


def leave_out_whoever_is_missing(priya: Visitor) -> None:
    """Each page is drawn whole before the next step, so what is listed can be counted."""
    missing = priya.page.locator("#people tr[id^=invitation]").filter(has_text="Not named yet")
    while missing.count():
        missing.first.get_by_role("link", name="Change").click()
        priya.fill("If they are not asked: why", "Nobody has this role for Noah.")
        priya.press("Save")
        priya.page.wait_for_load_state()
        expect(priya.page.locator("#check")).to_be_visible()

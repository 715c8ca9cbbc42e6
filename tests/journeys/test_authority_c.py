"""Authority C from a worry to a plan that is reviewed and closed, in a real browser: what a social worker and the
fostering team manager see."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor
from tests.journeys.arranging import (
    choose_day_and_chair,
    hear_the_child,
    hold_with_everybody,
    leave_out_whoever_is_not_named,
)

IMRAN, AMARA = "Imran Yates", "Amara Stead"


def test_c01_c02_c05_a_worry_becomes_a_plan_that_is_reviewed_until_it_is_closed(
    live: Live, visitor: Callable[..., Visitor]
) -> None:
    imran = visitor("caldwick").sign_in(IMRAN)
    raise_a_concern(imran)
    convene_a_stability_meeting(imran)

    live.clock.now = datetime(2026, 3, 25, 16, 0, tzinfo=UTC)
    amara = visitor("caldwick").sign_in(AMARA)
    hold_with_everybody(amara, "Ruby Tansy", "Stability meeting", "25/3/2026")
    say_what_it_came_to(amara)
    agree_the_plan(amara)
    arrange_the_review(amara)

    live.clock.now = datetime(2026, 5, 6, 16, 0, tzinfo=UTC)
    amara.sign_in(AMARA)
    hold_with_everybody(amara, "Ruby Tansy", "Review of the support plan", "6/5/2026")
    see_what_changed(amara)
    close_the_plan(amara)


def raise_a_concern(imran: Visitor) -> None:
    """From the child's page: what is well, what is worrying; the procedure is checked at once."""
    imran.follow("Children")
    imran.follow("Ruby Tansy", imran.page.locator("main"))
    imran.follow("Raise a concern")
    imran.see_heading("Raise a concern")
    imran.press("Save and check the procedure")
    expect(imran.page.get_by_role("alert")).to_contain_text("Enter what people are worried about")
    imran.fill("What are people worried about?", "Ruby comes home late and the family waits up.")
    imran.fill("What is going well?", "Ruby and the youngest of the family bake together.")
    imran.fill("What does Ruby say?", "I need somewhere to go on Fridays.")
    imran.choose("Is it in doubt whether the placement is still suitable?", "No")
    imran.press("Save and check the procedure")
    imran.see_heading("A stability meeting should be held")
    imran.see("(C01a)", "I need somewhere to go on Fridays.")
    imran.choose("What do you want to do?", "Convene a stability meeting")
    imran.press("Continue")
    imran.see_heading("Convene a stability meeting")


def convene_a_stability_meeting(imran: Visitor) -> None:
    """A target and a day, the fostering team manager in the chair, and everyone named or left out with a reason."""
    choose_day_and_chair(imran, "25 3 2026", "Wednesday 25 March 2026", AMARA)
    expect(imran.page.locator("#chair").get_by_role("row").filter(has_text=AMARA)).to_contain_text("(C03")
    hear_the_child(imran, "Ruby", "Ruby comes to all or part of the meeting")
    leave_out_whoever_is_not_named(imran, "Ruby")
    imran.press("Mark as invited and convene", imran.page.locator("#check"))
    imran.see_heading("Stability meeting: Ruby Tansy")


def say_what_it_came_to(amara: Visitor) -> None:
    """One of the two outcomes, with its reason."""
    amara.choose("What did the meeting come to?", "Support continues")
    amara.fill("Why", "Everybody wants Ruby to stay.", amara.page.locator("#outcome"))
    amara.press("Save the outcome")
    amara.see("Support continues", "Everybody wants Ruby to stay.")


def agree_the_plan(amara: Visitor) -> None:
    """A support with one core professional, and an interval within bounds."""
    amara.follow("Support plan")
    if amara.page.get_by_role("button", name="Begin the plan").count():
        amara.press("Begin the plan")
    add_support(amara, "A lift home from club on Fridays", IMRAN, "Fridays")
    fold(amara, "Meet again after")
    for number in ("0", "400"):
        amara.fill("Meet again after", number)
        amara.pick("Days, weeks or months", "days")
        press_interval(amara)
        amara.see("Agree an interval from 1 to 365 days")
    amara.fill("Meet again after", "6")
    amara.pick("Days, weeks or months", "weeks")
    press_interval(amara)
    amara.see("6 May 2026", "Every 6 weeks")


def add_support(amara: Visitor, text: str, who: str, often: str) -> None:
    fold(amara, "What will help?")
    amara.fill("What will help?", text)
    listed = amara.page.get_by_label("Core professional", exact=True)
    listed.select_option(value=listed.locator("option").filter(has_text=who).first.get_attribute("value"))
    amara.fill("How often", often)
    amara.press("Add this support")
    expect(amara.page.get_by_role("row").filter(has_text=text)).to_contain_text(who)


def fold(amara: Visitor, label: str) -> None:
    """Open the fold that holds a field, if it is folded."""
    field = amara.page.get_by_label(label, exact=True)
    if not field.is_visible():
        field.locator("xpath=ancestor::details").locator("summary").first.click()


def press_interval(amara: Visitor) -> None:
    field = amara.page.get_by_label("Meet again after", exact=True)
    field.locator("xpath=ancestor::form").get_by_role("button").last.click()


def arrange_the_review(amara: Visitor) -> None:
    """The review is there to be arranged, wanted by the agreed day."""
    amara.see("Wanted by Wednesday 6 May 2026")
    amara.follow("Arrange the review")
    amara.see_heading("Convene a review of the support plan")
    choose_day_and_chair(amara, "6 5 2026", "Wednesday 6 May 2026", AMARA)
    hear_the_child(amara, "Ruby", "Ruby sends views another way")
    leave_out_whoever_is_not_named(amara, "Ruby")
    amara.press("Mark as invited and convene", amara.page.locator("#check"))
    amara.see_heading("Review of the support plan: Ruby Tansy")


def see_what_changed(amara: Visitor) -> None:
    """The support is in place now: the review shows it against what the first meeting agreed."""
    amara.follow("Support plan")
    amara.follow("Change A lift home from club on Fridays")
    amara.choose("Where does it stand?", "In place")
    amara.fill("How is it going?", "Every Friday since Easter.")
    amara.press("Save")
    amara.see("What has changed", "A lift home from club on Fridays", "Every Friday since Easter.")


def close_the_plan(amara: Visitor) -> None:
    """The plan has done its work: it is closed with its reason, and the child's page says so."""
    amara.follow("Close the plan")
    amara.choose("What did the plan come to?", "The plan has done its work and is closed")
    amara.fill("Why is it closed?", "Fridays are quiet, and Ruby is home by nine.")
    amara.press("Close the plan")
    amara.see("Closed", "Fridays are quiet, and Ruby is home by nine.")
    amara.follow("Ruby Tansy")
    expect(amara.page.locator("main")).not_to_contain_text("Next review")

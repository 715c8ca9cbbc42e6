"""Two people at once, one person twice, and the way back after signing out: nothing is lost, and nothing is shown."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor
from tests.journeys.scenes import PRIYA, hold_elins_meeting

THEME = "How it ended"
BOTH = "Janet: help came late. Priya: visits were missed."


@pytest.fixture
def held(live: Live, visitor: Callable[..., Visitor]) -> Visitor:
    """Priya at the minutes of Elin's meeting, which was held today."""
    meeting = hold_elins_meeting(live)
    priya = visitor("aldermere").sign_in(PRIYA)
    priya.open(f"/meetings/{meeting}/minutes")
    return priya


def test_two_who_write_under_one_theme_lose_nothing(held: Visitor, visitor: Callable[..., Visitor]) -> None:
    janet = visitor("aldermere").sign_in("Janet Okonjo")
    janet.page.goto(held.page.url)
    status = held.page.locator(f"[id='{janet.page.get_by_role('textbox', name=THEME).get_attribute('id')}-status']")

    janet.page.get_by_role("textbox", name=THEME).fill("Janet: help came late.")
    expect(janet.page.get_by_text("Saved at")).to_be_visible()
    held.page.get_by_role("textbox", name=THEME).fill("Priya: visits were missed.")

    expect(status).to_contain_text("Not saved: Janet Okonjo changed this too")
    expect(held.page.get_by_role("textbox", name=THEME)).to_have_value("Priya: visits were missed.")
    held.press("Put the two together")
    held.see_heading("Janet Okonjo changed this while you were writing")
    held.see("Saved by Janet Okonjo", "Your text, not saved")
    together = held.page.get_by_label("Put together")
    expect(together).to_have_value(BOTH)
    held.press("Save this text")
    expect(held.page.get_by_role("textbox", name=THEME)).to_have_value(BOTH)


def test_a_button_pressed_twice_acts_once(held: Visitor) -> None:
    held.follow("Actions")
    held.fill("What is to be done", "Arrange a visit")
    held.page.get_by_label("Who will do it").select_option(index=1)
    held.fill("By which day", "8 5 2026")

    held.page.get_by_role("button", name="Add the action").dblclick()

    row = held.page.get_by_role("row").filter(has_text="Arrange a visit")
    expect(row).to_have_count(1)
    held.page.reload()
    expect(row).to_have_count(1)


def test_the_way_back_after_signing_out_shows_nothing(held: Visitor) -> None:
    held.follow("Stages")
    held.see_heading("Elin Prosser")
    held.press("Sign out")
    held.see_heading("Sign in to Mooring")

    held.page.go_back()

    held.see_heading("Sign in to Mooring")
    expect(held.page.locator("body")).not_to_contain_text("Elin Prosser")
    assert urlsplit(held.page.url).path == "/sign-in"

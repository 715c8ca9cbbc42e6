"""The components in a real browser under the strict policy: nothing for axe, no sideways scrolling, scripts at work."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from playwright.sync_api import Dialog, Page, expect
from werkzeug.serving import make_server

from tests.web.gallery import create_app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the gallery is served."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_and_the_policy_find_nothing(
    browser_page: Page, address: str, axe: Callable[[Page], list[str]], width: int
) -> None:
    told: list[str] = []
    browser_page.on("console", lambda message: told.append(message.text))
    browser_page.on("pageerror", lambda error: told.append(str(error)))
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto(address)
    browser_page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert axe(browser_page) == []
    assert told == []
    assert sticking_out(browser_page) == []


def sticking_out(page: Page) -> list[str]:
    """Elements that reach beyond the right edge, other than inside a frame that scrolls by itself."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter(e => !e.closest(".mo-pic, .mo-tablewrap, .mo-skip, .govuk-visually-hidden, thead"))
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
          .map(e => e.tagName + "." + e.className)"""
    )
    return found


def test_a_checked_date_moves_the_focus_where_the_server_says(browser_page: Page, address: str) -> None:
    browser_page.goto(address)
    piece = browser_page.locator("#piece")
    piece.get_by_label("Meeting date").fill("14/4/2026")

    piece.get_by_role("button", name="Check this date").click()

    expect(browser_page.locator("#told")).to_have_text("Saved: 14/4/2026.")
    expect(browser_page.locator("#told")).to_be_focused()


def test_a_refused_form_takes_the_focus_to_its_errors_and_says_so_in_the_title(
    browser_page: Page, address: str
) -> None:
    browser_page.goto(address)
    piece = browser_page.locator("#piece")
    piece.get_by_label("Meeting date").fill("the first")

    piece.get_by_role("button", name="Be told what is wrong").click()

    expect(piece.locator(".govuk-error-summary")).to_be_focused()
    expect(browser_page).to_have_title("Error: Gallery – Quayside Council – Mooring")
    expect(piece.get_by_label("Meeting date")).to_have_value("the first")


def test_a_fault_is_told_above_the_place_and_the_text_is_kept(browser_page: Page, address: str) -> None:
    browser_page.goto(address)
    piece = browser_page.locator("#piece")
    piece.get_by_label("Meeting date").fill("14/4/2026")

    piece.get_by_role("button", name="Meet a fault").click()

    alert = browser_page.get_by_role("alert").filter(has_text="Not saved")
    expect(alert).to_contain_text("We will try again in 10 seconds")
    expect(piece.get_by_label("Meeting date")).to_have_value("14/4/2026")


def test_trying_again_after_a_lost_connection_saves_and_takes_the_alert_away(browser_page: Page, address: str) -> None:
    browser_page.goto(address)
    piece = browser_page.locator("#piece")
    piece.get_by_label("Meeting date").fill("14/4/2026")
    browser_page.context.set_offline(True)
    piece.get_by_role("button", name="Check this date").click()
    alert = browser_page.get_by_role("alert").filter(has_text="Not saved")
    expect(alert).to_be_visible()
    browser_page.context.set_offline(False)

    alert.get_by_role("button", name="Try now").click()

    expect(browser_page.locator("#told")).to_have_text("Saved: 14/4/2026.")
    expect(alert).to_have_count(0)


def test_an_autosave_that_does_not_arrive_says_so_beside_the_text(browser_page: Page, address: str) -> None:
    browser_page.goto(address)
    theme = browser_page.get_by_label("1. Family and care history")

    theme.fill("He would like to wait until the summer.")

    expect(browser_page.locator("#f-views-status")).to_have_text("Not saved, trying again")
    expect(theme).to_have_value("He would like to wait until the summer.")


def test_a_print_link_prints_the_page_it_stands_on(browser_page: Page, address: str) -> None:
    browser_page.goto(address)
    browser_page.evaluate("window.print = () => { document.title = 'On paper' }")

    browser_page.get_by_role("link", name="Print").click()

    expect(browser_page).to_have_title("On paper")
    assert not browser_page.url.endswith("#paper")


def answering(asked: list[str]) -> Callable[[Dialog], None]:
    """Accepts whatever the browser asks, and notes its kind."""

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    return answer


def test_leaving_with_unsaved_text_warns(browser_page: Page, address: str) -> None:
    asked: list[str] = []
    browser_page.goto(address)
    browser_page.on("dialog", answering(asked))
    browser_page.get_by_label("1. Family and care history").press_sequentially("More")

    browser_page.goto(address + "plain")

    assert asked == ["beforeunload"]


def test_leaving_after_saving_does_not_warn(browser_page: Page, address: str) -> None:
    asked: list[str] = []
    browser_page.goto(address)
    browser_page.on("dialog", answering(asked))
    browser_page.locator("#piece").get_by_label("Meeting date").press_sequentially("14/4/2026")
    browser_page.locator("#piece").get_by_role("button", name="Check this date").click()
    expect(browser_page.locator("#told")).to_be_visible()

    browser_page.goto(address + "plain")

    assert asked == []


def test_on_a_narrow_screen_the_filter_starts_closed_and_the_newest_placement_in_view(
    browser_page: Page, address: str
) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 900})
    browser_page.goto(address)

    expect(browser_page.locator("details.moj-filter")).not_to_have_attribute("open", "")
    expect(browser_page.locator("details[data-open-narrow]").first).to_have_attribute("open", "")
    newest = browser_page.locator("[data-scroll-end]").first
    assert newest.evaluate("e => e.scrollLeft > 0 && e.scrollLeft + e.clientWidth >= e.scrollWidth - 1")
    expect(browser_page.get_by_role("button", name="Menu")).to_be_visible()


def test_without_scripts_the_menu_and_the_filter_are_open(browser_page: Page, address: str) -> None:
    browser = browser_page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(address)

    expect(page.get_by_role("link", name="Reports", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_have_count(0)
    expect(page.get_by_role("button", name="Apply filters")).to_be_visible()
    context.close()

"""Configuration staff change their authority's procedure in a real browser: prepared, looked at, replayed, approved by
a second person, in force from its day."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Locator, expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor

REASON = "Agreed by the senior leadership team on 10 March."


def test_k02_k03_a_change_is_prepared_replayed_and_approved_by_a_second_person(
    live: Live, visitor: Callable[..., Visitor]
) -> None:
    dot = visitor("caldwick").sign_in("Dot Hanley")
    address = prepare(dot)
    replay(dot)
    ask(dot)

    tess = visitor("caldwick").sign_in("Tess Rowan")
    tess.page.goto(address)
    tess.see_heading("What would change from 1 April 2026")
    tess.press("Approve, to start on 1 April 2026")
    expect(tess.page.locator("#versions")).to_contain_text("Version 2, planned")

    gwen = visitor("caldwick").sign_in("Gwen Tarrant")
    expect(in_force(gwen)).to_contain_text("version 1")
    live.clock.now = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    expect(in_force(gwen.sign_in("Gwen Tarrant"))).to_contain_text("version 2, since 1 April 2026")


def prepare(dot: Visitor) -> str:
    """Another authority's plugin from 1 April, with one of its settings chosen; the address of the change."""
    dot.follow("Plugins")
    dot.see_heading("Plugins")
    dot.page.get_by_role("row", name="Authority E").get_by_role("button").click()
    dot.fill("Start date", "1 4 2026")
    dot.press("Update preview")
    dot.see_heading("What would change from 1 April 2026")
    dot.page.get_by_role("link", name="13 settings").click()
    dot.choose("Who chairs the disruption meeting", "Independent reviewing officer")
    dot.press("Save settings")
    dot.see_heading("What would change from 1 April 2026")
    expect(dot.unfold("Disruption meeting: ").locator("ins").first).to_be_visible()
    return dot.page.url


def replay(dot: Visitor) -> None:
    """The last twelve months have been replayed meanwhile, without anybody's name."""
    figures = dot.page.locator("#replay .mo-big, #replay :text('No placement ended')")
    expect(figures.first).to_be_visible(timeout=20_000)
    shown = dot.page.locator("#replay").inner_text()
    assert "Finn" not in shown and "Marsh" not in shown


def ask(dot: Visitor) -> None:
    """Nothing goes to the second person without a reason; what was ticked stays ticked."""
    dot.page.get_by_label("I have read the differences and the replay").check()
    dot.press("Send to Tess Rowan for approval")
    expect(dot.page.locator(".govuk-error-summary")).to_contain_text("Enter why this change is being made")
    expect(dot.page.get_by_label("I have read the differences and the replay")).to_be_checked()
    dot.fill("Why this change is being made", REASON)
    dot.press("Send to Tess Rowan for approval")
    expect(dot.page.locator("#approval")).to_contain_text("Tess Rowan is asked to approve it")


def in_force(somebody: Visitor) -> Locator:
    """The head of the procedure page."""
    somebody.follow("Caldwick procedure")
    return somebody.page.locator("main")

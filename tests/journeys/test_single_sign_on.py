"""A service manager signs in with her authority's own account, lets a program read, and stops it again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

from tests.fixtures.live import Live
from tests.fixtures.provider import IdentityProvider
from tests.fixtures.visitor import Visitor
from tests.trusting import trust

if TYPE_CHECKING:
    from requests import Response

WIDTHS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
OWN = "Sign in with Aldermere’s single sign-on"


def test_by_single_sign_on_to_a_program_that_reads(
    live: Live, visitor: Callable[..., Visitor], provider: IdentityProvider, axe: Callable[[Page], list[str]]
) -> None:
    live.clock.now = datetime.now(UTC)
    trust(live.database_url, "aldermere", provider.issuer, live.clock, second_factor=[["amr", "mfa"]])
    about = {"email_verified": True, "amr": ["pwd", "mfa"]}
    provider.knows("sunita", email="sunita.rao@aldermere.example", **about)
    provider.knows("stranger", email="stranger@aldermere.example", **about)
    sunita, stranger = visitor("aldermere"), visitor("aldermere")

    arrive(stranger, "stranger", axe)
    stranger.see_heading("does not open Mooring for you")
    easy(stranger, axe)
    arrive(sunita, "sunita", axe)
    expect(sunita.page.get_by_role("button", name="Sign out")).to_be_visible()
    assert sunita.path == "/aldermere/work"

    sunita.follow("API tokens")
    sunita.see("There is no token")
    sunita.follow("Make a token")
    sunita.fill("Name", "Data warehouse")
    sunita.page.get_by_role("checkbox", name="Read the list of meetings").check()
    sunita.press("Make the token")
    token = sunita.page.locator("dd").first.inner_text()
    easy(sunita, axe)
    answer = read(live, token)
    assert answer.status_code == 200
    assert "A-19882" in {meeting["child"]["local_id"] for meeting in answer.json()["meetings"]}

    sunita.follow("Back to API tokens")
    sunita.follow("Revoke")
    sunita.fill("Why", "It was only tried")
    sunita.press("Revoke the token")
    sunita.see("It was only tried")
    easy(sunita, axe)
    assert read(live, token).status_code == 401
    stranger.problems.remove("403 GET /sign-in/aldermere/callback")
    for one in (sunita, stranger):
        one.problems[:] = [problem for problem in one.problems if provider.issuer not in problem]


def arrive(someone: Visitor, subject: str, axe: Callable[[Page], list[str]]) -> None:
    """To the provider and back, as somebody whom it knows."""
    someone.page.goto(f"{someone.live.url}/sign-in/aldermere")
    easy(someone, axe)
    someone.follow(OWN)
    someone.page.get_by_placeholder("sub").fill(subject)
    someone.press("Authorize")


def easy(someone: Visitor, axe: Callable[[Page], list[str]]) -> None:
    """Nothing for axe to say, and no scrolling sideways, wide and narrow."""
    for size in reversed(WIDTHS):
        someone.page.set_viewport_size(dict(size))  # type: ignore[arg-type]
        assert axe(someone.page) == []
        assert someone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def read(live: Live, token: str) -> "Response":
    import requests

    headers: dict[str, Any] = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{live.url}/api/v1/aldermere/meetings", headers=headers, timeout=10)

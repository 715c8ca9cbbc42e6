"""Somebody new at an authority that asks for a second factor: invited, with an app of their own, and once more."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect
from pyotp import TOTP

from tests.fixtures.visitor import Visitor

PASSWORD = "lantern orchard pebble"
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
Axe = Callable[[Page], list[str]]


def test_somebody_new_is_invited_sets_up_an_app_and_signs_in_with_its_codes(
    visitor: Callable[..., Visitor], axe: Axe
) -> None:
    link = invite(visitor("dunmoor", java_script_enabled=False).sign_in("Fay Odell"))
    marlow = visitor("dunmoor")
    marlow.page.goto(f"{marlow.live.url}{link}")
    marlow.see_heading("Choose your password")
    found = looked_at(marlow, axe)
    marlow.fill("New password", PASSWORD)
    marlow.press("Continue")

    marlow.see_heading("Set up your second factor")
    assert marlow.page.locator("img.mo-qr").evaluate("picture => picture.naturalWidth") > 0
    app = TOTP(re.sub(r"\s", "", marlow.unfold("If you cannot use the picture").locator("dd").nth(1).inner_text()))
    found += looked_at(marlow, axe)
    give(marlow, app)
    marlow.see_heading("Keep your recovery codes")
    found += looked_at(marlow, axe)
    marlow.follow("I have kept them: continue")
    expect(marlow.page).to_have_url(re.compile("/dunmoor/"))
    marlow.follow("Your sign-in")
    marlow.see("An authenticator app, since", "10 of your recovery codes are left")
    found += looked_at(marlow, axe)

    marlow.press("Sign out")
    marlow.follow("I have forgotten my password")
    found += looked_at(marlow, axe)
    marlow.page.goto(f"{marlow.live.url}/dunmoor/procedure")
    marlow.fill("Work email address", "marlow.finch@dunmoor.example")
    marlow.fill("Password", PASSWORD)
    marlow.press("Sign in")
    marlow.see_heading("Enter the code from your app")
    expect(marlow.page.locator("body")).not_to_contain_text("Dunmoor")
    found += looked_at(marlow, axe)
    marlow.live.clock.forward(seconds=30)
    give(marlow, app)
    assert urlsplit(marlow.page.url).path == "/dunmoor/procedure"
    assert found == []


def invite(fay: Visitor) -> str:
    """The link to hand to Marlow Finch, who has just begun here."""
    fay.follow("People and roles")
    fay.follow("Add somebody")
    fay.fill("Name", "Marlow Finch")
    fay.fill("Work email address", "Marlow.Finch@dunmoor.example")
    fay.press("Add")
    fay.press("Invite to sign in")
    fay.see_heading("Marlow Finch is invited")
    return fay.page.locator("dd").nth(1).inner_text()


def give(someone: Visitor, app: TOTP) -> None:
    """The code that the app shows now."""
    someone.fill("Code", app.at(someone.live.clock.now))
    someone.press("Continue")


def looked_at(someone: Visitor, axe: Axe) -> list[str]:
    """What axe finds on the page as it stands, narrow and wide; and whether it is wider than a telephone."""
    said = []
    for size in (NARROW, WIDE):
        someone.page.set_viewport_size(size)  # type: ignore[arg-type]
        said += [f"{someone.path} at {size['width']}: {one}" for one in axe(someone.page)]
        width = someone.page.evaluate("document.documentElement.scrollWidth")
        said += [f"{someone.path} is {width} wide at {size['width']}"] if width > size["width"] else []
    return said

"""Every page, as everybody who can open it sees it: no link leads to a refusal, nothing a page may not do, no sideways
scrolling at 390 pixels; and nothing for axe to say, of each template, at 390 and 1280 pixels with all folds open."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from core.cli.demo_people import AUTHORITIES, Staff
from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor
from tests.journeys.crawling import Answer, Walk, walk
from tests.journeys.scenes import widen

NOT_PAGES = {
    "static": "files",
    "about.accent": "a style sheet",
    "about.healthz": "a word for whoever watches over the service",
    "authorities.front": "leads on to the choice of authority",
    "endings.of_placement": "leads on to the ending, for whoever knows only the placement",
    "imports.rows": "a file to download",
}
ALL = frozenset({"*"})
STATES = frozenset({
    *("work.index", "children.show", "endings.show", "convening.show"),
    *("meetings.show", "minutes.show", "circulation.show"),
})  # fmt: skip
"""Routes whose pages differ most with what they show, and with who looks."""
BY_SIGHT = {
    "Priya Nandakumar": ALL,
    "Nell Ashby": ALL,
    "Lucy Barnard": STATES | {"procedure.show"},
    "Imran Yates": STATES | {"procedure.show", "meetings_list.index"},
    "Sam Whitlock": frozenset({"work.index", "endings.confirm", "convening.confirm"}),
    "Philip Marr": frozenset({"meetings.show", "minutes.show", "circulation.show"}),
    "Rosalind Achebe": frozenset({"authorities.show", "children.show"}),
}
"""The routes that axe looks at with each of them. Together the first two open all but the choice of authority."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def everybody() -> list[tuple[str, Staff]]:
    """One person for each set of roles that the demonstration prints; authorities without a plugin count once."""
    found: dict[tuple[str, tuple[str, ...]], tuple[str, Staff]] = {}
    for authority in AUTHORITIES:
        for person in authority.people:
            if person.signs_in:
                known = person.name in BY_SIGHT
                key = (authority.plugin, person.roles)
                if known or key not in found:
                    found[key] = (authority.slug, person)
    return list(found.values())


@pytest.mark.parametrize(("slug", "person"), everybody(), ids=lambda one: getattr(one, "name", ""))
def test_every_page_that_somebody_can_open(
    slug: str, person: Staff, live: Live, visitor: Callable[..., Visitor], axe: Callable[[Page], list[str]]
) -> None:
    widen(live)
    someone = visitor(slug, viewport=NARROW).sign_in(person.name)

    walked = walk(live.app, slug, person, asking(someone))

    assert walked.faults == []
    assert "" not in walked.pages
    closely = BY_SIGHT.get(person.name, frozenset())
    found = [
        fault
        for name, address in to_draw(walked, closely)
        for fault in faults(someone, address, axe if closely & {name, "*"} else None)
    ]
    assert found == []


def test_every_page_is_opened_by_somebody(live: Live, visitor: Callable[..., Visitor]) -> None:
    """All routes that answer a GET with a page stand among those that were walked to above."""
    widen(live)
    reached = {"sign_in.show"}
    for slug, person in everybody():
        if person.name in ("Priya Nandakumar", "Nell Ashby", "Rosalind Achebe"):
            reached |= set(walk(live.app, slug, person, asking(visitor(slug).sign_in(person.name))).pages)

    routes = {rule.endpoint for rule in live.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert sorted(routes - reached - set(NOT_PAGES)) == []


def test_the_pages_before_signing_in(
    live: Live, visitor: Callable[..., Visitor], axe: Callable[[Page], list[str]]
) -> None:
    someone = visitor("aldermere", viewport=NARROW)

    found = [
        fault
        for address in ("/sign-in", "/help", "/privacy", "/accessibility")
        for fault in faults(someone, address, axe)
    ]

    assert found == []


def asking(someone: Visitor) -> Callable[[str], Answer]:
    """Asks for an address with this person's session, without drawing the page."""

    def ask(address: str) -> Answer:
        got = someone.page.request.get(f"{someone.live.url}{address}")
        html = got.headers.get("content-type", "").startswith("text/html")
        return Answer(urlsplit(got.url).path, got.status, got.text() if html else "")

    return ask


def to_draw(walked: Walk, closely: frozenset[str]) -> list[tuple[str, str]]:
    """Route and address of the pages to draw: of each route that axe looks at, or that differs with what it shows.

    Of the latter up to three for those with whom axe looks at everything.
    """
    chosen = []
    for name, found in walked.pages.items():
        if name not in NOT_PAGES and (name in STATES or closely & {name, "*"}):
            plain = sorted(found, key=lambda address: "?" in address)
            chosen += [(name, address) for address in plain[: 3 if name in STATES and closely == ALL else 1]]
    return chosen


def faults(someone: Visitor, address: str, axe: Callable[[Page], list[str]] | None) -> list[str]:
    """What is wrong with one page, drawn narrow; with `axe` asked what it finds, there and drawn wide."""
    page = someone.page
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"{someone.live.url}{address}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    said = [f"{address}: {problem}" for problem in someone.problems]
    someone.problems.clear()
    width = page.evaluate("document.documentElement.scrollWidth")
    said += [f"{address}: {width} pixels wide at {NARROW['width']}"] if width > NARROW["width"] else []
    if axe is not None:
        said += [f"{address} at {NARROW['width']}: {one}" for one in axe(page)]
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        said += [f"{address} at {WIDE['width']}: {one}" for one in axe(page)]
    return said

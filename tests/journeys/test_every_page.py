"""Every page of the five demonstration authorities, as everybody who signs in there can open it: no link leads to a
refusal, and nothing stands in a page that may not. A browser draws one page of each route, and of some routes one in
each authority: no sideways scrolling at 390 pixels, no complaint; and nothing for axe to say there, nor at 1280."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from core.cli.demo_people import AUTHORITIES
from tests.fixtures.app import Clock
from tests.fixtures.live import Live, running
from tests.fixtures.visitor import Visitor
from tests.journeys.crawling import Walk, asking, walk
from tests.journeys.scenes import widen

NOT_PAGES = {
    "static": "files",
    "about.accent": "a style sheet",
    "health.alive": "a word for whoever watches over the service",
    "health.ready": "figures for whoever watches over the service",
    "metrics.show": "figures for whoever has the operators' token",
    "authorities.front": "leads on to the choice of authority",
    "endings.of_placement": "leads on to the ending, for whoever knows only the placement",
    "imports.rows": "a file to download",
    "second_factor.picture": "a picture",
    "links.show": "behind a link that somebody was given, where a journey looks at it",
    "second_factor.show": "asked for on the way in, where a journey looks at it",
    "second_factor.recovering": "asked for on the way in, where a journey looks at it",
    "procedure.document": "a file to download",
    "sign_in.at": "the way in to one authority, which a journey takes",
    "single_sign_on.start": "leads on to an identity provider",
    "single_sign_on.callback": "leads on from an identity provider",
    "api.list_meetings": "for programs",
    "api.show_procedure": "for programs",
    "api.show_token": "for programs",
}
STATES = frozenset({
    *("work.index", "children.show", "endings.show", "convening.show"),
    *("meetings.show", "minutes.show", "circulation.show", "procedure.show"),
})  # fmt: skip
"""Routes whose pages differ most with what they show: drawn in each authority."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
Walks = dict[str, Walk]


@pytest.fixture
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Live]:
    """One installation for all that is looked at here, since nobody changes anything."""
    for one in running(request, "sqlite", Clock(), tmp_path):
        widen(one)
        yield one


def test_every_page_of_everybody_is_reached_and_nothing_is_wrong_with_it(
    live: Live, visitor: Callable[..., Visitor], axe: Callable[[Page], list[str]]
) -> None:
    """In one test: what is drawn of an authority depends on what those before it have shown."""
    found: list[str] = []
    shown: set[str] = set()
    for authority in AUTHORITIES:
        people = [person for person in authority.people if person.signs_in]
        walks = {one.name: walk(live.app, authority.slug, one, asking(live, authority.slug, one)) for one in people}
        assert len(walks) >= 10
        found += [f"{name} at {authority.slug}: {fault}" for name, one in walks.items() for fault in one.faults]
        found += [f"{name} at {authority.slug} opens nothing" for name, one in walks.items() if "" in one.pages]
        for person, addresses in to_draw(walks, shown).items():
            someone = visitor(authority.slug, viewport=NARROW).sign_in(person)
            for name, address in addresses:
                found += faults(someone, address, axe, wide=name not in shown)
        shown |= {name for one in walks.values() for name in one.pages}

    routes = {rule.endpoint for rule in live.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert found == []
    assert sorted(routes - shown - set(NOT_PAGES)) == [], "nobody is led to these"


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


def to_draw(walks: Walks, shown: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Routes and addresses to draw, by person: of each route that no earlier authority has shown, or that differs with
    what it shows, the first page of whoever gets to most of them."""
    chosen: dict[str, list[tuple[str, str]]] = {}
    by_reach = sorted(walks.items(), key=lambda one: -len(one[1].pages))
    for name in sorted({name for one in walks.values() for name in one.pages} - set(NOT_PAGES)):
        if name in STATES or name not in shown:
            person, pages = next((who, one.pages[name]) for who, one in by_reach if name in one.pages)
            chosen.setdefault(person, []).append((name, min(pages, key=lambda address: "?" in address)))
    return chosen


def faults(someone: Visitor, address: str, axe: Callable[[Page], list[str]], *, wide: bool = True) -> list[str]:
    """What is wrong with one page and what axe finds in it, with all folds open, drawn narrow and (if asked) wide."""
    page = someone.page
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"{someone.live.url}{address}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    said = [f"{address}: {problem}" for problem in someone.problems]
    someone.problems.clear()
    width = page.evaluate("document.documentElement.scrollWidth")
    said += [f"{address}: {width} pixels wide at {NARROW['width']}"] if width > NARROW["width"] else []
    said += [f"{address} at {NARROW['width']}: {one}" for one in axe(page)]
    if wide:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        said += [f"{address} at {WIDE['width']}: {one}" for one in axe(page)]
    return said

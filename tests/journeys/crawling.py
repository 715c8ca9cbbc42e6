"""Walking through an authority as one person: every link of every page, as far as it stays inside."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.fixtures.app import Member
from tests.fixtures.markup import faults
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from flask import Flask

    from core.cli.demo_people import Staff
    from tests.fixtures.live import Live

STATIC = "/static/"
LINK = re.compile(r"""<a\s[^>]*?\bhref="([^"]+)""")
ENOUGH = 2
"""Pages of one route that one person asks for: further ones differ in what they are about, not in what they show."""
NOBODYS = frozenset({"metrics.show"})
"""Not there for anybody who signs in."""
BY_PROCEDURE = frozenset({"register.index"})
"""Open to whom the procedure names, which no role tells, as are all routes of a feature: reached by the navigation of
those, not from the start."""


@dataclass(frozen=True)
class Answer:
    """What came back for an address, after redirects: where that ended, the status, and the text of a page."""

    path: str
    status: int
    text: str


@dataclass
class Walk:
    """`pages`: the addresses of each route's pages, in the order found. `faults`: links that lead to no page, and what
    is wrong with the first page of each route as it was written."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def walk(app: "Flask", slug: str, person: "Staff", ask: Callable[[str], Answer]) -> Walk:
    """Breadth first from every address without an id that this person may open; each address once, `ENOUGH` of a route.

    A few pages are led to by a form, not by a link: their addresses are made from those of the pages that lead there.
    """
    done, start = Walk(), openings(app, slug, person)
    seen, waiting, asked = set(start), deque((address, "the start") for address in start), Counter[str]()
    while waiting:
        address, source = waiting.popleft()
        asked[endpoint(app, address)] += 1
        if asked[endpoint(app, address)] > ENOUGH:
            continue
        answer = ask(address)
        if answer.status != 200:
            done.faults.append(f"{answer.status} at {address}, linked from {source}")
            continue
        if answer.text and asked[endpoint(app, address)] == 1:
            done.faults += [f"{fault} at {address}" for fault in faults(answer.text)]
        elsewhere = [answer.path] if answer.path != urlsplit(address).path else []
        for reached in (address, *elsewhere):
            done.pages.setdefault(endpoint(app, reached), []).append(reached)
        led = [*links(answer.text, address), *by_form(app, person, answer.path)]
        fresh = [link for link in dict.fromkeys(led) if link not in seen]
        seen.update(fresh)
        waiting += [(link, address) for link in fresh]
    return done


def asking(live: "Live", slug: str, person: "Staff") -> Callable[[str], Answer]:
    """Asks for an address as this person, signed in, without a browser."""
    from sqlalchemy import select

    from core import db
    from core.models import User

    with db.session(live.database_url, None) as session:
        user_id = session.scalars(select(User.id).where(User.email == person.email(slug))).one()
    member = Member(tenant=slug, user_id=user_id, person_id="", name=person.name, email=person.email(slug))
    client = SignedInPage(live.app, member, live.clock, live.database_url).client

    def ask(address: str) -> Answer:
        got = client.get(address, follow_redirects=True)
        return Answer(got.request.path, got.status_code, got.text if got.mimetype == "text/html" else "")

    return ask


def openings(app: "Flask", slug: str, person: "Staff") -> list[str]:
    """The addresses without an id that are open to this person, the authority's front first."""
    found = [f"/{slug}/"]
    for rule in app.url_map.iter_rules():
        simple = "GET" in (rule.methods or ()) and rule.arguments <= {"authority"}
        named = rule.endpoint in BY_PROCEDURE or bool(getattr(app.view_functions[rule.endpoint], "needs", ""))
        named = named or rule.endpoint in NOBODYS
        if simple and not named and not rule.rule.startswith("/api/") and may(app, person, rule.endpoint):
            found.append(rule.rule.replace("<authority>", slug))
    return list(dict.fromkeys(found))


def may(app: "Flask", person: "Staff", name: str) -> bool:
    """Whether this person's roles open a route."""
    from core.services.permissions import PERMISSIONS, allowed

    permission = getattr(app.view_functions[name], "permission", "")
    return permission not in PERMISSIONS or allowed(frozenset(person.roles), permission)


def by_form(app: "Flask", person: "Staff", path: str) -> Iterator[str]:
    """Where a form of this page leads."""
    here = endpoint(app, path)
    if here == "endings.show" and path.startswith("/aldermere/") and may(app, person, "endings.decline"):
        yield f"{path}/not-convening?kind=disruption"
    if here == "people.show":
        yield f"{path}/history"
    if here == "plugins.show":
        yield from (f"{path}/replay", f"{path}/replay/differences")


def links(text: str, address: str) -> Iterator[str]:
    """Where a page leads within this installation: paths with their query."""
    for href in dict.fromkeys(LINK.findall(text)):
        parts = urlsplit(urldefrag(urljoin(f"http://here{address}", unescape(href))).url)
        if parts.netloc == "here" and parts.scheme == "http" and not parts.path.startswith(STATIC):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def endpoint(app: "Flask", address: str) -> str:
    """The route that answers an address; "" where none does."""
    from werkzeug.exceptions import HTTPException

    try:
        found, _ = app.url_map.bind("here").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return ""
    return str(found)

"""Walking through an authority as one person: every link of every page, as far as it stays inside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from flask import Flask

    from core.cli.demo_people import Staff

STATIC = "/static/"


@dataclass(frozen=True)
class Answer:
    """What came back for an address, after redirects: where that ended, the status, and the text of a page."""

    path: str
    status: int
    text: str


@dataclass
class Walk:
    """`pages`: the addresses of each route's pages, in the order found. `faults`: links that lead to no page."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Links(HTMLParser):
    """The addresses of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def walk(app: "Flask", slug: str, person: "Staff", ask: Callable[[str], Answer]) -> Walk:
    """Breadth first from every address without an id that this person may open; each address once.

    A few pages are led to by a form, not by a link: their addresses are made from those of the pages that lead there.
    """
    done, start = Walk(), openings(app, slug, person)
    seen, waiting = set(start), [(address, "the start") for address in start]
    while waiting:
        address, source = waiting.pop(0)
        answer = ask(address)
        if answer.status != 200:
            done.faults.append(f"{answer.status} at {address}, linked from {source}")
            continue
        elsewhere = [answer.path] if answer.path != urlsplit(address).path else []
        for reached in (address, *elsewhere):
            done.pages.setdefault(endpoint(app, reached), []).append(reached)
        led = [*links(answer.text, address), *by_form(app, person, answer.path)]
        fresh = [link for link in dict.fromkeys(led) if link not in seen]
        seen.update(fresh)
        waiting += [(link, address) for link in fresh]
    return done


def openings(app: "Flask", slug: str, person: "Staff") -> list[str]:
    """The addresses without an id that are open to this person, the authority's front first."""
    found = [f"/{slug}/"]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {"authority"} and may(app, person, rule.endpoint):
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


def links(text: str, address: str) -> Iterator[str]:
    """Where a page leads within this installation: paths with their query."""
    parser = Links()
    parser.feed(text)
    for href in parser.found:
        parts = urlsplit(urldefrag(urljoin(f"http://here{address}", href)).url)
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

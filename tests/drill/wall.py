"""Whether the wall between authorities holds on a restored copy: the application is started on it, and members of one
authority ask for the addresses of the next, as they are and as if they were their own."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import db
from core.app import create_app
from core.cli.demo_people import AUTHORITIES
from core.models import Child, Person, Tenant, User
from core.services.user_sessions import begin
from core.settings import Settings

LINK = re.compile(r"""<a\s[^>]*?\bhref="([^"]+)""")
ID = re.compile(r"/[0-9a-f]{12,32}(/|$)")
PAGES, LIKE = 30, 2
"""Addresses of each authority that the next one tries, and how many that differ only in their ids."""


@dataclass(kw_only=True)
class Walked:
    """`pages`: what an authority's own people were shown; `asked`: what others asked for; `leaks`: what they got."""

    pages: int
    asked: int
    leaks: list[str]


def walk(settings: Settings) -> Walked:
    """Every authority's addresses, each tried by a member of the next."""
    app = create_app(settings)
    now = datetime.now(UTC)
    clients = {slug: client for slug, client in _signed_in(app, settings.database_url, now)}
    words = {slug: _words(settings.database_url, slug) for slug in clients}
    walked = Walked(pages=0, asked=0, leaks=[])
    slugs = sorted(clients)
    for here, there in zip(slugs, [*slugs[1:], slugs[0]], strict=True):
        addresses = list(_addresses(clients[there], there))
        walked.pages += len(addresses)
        private = words[there] - words[here]
        for address in addresses:
            for asked in (address, address.replace(f"/{there}/", f"/{here}/", 1)):
                answer = clients[here].get(asked)
                walked.asked += 1
                foreign = asked == address or ID.search(urlsplit(asked).path)
                if foreign and answer.status_code not in (403, 404):
                    walked.leaks.append(f"{answer.status_code} {asked}")
                if any(word in answer.text for word in private):
                    walked.leaks.append(f"words of {there} at {asked}")
    return walked


def _signed_in(app: Flask, url: str, now: datetime) -> Iterator[tuple[str, FlaskClient]]:
    """For each authority of the demonstration the first of its people who may look for any child."""
    for authority in AUTHORITIES:
        for who in (person for person in authority.people if person.signs_in and not person.shared):
            with db.session(url, None) as session:
                user = session.scalars(select(User.id).where(User.email == who.email(authority.slug))).one()
            client = app.test_client()
            with client.session_transaction() as kept:
                kept["token"] = begin(url, user, now, via="password", second_factor=True)
            if client.get(f"/{authority.slug}/children?whose=all").status_code == 200:
                yield authority.slug, client
                break


def _addresses(client: FlaskClient, slug: str) -> Iterator[str]:
    """What one's own pages lead to, breadth first."""
    waiting, seen = deque([f"/{slug}/", f"/{slug}/children?whose=all", f"/{slug}/meetings"]), Counter[str]()
    while waiting and seen.total() < PAGES:
        address = waiting.popleft()
        kind = ID.sub("/id/", urlsplit(address).path)
        if seen[kind] == LIKE:
            continue
        answer = client.get(address)
        if answer.status_code not in (200, 303):
            continue
        seen[kind] += 1
        yield address
        links = [urldefrag(unescape(link)).url for link in LINK.findall(answer.text)]
        waiting += [link for link in (*links, answer.headers.get("Location", "")) if link.startswith(f"/{slug}/")]


def _words(url: str, slug: str) -> set[str]:
    """Names that only this authority's pages may say."""
    with db.session(url, slug) as session:
        names = {*session.scalars(select(Child.name).limit(200)), *session.scalars(select(Person.name))}
        return {*names, session.get_one(Tenant, slug).name}

"""The wall between authorities where processes share things: two people of two authorities at once in one application,
and the few places in which anything is remembered from one request to the next."""

import ast
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

from core.settings import ROOT
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from flask import Flask

PAGES = ("/children", "/work", "/meetings", "/register", "/children?q=Tern")
REMEMBERED = {
    "core/adapters/migrating.py": "migrations there are",
    "core/audit/children.py": "which tables lead to a child",
    "core/domain/calendar.py": "bank holidays of a nation",
    "core/engines.py": "connections of an address, whose transactions each name their authority",
    "core/models/belonging.py": "which tables belong to a child",
    "core/registry.py": "procedures by their content, the same for whoever runs it",
    "core/services/handover/tables.py": "which tables there are",
    "core/services/retention/belonging.py": "which tables belong to a child",
    "core/services/worklines.py": "statements by their shape, without values",
}
"""Modules that remember what a function gave, and what that is: never a row of an authority."""


def test_two_people_of_two_authorities_at_once_each_see_their_own(
    app: "Flask",
    database_url: str,
    member: Member,
    enroll: Callable[..., Member],
    sign_in_as: Callable[[Member], SignedInPage],
) -> None:
    from core import db
    from core.models import Child, Placement

    other = enroll("larkhey", "Sam Dwyer")
    for tenant, word in (("wexcombe", "Ternabove"), ("larkhey", "Ternbelow")):
        with db.session(database_url, tenant, writes=True) as session:
            for number in range(3):
                child = Child(local_id=f"C{number}", name=f"{word} {number}", team="North")
                session.add(child)
                session.flush()
                session.add(Placement(child_id=child.id, started=date(2025, 1, 1), carer=f"{word} home"))
            session.commit()

    def walk(who: Member) -> list[str]:
        page = sign_in_as(who)
        return [page.client.get(page.path(PAGES[turn % len(PAGES)])).get_data(as_text=True) for turn in range(40)]

    with ThreadPoolExecutor(4) as pool:
        ours, theirs, again, back = pool.map(walk, (member, other, member, other))

    assert any("Ternabove 1" in text for text in ours) and any("Ternbelow 1" in text for text in theirs)
    assert not any("Ternbelow" in text or "larkhey" in text.lower() for text in (*ours, *again))
    assert not any("Ternabove" in text or "wexcombe" in text.lower() for text in (*theirs, *back))


def test_nothing_is_remembered_between_requests_but_what_is_reviewed() -> None:
    found = set()
    for file in (ROOT / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = {node.id} if isinstance(node, ast.Name) else {node.attr} if isinstance(node, ast.Attribute) else ()
            if {"lru_cache", "cache"} & set(names):
                found.add(file.relative_to(ROOT).as_posix())

    assert found == set(REMEMBERED)

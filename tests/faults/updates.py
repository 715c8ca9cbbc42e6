"""S11: two people change the same field again and again, each from what the page showed. A change that was acknowledged
must still be there at the end; one made from an old page is answered with 409 and made again."""

import re
import threading
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import select

from core import db
from core.models import Person
from tests.faults.client import Client
from tests.faults.ledger import Ledger
from tests.faults.places import AUTHORITY, EMAIL, PASSWORD, place
from tests.faults.server import served

EDITS = 50
LETTERS = [chr(0x4E00 + number) for number in range(2 * EDITS)]
"""One letter for each edit, so that a hundred fit into a job title."""


def updated(kind: str) -> dict[str, Any]:
    """How many edits were acknowledged, how many of these are kept, and how many conflicts were told."""
    with place(kind) as where:
        with db.session(where.url, AUTHORITY, writes=True) as session:
            person = Person(name="Both of us", title="=")
            session.add(person)
            session.commit()
            path = f"/{AUTHORITY}/people/{person.id}"
        ledger, conflicts = Ledger(where.folder / "ledger"), [0, 0]
        with served(where.environment) as server:
            editors = [
                threading.Thread(target=_edit, args=(server.origin, path, number, ledger, conflicts))
                for number in (0, 1)
            ]
            for editor in editors:
                editor.start()
            for editor in editors:
                editor.join(120)
        db.engine(where.url).dispose()
        with db.session(where.url, AUTHORITY) as session:
            title = session.scalars(select(Person.title).where(Person.name == "Both of us")).one()
        return {
            "acked": len(ledger.marks), "failed": 2 * EDITS - len(ledger.marks), "conflicts_told": sum(conflicts),
            "lost": sum(chr(int(one)) not in title for one in ledger.marks),
        }  # fmt: skip


def _edit(origin: str, path: str, number: int, ledger: Ledger, conflicts: list[int]) -> None:
    me = Client(origin=origin, authority=AUTHORITY, email=EMAIL, password=PASSWORD, number=number, ledger=ledger,
                stopping=threading.Event())  # fmt: skip
    while not me.token:
        me.sign_in()
    for letter in LETTERS[number::2]:
        while (status := _changed(me, path, letter)) != 303:
            if status != 409:
                raise RuntimeError(f"An edit was answered with {status}.")
            conflicts[number] += 1
        ledger.acknowledged(str(ord(letter)))


def _changed(me: Client, path: str, letter: str) -> int:
    """The status of one change of the title, made from what the page shows now."""
    shown = me.browser.get(f"{me.origin}{path}", timeout=30).text
    form = re.search(rf'<form[^>]*action="{path}".*?</form>', shown, re.S)
    assert form is not None
    fields = dict(re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', form[0]))
    kept = {key: value for key, value in fields.items() if key in ("version", "name", "title", "email", "team")}
    sent = kept | {"csrf_token": me.token, "idempotency_key": token_urlsafe(9), "title": kept["title"] + letter}
    return me.post(path, sent | {"employed_here": "yes", "operational": "yes"})

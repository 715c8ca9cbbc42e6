"""Requests and the audit: no page of a child's record without its entry, refusals, pieces, and signing in."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, select

from core import db
from core.models import AuditEntry, Child, ProcedureDocument
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import HTMX, SignedInPage


@pytest.fixture
def child(page: SignedInPage, desk: Desk) -> Child:
    found = made.child(desk)
    desk.db.commit()
    return found


def left(page: SignedInPage) -> list[Any]:
    """What the member's requests left, oldest first."""
    with db.session(page.database_url, page.member.tenant) as session:
        mine = select(AuditEntry).where(AuditEntry.actor_id == page.member.person_id, AuditEntry.endpoint != "")
        return list(session.scalars(mine.order_by(AuditEntry.seq)))


@pytest.fixture
def locked(page: SignedInPage, child: Child) -> Iterator[Any]:
    """Somebody else writes, and does not come to an end; whoever waits gives up at once."""
    engine = db.engine(page.database_url)
    engine.dispose()

    def impatient(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    event.listen(engine, "connect", impatient)
    other = sqlite3.connect(page.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()
    event.remove(engine, "connect", impatient)
    engine.dispose()


def test_no_page_of_a_childs_record_without_its_entry(page: SignedInPage, child: Child, locked: Any) -> None:
    assert "Bertie Quill" not in page.get(f"/children/{child.id}", status=503).text
    page.get("/work")
    locked.rollback()

    page.get(f"/children/{child.id}")

    assert [(one.kind, one.endpoint, one.child_id) for one in left(page)] == [("read", "GET children.show", child.id)]


def test_every_view_counts_and_a_piece_says_that_it_is_one(page: SignedInPage, child: Child) -> None:
    address = page.path(f"/children/{child.id}/history")
    for headers in ({}, {}, HTMX):
        assert page.client.get(address, headers=headers).status_code == 200
    page.client.head(address)
    page.client.options(address)

    entries = left(page)
    assert [one.kind for one in entries] == ["read"] * 4
    assert ["piece" in json.loads(one.entry)["detail"] for one in entries] == [False, False, True, False]


def test_a_refusal_says_which_and_about_whom(page: SignedInPage, child: Child) -> None:
    nobody = "f0" * 16
    page.get(f"/children/{nobody}", status=404)
    assert page.post(f"/children/{child.id}/words", {"words": "", "version": "1"}).status == 422
    page.hold("configuration")
    page.get(f"/children/{child.id}", status=403)
    page.get("/nothing-here", status=404)
    page.get("~/larkhey/children", status=404)

    said = [(one.kind, one.verb, one.about_id, one.child_id) for one in left(page)]
    assert said == [
        ("refusal", "not found", nobody, None),
        ("refusal", "not accepted", child.id, child.id),
        ("refusal", "not allowed", child.id, child.id),
    ]


def test_a_file_that_leaves_is_an_export_even_where_no_view_says_so(page: SignedInPage, desk: Desk) -> None:
    own = ProcedureDocument(title="Ours", name="ours.txt", kind="txt", size=4, content=b"Ours", uploaded_at=desk.now,
                            uploaded_by="Ann Leith")  # fmt: skip
    desk.db.add(own)
    desk.db.commit()

    assert page.client.get(page.path(f"/procedure/documents/{own.id}")).data == b"Ours"

    assert [(one.kind, one.verb) for one in left(page)] == [("export", "downloaded a file")]


def test_the_request_of_an_entry_is_the_one_in_the_log(page: SignedInPage, child: Child) -> None:
    answer = page.get(f"/children/{child.id}")

    assert left(page)[-1].request_id == answer.headers["X-Request-ID"]


def test_a_page_about_one_child_takes_the_statements_of_its_entry_and_no_more(page: SignedInPage, child: Child) -> None:
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    page.get(f"/children/{child.id}/history")
    engine = db.engine(page.database_url)
    event.listen(engine, "before_cursor_execute", note)
    try:
        page.get(f"/children/{child.id}/history")
        page.get("/work")
    finally:
        event.remove(engine, "before_cursor_execute", note)

    audit = [one for one in asked if "audit_" in one]
    assert [one.split()[0] for one in audit] == ["SELECT", "UPDATE", "INSERT"]
    assert len([one for one in asked if "BEGIN IMMEDIATE" in one]) == 1


def test_signing_in_and_out_and_trying_to_stand_in_the_authority(page: SignedInPage) -> None:
    member, sent = page.member, page.client.post
    for password in ("wrong", member.password):
        form = {"email": member.email.upper(), "password": password, "csrf_token": page.token()}
        sent("/sign-in", data=form).close()
    sent("/second-factor", data={"code": "000000", "csrf_token": page.token()})
    sent("/sign-in", data={"email": "nobody@wexcombe.example", "password": "x", "csrf_token": page.token()}).close()
    sent("/sign-out", data={"csrf_token": page.token()})

    with db.session(page.database_url, member.tenant) as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.kind == "sign_in").order_by(AuditEntry.seq)).all()
    assert [one.verb for one in found] == ["was not let in", "gave their password", "gave a wrong code", "signed out"]
    assert {one.actor_id for one in found} == {member.person_id}
    assert json.loads(found[0].entry)["detail"] == {"from": "127.0.0.1"}


def test_whoever_tries_on_and_on_writes_no_more_than_the_limits_let_through(page: SignedInPage) -> None:
    for _ in range(15):
        form = {"email": page.member.email, "password": "wrong", "csrf_token": page.token()}
        page.client.post("/sign-in", data=form).close()

    with db.session(page.database_url, page.member.tenant) as session:
        found = session.scalars(select(AuditEntry.verb).where(AuditEntry.kind == "sign_in")).all()
    assert found == ["was not let in"] * 10

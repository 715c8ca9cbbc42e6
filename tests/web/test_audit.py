"""The audit trail of an authority, and who has seen one child's record: what is shown to whom, filtered, page by page
and as a file."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from core import db
from core.models import AuditEntry, Child
from core.services import restrictions
from core.services.audit_checking import check, tell
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

CANARY = "Zqcanary"


@pytest.fixture
def child(page: SignedInPage, desk: Desk) -> Child:
    """A child whose care plan was changed, and whose record the member has read."""
    found = made.child(desk, CANARY, local_id="T-0914", care_plan="adoption")
    desk.db.commit()
    found.care_plan = "long_term_foster"
    desk.note("changed a child's record", "child", found.id, child_id=found.id, because=CANARY)
    desk.db.commit()
    page.get(f"/children/{found.id}")
    return found


def told(text: str) -> list[list[str]]:
    """The rows of the table of entries, as words by cell."""
    rows = re.findall(r'<tr role="row">(<td.*?)</tr>', text, re.S)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def test_an_auditor_reads_who_did_what_to_the_second(page: SignedInPage, child: Child) -> None:
    page.hold("auditor")

    text = page.get("/audit").text

    lines = told(text)
    assert lines[1] == ["16 March 2026, 10:00:00", "Nadia Okafor Social worker", "Viewed", "Child’s record", "T-0914"]
    change = "Children changed: care plan from adoption to long_term_foster"
    assert lines[2][2:4] == ["Changed", f"Changed a child&#39;s record Before and after {change}"]
    assert CANARY not in text
    assert 'href="/wexcombe/audit" aria-current="page"' in text


def test_what_changed_in_a_restricted_record_is_told_to_those_who_may_open_it(
    page: SignedInPage, child: Child, desk: Desk, sign_in_as: Any, enroll: Any
) -> None:
    auditor = sign_in_as(enroll("wexcombe", "Uma Grey", roles=("auditor",)))
    assert "care plan from adoption" in auditor.get("/audit").text

    restrictions.restrict(desk, child, reason="Threats were made.", readers=[page.member.person_id],
                          review_on=desk.today + timedelta(days=7))  # fmt: skip
    desk.db.commit()

    for who, sees in ((auditor, False), (page, True)):
        who.hold("auditor")
        text = who.get("/audit").text
        assert ("care plan from adoption" in text) == sees, who.member.name
        assert "estricted a record" in text


def test_filters_narrow_and_say_so(page: SignedInPage, child: Child, clock: Any) -> None:
    page.hold("auditor")
    assert page.post("/children/new", {}).status == 403

    def kinds(query: str) -> set[str]:
        return {line[2] for line in told(page.get(f"/audit?{query}").text)}

    assert kinds("child=T-0914&kind=read") == {"Viewed"}
    assert kinds("kind=refusal") == {"Refused"}
    assert kinds("person=okafor&first=16/3/2026&last=16/3/2026") >= {"Viewed", "Changed", "Refused"}
    for empty in ("child=T-9999", "last=15/3/2026", "person=nobody"):
        assert "No entry matches these filters" in page.get(f"/audit?{empty}").text
    assert page.get("/audit?kind=tides&before=x&first=monday").status == 200
    piece = page.get("/audit?kind=read", piece=True)
    assert '<div id="audit"' in piece.text


def test_pages_follow_one_another_without_gap(page: SignedInPage, child: Child) -> None:
    with db.session(page.database_url, "wexcombe", writes=True) as session:
        for _ in range(60):
            session.info.setdefault("entries", []).append(entry(session, child))
        session.commit()
        every = list(session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq.desc())))
    page.hold("auditor")

    first = page.get("/audit").text
    way = re.search(r'href="(/wexcombe/audit\?before=\d+)"', first)
    assert way is not None
    second = page.get(way[1]).text

    assert f"<b>{len(every) + 1} entries</b>" in first
    assert len(told(first)) == 50
    assert len(told(first)) + len(told(second)) == len(every) + 1


def entry(session: Any, child: Child) -> Any:
    from core.audit.entries import Trail
    from tests.fixtures.app import MONDAY

    return Trail(at=MONDAY, actor_id="gone", actor_name="Owen Price").entry("read", child_id=child.id)


def test_the_file_holds_the_same_and_taking_it_is_an_entry(page: SignedInPage, child: Child) -> None:
    page.hold("auditor")

    answer = page.post("/audit/csv", {"child": "T-0914"})

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][:5] == ["Number", "When (UTC)", "Who", "Job title", "What"]
    assert [row[4] for row in rows[1:]] == ["Viewed", "Changed", "Changed"]
    assert {row[6] for row in rows[1:]} == {"T-0914"} and CANARY not in answer.text
    line = told(page.get("/audit").text)[0]
    assert line[2:4] == ["Taken out", "Exported the audit: Audit trail"]


def test_only_auditors_read_it(page: SignedInPage, child: Child) -> None:
    for role in ("social_worker", "team_manager", "configuration"):
        page.hold(role)
        page.get("/audit", status=403)
        assert page.post("/audit/csv").status == 403


def test_a_manager_asks_in_one_query_who_has_seen_a_childs_record(page: SignedInPage, child: Child) -> None:
    asked: list[str] = []

    def note(*given: Any) -> None:
        if "FROM audit_entries" in given[2]:
            asked.append(given[2])

    engine = db.engine(page.database_url)
    event.listen(engine, "before_cursor_execute", note)
    try:
        text = page.get(f"/children/{child.id}/seen?kind=read").text
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert [line[:3] for line in told(text)] == [
        ["16 March 2026, 10:00:00", "Nadia Okafor Social worker", "Viewed"],
    ]  # fmt: skip
    assert len(asked) == 1
    assert "Who has seen this" in text
    page.hold("social_worker")
    page.get(f"/children/{child.id}/seen", status=403)
    assert "Who has seen this" not in page.get(f"/children/{child.id}").text


def test_when_it_was_last_checked_stands_above_it(page: SignedInPage, child: Child, clock: Any) -> None:
    page.hold("auditor")
    assert "integrity was not checked yet" in page.get("/audit").text

    found = check(page.database_url, "wexcombe")
    tell(page.database_url, found, clock.now)

    said = f"Last integrity check: Monday 16 March 2026, 10:00, no fault in {found.entries} entries."
    assert said in page.get("/audit").text

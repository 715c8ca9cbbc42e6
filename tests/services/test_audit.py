"""What a transaction leaves in the audit: that it does, in the same transaction, and nothing that anybody wrote."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from core import db
from core.adapters.bulk import bulk_load
from core.models import ApiToken, AuditEntry, Child, Delivery, Event, Person, Placement, User
from core.services import children
from core.services.desk import Desk
from tests import factories as made

SECRET = "Zqcanary"


def entries(desk: Desk) -> list[Any]:
    """What the audit holds, oldest first; the desk's transaction is over by then."""
    found = desk.db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    desk.db.rollback()
    return list(found)


@pytest.fixture
def child(desk: Desk) -> Child:
    """A child whose record is committed."""
    found = made.child(desk, care_plan="long_term_foster")
    desk.db.commit()
    return found


def detail(entry: Any) -> dict[str, Any]:
    return json.loads(entry.entry)["detail"]


def test_a_change_and_its_entry_are_kept_together_or_not_at_all(desk: Desk, child: Child) -> None:
    before = len(entries(desk))
    child.care_plan = "adoption"
    desk.db.flush()
    desk.db.rollback()
    assert len(entries(desk)) == before

    child = children.find(desk, child.id)
    child.care_plan, child.school = "adoption", "Marsh Lane"
    desk.note("changed a child's record", "child", child.id, child_id=child.id)
    desk.db.commit()

    (entry,) = entries(desk)[before:]
    assert (entry.kind, entry.verb, entry.child_id) == ("change", "changed a child's record", child.id)
    assert (entry.actor_id, entry.actor_name, entry.at) == (desk.actor.person_id, desk.actor.name, desk.now)
    (row,) = detail(entry)["rows"]
    assert row["values"] == {"care_plan": ["long_term_foster", "adoption"], "school": ["", "written"]}


def test_nothing_that_anybody_wrote_or_is_called_stands_in_an_entry(desk: Desk, child: Child) -> None:
    words = f"{SECRET} " * 20
    child.name, child.words, child.school = f"{SECRET} Leith", words, SECRET
    place = made.placement(desk, child, date(2025, 1, 1), f"{SECRET} family")
    task = made.task(desk, child, SECRET, detail=words, owner_name=SECRET, because=words)
    desk.note("wrote", "child", child.id, child_id=child.id, note=words)
    desk.db.commit()
    task.because, place.not_taken = words + "more", SECRET
    desk.db.delete(made.person(desk, f"{SECRET} Alder", email=f"{SECRET}@example.org", staff=False))
    desk.db.commit()

    found = entries(desk)
    assert not [one for one in found if SECRET in one.entry]
    changed = detail(found[-1])["rows"]
    assert {row["table"] for row in changed} == {"placements", "tasks"}
    because = next(row for row in changed if row["table"] == "tasks")["values"]["because"]
    assert because[0] != because[1] and because[0].startswith(f"{len(words)} characters, ")


def test_what_opens_something_stands_in_no_entry(desk: Desk) -> None:
    user = User(email="ann@wexcombe.example", name="Ann Leith", password_hash=SECRET)
    desk.db.add(user)
    desk.db.flush()
    mine = {"person_id": desk.actor.person_id, "name": "Reports", "made_by": "Ann Leith", "made_at": desk.now,
            "expires_at": desk.now, "scopes": []}  # fmt: skip
    desk.db.add(ApiToken(token_hash=SECRET * 8, **mine))
    desk.db.commit()
    user.password_hash = SECRET * 2
    desk.db.commit()

    found = entries(desk)[-2:]
    assert [row["table"] for one in found for row in detail(one)["rows"]] == ["users", "api_tokens", "users"]
    assert not [one for one in found if SECRET in one.entry]


def test_each_child_whose_record_changes_has_an_entry(desk: Desk, child: Child) -> None:
    other = made.child(desk, local_id="Q-2")
    place = made.placement(desk, child, date(2025, 1, 1), "Fernbeck")
    meeting = made.meeting(desk, made.placement(desk, other, date(2025, 1, 1), "Alder"))
    made.output(desk, meeting, "letter", title="Letter")
    desk.db.commit()

    last = {one.child_id: detail(one) for one in entries(desk)[-2:]}
    assert set(last) == {child.id, other.id}
    assert [row["id"] for row in last[child.id]["rows"]] == [place.id]
    tables = {"children", "placements", "meetings", "meeting_parts", "outputs"}
    assert {row["table"] for row in last[other.id]["rows"]} == tables


def test_what_goes_to_somebody_is_a_send(desk: Desk, child: Child) -> None:
    meeting = made.meeting(desk, made.placement(desk, child, date(2025, 1, 1), "Fernbeck"))
    output = made.output(desk, meeting, "letter", title="Letter")
    sent = Delivery(meeting_id=meeting.id, output_id=output.id, name="Ann Leith", role="carer", state="prepared")
    desk.db.add(sent)
    desk.db.commit()
    assert entries(desk)[-1].kind == "change"

    sent.state, sent.sent_at = "sent", desk.now
    desk.db.commit()

    assert (entries(desk)[-1].kind, entries(desk)[-1].child_id) == ("send", child.id)


def test_what_one_statement_changes_is_counted(desk: Desk, child: Child) -> None:
    made.placement(desk, child, date(2025, 1, 1), "Fernbeck")
    desk.db.commit()
    desk.db.execute(update(Placement).values(provider="in_house"))
    assert desk.db.scalars(update(Child).values(team="Estuary").returning(Child.id)).all() == [child.id]
    bulk_load(desk.db, Event, ("id", "verb"), [(db.new_id(), "x")], {"at": desk.now, "actor_name": "", "about": "",
              "about_id": "", "data": {}})  # fmt: skip
    rows = [(db.new_id(), f"Person {number}") for number in range(3)]
    plain = {"title": "", "team": "", "email": "", "staff": False, "employed_here": False, "operational": False,
             "active": True, "version": 1}  # fmt: skip
    bulk_load(desk.db, Person, ("id", "name"), rows, plain)
    desk.db.commit()

    assert detail(entries(desk)[-1])["many"] == {"placements changed": 1, "children changed": 1, "people added": 3}


def test_whoever_commits_without_a_name_is_an_operator(desk: Desk, child: Child, database_url: str) -> None:
    with db.session(database_url, desk.tenant_id, writes=True) as session:
        session.execute(update(Child).values(team="Estuary"))
        session.commit()
        session.commit()

    last = entries(desk)[-1]
    assert (last.kind, last.actor_name, detail(last)["many"]) == ("operator", "Operator", {"children changed": 1})


def test_an_export_has_an_entry_for_each_child_in_it(desk: Desk, child: Child) -> None:
    other = made.child(desk, local_id="Q-2")
    desk.db.commit()
    desk.exported("exported the register", [child.id, other.id, child.id])
    desk.saw(child.id)
    desk.note("exported the register", "register", "actions")
    desk.db.commit()
    desk.db.commit()

    told = [(one.kind, one.verb, one.child_id) for one in entries(desk)[-4:]]
    assert told == [
        ("export", "exported the register", None),
        ("export", "exported the register", child.id),
        ("export", "exported the register", other.id),
        ("read", "", child.id),
    ]

"""What holds whoever asks, and what jobs do, while a record is restricted: nothing is lost, nobody outside hears."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core import db
from core.models import CaseRole, Child, ImportRun, Notice, Person, Placement, Restriction, Task
from core.registry import Registry
from core.services import children, facts, leaving, notices, reminding, restrictions, sight, team_changes
from core.services.committing import named
from core.services.desk import Actor, Desk, Refused, Stale
from core.services.imports_loading import load
from core.services.record_copy import gathering
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.ssda903 import episode, header
from tests.services.confidence import Kept, kept, restrict
from tests.services.loaded import returned

__all__ = ["kept"]


def test_the_id_of_a_restricted_child_is_taken_as_any_other_is(kept: Kept) -> None:
    with kept.at(kept.outside) as desk, pytest.raises(Refused, match="Another child has this ID already"):
        children.add(desk, local_id="Q-117", name="Somebody")


def test_a_team_takes_its_restricted_children_along(kept: Kept) -> None:
    with kept.at(kept.outside) as desk:
        team = team_changes.add(desk, "North 2")
        team_changes.edit(desk, team, "North", None)

    with kept.at(kept.reader) as desk:
        assert desk.db.scalars(select(Child.team)).all() == ["North"]


def test_what_somebody_leaves_of_a_restricted_record_goes_to_whoever_answers_for_it(
    kept: Kept, enroll: Callable[..., Member]
) -> None:
    leaver, heir = enroll("wexcombe", "Lena Voss", roles=("iro",)), enroll("wexcombe", "Hal Irwin", roles=("iro",))
    with kept.at(kept.reader) as desk:
        child = desk.db.scalars(select(Child)).one()
        other = made.child(desk, "Ada Frost", "Q-200")
        for one in (child, other):
            made.case_role(desk, one, leaver.person_id, "iro")
            made.task(desk, one, "Visit", owner=desk.db.get_one(Person, ("wexcombe", leaver.person_id)))

    with kept.at(kept.outside) as desk:
        leaving.leave(desk, desk.db.get_one(Person, ("wexcombe", leaver.person_id)), heir_id=heir.person_id)

    with kept.at(kept.reader) as desk:
        owners = dict(desk.db.execute(select(Task.child_id, Task.owner_name).where(Task.title == "Visit")).all())
        assert owners == {child.id: "Nadia Okafor", other.id: "Hal Irwin"}
        roles = desk.db.scalars(select(CaseRole.child_id).where(CaseRole.person_id == heir.person_id)).all()
        assert roles == [other.id]
        told = dict(desk.db.execute(select(Notice.person_id, Notice.text)).all())
        assert told[heir.person_id] == "Lena Voss has left. You take over: 1 step of a meeting, a role for 1 child."
        assert "had to do with a restricted record" in told[kept.reader.person_id]


def test_nobody_outside_is_reminded_or_told(kept: Kept) -> None:
    with kept.at(kept.reader) as desk:
        child = desk.db.scalars(select(Child)).one()
        outside = desk.db.get_one(Person, ("wexcombe", kept.outside.person_id))
        desk.db.get_one(Person, ("wexcombe", desk.actor.person_id)).manager_id = outside.id
        late = {"kind": "action", "due": desk.today - timedelta(days=40)}
        theirs = made.task(desk, child, "Call", owner=outside, **late)
        mine = made.task(desk, child, "Write", **late)
        assert not notices.tell(desk, outside.id, key="k", kind="late", text="Late", task_id=theirs.id)

    with db.session(kept.url, "wexcombe", writes=True) as session:
        tenant = desk.tenant
        night = Desk(db=session, tenant=session.merge(tenant, load=False), registry=Registry(()), now=kept.clock.now,
                     actor=Actor(user_id="", person_id="", name="Night"))  # fmt: skip
        reminding.run(night)
        session.commit()
        told = set(session.scalars(select(Notice.person_id)))
        escalated = {one.id: one.escalated_to_id for one in session.scalars(select(Task).where(Task.kind == "action"))}
    assert told == {kept.reader.person_id}
    assert escalated[theirs.id] == kept.reader.person_id
    assert escalated[mine.id] is None


def test_a_return_is_loaded_for_all_and_counted_as_if_nobody_knew_the_child(kept: Kept) -> None:
    result = returned(episode("01/05/2025", child="Q-117"), headers=[header("Q-117")])
    with kept.at(kept.outside) as desk:
        run = ImportRun(at=desk.now, by_name="Otto Blythe", by_id=kept.outside.person_id, state="loading")
        desk.db.add(run)
        desk.db.flush()
        run_id = run.id

    with db.session(kept.url, "wexcombe", writes=True) as session:
        job = Desk(db=session, tenant=session.merge(desk.tenant, load=False), registry=Registry(()), now=kept.clock.now,
                   actor=Actor(user_id="", person_id=kept.outside.person_id, name="Otto Blythe"))  # fmt: skip
        unseen = sight.hidden_from(session, kept.outside.person_id, kept.clock.now)
        counts = load(job, run_id, result, unseen=unseen)
        session.commit()

    assert (counts["children_added"], counts["placements_added"], counts["children_changed"]) == (1, 1, 0)
    with kept.at(kept.reader) as desk:
        assert [(one.name, one.id) for one in desk.db.scalars(select(Child))] == [("Bertie Quill", kept.child_id)]
        assert [one.child_id for one in desk.db.scalars(select(Placement))] == [kept.child_id]


def test_a_rule_counts_the_same_endings_with_a_carer_whoever_asks(kept: Kept) -> None:
    with kept.at(kept.reader) as desk:
        child = desk.db.scalars(select(Child)).one()
        made.ended(desk, child, date(2026, 1, 12), about={"carer_ref": "F-1"})

    with kept.at(kept.outside) as desk:
        assert len(facts.with_carers(desk, ["F-1"])["F-1"]) == 1
        assert desk.db.scalars(select(Placement)).all() == []


def test_a_restriction_past_its_day_stays_and_waits_in_its_managers_list(kept: Kept) -> None:
    kept.clock.forward(days=61)

    with kept.at(kept.outside) as desk:
        assert desk.db.scalars(select(Child)).all() == []
    with kept.at(kept.reader) as desk:
        child = desk.db.scalars(select(Child)).one()
        waits = desk.db.scalars(select(Task).where(Task.kind == restrictions.REVIEW, Task.done_on.is_(None))).one()
        assert waits.owner_id == kept.reader.person_id and waits.due is not None and waits.due < desk.today
        restrict(desk, child, kept.reader, kept.outside)
        assert waits.done_on == desk.today
    with kept.at(kept.outside) as desk:
        assert len(desk.db.scalars(select(Child)).all()) == 1


def test_a_name_written_into_another_record_does_not_tell_that_it_is_a_restricted_childs(kept: Kept) -> None:
    told = {}
    for member in (kept.outside, kept.reader):
        with kept.at(member) as desk:
            here = desk.db.scalar(select(Child).where(Child.local_id == "Q-200"))
            here = here or made.child(desk, "Ada Frost", "Q-200", words="Bertie Quill said so.")
            copy = gathering.gather(desk, here)
            told[member.name] = copy.strangers
            assert "Bertie" not in str(copy.sections), "it stands in the copy"

    assert told == {kept.outside.name: (), kept.reader.name: ("Bertie Quill",)}


def test_two_managers_at_once_do_not_restrict_a_record_twice(kept: Kept) -> None:
    with kept.at(kept.reader) as desk:
        me = {"set_by_id": desk.actor.person_id, "set_by": desk.actor.name}
        again = Restriction(child_id=kept.child_id, reason="Too", review_on=desk.today, set_at=desk.now, **me)
        desk.db.add(again)
        with pytest.raises(Stale), named():
            desk.db.flush()
        desk.db.rollback()

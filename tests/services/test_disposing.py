"""A child's record is disposed of by two people: never early, never under a hold, never by one alone; and then all of
it goes, and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.models import Child, Event, LegalHold
from core.services import sight
from core.services.desk import Refused, Stale
from core.services.retention import disposing, holds
from core.services.retention.belonging import belongings
from tests.fixtures.app import Member
from tests.services.retained import LONG_AGO, Retained, bare, retained
from tests.web.walls import contents

__all__ = ["bare", "retained"]


def proposed(retained: Retained) -> str:
    desk = retained.desk(retained.proposer)
    disposal = disposing.propose(desk, retained.child(desk), "Nobody has asked for it")
    desk.db.commit()
    return disposal.id


def test_everything_of_the_child_goes_and_nothing_else(retained: Retained) -> None:
    disposal_id = proposed(retained)
    desk = retained.desk(retained.second)
    child = retained.child(desk)
    every = belongings(child)
    theirs = {one.table: [row.id for row in desk.db.scalars(select(one.model).where(one.mine))] for one in every}
    desk.db.rollback()
    before = contents(retained.one.url, "wexcombe")

    counts = disposing.confirm(desk, disposing.find(desk, disposal_id))
    desk.db.commit()

    after = contents(retained.one.url, "wexcombe")
    assert [table for table, ids in theirs.items() if not ids] == [], "nothing there proves nothing"
    people = counts.pop("people")
    assert counts == {table: len(ids) for table, ids in theirs.items()}
    for table, rows in before.items():
        gone = set(rows) - set(after[table])
        if table in theirs:
            assert len(gone) == len(theirs[table]), table
            assert all(any(f"'id': '{ref}'" in row for ref in theirs[table]) for row in gone), table
        elif table == "people":
            assert people == len(gone) >= 1
            assert all("'staff': False" in row for row in gone)
        elif table not in ("disposals", "audit_heads"):
            assert not gone, table
    assert any("Ida Fell" in row for row in after["people"]), "another child's record names her"
    assert not any("Maud Wren" in row for row in after["people"])
    left = str(after)
    assert "Silas Wren" not in left


def test_what_is_left_says_who_when_and_why_without_a_name(bare: Retained) -> None:
    disposal_id = proposed(bare)
    desk = bare.desk(bare.second)
    local_id = bare.child(desk).local_id

    disposing.confirm(desk, disposing.find(desk, disposal_id), note="Seen in the register")
    desk.db.commit()

    left = disposing.find(desk, disposal_id)
    assert (left.state, left.proposed_by, left.answered_by) == ("disposed", "Gareth Linn", "Isla Marren")
    assert left.reason == "Nobody has asked for it" and left.kept_until == date(2025, 3, 1)
    assert "75th anniversary" in left.rule and "regulation 50" in left.rule
    assert left.mark == disposing.mark(left.id, local_id) and local_id not in str(left.__dict__)
    assert left.counts["children"] == 1
    noted = desk.db.scalars(select(Event).where(Event.about == "disposal").order_by(Event.at, Event.verb)).all()
    assert [one.verb for one in noted] == ["disposed of a record", "proposed a disposal"]


@pytest.mark.parametrize("born", [date(1951, 3, 17), date(1951, 3, 16), None])
def test_never_before_its_last_day_has_passed(bare: Retained, born: date | None) -> None:
    desk = bare.desk(bare.proposer)
    child = bare.child(desk)
    child.born = born

    with pytest.raises(Refused, match=r"too early|Nobody can tell yet"):
        disposing.propose(desk, child, "It is old")

    child.born = date(1951, 3, 15)
    assert disposing.propose(desk, child, "It is old").kept_until == date(2026, 3, 15)


@pytest.mark.parametrize("whole", [True, False])
def test_never_under_a_hold_and_again_once_it_is_lifted(bare: Retained, whole: bool) -> None:
    disposal_id = proposed(bare)
    desk = bare.desk(bare.auditor)
    child = bare.child(desk)
    hold = holds.place(desk, None if whole else child, reason="An inquiry", review_on=desk.today + timedelta(days=90))
    desk.db.commit()
    desk = bare.desk(bare.second)

    with pytest.raises(Refused, match="legal hold"):
        disposing.confirm(desk, disposing.find(desk, disposal_id))
    with pytest.raises(Refused, match="legal hold"):
        disposing.propose(desk, bare.child(desk), "Once more")

    held = desk.db.scalars(select(LegalHold).where(LegalHold.id == hold.id)).one()
    holds.lift(desk, held, because="The inquiry is over")
    assert disposing.confirm(desk, disposing.find(desk, disposal_id))["children"] == 1


def test_never_by_one_person_alone(bare: Retained, enroll: Callable[..., Member]) -> None:
    disposal_id = proposed(bare)
    namesake = enroll("wexcombe", "gareth  linn", roles=("service_manager",))
    opener = enroll("wexcombe", "Olive Pym", roles=("service_manager",))
    worker = enroll("wexcombe", "Sol Ashe", roles=("social_worker",))
    desk = bare.desk(opener)
    desk.note("opened a sign-in", "person", bare.proposer.person_id)
    desk.db.commit()
    for who, why in (
        (bare.proposer, "Somebody else confirms what you proposed"),
        (namesake, "your own name"),
        (opener, "opened the other’s sign-in"),
        (worker, "A manager or an auditor"),
    ):
        desk = bare.desk(who)
        with pytest.raises(Refused, match=why):
            disposing.confirm(desk, disposing.find(desk, disposal_id))
        desk.db.rollback()

    desk = bare.desk(bare.auditor)
    assert disposing.confirm(desk, disposing.find(desk, disposal_id))["children"] == 1
    with pytest.raises(Stale):
        disposing.confirm(desk, disposing.find(desk, disposal_id))


def test_what_changed_since_it_was_proposed_is_looked_at_again(bare: Retained) -> None:
    disposal_id = proposed(bare)
    desk = bare.desk(bare.second)
    bare.child(desk).born = LONG_AGO - timedelta(days=1)

    with pytest.raises(Refused, match="has changed since"):
        disposing.confirm(desk, disposing.find(desk, disposal_id))

    disposing.send_back(desk, disposing.find(desk, disposal_id), "The date of birth was wrong")
    assert disposing.waiting(desk, bare.child(desk)) is None


@pytest.mark.parametrize("text", ["silas wren is dead", "Record {id} may go"])
def test_what_outlasts_the_record_may_not_name_the_child(bare: Retained, text: str) -> None:
    desk = bare.desk(bare.proposer)
    child = bare.child(desk)

    with pytest.raises(Refused, match="Leave out the child’s name"):
        disposing.propose(desk, child, text.format(id=child.local_id))


def test_a_disposal_that_breaks_off_leaves_everything(retained: Retained, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.services.retention import left_over

    disposal_id = proposed(retained)
    before = contents(retained.one.url, "wexcombe")
    desk = retained.desk(retained.second)

    def broken(*_: object) -> int:
        raise KeyError("broken off")

    with monkeypatch.context() as patched:
        patched.setattr(left_over, "forget", broken)
        with pytest.raises(KeyError):
            disposing.confirm(desk, disposing.find(desk, disposal_id))
    desk.db.close()

    assert contents(retained.one.url, "wexcombe") == before


def test_a_contact_whom_a_restricted_record_names_stays(retained: Retained) -> None:
    """Whoever confirms cannot see that record, and yet the contact is not left over."""
    disposal_id = proposed(retained)
    desk = retained.desk(retained.second)
    others = {*desk.db.scalars(select(Child.id).where(Child.id != retained.child_id))}
    sight.narrow(desk.db, sight.Sight(hidden=frozenset(others)))

    disposing.confirm(desk, disposing.find(desk, disposal_id))
    desk.db.commit()

    assert any("Ida Fell" in row for row in contents(retained.one.url, "wexcombe")["people"])

"""What a replay says of past endings, held against plain sums and against the pages of the day."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select, update

from core.db import engine
from core.domain.calendar import Calendar, months
from core.models import CaseRole, Ending, Person, Placement
from core.services import endings, replaying_loading
from core.services.desk import Desk
from tests import factories as made
from tests import replays
from tests.replays import CANARY, FIRST, LAST
from tests.services.replayed import (
    OWN_MAY_NOT,
    Played,
    played,
    populated,
    recorded,
    registry,
    work,
)

__all__ = ["played", "registry", "work"]


def test_k03_who_is_prompted_before_is_what_each_ending_s_page_said(desk: Desk, played: Played) -> None:
    populated(desk)
    said = [endings.weigh(desk, ending, child).proposals for child, _, ending, _ in recorded(desk)]

    result = played({"authority_d": {}})

    strongest = [one.strongest.strength.value for one in said if one.strongest]
    assert len(said) == 120 and result["before"]["prompted"] == len(strongest) > 20
    assert result["before"]["strengths"] == {word: strongest.count(word) for word in ("must", "should", "consider")}
    unclear = [one for one in said if not one.strongest and one.cannot_tell]
    assert result["before"]["calls"]["cannot tell"] == len(unclear) > 5


@pytest.mark.parametrize("candidate", ["authority_d", "authority_c"])
def test_k03_who_would_be_prompted_is_what_the_text_says_of_the_records(
    desk: Desk, played: Played, candidate: str
) -> None:
    populated(desk)
    rows = recorded(desk)

    result = played({candidate: {}})

    expected = [PLAIN[candidate](placement, ending) for _, placement, ending, _ in rows]
    assert result["after"]["prompted"] == expected.count(True) > 10
    assert result["after"]["calls"] == {
        "prompted": expected.count(True), "not prompted": expected.count(False), "cannot tell": expected.count(None)
    }  # fmt: skip
    listed = {d["number"]: d["after"]["call"] for d in result["differences"] if d["aspect"] == "prompt"}
    words = {True: "prompted", False: "not prompted", None: "cannot tell"}
    assert listed == {number: words[expected[number - 1]] for number in listed}


def both(*answers: bool | None) -> bool | None:
    """And, where None is not known."""
    return False if False in answers else None if None in answers else True


def either(*answers: bool | None) -> bool | None:
    """Or, where None is not known."""
    return True if True in answers else None if None in answers else False


def as_in_c(placement: Placement, ending: Ending) -> bool | None:
    by_pathway = None if ending.pathway_plan is None else not ending.pathway_plan
    return either(
        both(placement.long_term, either(ending.abrupt, ending.unplanned)),
        both(placement.long_term, by_pathway),
        both(placement.long_term, placement.matched_at_panel, ending.notice_by_carer),
    )


PLAIN: dict[str, Callable[[Placement, Ending], bool | None]] = {
    "authority_d": lambda placement, ending: both(placement.long_term, ending.unplanned),
    "authority_c": as_in_c,
}


def test_k03_held_days_lie_where_plain_sums_put_them(desk: Desk, played: Played) -> None:
    populated(desk)
    days = [(meeting.held_on, ending.day) for _, _, ending, meeting in recorded(desk) if meeting and meeting.held_on]

    result = played({"authority_d": {}})

    before = [place(day, ended + timedelta(days=14), ended + timedelta(days=42)) for day, ended in days]
    after = [place(day, date_after_a_month(ended), ended + timedelta(days=42)) for day, ended in days]
    assert len(days) > 10 and result["held"] == len(days)
    for side, places in (("before", before), ("after", after)):
        assert result[side]["places"] == {one: places.count(one) for one in set(places)}
    moved = [d for d in result["differences"] if d["aspect"] == "date"]
    differing = sum(one != other for one, other in zip(before, after, strict=True))
    assert len(moved) == differing > 0
    assert {(d["before"]["place"], d["after"]["place"]) for d in moved} == {("inside", "before")}


def place(day: date, opens: date, closes: date) -> str:
    return "before" if day < opens else "after" if day > closes else "inside"


def date_after_a_month(day: date) -> date:
    found = months(1).after(day, Calendar())
    assert isinstance(found, date)
    return found


def test_k03_who_could_have_chaired_is_counted_person_by_person(desk: Desk, played: Played) -> None:
    populated(desk)
    rows = recorded(desk)
    own = {role.child_id: role.person_id for role in desk.db.scalars(select(CaseRole)) if role.role == "iro"}
    workers = {role.child_id: role.person_id for role in desk.db.scalars(select(CaseRole)) if role.role != "iro"}
    above = {person.id: person.manager_id for person in desk.db.scalars(select(Person))}

    result = played(OWN_MAY_NOT)

    prompted = [row for row in rows if PLAIN["authority_d"](row[1], row[2])]
    met = [row for row in rows if "disruption" in endings.weigh(desk, row[2], row[0]).proposals.kinds]
    assert result["after"]["chairs"] == {
        "endings": len(prompted), "nobody": 0, "silent": 0, "roles": ["Independent reviewing officer"],
        "named": replays.OFFICERS, "aside": len({own[child.id] for child, *_ in prompted}),
    }  # fmt: skip
    before = result["before"]["chairs"]
    assert (before["endings"], before["named"]) == (len(met), replays.MANAGERS)
    assert before["aside"] == len({above[workers[child.id]] for child, *_ in met})
    listed = [d for d in result["differences"] if d["aspect"] == "chair"]
    assert [d["number"] for d in listed] == [n for n, row in enumerate(rows, 1) if row in prompted and row in met]
    assert all(d["before"]["eligible"] == replays.MANAGERS - 1 and d["before"]["reason"] == 1 for d in listed)
    assert all(d["after"]["eligible"] == replays.OFFICERS - 1 and d["after"]["excluded"] == 1 for d in listed)


def test_roles_round_a_child_are_those_of_the_day_and_staff_who_left_chair_nothing(desk: Desk, played: Played) -> None:
    populated(desk, 1)
    child, *_ = next(iter(recorded(desk)))
    first, second = (made.person(desk, f"Late officer {n}", roles=("iro",)) for n in (1, 2))
    made.person(desk, "Gone officer", roles=("iro",), active=False)
    desk.db.execute(update(CaseRole).where(CaseRole.role == "iro").values(until=FIRST - timedelta(days=1)))
    made.case_role(desk, child, first, "iro", until=LAST)
    made.case_role(desk, child, second, "iro", since=LAST + timedelta(days=1))
    desk.db.execute(update(Placement).values(long_term=True))
    desk.db.execute(update(Ending).values(unplanned=True))
    desk.db.commit()

    chairs = played(OWN_MAY_NOT)["after"]["chairs"]

    assert (chairs["named"], chairs["aside"]) == (replays.OFFICERS + 2, 1)


def test_endings_with_the_same_carer_count_as_on_the_page(desk: Desk, played: Played) -> None:
    populated(desk, 40)
    carers = {e.id: endings.weigh(desk, e, c).facts.carer_endings for c, _, e, _ in recorded(desk)}

    asked = replaying_loading.endings(desk, FIRST, LAST)
    found = {
        id: one.facts.carer_endings for (id, _), one in zip(asked, replaying_loading.past(desk, asked), strict=True)
    }

    assert found == carers and max(map(len, found.values())) > 1


def test_k03_a_result_holds_no_name_no_id_and_no_day_of_anybody(desk: Desk, played: Played) -> None:
    populated(desk)
    rows = recorded(desk)

    kept = json.dumps(played({"authority_d": {}}))

    ids = {one.id for row in rows for one in row if one is not None} | set(desk.db.scalars(select(Person.id)))
    days = {
        word for _, _, ending, _ in rows for word in (ending.day.isoformat(), f"{ending.day.day} {ending.day:%B %Y}")
    }
    assert CANARY not in kept and "Officer" not in kept and "carer 1" not in kept
    assert not [one for one in ids | days if one in kept]


def test_k03_five_thousand_endings_take_as_many_statements_as_thousands_of_them(
    desk: Desk, played: Played, database_url: str
) -> None:
    populated(desk, 2500)
    asked: list[str] = []
    event.listen(engine(database_url), "before_cursor_execute", lambda *args: asked.append(args[2]))

    result = played({"authority_d": {}})

    reads = [one for one in asked if one.startswith("SELECT") and " replays" not in one]
    assert result["endings"] == 5000 and len(result["differences"]) > 1000
    assert len(reads) <= 10 + 6 * 5

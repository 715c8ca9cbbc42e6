"""Gatherings: all open recommendations ticked through, what was learned by theme, and nothing changes once closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from core.domain.versions import always
from core.models import GatheringHeld, Looked, Notice
from core.registry import Registry
from core.services import gathered, gatherings, responding
from core.services.desk import Desk, Missing, Refused, Stale
from tests import factories as made
from tests.fixtures.app import Member

HELD = date(2026, 2, 2)
numbers = count(1)
TODAY = date(2026, 3, 16)


@pytest.fixture(scope="module")
def five() -> Registry:
    """Authorities A, whose chairs bring their learning together, and E, whose recommendations are monitored."""
    return Registry(("authority_a", "authority_e"))


@pytest.fixture
def registry(five: Registry) -> Registry:
    return five


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """The reviewing team manager of an authority with E's procedure."""
    return enroll("wexcombe", "Nadia Okafor", roles=("reviewing_team_manager",), enabled={"authority_e": {}})


def as_role(desk: Desk, *roles: str) -> Desk:
    return replace(desk, actor=replace(desk.actor, roles=frozenset(roles)))


def begun(desk: Desk, key: str = "monitoring", day: date = TODAY) -> GatheringHeld:
    return gatherings.hold(desk, key, day=day, present="Nadia Okafor, Ivo Marsh")


def recommended(desk: Desk, *texts: str, **facts: Any) -> list[Any]:
    meeting = made.heard(desk, local_id=f"Q-{next(numbers)}", held=HELD, **facts.pop("meeting", {}))
    return [made.recommendation(desk, meeting, text, **facts) for text in texts]


def waiting(desk: Desk, held: GatheringHeld) -> list[str]:
    rows, number = gatherings.to_look_at(desk, held)
    assert number == len(rows)
    return sorted(row.recommendation.text for row in rows)


def test_e12_every_open_recommendation_is_looked_at_and_the_record_keeps_before_and_after(desk: Desk) -> None:
    one, two, three = recommended(desk, "One", "Two", "Three")
    recommended(desk, "Done", state="done")
    recommended(desk, "Not agreed yet", meeting={"agreed_on": None})
    held = begun(desk)
    assert waiting(desk, held) == ["One", "Three", "Two"]

    gatherings.look(desk, held, one.id, state="accepted", note="From April.", version=1)
    gatherings.look(desk, held, two.id, state="open", note="Asked again.")
    gatherings.look(desk, held, three.id, state="done", note="")
    gatherings.close(desk, held)

    found = {r.recommendation.text: (r.looked.before, r.looked.after, r.looked.note)
             for r in gatherings.looked_at(desk, held) if r.looked}  # fmt: skip
    assert found == {
        "One": ("open", "accepted", "From April."),
        "Two": ("open", "open", "Asked again."),
        "Three": ("open", "done", ""),
    }
    assert (one.state, one.response, two.progress, three.done_on) == ("accepted", "From April.", "Asked again.", TODAY)
    responding.respond(desk, one, state="open")
    assert [r.looked.after for r in gatherings.looked_at(desk, held) if r.looked and r.recommendation is one] == [
        "accepted"
    ]


def test_closing_with_some_not_looked_at_takes_saying_so_and_they_stand_in_the_record(desk: Desk) -> None:
    recommended(desk, "One", "Two")
    held = begun(desk)

    with pytest.raises(Refused, match="2 open recommendations have not been looked at") as refused:
        gatherings.close(desk, held)
    assert refused.value.field == "anyway"
    gatherings.close(desk, held, anyway=True)

    rows = gatherings.looked_at(desk, held)
    assert [(row.looked.before, row.looked.after) for row in rows if row.looked] == [("open", "")] * 2


def test_a_closed_gathering_is_frozen(desk: Desk) -> None:
    (one,) = recommended(desk, "One")
    held = begun(desk)
    gatherings.close(desk, held, anyway=True)

    for change in (
        lambda: gatherings.look(desk, held, one.id, state="done", note=""),
        lambda: gatherings.write(desk, held, present="Somebody else", notes=""),
        lambda: gatherings.close(desk, held),
    ):
        with pytest.raises(Refused, match="closed"):
            change()
    assert (one.state, held.present) == ("open", "Nadia Okafor, Ivo Marsh")


def test_two_who_tick_the_same_line_leave_one_finding(desk: Desk) -> None:
    one, two = recommended(desk, "One", "Two")
    held = begun(desk)
    gatherings.look(desk, held, one.id, state="open", note="")
    responding.respond(desk, two, state="accepted")

    with pytest.raises(Stale):
        gatherings.look(desk, held, one.id, state="done", note="", version=one.version)
    with pytest.raises(Stale):
        gatherings.look(desk, held, two.id, state="done", note="", version=1)
    assert len(list(desk.db.scalars(select(Looked)))) == 1
    with pytest.raises(Stale):
        gatherings.close(desk, held, version=held.version + 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": TODAY + timedelta(days=1), "present": "x"}, "day"),
        ({"day": TODAY, "present": "  "}, "present"),
    ],
)
def test_a_day_to_come_or_nobody_there_is_refused(desk: Desk, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        gatherings.hold(desk, "monitoring", **given)
    assert refused.value.field == field


def test_one_is_closed_before_the_next_begins(desk: Desk) -> None:
    begun(desk)

    with pytest.raises(Refused, match="still open"):
        begun(desk)


def test_what_cannot_be_found_of_a_recommendation(desk: Desk) -> None:
    (one,) = recommended(desk, "One")
    (hidden,) = recommended(desk, "Not agreed yet", meeting={"agreed_on": None})
    held = begun(desk)

    with pytest.raises(Refused):
        gatherings.look(desk, held, one.id, state="not accepted", note="")
    for ref in (hidden.id, "0" * 32):
        with pytest.raises(Missing):
            gatherings.look(desk, held, ref, state="done", note="")


def test_what_is_put_forward_reaches_the_role_it_is_put_to_once_closed(desk: Desk) -> None:
    decider = made.person(desk, "Dora Senn", roles=("agency_decision_maker",))
    made.person(desk, "Left", roles=("agency_decision_maker",), active=False)
    held = begun(desk)
    gatherings.write(desk, held, present="Nadia", notes="", put_forward="A shorter form for respite.")
    there = as_role(desk, "agency_decision_maker")

    with pytest.raises(Missing):
        gatherings.find(there, held.id)
    gatherings.close(desk, held)

    found, _, holds = gatherings.find(there, held.id)
    assert (found.put_forward, holds) == ("A shorter form for respite.", False)
    assert [(n.person_id, n.kind) for n in desk.db.scalars(select(Notice))] == [(decider.id, "put forward")]
    with pytest.raises(Missing):
        gatherings.find(as_role(desk, "service_manager", "panel"), held.id)
    with pytest.raises(Missing):
        gatherings.hold(there, "monitoring", day=TODAY, present="x")
    with pytest.raises(Missing):
        gatherings.close(there, held)


def test_e12_regularly_names_no_interval(desk: Desk) -> None:
    gatherings.close(desk, begun(desk))

    (seen,) = gatherings.mine(desk)
    assert seen.next_due is None
    assert seen.open is None


def test_a18_chairs_bring_learning_together_by_theme_and_feed_the_report(desk: Desk) -> None:
    desk.tenant.versions = always({"authority_a": {}})
    chairs = as_role(desk, "service_manager")
    recommended(desk, "One", "Two", theme="Matching")
    recommended(desk, "Three", theme="Respite")
    held = begun(chairs, "chairs", date(2026, 3, 2))

    assert gathered.themes_since(chairs, held) == [("Matching", 2), ("Respite", 1)]
    with pytest.raises(Refused, match="Nothing is written yet"):
        gatherings.close(chairs, held)
    learned = [("Matching", "Look at brothers and sisters first."), ("Respite", " ")]
    gatherings.write(chairs, held, present="Winifred Pace", notes="", learned=learned)
    assert gathered.fed(chairs, "half_yearly", date(2026, 1, 1), date(2026, 6, 30)) == []
    gatherings.close(chairs, held)

    (fed,) = gathered.fed(chairs, "half_yearly", date(2026, 1, 1), date(2026, 6, 30))
    assert fed.learned == [["Matching", "Look at brothers and sisters first."]]
    assert gathered.fed(chairs, "half_yearly", date(2026, 7, 1), date(2026, 12, 31)) == []
    (seen,) = gatherings.mine(chairs)
    assert seen.next_due == date(2026, 9, 2)
    after = begun(chairs, "chairs", TODAY)
    assert gathered.themes_since(chairs, after) == []


def test_nobody_else_has_a_gathering(desk: Desk) -> None:
    assert gatherings.mine(as_role(desk, "social_worker", "auditor", "configuration")) == []

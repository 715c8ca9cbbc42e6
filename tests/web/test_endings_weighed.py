"""What the procedure makes of an ending: each trigger with its clause and facts, as staff meet it under authority A."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.ended import FRIDAY, RECORDED, child, member, recorded, registry

__all__ = ["child", "member", "registry"]


def test_a07_each_trigger_shows_its_clause_and_the_facts_it_rests_on(page: SignedInPage, child: Any) -> None:
    text = page.get(recorded(page, child)).text

    assert "A07d" in text
    assert "9 h 35 min" in text
    assert "Should be held" in text
    assert "other clauses checked that do not apply" in text
    assert "It would apply where the placement was adoptive and the ending was unplanned" in text


def test_a07_counted_moves_are_listed_and_each_can_be_put_right(page: SignedInPage, desk: Desk, child: Any) -> None:
    mover = made.child(desk, local_id="Q-2", team="North 2")
    for since, until, carer in ((150, 100, "Holroyd family"), (100, 60, "Osman family"), (60, 0, "Pryor family")):
        day = FRIDAY - timedelta(days=until) if until else None
        home = made.placement(desk, mover, FRIDAY - timedelta(days=since), carer, ended=day, kind="foster")
        if day:
            made.ending(desk, home, unplanned=False, state="history")
    desk.db.commit()
    child = SimpleNamespace(id=mover.id, placement=home.id)

    text = page.get(recorded(page, child)).text

    assert "Three or more moves in six months" in text
    assert "3 moves from" in text
    assert text.count("This move is wrong") == 3
    assert "Holroyd family" in text


def test_a07_what_is_not_recorded_is_asked_for_in_place_and_weighed_again(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, requested_day="", requested_time="")
    text = page.get(where).text
    assert "Cannot tell yet: needs" in text
    assert "when the ending was asked for" in text

    answer = page.post(f"{where}/missing-facts", {"requested_day": "13 3 2026", "requested_time": "09:40"})

    assert answer.status == 303
    text = page.follow(answer).text
    assert "9 h 35 min" in text
    assert "A disruption meeting should be held" in text


def test_a07_an_adoptive_placement_points_to_the_other_procedure(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, kind="adoption")

    text = page.get(where).text

    assert "A disruption meeting for an adoptive placement must be held" in text
    assert "The procedure on disruption of adoptive placements says who chairs" in text
    assert "The window is" not in text
    assert 'value="convene"' not in text
    assert 'value="not"' not in text
    ending_id = where.rsplit("/", 1)[1]
    sent = {"choice": "convene", "kind": "adoption_disruption"}
    assert page.post(f"/endings/{ending_id}/decision", sent).status == 422
    assert page.post(f"/endings/{ending_id}/decision", sent | {"choice": "refer"}).status == 422
    answer = page.post(
        f"/endings/{ending_id}/decision", sent | {"choice": "refer", "note": "Passed to the adoption team"}
    )
    assert "Referred to another procedure" in page.follow(answer).text
    assert "Passed to the adoption team" in page.get(where).text


def test_a_rule_that_raises_is_named_with_its_reference(
    page: SignedInPage, child: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.authority_a import questions

    def broken(*_: object) -> bool:
        raise ZeroDivisionError("no such number")

    monkeypatch.setattr(questions, "moved_at_least", broken)

    text = page.get(recorded(page, child)).text

    assert "Could not be checked: decide by hand" in text
    assert "authority_a" in text
    assert "ZeroDivisionError" in text


def test_facts_put_right_later_change_what_the_procedure_says(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, unplanned="no", abrupt="no")
    assert "The procedure calls for no meeting" in page.get(where).text
    page.get(f"{where}/facts")

    answer = page.post(f"{where}/facts", RECORDED | {"unplanned": "yes", "version": "1"})

    assert answer.status == 303
    assert "A disruption meeting should be held" in page.follow(answer).text
    stale = page.post(f"{where}/facts", RECORDED | {"unplanned": "no", "version": "1"})
    assert stale.status == 409


def test_an_authority_without_a_procedure_says_so(enroll: Callable[..., Member], sign_in_as: Any, database_url: str,
                                                  registry: Registry) -> None:  # fmt: skip
    from core.services.desk import Desk
    from core.services.entering import enter

    other = enroll("caldbeck", "Imran Yeats", roles=("team_manager",))
    entered = enter(database_url, "caldbeck", other.user_id, date(2026, 3, 16), writes=True)
    assert entered is not None
    desk = Desk(db=entered[0], tenant=entered[1], actor=entered[2], registry=registry,
                now=datetime(2026, 3, 16, 10, tzinfo=UTC))  # fmt: skip
    child = made.child(desk)
    home = made.placement(desk, child, date(2025, 9, 24))
    at_home = SimpleNamespace(id=child.id, placement=home.id)
    desk.db.commit()
    desk.db.close()
    page = sign_in_as(other)

    text = page.get(recorded(page, at_home)).text

    assert "Caldbeck has no procedure for this yet" in text
    assert "The ending is recorded" in text

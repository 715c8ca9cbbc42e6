"""Loading a return: what becomes of stays, what a corrected file changes, and what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core import db
from core.models import Child, Ending, Event, Tenant
from core.services.desk import Desk, Refused
from tests.fixtures.ssda903 import episode, header
from tests.services.loaded import TWO_HOMES, Load, homes, loading, registry, returned, snapshot

__all__ = ["loading", "registry"]


def test_a_stay_becomes_a_placement_with_its_ending(desk: Desk, loading: Load) -> None:
    counts = loading(returned(*TWO_HOMES))

    first, second = homes(desk)
    ending = desk.db.scalars(select(Ending)).one()
    child = desk.db.scalars(select(Child)).one()
    assert (counts["children_added"], counts["placements_added"]) == (1, 2)
    assert (child.name, child.local_id, child.in_care_since, child.history_from) == (
        "Child C1",
        "C1",
        date(2025, 5, 1),
        None,
    )
    assert (first.kind, first.provider, first.commissioned, first.long_term) == ("foster", "in_house", False, False)
    assert (second.kind, second.provider, second.commissioned, second.long_term) == ("foster", "agency", True, True)
    assert (first.ended, second.ended, second.seq) == (date(2025, 9, 10), None, 2)
    assert (ending.placement_id, ending.next_placement_id, ending.day) == (first.id, second.id, date(2025, 9, 10))
    assert (ending.unplanned, ending.left_care, ending.reason_code, ending.state) == (True, False, "CREQB", "history")


def test_loading_the_same_return_again_changes_nothing(desk: Desk, loading: Load) -> None:
    rows = [header("C1"), header("C2"), header("C3", "31/02/2015")]
    episodes = [*TWO_HOMES, episode("03/06/2025", child="C2", reason="OTHER"), episode("03/06/2025", child="C3")]
    loading(returned(*episodes, headers=rows))
    before = snapshot(desk)

    counts = loading(returned(*episodes, headers=rows))

    assert snapshot(desk) == before
    assert counts["children_unchanged"] == 3 and sum(counts.values()) == 3


def test_a_corrected_file_updates(desk: Desk, loading: Load) -> None:
    loading(returned(*TWO_HOMES))
    ids = [one.id for one in homes(desk)]

    loading(returned(
        episode("01/05/2025", "S", "U6", "12/09/2025", "X1", "CARPL"),
        episode("12/09/2025", "P", "U4", "01/12/2025", "E4A", post="ZZ2 2BB", PLACE_PROVIDER="PR4"),
    ))  # fmt: skip

    first, second = homes(desk)
    one, two = desk.db.scalars(select(Ending).order_by(Ending.day))
    assert [first.id, second.id] == ids
    assert (first.ended, second.started, second.ended) == (date(2025, 9, 12), date(2025, 9, 12), date(2025, 12, 1))
    assert (one.day, one.unplanned, one.reason_code) == (date(2025, 9, 12), False, "CARPL")
    assert (two.day, two.left_care, two.next_placement_id) == (date(2025, 12, 1), True, None)


def test_an_ending_that_the_corrected_file_takes_back_goes(desk: Desk, loading: Load) -> None:
    loading(returned(*TWO_HOMES))

    counts = loading(returned(episode("01/05/2025", "S", "U6")))

    (only,) = homes(desk)
    assert only.ended is None
    assert desk.db.scalar(select(func.count()).select_from(Ending)) == 0
    assert counts["placements_removed"] == 1


def test_a_child_set_aside_keeps_what_it_has_and_says_why(desk: Desk, loading: Load) -> None:
    loading(returned(*TWO_HOMES))
    before = [(one.started, one.ended) for one in homes(desk)]

    loading(
        returned(TWO_HOMES[0], episode("10/09/2025", "P", "Q9"), episode("01/07/2025", child="C2", dec="31/02/2026"))
    )

    one, two = desk.db.scalars(select(Child).order_by(Child.local_id))
    assert [(p.started, p.ended) for p in homes(desk)] == before
    assert "line 3, PLACE" in one.quarantined and "not a placement code" in one.quarantined
    assert two.local_id == "C2" and two.quarantined

    loading(returned(*TWO_HOMES))

    assert desk.db.scalars(select(Child).where(Child.local_id == "C1")).one().quarantined == ""


def test_an_id_that_a_spreadsheet_spoilt_opens_no_record(desk: Desk, loading: Load) -> None:
    counts = loading(returned(episode("01/05/2025", child="1.10E+06"), headers=[header("C1")]))

    assert counts["children_left_out"] == 1
    assert desk.db.scalars(select(Child)).all() == []


def test_two_imports_at_once_are_refused(desk: Desk, loading: Load, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        assert db.alone(desk.db, "import"), "SQLite has one writer, who waits for the lock before anything is read"
        return
    with db.session(database_url, desk.tenant.id, writes=True) as other:
        tenant = other.scalars(select(Tenant).where(Tenant.id == desk.tenant.id)).one()
        assert db.alone(other, "import") and tenant

        with pytest.raises(Refused, match="Another import"):
            loading(returned(*TWO_HOMES))


def test_an_import_into_one_authority_is_not_seen_in_another(
    desk: Desk, loading: Load, database_url: str, enroll: Callable[..., Any]
) -> None:
    desk.db.commit()
    enroll("aldermere", "Owen Price")

    loading(returned(*TWO_HOMES))

    with db.session(database_url, "aldermere") as other:
        assert other.scalars(select(Child)).all() == [] and other.scalars(select(Event)).all() == []

"""Loading a return: what becomes of stays, what a second file changes, and what a worker recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core import db
from core.adapters.ssda903 import Return
from core.models import Child, Ending, Event, ImportConflict, ImportRun, Placement, Task, Tenant
from core.registry import Registry
from core.services import endings, imports_conflicts, placements
from core.services.desk import Desk, Refused
from core.services.imports_loading import load
from tests.fixtures.ssda903 import Row, episode, header, read, read_years

TODAY = date(2026, 3, 16)
Load = Callable[..., dict[str, int]]


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_a",))


@pytest.fixture
def loading(desk: Desk) -> Load:
    """Load a return as a run of its own, keep it, and note the run as loaded."""

    def loaded(result: Return) -> dict[str, int]:
        run = ImportRun(at=desk.now, by_name="Nadia Okafor", state="loading")
        desk.db.add(run)
        desk.db.flush()
        run_id = run.id
        counts = load(desk, run_id, result)
        kept = desk.db.scalars(select(ImportRun).where(ImportRun.id == run_id)).one()
        kept.state, kept.summary = "loaded", result.summary()
        desk.db.commit()
        desk.db.expunge_all()
        return counts

    return loaded


def returned(*rows: Row, **options: Any) -> Return:
    """One year's files, read on the desk's day."""
    return read(*rows, today=TODAY, **options)


TWO_HOMES = (
    episode("01/05/2025", "S", "U6", "10/09/2025", "X1", "CREQB"),
    episode("10/09/2025", "P", "U4", post="ZZ2 2BB", PLACE_PROVIDER="PR4"),
)


def homes(desk: Desk) -> list[Placement]:
    return list(desk.db.scalars(select(Placement).order_by(Placement.started)))


def snapshot(desk: Desk) -> list[Any]:
    """Every row of the case with its version, and how many events there are."""
    rows: list[Any] = [desk.db.scalar(select(func.count()).select_from(Event))]
    for model in (Child, Placement, Ending, Task, ImportConflict):
        columns = [getattr(model, one.key) for one in model.__table__.columns]
        rows += sorted(map(repr, desk.db.execute(select(*columns))))
    return rows


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


def test_a_stay_that_vanished_stays_where_a_meeting_hangs_on_it(desk: Desk, loading: Load) -> None:
    from tests.factories import meeting

    loading(returned(*TWO_HOMES))
    meeting(desk, homes(desk)[1])
    desk.db.commit()

    counts = loading(returned(episode("01/05/2025", "S", "U6", "10/09/2025", "E4A")))

    assert len(homes(desk)) == 2
    conflict = desk.db.scalars(select(ImportConflict)).one()
    assert (counts["conflicts"], conflict.field, conflict.ours) == (1, "stay", "2025-09-10 to ")


def test_a_workers_own_edit_wins_and_shows_as_a_conflict(desk: Desk, loading: Load) -> None:
    loading(returned(*TWO_HOMES))
    ending, child = desk.db.scalars(select(Ending)).one(), desk.db.scalars(select(Child)).one()
    endings.complete(desk, ending, child, {"unplanned": False, "kind": "connected_person"}, version=ending.version)
    desk.db.commit()
    desk.db.expunge_all()

    first = loading(returned(*TWO_HOMES))
    again = loading(returned(*TWO_HOMES))

    kept = {(one.field, one.ours, one.theirs) for one in desk.db.scalars(select(ImportConflict))}
    assert desk.db.scalars(select(Ending)).one().unplanned is False
    assert homes(desk)[0].kind == "connected_person"
    assert kept == {("unplanned", "no", "yes"), ("kind", "connected_person", "foster")}
    assert (first["conflicts"], again["conflicts"]) == (2, 0)


def test_a_date_of_birth_that_a_worker_recorded_otherwise_shows_as_a_conflict(desk: Desk, loading: Load) -> None:
    from tests.factories import child

    ours = child(desk, "Bertie Quill", "C1", born=date(2011, 1, 2))

    counts = loading(returned(*TWO_HOMES))

    conflict = desk.db.scalars(select(ImportConflict)).one()
    assert (counts["conflicts"], conflict.field, conflict.ours) == (1, "born", "2011-01-02")
    assert conflict.theirs not in ("", "2011-01-02")
    assert desk.db.scalars(select(Child.born).where(Child.id == ours.id)).one() == date(2011, 1, 2)


def test_a_conflict_is_settled_by_a_person_and_does_not_come_back(desk: Desk, loading: Load) -> None:
    loading(returned(*TWO_HOMES))
    ending, child = desk.db.scalars(select(Ending)).one(), desk.db.scalars(select(Child)).one()
    endings.complete(desk, ending, child, {"unplanned": False, "kind": "connected_person"}, version=ending.version)
    desk.db.commit()
    loading(returned(*TWO_HOMES))
    child = desk.db.scalars(select(Child)).one()
    child.team = desk.actor.team
    found, _ = imports_conflicts.waiting(desk)

    for one in found:
        imports_conflicts.settle(desk, one, "ours" if one.row.field == "kind" else "theirs")
    desk.db.commit()
    counts = loading(returned(*TWO_HOMES))

    settled = {one.field: (one.settled, one.settled_by) for one in desk.db.scalars(select(ImportConflict))}
    assert desk.db.scalars(select(Ending)).one().unplanned is True
    assert homes(desk)[0].kind == "connected_person"
    assert settled == {"kind": ("ours", desk.actor.name), "unplanned": ("theirs", desk.actor.name)}
    assert counts["conflicts"] == 0


def test_an_ending_that_a_worker_recorded_first_is_not_doubled(desk: Desk, loading: Load) -> None:
    loading(returned(episode("01/05/2025", "S", "U6")))
    placement, child = homes(desk)[0], desk.db.scalars(select(Child)).one()
    how = placements.HowItEnded(day=date(2026, 2, 1), unplanned=True)
    placements.end(desk, placement, child, how, next_home=placements.NextHome(carer="Marlowe family", kind="foster"))
    desk.db.commit()
    desk.db.expunge_all()

    counts = loading(returned(
        episode("01/05/2025", "S", "U6", "03/02/2026", "X1", "CARPL"), episode("03/02/2026", "P", "U4", post="ZZ2 2BB")
    ))  # fmt: skip

    kept = {(one.about, one.field, one.ours, one.theirs) for one in desk.db.scalars(select(ImportConflict))}
    assert len(homes(desk)) == 2 and homes(desk)[1].carer == "Marlowe family"
    assert kept == {
        ("placement", "ended", "2026-02-01", "2026-02-03"),
        ("placement", "started", "2026-02-01", "2026-02-03"),
        ("ending", "unplanned", "yes", "no"),
    }
    assert counts["conflicts"] == 3
    assert homes(desk)[1].long_term is True, "what the worker did not record is filled in from the file"


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


def test_a_later_year_that_begins_in_the_middle_joins_what_is_known(desk: Desk, loading: Load) -> None:
    loading(returned(episode("01/05/2023", "S", "U6", "01/02/2024", "X1"), episode("01/02/2024", "L", "U6", LS="C1")))

    loading(returned(
        episode("01/02/2024", "L", "U6", "10/09/2025", "X1", "CREQB", LS="C1"),
        episode("10/09/2025", "P", "U4", post="ZZ2 2BB"),
    ))  # fmt: skip

    first, second = homes(desk)
    child = desk.db.scalars(select(Child)).one()
    assert (first.started, first.ended, second.started) == (date(2023, 5, 1), date(2025, 9, 10), date(2025, 9, 10))
    assert (child.history_from, child.in_care_since) == (None, date(2023, 5, 1))


def test_an_earlier_year_loaded_later_fills_in_the_beginning(desk: Desk, loading: Load) -> None:
    later = returned(
        episode("01/02/2024", "L", "U6", "10/09/2025", "X1", "CREQB", LS="C1"),
        episode("10/09/2025", "P", "U4", post="ZZ2 2BB"),
    )
    loading(later)
    assert desk.db.scalars(select(Child)).one().history_from == date(2024, 2, 1)
    earlier = [episode("01/05/2023", "S", "U6", "01/02/2024", "X1"), episode("01/02/2024", "L", "U6", LS="C1")]

    loading(returned(*earlier))
    before = snapshot(desk)
    loading(returned(*earlier))
    loading(later)

    first, second = homes(desk)
    assert (first.started, first.ended, second.ended) == (date(2023, 5, 1), date(2025, 9, 10), None)
    assert desk.db.scalars(select(Child)).one().history_from is None
    assert snapshot(desk) == before


def test_a_placement_left_open_between_two_years_ends_where_the_next_begins(desk: Desk, loading: Load) -> None:
    loading(returned(episode("01/05/2023", "S", "U6")))

    counts = loading(returned(episode("01/02/2025", "P", "K2", "01/08/2025", "E4A", post="ZZ3 3CC")))

    first, second = homes(desk)
    ending = desk.db.scalars(select(Ending).where(Ending.placement_id == first.id)).one()
    assert (first.started, first.ended, second.started) == (date(2023, 5, 1), date(2025, 2, 1), date(2025, 2, 1))
    assert (ending.unplanned, ending.next_placement_id, ending.left_care) == (None, second.id, False)
    assert counts["placements_ended"] == 1 and counts["endings_to_classify"] == 1


def test_a_placement_that_an_earlier_year_told_of_is_not_removed_by_a_later_correction(
    desk: Desk, loading: Load
) -> None:
    second = episode("10/09/2025", "P", "K2", post="ZZ3")
    loading(returned(episode("01/05/2023", "S", "U6", "10/09/2025", "X1"), second))

    counts = loading(returned(second))

    assert len(homes(desk)) == 2 and counts["conflicts"] == 1


def test_several_years_at_once_make_one_history(desk: Desk, loading: Load) -> None:
    result = read_years(
        [episode("01/05/2023", "S", "U6")],
        [
            episode("01/05/2023", "S", "U6", "10/09/2024", "X1", "CREQB"),
            episode("10/09/2024", "P", "K2", post="ZZ3 3CC"),
        ],
        today=TODAY,
    )

    loading(result)

    assert [(one.started, one.kind) for one in homes(desk)] == [
        (date(2023, 5, 1), "foster"),
        (date(2024, 9, 10), "residential"),
    ]


RECENT = (
    episode("01/05/2025", "S", "U4", "02/03/2026", "X1", "CREQB"),
    episode("02/03/2026", "P", "U6", post="ZZ2 2BB"),
)


def enabled(desk: Desk) -> None:
    desk.tenant.enabled = {"authority_a": {}}
    desk.db.commit()


def test_a_recent_ending_is_put_before_the_childs_social_worker(desk: Desk, loading: Load) -> None:
    from tests.factories import case_role, child, person

    enabled(desk)
    case_role(desk, child(desk, "Bertie Quill", "C1"), person(desk, "Owen Price"), "social_worker")
    desk.db.commit()
    desk.db.expunge_all()

    counts = loading(returned(*RECENT))

    task, ending = desk.db.scalars(select(Task)).one(), desk.db.scalars(select(Ending)).one()
    assert counts["decisions_asked"] == 1
    assert (task.kind, task.owner_name, task.ending_id, ending.state) == ("decide", "Owen Price", ending.id, "open")
    assert task.due == date(2026, 3, 18)


def test_without_a_social_worker_the_decision_belongs_to_nobody_yet(desk: Desk, loading: Load) -> None:
    enabled(desk)

    loading(returned(*RECENT))

    task = desk.db.scalars(select(Task)).one()
    assert (task.owner_id, task.owner_name, task.owed_by) == (None, "", "social_worker")


def test_long_past_endings_and_a_childs_death_prompt_nobody(desk: Desk, loading: Load) -> None:
    enabled(desk)

    counts = loading(returned(*TWO_HOMES, episode("01/05/2025", "S", "U4", "02/03/2026", "E2", child="C2")))

    assert counts["decisions_asked"] == 0
    assert set(desk.db.scalars(select(Ending.state))) == {"history"}


def test_loading_again_prompts_nobody_twice(desk: Desk, loading: Load) -> None:
    enabled(desk)
    loading(returned(*RECENT))

    counts = loading(returned(*RECENT))

    assert counts["decisions_asked"] == 0
    assert desk.db.scalar(select(func.count()).select_from(Task)) == 1


def test_an_ending_nobody_can_classify_waits_in_the_queue(desk: Desk, loading: Load) -> None:
    counts = loading(returned(
        episode("01/05/2025", "S", "U6", "10/09/2025", "X1", "OTHER"), episode("10/09/2025", "P", "U6", post="ZZ2 2BB")
    ))  # fmt: skip

    assert counts["endings_to_classify"] == 1
    assert desk.db.scalars(select(Ending)).one().unplanned is None


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

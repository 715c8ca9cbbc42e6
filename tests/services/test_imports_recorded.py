"""What a return leaves to people: their own edits win, differences are settled, and recent endings await a decision."""

from datetime import date

from sqlalchemy import func, select

from core.domain.versions import always
from core.models import Child, Ending, ImportConflict, Task
from core.services import endings, imports_conflicts, placements
from core.services.desk import Desk
from tests.fixtures.ssda903 import episode
from tests.services.loaded import TWO_HOMES, Load, homes, loading, registry, returned

__all__ = ["loading", "registry"]


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


RECENT = (
    episode("01/05/2025", "S", "U4", "02/03/2026", "X1", "CREQB"),
    episode("02/03/2026", "P", "U6", post="ZZ2 2BB"),
)


def enabled(desk: Desk) -> None:
    desk.tenant.versions = always({"authority_a": {}})
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

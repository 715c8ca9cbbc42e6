"""My work as a list of lines: whose, in which order, page by page, and what counts as one."""

from datetime import date, timedelta

from core.services import worklist
from core.services.desk import Desk
from core.services.worklist import Wanted
from tests import factories as made

TODAY = date(2026, 3, 16)


def titles(desk: Desk, **wanted: object) -> list[str]:
    return [row.task.title for row in worklist.worklist(desk, Wanted(**wanted)).rows]  # type: ignore[arg-type]


def test_lines_come_soonest_first_and_fall_into_groups(desk: Desk) -> None:
    child = made.child(desk)
    for title, due in (("later", 8), ("past", -1), ("today", 0), ("week", 7), ("undated", None)):
        made.task(desk, child, title, due=None if due is None else TODAY + timedelta(days=due))

    found = worklist.worklist(desk, Wanted())

    assert [(row.task.title, row.group(TODAY)) for row in found.rows] == [
        ("past", "past"), ("today", "week"), ("week", "week"), ("later", "later"), ("undated", "undated"),
    ]  # fmt: skip
    assert [found.count(group=group) for group in ("past", "week", "later", "undated")] == [1, 2, 1, 1]


def test_what_is_done_or_withdrawn_is_not_owed(desk: Desk) -> None:
    child = made.child(desk)
    made.task(desk, child, "done", done_on=TODAY)
    made.task(desk, child, "withdrawn", state="withdrawn")

    assert titles(desk) == []


def test_steps_asked_of_others_stand_with_whom_they_wait_for(desk: Desk) -> None:
    child, other = made.child(desk), made.person(desk, "Marcus Oyelaran")
    made.task(desk, child, "theirs", owner=other, asked_by_id=desk.actor.person_id, due=TODAY)
    made.task(desk, child, "nobody's", owner=None, asked_by_id=desk.actor.person_id, due=TODAY)
    made.task(desk, child, "not mine at all", owner=other, due=TODAY)
    made.task(desk, child, "mine", due=TODAY)

    found = worklist.worklist(desk, Wanted())

    assert {(row.task.title, row.mine) for row in found.rows} == {
        ("theirs", False),
        ("nobody's", False),
        ("mine", True),
    }
    assert titles(desk, waiting=("me",)) == ["mine"]
    assert sorted(titles(desk, waiting=("other",))) == ["nobody's", "theirs"]
    assert (found.count(waiting="me"), found.count(waiting="other")) == (1, 2)


def test_the_papers_of_a_meeting_owed_by_one_day_are_one_line(desk: Desk) -> None:
    child, other = made.child(desk), made.person(desk, "Tom Adeyemi")
    meeting = made.meeting(desk, made.placement(desk, child, date(2025, 1, 1)), day=TODAY + timedelta(days=9))
    due = TODAY + timedelta(days=2)
    for number in range(5):
        made.task(desk, child, f"paper {number}", kind="pack", meeting_id=meeting.id, due=due,
                  done_on=TODAY if number < 2 else None, owner=other if number == 4 else desk.actor,
                  asked_by_id=desk.actor.person_id)  # fmt: skip

    (line,) = worklist.worklist(desk, Wanted()).rows

    assert (line.items, line.people, line.mine, line.pack_in, line.pack_size) == (3, 2, True, 2, 5)


def test_dateless_steps_of_a_meeting_still_being_arranged_wait_on_its_own_page(desk: Desk) -> None:
    child = made.child(desk)
    proposed = made.meeting(desk, made.placement(desk, child, date(2025, 1, 1)), stage="proposed")
    made.task(desk, child, "no date yet", meeting_id=proposed.id)
    made.task(desk, child, "dated", meeting_id=proposed.id, due=TODAY)

    assert titles(desk) == ["dated"]


def test_every_line_comes_once_page_by_page_in_every_order(desk: Desk) -> None:
    children = [made.child(desk, f"Child {n % 3}", f"C-{n}") for n in range(6)]
    for number in range(23):
        made.task(desk, children[number % 6], f"Step {number % 4}", due=TODAY + timedelta(days=number // 3))
    made.task(desk, children[0], "Undated")

    for sort in ("due", "-due", "step", "-step", "child", "-child"):
        seen, after = [], ""
        for _ in range(10):
            found = worklist.worklist(desk, Wanted(sort=sort, size=5, after=after))
            seen += [row.task.id for row in found.rows]
            after = found.last
            if not found.more:
                break
        assert len(seen) == len(set(seen)) == 24, sort


def test_frontline_staff_see_the_work_of_their_own_team_only(desk: Desk) -> None:
    from dataclasses import replace

    desk.actor = replace(desk.actor, roles=frozenset({"social_worker"}), team="North 2")
    near, far = made.child(desk, "Near", "N-1", team="North 2"), made.child(desk, "Far", "F-1", team="South 1")
    other = made.person(desk, "Marcus Oyelaran")
    made.task(desk, near, "near", owner=other, due=TODAY)
    made.task(desk, far, "far", owner=other, due=TODAY)

    assert titles(desk) == []
    assert titles(desk, whose="team") == ["near"]
    assert titles(desk, whose="all") == ["near"]

    desk.actor = replace(desk.actor, roles=frozenset({"team_manager"}))
    assert sorted(titles(desk, whose="all")) == ["far", "near"]


def test_types_of_meeting_filter_lines_and_are_counted(desk: Desk) -> None:
    child = made.child(desk)
    home = made.placement(desk, child, date(2025, 1, 1))
    planning = made.meeting(desk, home, kind="planning", family="planning")
    made.task(desk, child, "plan", meeting_id=planning.id, due=TODAY)
    made.task(desk, child, "decide", kind="decide", due=TODAY)

    found = worklist.worklist(desk, Wanted(families=("planning",)))

    assert [row.task.title for row in found.rows] == ["plan"]
    assert found.count() == 1
    assert found.count(family="disruption", filtered=False) == 1


def test_another_authoritys_work_is_never_in_the_list(desk: Desk, database_url: str, enroll: object) -> None:
    from core import db
    from core.models import Child, Task

    desk.db.rollback()
    elsewhere = enroll("othercombe", "Rosalind Achebe")  # type: ignore[operator]
    with db.session(database_url, "othercombe", writes=True) as session:
        child = Child(name="Theirs", local_id="T-1")
        session.add(child)
        session.flush()
        session.add(Task(child_id=child.id, kind="step", title="theirs", owner_id=elsewhere.person_id, due=TODAY))
        session.commit()
    made.task(desk, made.child(desk), "ours", due=TODAY)

    for whose in ("mine", "team", "all"):
        found = worklist.worklist(desk, Wanted(whose=whose))
        assert {row.task.title for row in found.rows} <= {"ours"}
        assert found.count() == len(found.rows)


def test_papers_without_a_name_are_counted_apart_from_people(desk: Desk) -> None:
    child = made.child(desk)
    meeting = made.meeting(desk, made.placement(desk, child, date(2025, 1, 1)), day=TODAY + timedelta(days=9))
    for number in range(3):
        made.task(desk, child, f"paper {number}", kind="pack", meeting_id=meeting.id, due=TODAY,
                  owner=desk.actor if number == 0 else None, asked_by_id=desk.actor.person_id)  # fmt: skip

    (line,) = worklist.worklist(desk, Wanted()).rows

    assert (line.items, line.people, line.unnamed, line.mine) == (3, 1, 2, True)


def test_lines_of_one_day_stand_in_the_procedures_order_over_the_pages(desk: Desk) -> None:
    child = made.child(desk)
    for position in (4, 1, 3, 0, 2):
        made.task(desk, child, f"step {position}", due=TODAY, position=position)

    first = worklist.worklist(desk, Wanted(size=2))
    second = worklist.worklist(desk, Wanted(size=2, after=first.last))
    third = worklist.worklist(desk, Wanted(size=2, after=second.last))

    every = [row.task.title for found in (first, second, third) for row in found.rows]
    assert every == ["step 0", "step 1", "step 2", "step 3", "step 4"]
    assert titles(desk, after="2026-03-16|x|y")[0] == "step 0"

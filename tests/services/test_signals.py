"""The list of placements for an early conversation: by name, a page at a time, as one person may see it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from core.domain.knowing import Verdict
from core.domain.versions import always
from core.services.desk import Desk
from tests import factories as made
from tests.services.signalled import ADDITION, lives, member, registry

__all__ = ["member", "registry"]
MOVES = (date(2025, 10, 6), date(2025, 12, 1), date(2026, 2, 2))


def names(desk: Desk, **wanted: Any) -> list[str]:
    from core.services import signals

    return [line.row.name for line in signals.listed(desk, signals.Wanted(**wanted)).lines]


def notice(desk: Desk, name: str, **facts: Any) -> Any:
    from core.services import notice_given

    child, placement = lives(desk, name, **facts)
    notice_given.record(desk, placement, child, given=True, day=date(2026, 3, 9), by="carer")
    return child


def test_whoever_meets_a_condition_is_listed_where_their_name_stands(desk: Desk) -> None:
    notice(desk, "Zoe Marsh")
    notice(desk, "Ada Moss", moves=MOVES)
    lives(desk, "Bertie Quill")

    assert names(desk) == ["Ada Moss", "Zoe Marsh"]


def test_more_conditions_give_no_other_place(desk: Desk) -> None:
    from core.services import signals

    notice(desk, "Ada Moss")
    notice(desk, "Zoe Marsh", moves=MOVES)

    first, last = signals.listed(desk, signals.Wanted()).lines

    assert [one.key for one in first.met] == ["notice_given"]
    assert [one.key for one in last.met] == ["recent_moves", "notice_given"]
    assert first.row.name < last.row.name


def test_what_cannot_be_told_is_listed_apart(desk: Desk) -> None:
    from core.services import signals

    lives(desk, "Bertie Quill")

    assert names(desk) == []
    (line,) = signals.listed(desk, signals.Wanted(shown=signals.UNCLEAR)).lines
    assert [one.key for one in line.unclear] == ["notice_given", "school_change"]
    assert names(desk, shown=signals.UNCLEAR, condition="recent_moves") == []
    assert names(desk, shown=signals.UNCLEAR, condition="notice_given") == ["Bertie Quill"]


def test_pages_follow_one_another_without_a_gap_or_a_repeat(desk: Desk) -> None:
    from core.services import signals

    noticed = [f"Child {number:03}" for number in range(0, 2 * signals.CHUNK, 40)] + ["Twin Moss", "Twin Moss"]
    quiet = [f"Child {number:03}" for number in range(2 * signals.CHUNK) if number % 40]
    many(desk, noticed, quiet)

    pages = list(all_pages(desk, size=4))
    short = list(all_pages(desk, size=4, reach=30))

    assert [name for page, _ in pages for name in page] == noticed and len(noticed) == 15
    assert {looked for _, looked in pages} == {0}
    assert [name for page, _ in short for name in page] == noticed
    assert [page for page, looked in short if looked][:3] == [["Child 000"], ["Child 040"], ["Child 080"]]
    assert names(desk, after="nobody knows this", size=2) == ["Child 000", "Child 040"]


def all_pages(desk: Desk, **wanted: Any) -> Iterator[tuple[list[str], int]]:
    """The names on each page, and how many homes were looked at where it ends because of that."""
    from core.services import signals

    after = ""
    while True:
        page = signals.listed(desk, signals.Wanted(after=after, **wanted))
        found = [line.row.name for line in page.lines]
        yield found, page.looked
        if not page.last:
            return
        after = page.last
        assert not any(name in after for name in found)


def many(desk: Desk, noticed: list[str], quiet: list[str]) -> None:
    """Many children at once; notice was given for the homes of some of them."""
    from core.models import Child, Placement, PlacementNotice

    children = [Child(local_id=f"N-{n}", name=name) for n, name in enumerate([*noticed, *quiet])]
    desk.db.add_all(children)
    desk.db.flush()
    homes = [Placement(child_id=child.id, started=date(2024, 1, 8)) for child in children]
    desk.db.add_all(homes)
    desk.db.flush()
    person = desk.actor.person_id
    desk.db.add_all(
        PlacementNotice(child_id=home.child_id, placement_id=home.id, given=True, day=date(2026, 3, 2), by="carer",
                        recorded_by_id=person, recorded_by="Nadia Okafor", at=desk.now)
        for home in homes[: len(noticed)]
    )  # fmt: skip
    desk.db.flush()


def test_a_condition_and_a_team_narrow_the_list(desk: Desk) -> None:
    from core.services import signals

    notice(desk, "Ada Moss")
    notice(desk, "Zoe Marsh", team="South 1")
    lives(desk, "Bertie Quill", moves=MOVES)

    assert names(desk, condition="recent_moves") == ["Bertie Quill"]
    assert names(desk, team="South 1") == ["Zoe Marsh"]
    assert signals.teams(desk) == ["North 2", "South 1"]


def test_only_homes_that_last_are_looked_at(desk: Desk) -> None:
    from core.services import placements

    child = notice(desk, "Ada Moss")
    placement = placements.current(desk, child)
    assert placement is not None
    placements.end(desk, placement, child, placements.HowItEnded(day=date(2026, 3, 10), left_care=True))
    other = made.child(desk, "Bertie Quill")
    made.placement(desk, other, date(2026, 4, 1), planned="planned")

    assert names(desk) == names(desk, shown="unclear") == []


def test_a_social_worker_sees_their_teams_children_and_no_others(desk: Desk) -> None:
    from core.services import signals

    mine, theirs = notice(desk, "Ada Moss"), notice(desk, "Zoe Marsh", team="South 1")
    lives(desk, "Xan Pryor", team="South 1")
    owen = made.person(desk, "Owen Price")
    actor = replace(desk.actor, person_id=owen.id, team="North 2", roles=frozenset({"social_worker"}))
    at = replace(desk, actor=actor)

    assert names(at) == ["Ada Moss"] and signals.teams(at) == ["North 2"]
    assert names(at, team="South 1") == names(at, team="South 1", shown="unclear") == []
    assert {mine.name, theirs.name} == set(names(desk))


def test_the_numbers_are_of_all_placements_and_name_nobody(desk: Desk) -> None:
    from core.services import signals

    notice(desk, "Ada Moss")
    lives(desk, "Bertie Quill", moves=MOVES)

    counts = signals.counts(desk)

    assert list(counts) == ["recent_moves", "notice_given", "planning_overdue", "school_change"]
    assert counts["recent_moves"] == {Verdict.YES: 1, Verdict.NO: 1}
    assert counts["notice_given"] == {Verdict.YES: 1, Verdict.CANNOT_TELL: 1}


def test_an_export_is_recorded(desk: Desk) -> None:
    from core.models import Event
    from core.services import signals

    notice(desk, "Ada Moss")

    (line,) = signals.export(desk, signals.Wanted(condition="notice_given"))

    desk.db.flush()
    (noted,) = desk.db.scalars(select(Event).where(Event.about == "signals"))
    assert line.row.name == "Ada Moss"
    assert (noted.verb, noted.data["lines"]) == ("exported placements for an early conversation", 1)


def test_without_a_plugin_that_declares_conditions_there_is_nothing(desk: Desk) -> None:
    from core.services import lasting, signals

    child = notice(desk, "Ada Moss")
    desk.tenant.versions = always({"authority_a": {}})

    assert signals.declared(desk) == () and names(desk) == []
    home = lasting.of_child(desk, child)
    assert home is not None and signals.line(desk, home).seen == () and signals.counts(desk) == {}


def test_it_works_alone(desk: Desk) -> None:
    notice(desk, "Ada Moss")
    desk.tenant.versions = always({ADDITION: {"conditions": ["notice_given"]}})

    assert names(desk) == ["Ada Moss"]

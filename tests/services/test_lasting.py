"""The facts of placements that last today: notice, the meetings their starts called for, moves, schools; for thousands
in as many statements as for one."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from core.domain.facts import Facts
from core.domain.knowing import Unknown, is_known
from core.domain.ongoing import Notice, StartMeeting
from core.services.desk import Desk, Refused, Stale
from tests import factories as made
from tests.services.signalled import lives, member, registry

if TYPE_CHECKING:
    from core.models import Child

__all__ = ["member", "registry"]
MONDAY = date(2026, 3, 16)


def known(desk: Desk, child: "Child") -> Facts:
    from core.models import Child
    from core.services import lasting

    (one,) = lasting.look_at(desk, lasting.current(select(Child).where(Child.id == child.id)))
    return one.facts


def planning(desk: Desk, child: "Child") -> StartMeeting:
    meetings = known(desk, child).start_meetings
    assert not isinstance(meetings, Unknown)
    (meeting,) = meetings
    return meeting


def test_what_nobody_recorded_is_unknown(desk: Desk) -> None:
    child, _ = lives(desk, "Bertie Quill")

    facts = known(desk, child)

    assert not is_known(facts.notice) and not is_known(facts.school_since)
    assert facts.moves == () and facts.school_changes == ()


def test_moves_and_endings_with_the_same_carer_are_those_up_to_today(desk: Desk) -> None:
    child, placement = lives(desk, "Bertie Quill", moves=(date(2025, 11, 3), date(2026, 2, 2)))
    placement.carer_ref = "carer-7"
    other, _ = lives(desk, "Ada Moss")
    theirs = made.placement(
        desk, other, date(2023, 1, 9), ended=date(2023, 9, 1), carer_ref="carer-7", source_key="before"
    )  # fmt: skip
    made.ending(desk, theirs, state="history", unplanned=True)

    facts = known(desk, child)

    assert [move.day for move in facts.moves] == [date(2025, 11, 3), date(2026, 2, 2)]
    assert [(one.day, one.unplanned) for one in facts.carer_endings] == [(date(2023, 9, 1), True)]
    assert facts.placement.ref == placement.id


class TestNotice:
    def test_given_then_withdrawn_then_given_again(self, desk: Desk) -> None:
        from core.services import notice_given

        child, placement = lives(desk, "Bertie Quill")
        first = notice_given.record(desk, placement, child, given=True, day=date(2026, 3, 2), by="carer")
        assert known(desk, child).notice == Notice(given=True, day=date(2026, 3, 2), by="the carer")

        notice_given.withdraw(desk, placement, first, on=date(2026, 3, 9), because="With respite they go on")
        assert known(desk, child).notice == Notice(given=False, day=date(2026, 3, 9))

        notice_given.record(desk, placement, child, given=True, day=date(2026, 3, 13), by="provider")
        again = known(desk, child).notice
        assert again == Notice(given=True, day=date(2026, 3, 13), by=notice_given.BY["provider"])
        assert [one.withdrawn_on for one in notice_given.of(desk, placement)] == [None, date(2026, 3, 9)]

    def test_that_there_is_none_is_a_record_of_its_own_day(self, desk: Desk) -> None:
        from core.services import notice_given

        child, placement = lives(desk, "Bertie Quill")
        notice_given.record(desk, placement, child, given=False, day=date(2026, 1, 12), by="carer", note="Asked them")

        assert known(desk, child).notice == Notice(given=False, day=date(2026, 1, 12))

    @pytest.mark.parametrize(
        ("values", "field", "sentence"),
        [
            ({"day": MONDAY + timedelta(days=1)}, "day", "not in the future"),
            ({"day": date(2024, 1, 1)}, "day", "The placement started on 6 January 2025"),
            ({"by": "neighbour"}, "by", "Choose who gave notice"),
            ({"by": ""}, "by", "Choose who gave notice"),
        ],
    )
    def test_a_record_that_does_not_fit_is_refused(
        self, desk: Desk, values: dict[str, Any], field: str, sentence: str
    ) -> None:
        from core.services import notice_given

        child, placement = lives(desk, "Bertie Quill")
        given: dict[str, Any] = {"given": True, "day": MONDAY, "by": "carer"} | values

        with pytest.raises(Refused, match=sentence) as refused:
            notice_given.record(desk, placement, child, **given)

        assert refused.value.field == field and notice_given.of(desk, placement) == []

    def test_a_second_notice_waits_until_the_first_is_withdrawn(self, desk: Desk) -> None:
        from core.services import notice_given

        child, placement = lives(desk, "Bertie Quill")
        seen = placement.version
        first = notice_given.record(desk, placement, child, given=True, day=MONDAY, by="carer", version=seen)

        with pytest.raises(Refused, match="Notice given on 16 March 2026 is recorded and stands"):
            notice_given.record(desk, placement, child, given=False, day=MONDAY)
        with pytest.raises(Stale):
            notice_given.record(desk, placement, child, given=True, day=MONDAY, by="carer", version=seen)
        with pytest.raises(Refused, match="how it came"):
            notice_given.withdraw(desk, placement, first, on=MONDAY, because=" ")
        with pytest.raises(Refused, match="Notice was given on 16 March 2026"):
            notice_given.withdraw(desk, placement, first, on=date(2026, 3, 15), because="A mistake")
        with pytest.raises(Stale):
            notice_given.withdraw(desk, placement, first, on=MONDAY, because="A mistake", version=7)

    def test_an_ended_placement_takes_no_notice(self, desk: Desk) -> None:
        from core.services import notice_given

        child, placement = lives(desk, "Bertie Quill")
        placement.ended = date(2026, 3, 9)

        with pytest.raises(Refused, match="This placement ended on 9 March 2026"):
            notice_given.record(desk, placement, child, given=True, day=date(2026, 3, 2), by="carer")


class TestThePlanningMeeting:
    """Authority A asks for one within 72 hours of a start."""

    def test_nobody_can_tell_of_a_start_that_mooring_never_asked_about(self, desk: Desk) -> None:
        child, _ = lives(desk, "Bertie Quill", date(2026, 2, 2))

        meeting = planning(desk, child)

        assert meeting.due == date(2026, 2, 5)
        assert (
            isinstance(meeting.held, Unknown)
            and meeting.held.needs == "whether the placement planning meeting was held"
        )

    def test_asked_for_and_not_arranged_it_is_not_held(self, desk: Desk) -> None:
        from core.services import planning as starts

        child, placement = lives(desk, "Bertie Quill", date(2026, 2, 2))
        starts.ask(desk, starts.weigh(desk, placement, child))

        meeting = planning(desk, child)

        assert (meeting.kind, meeting.due, meeting.held) == ("planning", date(2026, 2, 5), None)

    def test_arranged_and_held_it_says_when(self, desk: Desk) -> None:
        from core.services import planning as starts

        child, placement = lives(desk, "Bertie Quill", date(2026, 2, 2))
        meeting = starts.arrange(desk, starts.weigh(desk, placement, child), "planning")
        assert planning(desk, child).held is None

        meeting.held_on = date(2026, 2, 4)
        desk.db.flush()

        assert planning(desk, child).held == date(2026, 2, 4)

    def test_one_that_was_decided_against_is_none(self, desk: Desk) -> None:
        from core.services import planning as starts

        child, placement = lives(desk, "Bertie Quill", date(2026, 2, 2))
        starts.decline(desk, starts.weigh(desk, placement, child), "The child came back to the same home")

        assert known(desk, child).start_meetings == ()

    def test_an_authority_that_asks_nothing_of_a_start_has_none(self, desk: Desk) -> None:
        from core.domain.versions import always

        child, _ = lives(desk, "Bertie Quill", date(2026, 2, 2))
        desk.tenant.versions = always({"stability_signals": {}})

        assert known(desk, child).start_meetings == ()


class TestSchools:
    def test_another_school_is_a_change_with_its_day(self, desk: Desk) -> None:
        from core.services import children, schools

        child, _ = lives(desk, "Bertie Quill", school="Marsh Lane", school_since=date(2021, 9, 1))
        to = {"school": "Northmoor", "school_since": date(2026, 1, 5)}
        children.edit(desk, child, to, school_change="moved")

        facts = known(desk, child)

        assert (facts.school_since, facts.school_changes) == (date(2026, 1, 5), (date(2026, 1, 5),))
        (change,) = schools.of(desk, child)
        assert (change.before, change.after, change.recorded_by) == ("Marsh Lane", "Northmoor", "Nadia Okafor")

    def test_a_name_put_right_and_a_first_name_are_no_change(self, desk: Desk) -> None:
        from core.services import children

        child, _ = lives(desk, "Bertie Quill")
        children.edit(desk, child, {"school": "Marsch Lane", "school_since": date(2021, 9, 1)})
        children.edit(desk, child, {"school": "Marsh Lane", "school_since": date(2021, 9, 1)}, school_change="same")

        facts = known(desk, child)

        assert (child.school, facts.school_since, facts.school_changes) == ("Marsh Lane", date(2021, 9, 1), ())

    @pytest.mark.parametrize(
        ("meaning", "since", "field"),
        [
            ("", date(2026, 1, 5), "school_change"),
            ("moved", None, "school_since"),
            ("moved", date(2021, 9, 1), "school_since"),
            ("moved", date(2026, 3, 17), "school_since"),
            ("same", date(2010, 1, 1), "school_since"),
        ],
    )
    def test_another_name_says_what_it_means_and_from_when(
        self, desk: Desk, meaning: str, since: date | None, field: str
    ) -> None:
        from core.services import children

        child, _ = lives(desk, "Bertie Quill", school="Marsh Lane", school_since=date(2021, 9, 1))

        with pytest.raises(Refused) as refused:
            children.edit(desk, child, {"school": "Northmoor", "school_since": since}, school_change=meaning)

        assert refused.value.field == field and child.school == "Marsh Lane"
        assert known(desk, child).school_changes == ()


def test_as_many_statements_for_many_placements_as_for_one(desk: Desk) -> None:
    from core.services import children, lasting

    lives(desk, "Child 0")
    one = _statements(desk, lambda: lasting.look_at(desk, lasting.current(children.visible(desk))))
    for number in range(1, 40):
        lives(desk, f"Child {number}", moves=(date(2025, 10, number % 28 + 1),))

    many = _statements(desk, lambda: lasting.look_at(desk, lasting.current(children.visible(desk))))

    assert (len(many[1]), len(one[1])) == (40, 1)
    assert many[0] == one[0] <= 8


def _statements(desk: Desk, call: Any) -> tuple[int, Any]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    desk.db.flush()
    engine = desk.db.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = call()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if one.lstrip().upper().startswith("SELECT")]), answer

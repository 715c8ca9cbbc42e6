"""Which meetings a start called for, by when, and whether they were held: nothing is guessed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.domain.calendar import Calendar
from core.domain.compiling import Procedure
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.knowing import Unknown
from core.domain.ongoing import StartMeeting
from core.domain.periods import days, hours
from core.domain.procedure import Edition, Strength, Trigger, Window
from core.domain.starting import Recorded, start_meetings
from core.domain.steps import MeetingKind

DAY = date(2026, 3, 13)
START = Facts(anchor=Anchor.STARTED, day=DAY, placement=PlacementFacts(ref="this", started=DAY))


def is_long_term(facts: Facts) -> bool:
    """The placement is long term"""
    return bool(facts.placement.long_term)


def meetings(*windows: Window, facts: Facts = START, today: date = DAY, **more: Any) -> tuple[StartMeeting, ...]:
    when, recorded = more.pop("when", None), more.pop("recorded", {})
    kind = MeetingKind(key="planning", title="Planning meeting", clause="X1", family="planning", window=windows, **more)
    trigger = Trigger(key="t", title="T", proposes="planning", strength=Strength.MUST, clause="X1", when=when,
                      anchor=Anchor.STARTED)  # fmt: skip
    procedure = Procedure(
        plugins=(), edition=Edition(key="only", title="Only"), triggers=(trigger,), kinds={"planning": kind}
    )
    return start_meetings(procedure, facts, recorded, asked=True, calendar=Calendar(), today=today)


def within(period: Any, **more: Any) -> Window:
    return Window(clause="X1", closes=period, after=Anchor.STARTED.value, **more)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 3, 15), date(2026, 3, 15)),  # the first day that is possible: not past it whatever the hour was
        (date(2026, 3, 16), None),  # it ends that morning or ended at noon the day before
        (date(2026, 3, 17), date(2026, 3, 16)),  # the last day that is possible: past it whatever the hour was
    ],
)
def test_without_its_hour_a_start_is_late_only_where_every_hour_makes_it_so(today: date, due: date | None) -> None:
    (meeting,) = meetings(within(hours(60)), today=today)

    if due is None:
        assert isinstance(meeting.due, Unknown) and "time of day" in meeting.due.needs
    else:
        assert meeting.due == due


def test_with_its_hour_there_is_one_latest_day() -> None:
    at = replace(START, moment=datetime(2026, 3, 13, 9, 0, tzinfo=UTC))

    assert meetings(within(hours(60)), facts=at)[0].due == date(2026, 3, 15)


def test_a_meeting_without_a_latest_day_or_whose_window_does_not_run_has_none() -> None:
    assert meetings()[0].due is None
    assert meetings(Window(clause="X1", opens=days(3), after=Anchor.STARTED.value))[0].due is None
    known = replace(START, placement=replace(START.placement, long_term=True))
    assert meetings(within(days(3), suspended_by=is_long_term), facts=known)[0].due is None


def test_a_window_from_another_event_waits_for_its_day() -> None:
    (meeting,) = meetings(Window(clause="X1", closes=days(3), after="panel_date"))

    assert isinstance(meeting.due, Unknown) and "panel date" in meeting.due.needs


def test_whether_it_is_asked_for_may_not_be_known() -> None:
    (meeting,) = meetings(within(days(3)), when=is_long_term)

    assert isinstance(meeting.due, Unknown) and meeting.due.needs == "whether the placement was long term"


def test_one_that_is_held_elsewhere_or_was_decided_against_is_none() -> None:
    assert meetings(within(days(3)), elsewhere="See the other procedure.") == ()
    assert meetings(within(days(3)), recorded={"planning": Recorded(declined=True)}) == ()


def test_what_was_recorded_of_it_counts() -> None:
    assert meetings(within(days(3)), recorded={"planning": Recorded(held=DAY)})[0].held == DAY
    assert meetings(within(days(3)))[0].held is None

"""What a rule may know: ages, periods, counts, and how unclassified or missing history makes a count uncertain."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.counting import carer_had_at_least, count_evidence, moved_at_least, moves_counted
from core.domain.days import LONDON
from core.domain.facts import Anchor, Facts, Move, PlacementFacts, at_least
from core.domain.knowing import CannotTell, Unknown
from core.domain.periods import months, weeks

DAY = date(2026, 4, 15)
PLACEMENT = PlacementFacts(ref="p", started=date(2026, 1, 1), ended=DAY)


def facts(**known: object) -> Facts:
    return Facts(**{"anchor": Anchor.ENDED, "day": DAY, "placement": PLACEMENT} | known)  # type: ignore[arg-type]


def moves(*days: date, unplanned: bool | None = True) -> tuple[Move, ...]:
    if unplanned is None:
        return tuple(Move(day=day, from_ref="x") for day in days)
    return tuple(Move(day=day, from_ref="x", unplanned=unplanned, disrupted=unplanned) for day in days)


def test_facts_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        facts().day = date(2020, 1, 1)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(2012, 4, 15), 14),
        (date(2012, 4, 16), 13),
        (date(2012, 2, 29), 14),
        (date(2026, 4, 15), 0),
    ],
)
def test_age_in_whole_years_on_the_day(born: date, age: int) -> None:
    assert facts(born=born).age == age


def test_an_age_without_a_date_of_birth_cannot_be_told() -> None:
    with pytest.raises(CannotTell, match="date of birth"):
        _ = facts().age


def test_a_child_born_on_29_february_turns_on_1_march() -> None:
    assert facts(born=date(2012, 2, 29), day=date(2026, 2, 28)).age == 13
    assert facts(born=date(2012, 2, 29), day=date(2026, 3, 1)).age == 14


def test_three_months_ending_on_15_april_leave_out_15_january() -> None:
    some = moves(date(2026, 1, 15), date(2026, 1, 16), DAY)

    assert [m.day for m in facts(moves=some).moves_in(months(3))] == [date(2026, 1, 16), DAY]


def test_a_move_after_the_day_is_not_counted() -> None:
    later = moves(DAY, DAY + timedelta(days=1))

    assert len(facts(moves=later).moves_in(months(3))) == 1


@pytest.mark.parametrize(
    ("asked", "ended", "within"),
    [
        (datetime(2026, 4, 14, 10, 0, tzinfo=UTC), datetime(2026, 4, 15, 10, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 14, 9, 59, tzinfo=UTC), datetime(2026, 4, 15, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 4, 15, 10, 0, tzinfo=UTC), datetime(2026, 4, 15, 10, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 15, 10, 1, tzinfo=UTC), datetime(2026, 4, 15, 10, 0, tzinfo=UTC), False),
    ],
)
def test_within_24_elapsed_hours(asked: datetime, ended: datetime, within: bool) -> None:
    assert facts(requested_at=asked, moment=ended).ended_within(24) is within


def test_hours_need_both_moments_and_name_what_is_missing() -> None:
    with pytest.raises(CannotTell) as caught:
        facts().ended_within(24)

    assert caught.value.needs == ("when the ending was asked for", "the time of day at which the placement ended")


def test_an_answer_that_was_not_given_cannot_be_told() -> None:
    assert facts(answers={"key": False}).answer("key", "the answer") is False
    with pytest.raises(CannotTell, match="the answer"):
        facts().answer("key", "the answer")


def test_unclassified_moves_matter_only_where_they_could_make_up_the_number() -> None:
    day, other = date(2026, 3, 1), date(2026, 3, 20)
    unclear = moves(day, unplanned=None)

    assert at_least(moves(day, other) + unclear, 2, which="unplanned")
    assert not at_least(unclear, 2, which="unplanned")
    assert not at_least(moves(other, unplanned=False) + unclear, 2, which="unplanned")
    assert at_least(unclear * 2, 2)
    with pytest.raises(CannotTell, match="whether the ending on 1 March 2026 was unplanned"):
        at_least(moves(other) + unclear, 2, which="unplanned")


def test_history_that_is_not_held_makes_a_low_count_uncertain_and_a_high_one_sure() -> None:
    two = moves(date(2026, 3, 1), DAY)
    short = facts(moves=two, history_from=date(2026, 2, 1))

    assert moved_at_least(short, 2, months(3))
    with pytest.raises(CannotTell, match="the moves before 1 February 2026"):
        moved_at_least(short, 3, months(3))
    assert not moved_at_least(short, 3, weeks(8))
    assert not moved_at_least(facts(moves=two), 3)
    with pytest.raises(CannotTell):
        moved_at_least(short, 3)


def test_the_same_count_over_the_carer() -> None:
    case = facts(carer_endings=moves(date(2025, 5, 1), date(2025, 9, 1), DAY))

    assert carer_had_at_least(case, 3, months(12))
    assert not carer_had_at_least(case, 3, months(6))
    assert carer_had_at_least(case, 3)
    assert not moved_at_least(case, 1)


def test_evidence_says_how_many_when_and_from_where_the_history_is_held() -> None:
    case = facts(moves=moves(date(2026, 3, 1), DAY), history_from=date(2026, 2, 1))

    assert count_evidence(case, months(3), "unplanned") == (
        "2 unplanned moves from 16 January 2026 to 15 April 2026, both days included: 1 March 2026, 15 April 2026.",
        "The history held begins on 1 February 2026, so this is a count of at least.",
    )
    assert count_evidence(facts(), weeks(4)) == ("0 moves from 19 March 2026 to 15 April 2026, both days included.",)
    assert count_evidence(facts(moves=moves(DAY)), None, "disrupted") == ("1 disrupted placement: 15 April 2026.",)


def test_unclassified_moves_are_not_counted_as_evidence() -> None:
    case = facts(moves=moves(date(2026, 3, 1), unplanned=None) + moves(DAY))

    assert [m.day for m in moves_counted(case, months(3), "unplanned")] == [DAY]
    assert len(moves_counted(case, months(3))) == 2


@pytest.mark.parametrize(
    ("started", "ended", "lasted"),
    [
        (date(2025, 4, 15), DAY, True),
        (date(2025, 4, 16), DAY, False),
        (date(2024, 1, 1), date(2024, 12, 31), False),
        (date(2025, 4, 15), None, True),
    ],
)
def test_how_long_a_placement_had_lasted(started: date, ended: date | None, lasted: bool) -> None:
    assert PlacementFacts(ref="p", started=started, ended=ended).lasted(months(12), DAY) is lasted


def test_everything_unsaid_is_unknown() -> None:
    for name in ("kind", "provider", "long_term", "matched_at_panel", "unplanned", "abrupt", "commissioned"):
        assert isinstance(getattr(PLACEMENT, name), Unknown), name


@pytest.mark.parametrize(
    ("asked", "day", "within"),
    [
        (datetime(2026, 11, 21, 9, 15, tzinfo=UTC), date(2026, 11, 21), True),
        (datetime(2026, 11, 20, 9, 15, tzinfo=UTC), date(2026, 11, 21), None),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), date(2026, 11, 21), None),
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), date(2026, 11, 21), False),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), date(2026, 11, 21), True),
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), date(2026, 11, 21), False),
        (datetime(2026, 10, 25, 0, 0, tzinfo=UTC), date(2026, 10, 25), True),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25), None),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29), True),
        (datetime(2026, 3, 28, 22, 58, tzinfo=UTC), date(2026, 3, 29), None),
    ],
)
def test_where_only_the_day_of_the_ending_is_known_all_its_moments_must_agree(
    asked: datetime, day: date, within: bool | None
) -> None:
    case = facts(requested_at=asked, day=day)

    if within is None:
        with pytest.raises(CannotTell) as caught:
            case.ended_within(24)
        assert caught.value.needs == ("the time of day at which the placement ended",)
    else:
        assert case.ended_within(24) is within


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    before=st.integers(-26 * 60, 60 * 60),
    hours=st.integers(1, 48),
)
def test_a_days_answer_is_that_of_each_of_its_minutes(day: date, before: int, hours: int) -> None:
    begins = datetime.combine(day, time(), LONDON).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)
    asked = begins - timedelta(minutes=before)
    minutes = [begins + timedelta(minutes=n) for n in range(int((ends - begins).total_seconds()) // 60)]
    possible = [m for m in minutes if m >= asked]
    answers = {facts(requested_at=asked, moment=m, day=day).ended_within(hours) for m in possible} or {False}

    case = facts(requested_at=asked, day=day)

    if len(answers) == 2:
        with pytest.raises(CannotTell):
            case.ended_within(hours)
    else:
        assert case.ended_within(hours) is answers.pop()

"""Authority A, rows A07 and A20, as far as the domain answers for them: when a meeting is considered, and where."""

from datetime import date, timedelta

import pytest

from core.domain.facts import Anchor, PlacementFacts, PlacementType
from core.domain.procedure import Strength
from core.domain.proposing import propose
from tests.plugins.trying import DAY, at, facts, keys, moves, placement, planned, procedure, weighed

A = "authority_a"
RESIDENTIAL = PlacementType.RESIDENTIAL


def test_a07_any_abrupt_or_unplanned_ending_is_considered() -> None:
    unplanned = weighed(A, facts(placement(unplanned=True)))
    planned_but_abrupt = weighed(A, facts(placement(unplanned=False, abrupt=True)))

    for said in (unplanned, planned_but_abrupt):
        found = next(one for one in said.applies if one.trigger.key == "abrupt_or_unplanned")
        assert (found.strength, found.clause) == (Strength.CONSIDER, "A07a")
    assert weighed(A, facts(placement(unplanned=False, abrupt=False))).applies == ()


@pytest.mark.parametrize(
    ("place", "key", "clause"),
    [
        (placement(matched_at_panel=True, unplanned=True), "permanent_foster", "A07b"),
        (placement(RESIDENTIAL, until_independence=True, unplanned=True), "until_independence", "A07c"),
    ],
)
def test_a07_a_permanent_placement_that_disrupts_should_have_a_meeting(
    place: PlacementFacts, key: str, clause: str
) -> None:
    found = next(one for one in weighed(A, facts(place)).applies if one.trigger.key == key)

    assert (found.strength, found.clause, found.kind) == (Strength.SHOULD, clause, "disruption")
    assert found.evidence == ("The placement ended on 13 March 2026, recorded as unplanned.",)


def test_a07_request_and_ending_within_24_hours_but_not_for_an_emergency_placement() -> None:
    def applies(hour: int, minute: int, emergency: bool, day: date = DAY) -> bool:
        place = placement(unplanned=True, emergency=emergency)
        case = facts(place, requested_at=at(hour, minute, day), moment=at(19, 15))
        return "within_24_hours" in keys(weighed(A, case).applies)

    yesterday = DAY - timedelta(days=1)
    assert applies(9, 40, False)
    assert applies(19, 15, False, yesterday)
    assert not applies(19, 14, False, yesterday)
    assert not applies(9, 40, True)
    assert not applies(19, 16, False)


def test_a07_an_unknown_request_time_cannot_be_told() -> None:
    place = placement(unplanned=True, emergency=False)

    said = weighed(A, facts(place, moment=at(19, 15)))

    found = next(one for one in said.cannot_tell if one.trigger.key == "within_24_hours")
    assert found.answer.needs == ("when the ending was asked for",)
    assert found.evidence == ()


def test_a07_an_unclassified_ending_cannot_be_told_and_is_never_no() -> None:
    said = weighed(A, facts(placement(matched_at_panel=True, emergency=False), requested_at=at(9), moment=at(10)))

    assert {"abrupt_or_unplanned", "permanent_foster", "within_24_hours"} <= set(keys(said.cannot_tell))
    assert "whether this ending was unplanned" in said.needs


def test_a07_two_unplanned_moves_in_three_months_and_the_moves_are_named() -> None:
    place = placement(unplanned=True)
    inside = moves(date(2025, 12, 14), DAY, unplanned=True)
    outside = moves(date(2025, 12, 13), DAY, unplanned=True)

    found = next(p for p in weighed(A, facts(place, moves=inside)).applies if p.clause == "A07e")

    assert found.evidence[0].startswith("2 unplanned moves from 14 December 2025 to 13 March 2026")
    assert found.counted == inside and "two or more" in found.trigger.interpretation
    assert "unplanned_in_three_months" not in keys(weighed(A, facts(place, moves=outside)).applies)
    four = moves(date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5), DAY, unplanned=True)
    assert "unplanned_in_three_months" in keys(weighed(A, facts(place, moves=four)).applies)


def test_a07_three_moves_in_six_months_planned_or_not() -> None:
    place = placement(unplanned=True)
    inside = (*moves(date(2025, 9, 14), date(2025, 11, 1), unplanned=False), *moves(DAY, unplanned=True))
    outside = (*moves(date(2025, 9, 13), date(2025, 11, 1), unplanned=False), *moves(DAY, unplanned=True))

    assert "three_in_six_months" in keys(weighed(A, facts(place, moves=inside)).applies)
    assert "three_in_six_months" in keys(weighed(A, facts(place, moves=outside)).not_met)


def test_a07_an_adoptive_placement_must_have_a_meeting_that_another_procedure_governs() -> None:
    place = placement(PlacementType.ADOPTION, unplanned=True, abrupt=True)
    many = moves(date(2026, 1, 5), date(2026, 2, 5), DAY, unplanned=True)

    said = weighed(A, facts(place, moves=many, requested_at=at(9), moment=at(10)))

    assert keys(said.applies) == ["adoptive_placement"] and said.cannot_tell == ()
    assert (said.applies[0].strength, said.applies[0].clause) == (Strength.MUST, "A07g")
    meeting = planned(A, "adoption_disruption", facts(place))
    assert meeting.kind.elsewhere and meeting.windows == () and meeting.kind.chairs == ()


@pytest.mark.parametrize(
    ("on", "key", "clause"),
    [
        (date(2018, 3, 1), "before-2019-09", "A20a"),
        (date(2019, 8, 31), "before-2019-09", "A20a"),
        (date(2019, 9, 1), "2019-09", "A20b"),
        (DAY, "2019-09", "A20b"),
    ],
)
def test_a20_two_editions_of_which_each_points_elsewhere_for_stability(on: date, key: str, clause: str) -> None:
    ruling = procedure(A, on)
    concern = facts(anchor=Anchor.CONCERN, day=on)

    found = next(one for one in propose(concern, ruling).applies if one.kind == "stability")

    assert ruling.edition.key == key
    assert (found.clause, found.strength) == (clause, Strength.MAY)
    pointer = ruling.kinds["stability"]
    assert pointer.elsewhere and not (pointer.chairs or pointer.window or pointer.invitees or pointer.outputs)


def test_a20_the_earlier_section_is_said_to_be_unknown_and_todays_is_held_elsewhere() -> None:
    before, today = procedure(A, date(2019, 8, 31)), procedure(A)

    assert "not known" in before.kinds["stability"].elsewhere and "not known" in before.edition.note
    assert procedure(A).clause("A20a").silent
    assert "held elsewhere" in today.kinds["stability"].elsewhere
    assert today.edition.in_force_from == date(2019, 9, 1) and "day is not given" in today.edition.note
    assert set(before.kinds) == set(today.kinds)

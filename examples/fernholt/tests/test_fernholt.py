"""The plugin keeps Mooring's contract, its cases come out as expected, and what no case can say is declared."""

from datetime import date
from pathlib import Path

import pytest
from fernholt import plugin
from fernholt import questions as ask

from core.api import Anchor, CannotTell, Edition, Facts, MeetingKind, PlacementFacts, Trigger, days, working_days
from core.services.contract import check

CONFIG = {"arranged_by": "", "record_by": "chair", "carer_review_led_by": ""}
NOW = plugin.editions()[-1]


def trigger(key: str) -> Trigger:
    return next(one for one in plugin.triggers(NOW, CONFIG) if one.key == key)


def kind(key: str, edition: Edition = NOW) -> MeetingKind:
    return next(one for one in plugin.meeting_kinds(edition, CONFIG) if one.key == key)


def test_it_keeps_the_contract_and_its_cases_come_out_as_expected() -> None:
    checked = check(Path(__file__).parents[1])

    assert [str(fault) for one in checked for fault in one.faults] == []
    assert checked[-1].what == "25 cases come out as expected"


def test_two_managers_decide_together_and_the_head_of_homes_where_they_differ() -> None:
    again = trigger("moved_again")

    assert again.decided_by == again.waiver == plugin.TOGETHER
    assert plugin.TOGETHER.by == ("team_manager", "fostering_team_manager")
    assert plugin.TOGETHER.otherwise == plugin.roles()[0].key == "head_of_homes"


def test_brothers_and_sisters_have_one_look_back_meeting() -> None:
    assert kind("lookback").together == "siblings"
    assert kind("anchor").together == ""


def test_the_panels_papers_are_counted_from_the_panels_date() -> None:
    [route] = plugin.panel_routes(NOW, CONFIG)
    summary = next(step for step in kind("lookback").steps if step.key == "summary")

    assert route.before_panel == working_days(10) and route.sends == ("record",)
    assert (summary.after, summary.direction, summary.within) == ("panel_date", "before", days(3))


def test_fernholt_has_its_own_words_for_standard_terms() -> None:
    words = plugin.plugin_info().words

    assert words is not None
    assert words["disruption meeting"] == "look-back meeting" and words["chair"] == "Convenor"


def test_what_was_said_in_the_conversations_stays_with_two_people() -> None:
    told, record = kind("lookback").outputs

    assert told.audience == ("chair", "social_worker")
    assert [one.output for one in kind("lookback").circulation] == [record.key]


def test_a_stay_of_which_nothing_is_known_is_not_taken_for_a_planned_one() -> None:
    facts = Facts(
        anchor=Anchor.ENDED, day=date(2026, 3, 13), placement=PlacementFacts(ref="p", started=date(2020, 1, 1))
    )

    with pytest.raises(CannotTell, match="whether this ending was unplanned"):
        ask.settled_and_unplanned(facts)

"""The front door: all that a plugin may import.

A plugin is a module that declares one authority's procedure. It answers hooks with frozen values:

    from core.api import MeetingKind, PluginInfo, Strength, Trigger, Window, hookimpl, weeks

    @hookimpl
    def plugin_info():
        return PluginInfo(name="harrowmere", title="Harrowmere", version="1.0", document="Disruption meetings, 2026")

    def ended_unplanned(facts):
        '''The placement ended without a plan'''
        return facts.placement.unplanned

    @hookimpl
    def triggers(edition, config):
        return (Trigger(key="unplanned", title="Unplanned ending", proposes="disruption", strength=Strength.SHOULD,
                        when=ended_unplanned, clause="F01"),)

    @hookimpl
    def meeting_kinds(edition, config):
        return (MeetingKind(key="disruption", title="Disruption meeting", clause="F01",
                            window=(Window(opens=weeks(2), closes=weeks(6), clause="F02"),)),)

Beside the module stands `procedure.md`, with each clause under `## F01 | Heading in the source`. A question is a
plain function of `Facts` whose docstring is its wording; a fact that nobody has recorded makes the answer "cannot
tell yet", never "no". `mooring plugins check harrowmere` says what is missing.
"""

from core.domain.counting import carer_had_at_least, count_evidence, moved_at_least, moves_counted
from core.domain.days import british
from core.domain.facts import (
    Anchor,
    CarePlan,
    Education,
    Facts,
    Move,
    PlacementFacts,
    PlacementType,
    Provider,
    at_least,
)
from core.domain.knowing import CannotTell, Unknown, all_of, any_of, is_known, none_of
from core.domain.lasting import Gathering, Report, Route, Signal, Slot, SupportPlan
from core.domain.ongoing import Notice, StartMeeting
from core.domain.periods import Period, days, hours, months, weeks, working_days
from core.domain.procedure import (
    AgendaItem,
    ChairRule,
    Decision,
    Edition,
    Invitee,
    PackItem,
    Part,
    PluginInfo,
    Relation,
    Role,
    Strength,
    Strictness,
    Trigger,
    Window,
)
from core.domain.steps import (
    ATTENDED,
    CONVENED,
    INVITED,
    MEETING_HELD,
    PANEL_DATE,
    Ask,
    Circulation,
    Gap,
    Level,
    MeetingKind,
    Offer,
    Outcome,
    Output,
    Prompt,
    Step,
)
from core.hookspecs import Config, hookimpl
from core.schema import ConfigSchema, choice, choices, number, yes_no

__all__ = [
    "ATTENDED", "CONVENED", "INVITED", "MEETING_HELD", "PANEL_DATE", "AgendaItem", "Anchor", "Ask", "CannotTell",
    "CarePlan", "ChairRule", "Circulation", "Config", "ConfigSchema", "Decision", "Edition", "Education", "Facts",
    "Gap", "Gathering", "Invitee", "Level", "MeetingKind", "Move", "Notice", "Offer", "Outcome", "Output", "PackItem",
    "Part", "Period", "PlacementFacts", "PlacementType", "PluginInfo", "Prompt", "Provider", "Relation", "Report",
    "Role", "Route", "Signal", "Slot", "StartMeeting", "Step", "Strength", "Strictness", "SupportPlan", "Trigger",
    "Unknown", "Window", "all_of", "any_of", "at_least", "british", "carer_had_at_least", "choice", "choices",
    "count_evidence", "days", "hookimpl", "hours", "is_known", "months", "moved_at_least", "moves_counted", "none_of",
    "number", "weeks", "working_days", "yes_no",
]  # fmt: skip

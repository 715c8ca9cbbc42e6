"""Authority A: who it is, its settings, and when it calls for a meeting. The meetings stand in `planning` (section 1
of the document) and `disruption` (section 2), each top to bottom in the document's order."""

from collections.abc import Callable
from datetime import date
from typing import Any

from core.api import (
    Anchor,
    ConfigSchema,
    Edition,
    Facts,
    Gathering,
    MeetingKind,
    PluginInfo,
    Report,
    Role,
    Strength,
    SupportPlan,
    Trigger,
    choice,
    hookimpl,
    months,
)
from plugins.authority_a import questions as ask
from plugins.authority_a.disruption import adoption_disruption, disruption
from plugins.authority_a.planning import further_planning, planning
from plugins.authority_a.stability import BEFORE, stability, stability_concern

Asked = Callable[[Facts], bool]
SUPPLIERS = {
    "": "The text is silent: staff name the supplier",
    "social_worker": "Social worker",
    "supervising_social_worker": "Supervising social worker",
    "adoption_social_worker": "Adoption social worker",
    "placement_service": "Placement management service",
}


class Settings(ConfigSchema):
    """What the text leaves open."""

    carer_papers_from = choice(
        SUPPLIERS, default="", clause="A14b", label="Who supplies the carer's papers for connected persons and adopters"
    )
    matching_report_from = choice(SUPPLIERS, default="", clause="A14d", label="Who supplies the matching report")


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="authority_a",
        title="Authority A",
        version="1.0",
        document="Planning and disruption meetings for children in care",
    )


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def roles() -> tuple[Role, ...]:
    return (
        Role(key="corporate_parenting_board", title="Corporate parenting board"),
        Role(key="porg", title="PORG"),
        Role(key="strategic_manager", title="Strategic manager for looked-after children"),
    )


@hookimpl
def editions() -> tuple[Edition, ...]:
    note = "In force from September 2019; the day is not given and is read as the first of the month (A20b)."
    earlier = (
        "It had a section on placement stability meetings whose content is not known; the rest is read as today's."
    )
    return (
        Edition(key=BEFORE, title="Before September 2019", in_force_until=date(2019, 8, 31), note=f"{earlier} (A20a)"),
        Edition(key="2019-09", title="As amended in September 2019", in_force_from=date(2019, 9, 1), note=note),
    )


@hookimpl
def triggers(edition: Edition, config: Any) -> tuple[Trigger, ...]:
    def ended(key: str, title: str, strength: Strength, clause: str, when: Asked, **more: Any) -> Trigger:
        more.setdefault("proposes", "disruption")
        more.setdefault("evidence", ask.ending)
        return Trigger(key=key, title=title, strength=strength, clause=clause, when=when, **more)

    should = Strength.SHOULD
    return (
        Trigger(key="first_planning", title="A placement starts", proposes="planning", clause="A01", strength=should,
                anchor=Anchor.STARTED),
        Trigger(key="further_planning", title="An issue needs resolving", proposes="further_planning", clause="A02b",
                strength=should, anchor=Anchor.CONCERN),
        stability_concern(edition),
        ended("abrupt_or_unplanned", "Ended abruptly or unplanned", Strength.CONSIDER, "A07a", ask.abrupt_or_unplanned),
        ended("permanent_foster", "Permanent foster placement", should, "A07b", ask.permanent_foster),
        ended("until_independence", "Residential until independence", should, "A07c", ask.home_until_independence),
        ended("within_24_hours", "Asked for and ended within 24 hours", should, "A07d", ask.sudden,
              evidence=ask.request_and_ending),
        ended("unplanned_in_three_months", "Two or more unplanned moves in three months", should, "A07e",
              ask.unplanned_moves, evidence=ask.three_months_counted, counted=ask.unplanned_in_three_months,
              interpretation='"Two to three" is read as two or more'),
        ended("three_in_six_months", "Three or more moves in six months", should, "A07f", ask.many_moves,
              evidence=ask.six_months_counted, counted=ask.in_six_months),
        ended("adoptive_placement", "Adoptive placement disrupted", Strength.MUST, "A07g", ask.adoption_disrupted,
              proposes="adoption_disruption"),
    )  # fmt: skip


@hookimpl
def meeting_kinds(edition: Edition, config: Any) -> tuple[MeetingKind, ...]:
    return (planning(), further_planning(), stability(edition), disruption(config), adoption_disruption())


@hookimpl
def support_plans(edition: Edition, config: Any) -> tuple[SupportPlan, ...]:
    return tuple(
        SupportPlan(
            key=f"interval_{agreed_at}", title="Further planning meetings at an agreed interval", agreed_at=agreed_at,
            review="further_planning", clause="A02a", interval_clause="A02a", supports=False,
            agreed_with=(("home_manager",), ("foster_carer", "supervising_social_worker")),
        )
        for agreed_at in ("planning", "further_planning")
    )  # fmt: skip


@hookimpl
def gatherings(edition: Edition, config: Any) -> tuple[Gathering, ...]:
    return (
        Gathering(key="chairs", title="Chairs of disruption meetings bring their learning together", clause="A18a",
                  by=("service_manager",), every=months(6), monitors="learning", feeds="half_yearly"),
    )  # fmt: skip


@hookimpl
def learning_reports(edition: Edition, config: Any) -> tuple[Report, ...]:
    measures = ("meetings", "timeliness", "themes", "endings_by_kind", "recommendations", "views_heard")
    return (
        Report(key="half_yearly", title="Learning from disruption meetings", clause="A18b", every=months(6),
               by="strategic_manager", to=("service_manager",), measures=measures,
               interpretation="Follows each time the chairs meet; read by the service managers who chair"),
    )  # fmt: skip

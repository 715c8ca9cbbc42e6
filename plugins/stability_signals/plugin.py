"""Conditions for an early conversation about a placement's stability: an addition that works beside any authority's
plugin, and by itself. It lists; it scores nothing."""

from core.api import Config, ConfigSchema, Edition, PluginInfo, Signal, Slot, choices, hookimpl, months, number
from plugins.stability_signals import questions as ask

CONDITIONS = {
    "recent_moves": "Recent moves",
    "notice_given": "Notice given",
    "planning_overdue": "Planning meeting past its day",
    "school_change": "Change of school",
}


class Settings(ConfigSchema):
    """Which conditions are in use, and over how long."""

    conditions = choices(
        CONDITIONS,
        default=tuple(CONDITIONS),
        clause="S01",
        label="Conditions in use",
        hint="A placement is listed when it meets any of them.",
    )
    months_back = number(
        least=1,
        most=24,
        default=6,
        clause="S02",
        label="Months looked back on, today included",
    )
    moves = number(
        least=1,
        most=20,
        default=3,
        clause="S02",
        label="Number of moves from which a placement is listed",
    )


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="stability_signals",
        title="Early conversations",
        version="1.0",
        document="Conditions for an early conversation about stability",
        kind="addition",
    )


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def signals(edition: Edition, config: Config) -> tuple[Signal, ...]:
    back = months(config["months_back"])
    moved, moves = ask.moved(config["moves"], back)
    notice, given = ask.notice(back)
    overdue, meetings = ask.planning(back)
    school, changes = ask.school(back)
    every = (
        Signal(
            key="recent_moves",
            title=CONDITIONS["recent_moves"],
            clause="S02",
            when=moved,
            evidence=moves,
            caution="It counts changes of home, whatever the reason, good ones too. It does not say that another will "
            "follow.",
        ),
        Signal(
            key="notice_given",
            title=CONDITIONS["notice_given"],
            clause="S03",
            when=notice,
            evidence=given,
            caution="It says that notice was given and by whom. It does not say why, and it judges nobody for it.",
        ),
        Signal(
            key="planning_overdue",
            title=CONDITIONS["planning_overdue"],
            clause="S04",
            when=overdue,
            evidence=meetings,
            caution="It says that a meeting is still to be held. It does not say whose turn it is, or that the home "
            "does not suit the child.",
        ),
        Signal(
            key="school_change",
            title=CONDITIONS["school_change"],
            clause="S05",
            when=school,
            evidence=changes,
            caution="It says that the child began at another school. It does not say how the child finds it there.",
        ),
    )
    return tuple(one for one in every if one.key in config["conditions"])


@hookimpl
def page_slots(edition: Edition, config: Config) -> tuple[Slot, ...]:
    return (Slot(place="child", template="stability_signals/child.html"),)

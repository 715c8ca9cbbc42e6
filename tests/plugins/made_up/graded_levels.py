"""Graded levels of one meeting, each with its own chair and guests."""

from core.api import (
    ChairRule,
    Config,
    Edition,
    Facts,
    Invitee,
    Level,
    MeetingKind,
    PluginInfo,
    hookimpl,
    months,
    moved_at_least,
)


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="graded_levels", title="Made up 4", version="1.0", document="Invented")


def already_moved_this_year(facts: Facts) -> bool:
    """The child has had an unplanned move within a year"""
    return moved_at_least(facts, 1, months(12), "unplanned")


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    senior = (ChairRule(roles=("senior_manager",), clause="M04"),)
    team = (ChairRule(roles=("team_manager",), clause="M04"),)
    return (
        MeetingKind(
            key="stability",
            title="Stability meeting",
            clause="M04",
            family="stability",
            invitees=(Invitee(role="social_worker", clause="M04"),),
            levels=(
                Level(
                    key="higher",
                    title="Higher",
                    clause="M04",
                    when=already_moved_this_year,
                    chairs=senior,
                    invitees=(Invitee(role="virtual_school", clause="M04"),),
                ),
                Level(key="first", title="First", clause="M04", chairs=team),
            ),
        ),
    )

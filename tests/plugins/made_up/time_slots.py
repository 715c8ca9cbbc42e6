"""People who attend by time slot, one after another."""

from core.api import Config, Edition, Invitee, MeetingKind, Part, PluginInfo, hookimpl


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="time_slots", title="Made up 8", version="1.0", document="Invented")


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (
        MeetingKind(
            key="disruption",
            title="Disruption meeting",
            clause="M08",
            parts=(
                Part(key="conversations", title="Conversations", clause="M08", by_time_slot=True),
                Part(
                    key="round_up",
                    title="Round-up",
                    clause="M08",
                    professionals_only=True,
                    not_before="conversations",
                ),
            ),
            invitees=tuple(
                Invitee(role=role, clause="M08") for role in ("previous_carer", "parent", "child", "social_worker")
            ),
        ),
    )

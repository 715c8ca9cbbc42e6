"""Local words for standard terms."""

from core.api import Config, Edition, MeetingKind, PluginInfo, hookimpl


@hookimpl
def plugin_info() -> PluginInfo:
    words = {"disruption meeting": "placement learning conversation", "chair": "Convenor"}
    return PluginInfo(name="local_words", title="Made up 11", version="1.0", document="Invented", words=words)


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (MeetingKind(key="disruption", title="Placement learning conversation", clause="M11"),)

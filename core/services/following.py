"""Which version of the procedure a meeting follows: what it keeps of it, and how its pages say which that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.discovery import ALWAYS
from core.domain.compiling import Procedure
from core.domain.days import british
from core.domain.facts import Anchor
from core.domain.versions import Version
from core.services.meetings import Case

SINCE = {
    Anchor.ENDED: "the day the placement ended",
    Anchor.CONCERN: "the day the concern was raised",
    Anchor.STARTED: "the day the placement started",
    Anchor.DECIDED: "the day of the decision",
}
"""The event whose day says which version and which edition rule."""


@dataclass(frozen=True, kw_only=True)
class Follows:
    """Which version a meeting follows. `number` is None for a meeting proposed before versions were kept; `since` says
    from when, in words that fit after a comma; `note` what the plugin says of the edition. Whether its rules can be
    read is for `pins` to say."""

    number: int | None
    edition: str
    edition_key: str
    since: str
    note: str = ""


def pin_of(procedure: Procedure, version: Version | None) -> dict[str, Any]:
    """What a meeting keeps of the procedure that rules it, in the version that has it."""
    return {
        "plugins": [list(pair) for pair in procedure.plugins],
        "edition": procedure.edition.key,
        "edition_title": procedure.edition.title,
        "enabled": dict(version.enabled) if version else {},
        "version": version.number if version else None,
        "digest": procedure.digest,
        "title": procedure.title,
    }


def inherited(pin: Mapping[str, Any]) -> dict[str, Any]:
    """The pin of a meeting that follows another: the same rules, without how the other one came to them."""
    return {key: value for key, value in pin.items() if key not in ("since", "moved_from")}


def follows(case: Case) -> Follows:
    """Which version of the procedure a meeting follows. Asks the database nothing."""
    pin, edition = case.meeting.pin, case.procedure.edition if case.procedure else None
    title = edition.title if edition else pin.get("edition_title", "")
    return Follows(
        number=pin.get("version"),
        edition="" if pin.get("edition") == ALWAYS.key else title,
        edition_key=pin.get("edition", ""),
        since=_since(case),
        note=edition.note if edition else "",
    )


def _since(case: Case) -> str:
    meeting, moved = case.meeting, case.meeting.pin.get("since")
    if moved:
        day = british(date.fromisoformat(moved["on"]))
        return f"since {moved['by']} {moved['how']} on {day}"
    if meeting.previous_id is not None:
        return "as the meeting before it did"
    event = SINCE.get(Anchor(meeting.anchor), "the day it is counted from")
    if meeting.start_of_id is not None and case.placement.planned:
        event = "the day the placement was to start"
    return f"since {event} ({british(meeting.anchor_day)})"

"""What a stay of the return says about a placement and its ending, in the terms of our tables. Pure: values in, values
out; each tuple stands in the order of the field names beside it."""

from datetime import date
from typing import Any

from core.adapters.ssda903 import ChildReturn
from core.domain.facts import PlacementType, Provider
from core.domain.stays import Stay

SOURCE = "ssda903"

CHILD_FIELDS = ("born", "sex", "in_care_since", "history_from", "quarantined")
PLACEMENT_FIELDS = (
    *("started", "ended", "kind", "provider", "long_term", "commissioned"),
    *("place_first", "place_last", "provider_code", "care_period", "seq", "temp_absences", "episodes", "source_key"),
)
ENDING_FIELDS = ("day", "unplanned", "abrupt", "left_care", "reason_code", "next_placement_id")

CLAIMS = frozenset({"born", "sex", "in_care_since", "started", "ended", "kind", "provider", "long_term"}) | {
    *("commissioned", "unplanned", "abrupt", "left_care")
}
"""Fields about which a worker may know better; all others are the file's own."""

NEVER_ASKED = frozenset({"E2", "E15"})
"""Leaving codes (the child died, or proved to be an adult) after which nobody is asked about a meeting."""

_KINDS = {
    "foster long term": PlacementType.FOSTER.value,
    "foster other": PlacementType.FOSTER.value,
    "connected": PlacementType.CONNECTED.value,
    "adoption": PlacementType.ADOPTION.value,
    "residential": PlacementType.RESIDENTIAL.value,
    "supported": PlacementType.SUPPORTED.value,
    "parents": PlacementType.PARENTS.value,
}
_FOSTER = frozenset({"foster long term", "foster other", "connected"})
_PROVIDERS = {one.value: one.value for one in Provider}
_COMMISSIONED = {"agency": True, "in_house": False, "parents": False}


def placement_values(stay: Stay, *, period: int = 0, seq: int = 0) -> tuple[Any, ...]:
    """The values of `PLACEMENT_FIELDS`. `period` and `seq` are added to the file's own counts.

    Long term is known for fostering only; about other homes the return says nothing.
    """
    group = stay.group
    return (
        stay.start,
        stay.end,
        _KINDS.get(group, "other"),
        _PROVIDERS.get(stay.provider_group),
        stay.long_term_since is not None if group in _FOSTER else None,
        _COMMISSIONED.get(stay.provider_group),
        stay.place_first,
        stay.place_last,
        stay.provider_last,
        stay.period + period,
        stay.seq + seq,
        stay.temp_absences,
        stay.episodes,
        source_key(stay),
    )


def source_key(stay: Stay) -> str:
    """The same for every reading of the same stay. "~" marks a start before which the carer was there already."""
    return f"903{':' if stay.start_known else '~'}{stay.start.isoformat()}"


def starts_before(key: str) -> bool:
    """Whether this key belongs to a stay that began earlier than the file says."""
    return key.startswith("903~")


def ending_values(stay: Stay, day: date, next_placement_id: str | None) -> tuple[Any, ...]:
    """The values of `ENDING_FIELDS` of a stay that ended on `day`.

    A planned ending is read as not abrupt: its reason code says that the decision came before. Of others the return
    says nothing.
    """
    abrupt = False if stay.unplanned is False else None
    return (day, stay.unplanned, abrupt, stay.end_kind == "left care", stay.end_reason, next_placement_id)


def child_values(child: ChildReturn) -> tuple[Any, ...]:
    """The values of `CHILD_FIELDS`. In care since: not known where the file begins in the middle."""
    since = None
    if child.stays:
        period = child.stays[-1].period
        first = next(stay for stay in child.stays if stay.period == period)
        since = first.start if period > 1 or child.first_day_known is None else None
    return (child.born, child.sex, since, child.first_day_known, aside(child))


def aside(child: ChildReturn) -> str:
    """Why nothing of this child is loaded, as a sentence; "" for a child that is ready."""
    if not child.quarantined:
        return ""
    reasons = [one for one in child.issues if one.severity == "reject" and one.code != "held_back"]
    if not reasons:
        return "Its rows in the return need putting right first."
    one = reasons[0]
    others = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    column = f", {one.column}" if one.column else ""
    return f"{one.file}, line {one.line}{column}: {one.found[0].lower()}{one.found[1:]}{others}."


def nameless(child: ChildReturn) -> bool:
    """Whether the id itself is in doubt, so that no record may be opened under it."""
    return len(child.child) > 20 or any(one.code == "child_id_mangled" for one in child.issues)

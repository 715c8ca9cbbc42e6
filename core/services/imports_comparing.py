"""The return held against what Mooring knows of a child. Pure: nothing is read or written here.

A field that a worker has recorded or changed stands; where the file says otherwise that is a conflict to settle.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from core.adapters.ssda903 import ChildReturn
from core.db import new_id
from core.domain.stays import Stay
from core.services.imports_changes import Changes, Conflict, Gone
from core.services.imports_known import KnownChild, KnownPlacement, KnownRow
from core.services.imports_mapping import (
    CHILD_FIELDS,
    ENDING_FIELDS,
    PLACEMENT_FIELDS,
    aside,
    child_values,
    ending_values,
    nameless,
    placement_values,
    starts_before,
)
from core.services.imports_matching import match

START = frozenset({"started", "source_key", "place_first"})
COUNTS = frozenset({"episodes", "temp_absences"})
ALL_BUT_THE_START = frozenset(PLACEMENT_FIELDS) - START
NOTHING: frozenset[str] = frozenset()


def compare(changes: Changes, child: ChildReturn, known: KnownChild | None) -> None:
    """Add to `changes` what loading this child does. One set aside keeps all it has, and says why."""
    if known is None and nameless(child):
        changes.left_out += 1
    elif known is None:
        changes.new_child(child)
    elif child.quarantined:
        sentence = aside(child)
        changes.put(known.id, "child", known.id, {} if known.values[-1] == sentence else {"quarantined": sentence})
    else:
        _known_child(changes, child, known)
    if known is not None and known.id not in changes.touched:
        changes.unchanged += 1


def _known_child(changes: Changes, child: ChildReturn, known: KnownChild) -> None:
    changes.seen.append(known.id)
    older = bool(child.years) and child.years[-1] < changes.newest_year
    stays = child.stays
    found, free = match(stays, known.placements)
    changes.differ("child", known.id, known, CHILD_FIELDS, _child(child, known), keep=_child_keeps(known, older))
    before = [one for one in free if stays and one.started < stays[0].start]
    period = max((one.values[PLACEMENT_FIELDS.index("care_period")] for one in before), default=0)
    if period and child.first_day_known is not None:
        period -= 1
    ids = [one.id if one else new_id() for one in found]
    for index, (stay, one) in enumerate(zip(stays, found, strict=True)):
        following = ids[index + 1] if index + 1 < len(ids) else None
        if one is None:
            changes.new_stay(known.id, stay, following, ids[index], len(before), period)
            changes.touch(known.id, "placements")
        else:
            theirs = placement_values(stay, seq=len(before), period=period)
            keep = _placement_keeps(stay, one, older, child.years)
            _known_placement(changes, known.id, stay, one, theirs, following, keep)
    for one in free:
        if not one.worker and _told_of(one, child.years):
            _untold(changes, child, known.id, one, ids[0] if ids else None)


def _child(child: ChildReturn, known: KnownChild) -> tuple[Any, ...]:
    """The child's values, with the history that is known already where the file reaches less far back."""
    born, sex, since, history_from, sentence = child_values(child)
    ours = dict(zip(CHILD_FIELDS, known.values, strict=True))
    earliest = min((one.started for one in known.placements if not one.worker), default=None)
    if earliest is not None and (not child.stays or child.stays[0].start > earliest):
        history_from = ours["history_from"]
    return (born or ours["born"], sex or ours["sex"], since or ours["in_care_since"], history_from, sentence)


def _child_keeps(known: KnownChild, older: bool) -> frozenset[str]:
    has_since = known.values[CHILD_FIELDS.index("in_care_since")] is not None
    return frozenset({"in_care_since"}) if older and has_since else NOTHING


def _placement_keeps(stay: Stay, one: KnownPlacement, older: bool, years: Sequence[int]) -> frozenset[str]:
    """Fields about which this file knows less than Mooring: what was before its years, and what came after them."""
    keep = NOTHING
    if not stay.start_known and (one.started < stay.start or not starts_before(one.key)):
        keep |= START | COUNTS
    if stay.end is None and (older or (one.ended is not None and one.ended > _last_day(years))):
        keep |= ALL_BUT_THE_START
    return keep


def _last_day(years: Sequence[int]) -> date:
    """The last day that files of these collection years can tell of."""
    return date(max(years) + 1, 3, 31) if years else date.max


def _known_placement(
    changes: Changes,
    child_id: str,
    stay: Stay,
    one: KnownPlacement,
    theirs: tuple[Any, ...],
    following: str | None,
    keep: frozenset[str],
) -> None:
    goes_on = stay.end is None and one.ended is not None and not keep & {"ended"}
    if goes_on and not one.worker and "ended" not in one.edited:
        changes.differ("placement", child_id, one, PLACEMENT_FIELDS, theirs, keep=keep | {"ended"})
        _reopened(changes, child_id, one, one.ending)
        return
    said = changes.differ("placement", child_id, one, PLACEMENT_FIELDS, theirs, keep=keep)
    ended = said.get("ended", one.ended)
    if ended is None:
        return
    if one.ending is None:
        if stay.end is not None:
            changes.ended += one.ended is None
            changes.new_ending(child_id, one.id, stay, ended, following)
            changes.touch(child_id, "endings")
    elif stay.end is not None:
        values = ending_values(stay, ended, following if stay.end_kind == "move" else None)
        known_next = one.ending.worker and one.ending.values[-1]
        keep = frozenset({"next_placement_id"}) if known_next else NOTHING
        said = changes.differ("ending", child_id, one.ending, ENDING_FIELDS, values, keep=keep)
        if said.keys() & {"day", "unplanned", "left_care"} and one.state in ("history", "open"):
            changes.to_weigh[one.ending.id] = (child_id, ended, stay.end_reason)


def _reopened(changes: Changes, child_id: str, one: KnownPlacement, ending: KnownRow | None) -> None:
    """The file says that the placement goes on after all. Its ending goes, if nothing hangs on it."""
    conflict = Conflict(
        child_id=child_id, about="placement", about_id=one.id, field="ended", ours=one.ended, theirs=None
    )
    if ending is None:
        changes.put(child_id, "placement", one.id, {"ended": None})
    elif ending.worker or ending.edited:
        changes.conflicts.append(conflict)
    else:
        changes.gone.append(Gone(placement_id=one.id, ending_id=ending.id, whole=False, conflict=conflict))


def _told_of(one: KnownPlacement, years: Sequence[int]) -> bool:
    """Whether the placement was going on in a collection year that was loaded: then the file would name it."""
    return any(
        one.started <= date(year + 1, 3, 31) and (one.ended is None or one.ended >= date(year, 4, 1)) for year in years
    )


def _untold(changes: Changes, child: ChildReturn, child_id: str, one: KnownPlacement, following: str | None) -> None:
    """A placement that the file should name and does not. One that began in its years was told of by mistake; one left
    open by an earlier year ended between the two, nobody knows how."""
    first_day = date(child.years[0], 4, 1)
    if one.started < first_day and one.ended is None and changes.newest_year < child.years[0]:
        goes_on = bool(child.stays) and child.first_day_known is not None
        day = child.stays[0].start if goes_on else first_day - timedelta(days=1)
        if child.stays and one.started <= day <= child.stays[0].start:
            changes.put(child_id, "placement", one.id, {"ended": day})
            changes.close(child_id, one.id, day, following if goes_on else None)
            return
    _vanished(changes, child_id, one, one.started >= first_day)


def _vanished(changes: Changes, child_id: str, one: KnownPlacement, by_mistake: bool) -> None:
    ours = f"{one.started.isoformat()} to {one.ended.isoformat() if one.ended else ''}"
    conflict = Conflict(child_id=child_id, about="placement", about_id=one.id, field="stay", ours=ours, theirs=None)
    if not by_mistake or one.edited or (one.ending and (one.ending.worker or one.ending.edited)):
        changes.conflicts.append(conflict)
    else:
        ending_id = one.ending.id if one.ending else None
        changes.gone.append(Gone(placement_id=one.id, ending_id=ending_id, whole=True, conflict=conflict))

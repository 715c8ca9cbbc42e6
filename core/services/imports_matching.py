"""Which placement that Mooring holds is which stay of the return. Pure; keys first, then days, then what overlaps."""

from collections.abc import Sequence
from datetime import date, timedelta

from core.domain.stays import Stay
from core.services.imports_known import KnownPlacement
from core.services.imports_mapping import source_key, starts_before

NEAR = timedelta(days=31)
"""How far the start of one and the same placement may have been put right."""


def match(
    stays: Sequence[Stay], placements: Sequence[KnownPlacement]
) -> tuple[list[KnownPlacement | None], list[KnownPlacement]]:
    """For each stay its placement, or None for a new one; and the placements that no stay is about."""
    free = {one.id: one for one in placements}
    found: list[KnownPlacement | None] = [None] * len(stays)
    for same in (_same_key, _same_day, _told_in_part, _overlapping):
        for index, stay in enumerate(stays):
            if found[index] is not None or not free:
                continue
            near = [one for one in free.values() if same(stay, one)]
            if near:
                best = min(near, key=lambda one: abs(one.started - stay.start))
                found[index] = free.pop(best.id)
    return found, list(free.values())


def _same_key(stay: Stay, one: KnownPlacement) -> bool:
    return one.key == source_key(stay)


def _same_day(stay: Stay, one: KnownPlacement) -> bool:
    return one.started == stay.start


def _told_in_part(stay: Stay, one: KnownPlacement) -> bool:
    """One of the two begins in the middle of the other: a file knows nothing of what was before its year."""
    if stay.seq == 1 and not stay.start_known:
        return one.started < stay.start and (one.ended is None or one.ended > stay.start)
    return starts_before(one.key) and stay.start < one.started and (stay.end is None or stay.end > one.started)


def _overlapping(stay: Stay, one: KnownPlacement) -> bool:
    """Near in start, and at least a day in common: the start was put right in the file, or by a worker."""
    ends = min(stay.end or date.max, one.ended or date.max)
    return abs(one.started - stay.start) <= NEAR and max(one.started, stay.start) < ends

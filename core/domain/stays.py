"""One child's cleaned SSDA903 episodes become stays: time with one carer or in one setting.

Pure values in, pure values out. The codes are already understood (`Coded`), so nothing here knows
a code list; what is here is only how episodes join, and where one stay ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from core.domain.episodes import CONTINUES, MAY_BE_OPEN, Episode, Remark, ShortBreak

UNPLANNED: dict[str, bool | None] = {
    "planned": False,
    "neither": False,
    "disruption": True,
    "unplanned": True,
    "ask": None,
    "": None,
}
"""`ended_how` -> was the ending unplanned? None is "cannot tell, ask a worker", or still open.

`unplanned` is an admission to custody: not planned, yet not a disruption by the carer. `neither` is
a death or an age assessment: nobody is ever asked whether it was planned.
"""


class Change(NamedTuple):
    """Something about a stay that changed while the child stayed with the same carer.

    `what` is type, provider, urn or postcode. For the last two no values are carried: where a child
    lives is not passed on by accident.
    """

    day: date
    what: str
    before: str
    after: str


class Stay(NamedTuple):
    """One placement as people speak of it. `period` and `seq` count from 1 for each child."""

    child: str
    period: int
    seq: int
    start: date
    end: date | None
    place_first: str
    place_last: str
    group: str
    provider_last: str
    provider_group: str
    legal_status: str
    end_reason: str
    end_kind: str
    """`move`, `left care`, or empty while the stay is open."""
    ended_how: str
    """planned, disruption, unplanned, neither or ask; empty while open. See `UNPLANNED`."""
    away_now: bool
    long_term_since: date | None
    temp_absences: int
    episodes: int
    start_known: bool
    """False when the first row says the carer was there before: the stay began earlier than `start`."""
    changes: tuple[Change, ...]

    @property
    def key(self) -> tuple[str, date]:
        """Deterministic, so that a corrected file updates and never duplicates: (child, start)."""
        return (self.child, self.start)

    @property
    def unplanned(self) -> bool | None:
        """Was the ending unplanned? None: still open, or a worker has to say."""
        return UNPLANNED[self.ended_how]


class History(NamedTuple):
    stays: tuple[Stay, ...]
    short_breaks: tuple[ShortBreak, ...]
    remarks: tuple[Remark, ...]


_SAME, _MOVE, _PERIOD = range(3)
_NEW_CARER = ("P", "B")


def history_of(child: str, episodes: Sequence[Episode]) -> History:
    """The stays of one child.

    `episodes` are in order of start, no two with the same start, and only the last may be open: the
    checks have closed or refused everything else.
    """
    remarks: list[Remark] = []
    groups: list[tuple[int, list[Episode]]] = []
    breaks: list[ShortBreak] = []
    rows: list[Episode] = []
    before: Episode | None = None
    settled: Episode | None = None
    for row in episodes:
        said = row.said
        if said.short_break:
            breaks.append(ShortBreak(row.start, row.end, said.legal_status))
            continue
        border = _border(before, settled, row, remarks)
        if border == _SAME:
            rows.append(row)
        else:
            rows = [row]
            groups.append((border, rows))
            settled = None
        if not said.temporary:
            settled = row
        before = row
    last_is_break = bool(episodes) and episodes[-1].said.short_break
    return History(_stays(child, groups, last_is_break), tuple(breaks), tuple(remarks))


def _border(before: Episode | None, settled: Episode | None, row: Episode, remarks: list[Remark]) -> int:
    """Where `row` stands to the row before: same stay, a new stay after a move, or a new period."""
    said = row.said
    rne = said.rne
    if before is None or before.said.leaving not in MAY_BE_OPEN or _left_unsaid(before):
        if rne != "S":
            remarks.append(Remark("first_not_s", row, "RNE"))
        return _PERIOD
    if rne == "S":
        if before.said.leaving != CONTINUES or before.end != row.start:
            return _PERIOD
        remarks.append(Remark("s_in_continuation", row, "RNE"))
        rne = "P"
    if said.temporary:
        if before.said.reason:
            remarks.append(Remark("reason_misplaced", before, "REASON_PLACE_CHANGE"))
        return _SAME
    if settled is None:
        return _SAME
    if rne in _NEW_CARER:
        return _after_new_carer(before, settled, row, remarks)
    if rne == "L" and _changed(settled, row):
        remarks.append(Remark("l_but_moved", row, "PLACE"))
    if before.said.reason and (rne == "L" or before.said.move_kind in ("disruption", "unplanned")):
        remarks.append(Remark("reason_misplaced", before, "REASON_PLACE_CHANGE"))
    return _SAME


def _left_unsaid(row: Episode) -> bool:
    """Ended without a word on what came next: the checks leave this only where nothing joins on."""
    return row.said.leaving == "" and row.end is not None


def _after_new_carer(before: Episode, settled: Episode, row: Episode, remarks: list[Remark]) -> int:
    if before.said.temporary:
        if row.said.place == settled.said.place and row.postcode == settled.postcode:
            if before.said.reason:
                remarks.append(Remark("reason_misplaced", before, "REASON_PLACE_CHANGE"))
            return _SAME
        remarks.append(Remark("temp_no_return", row, "PLACE"))
    elif not _changed(settled, row):
        remarks.append(Remark("p_unchanged", row, "RNE"))
    if before.said.reason in ("", "PLACE"):
        remarks.append(Remark("reason_missing", before, "REASON_PLACE_CHANGE"))
    return _MOVE


def _changed(one: Episode, other: Episode) -> bool:
    a, b = one.said, other.said
    return a.place != b.place or a.provider != b.provider or one.postcode != other.postcode or one.urn != other.urn


def _stays(child: str, groups: Sequence[tuple[int, list[Episode]]], last_is_break: bool) -> tuple[Stay, ...]:
    stays = []
    period = 0
    final = len(groups) - 1
    for index, (border, rows) in enumerate(groups):
        if border == _PERIOD:
            period += 1
        last = rows[-1]
        said = last.said
        end: date | None
        if index < final and groups[index + 1][0] == _MOVE:
            end, kind = groups[index + 1][1][0].start, "move"
            reason, how = said.reason, said.move_kind
        elif last.end is None or (said.leaving == CONTINUES and index == final and not last_is_break):
            end, kind, reason, how = None, "", "", ""
        elif said.leaving in MAY_BE_OPEN:
            end, kind, reason, how = last.end, "left care", "", "ask"
        else:
            end, kind, reason, how = last.end, "left care", said.leaving, said.leaving_kind
        stays.append(_stay(child, period, index + 1, rows, end, kind, reason, how))
    return tuple(stays)


def _stay(
    child: str, period: int, seq: int, rows: list[Episode], end: date | None, kind: str, reason: str, how: str
) -> Stay:
    opening, closing = rows[0], rows[-1]
    settled = rows if len(rows) == 1 else [row for row in rows if not row.said.temporary] or rows[:1]
    first, last = settled[0].said, settled[-1].said
    absences = len(rows) - len(settled) + (1 if first.temporary else 0)
    return Stay(
        child,
        period,
        seq,
        opening.start,
        end,
        first.place,
        last.place,
        last.group,
        last.provider,
        last.provider_group,
        closing.said.legal_status,
        reason,
        kind,
        how,
        end is None and closing.said.temporary,
        _long_term_since(settled) if last.long_term else None,
        absences,
        len(rows),
        opening.said.rne in ("S", "P", "B"),
        () if len(settled) == 1 else tuple(_changes(settled)),
    )


def _long_term_since(settled: Sequence[Episode]) -> date:
    since = settled[-1].start
    for row in reversed(settled):
        if not row.said.long_term:
            break
        since = row.start
    return since


def _changes(settled: Sequence[Episode]) -> Iterable[Change]:
    before = settled[0]
    for row in settled[1:]:
        if row.said.place != before.said.place:
            yield Change(row.start, "type", before.said.place, row.said.place)
        if row.said.provider != before.said.provider:
            yield Change(row.start, "provider", before.said.provider, row.said.provider)
        if row.urn != before.urn:
            yield Change(row.start, "urn", "", "")
        if row.postcode != before.postcode:
            yield Change(row.start, "postcode", "", "")
        before = row

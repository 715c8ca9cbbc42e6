"""Placements that meet a published condition for an early conversation, as one person may see them: by name, a page at
a time. There is no score and no order of importance: a placement that meets several stands where its name stands."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, or_, select

from core.domain.knowing import Verdict
from core.domain.lasting import Signal
from core.domain.signalling import Seen, look
from core.models import Child, Placement
from core.services import children, lasting
from core.services.desk import Desk
from core.services.lasting import Lasting

SIZE, EXPORTED, CHUNK, LOOKED = 25, 5000, 250, 1000
MET, UNCLEAR = "met", "unclear"
SHOWN = {MET: "Met today", UNCLEAR: "Cannot tell yet"}
"""What is listed: placements that meet a condition, or those of which one cannot be told."""
NOT_TOLD = (Verdict.CANNOT_TELL, Verdict.COULD_NOT_CHECK)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which placements: `condition` is a signal's key, `team` a team's name ("" is every one), `after` the id of the
    last placement seen: it stands in an address, so it holds no name. No more than `reach` are looked at for a page."""

    shown: str = MET
    condition: str = ""
    team: str = ""
    after: str = ""
    size: int = SIZE
    reach: int = LOOKED


@dataclass(frozen=True, kw_only=True)
class Line:
    """One placement that lasts, and every condition held against it, in declared order."""

    row: Any
    seen: tuple[Seen, ...]

    @property
    def met(self) -> tuple[Seen, ...]:
        """The conditions that hold."""
        return tuple(one for one in self.seen if one.verdict is Verdict.YES)

    @property
    def unclear(self) -> tuple[Seen, ...]:
        """The conditions that cannot be told, or that their plugin could not check."""
        return tuple(one for one in self.seen if one.verdict in NOT_TOLD)

    @property
    def key(self) -> str:
        """Where the next page begins."""
        return str(self.row.id)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of lines; `last` is where the next page begins, "" where none follows. `looked` is how many placements
    were looked at where the page ends because of that, and not because it is full; else 0."""

    lines: tuple[Line, ...]
    last: str = ""
    looked: int = 0


def declared(desk: Desk) -> tuple[Signal, ...]:
    """The conditions that the authority's plugins declare today."""
    procedure = desk.procedure(desk.today)
    return procedure.signals if procedure else ()


def listed(desk: Desk, wanted: Wanted) -> Page:
    """One page of placements: nobody waits while the whole of a large authority is looked at."""
    lines: list[Line] = []
    for number, line in enumerate(_looked_at(desk, wanted), 1):
        if _wanted(line, wanted):
            if len(lines) == wanted.size:
                return Page(lines=tuple(lines), last=lines[-1].key)
            lines.append(line)
        if number == wanted.reach:
            return Page(lines=tuple(lines), last=line.key, looked=number)
    return Page(lines=tuple(lines))


def export(desk: Desk, wanted: Wanted) -> list[Line]:
    """All placements of a filter, up to EXPORTED; that they were taken out is recorded."""
    lines = list(islice((line for line in _looked_at(desk, wanted) if _wanted(line, wanted)), EXPORTED))
    desk.note("exported placements for an early conversation", "signals", wanted.condition or "all", lines=len(lines))
    desk.exported("exported early conversations", [line.row.child_id for line in lines])
    return lines


def line(desk: Desk, home: Lasting) -> Line:
    """The conditions held against one home that lasts."""
    return _line(home, declared(desk))


def counts(desk: Desk) -> dict[str, Counter[Verdict]]:
    """For each condition how many of all current placements meet it, do not, or cannot be told: numbers, no names."""
    signals = declared(desk)
    found: dict[str, Counter[Verdict]] = {signal.key: Counter() for signal in signals}
    for one in lasting.look_at(desk, lasting.current(select(Child))):
        for seen in look(signals, one.facts):
            found[seen.key][seen.verdict] += 1
    return found


def teams(desk: Desk) -> list[str]:
    """The teams of the children whom the actor may see."""
    names = children.visible(desk).with_only_columns(Child.team).distinct().order_by(Child.team)
    return [team for team in desk.db.scalars(names) if team]


def _looked_at(desk: Desk, wanted: Wanted) -> Iterator[Line]:
    """Every placement in order, whether it is wanted or not; a chunk of them at a time."""
    signals, after = declared(desk), _place(desk, wanted.after)
    while signals:
        ids = list(desk.db.scalars(_chunk(desk, wanted.team, after)))
        found = lasting.look_at(desk, ids) if ids else []
        yield from (_line(one, signals) for one in found)
        if len(ids) < CHUNK:
            return
        after = (found[-1].row.name, found[-1].row.id)


def _place(desk: Desk, id: str) -> tuple[str, str] | None:
    """Where a placement stands among those whom the actor may see; None for any other: then the list begins anew."""
    with_homes = children.visible(desk).join(
        Placement, (Placement.tenant_id == Child.tenant_id) & (Placement.child_id == Child.id)
    )
    found = desk.db.execute(with_homes.with_only_columns(Child.name, Placement.id).where(Placement.id == id)).first()
    return (found[0], found[1]) if found else None


def _chunk(desk: Desk, team: str, after: tuple[str, str] | None) -> Select[Any]:
    """The ids of the next placements that last, by the child's name, of children whom the actor may see."""
    seen = children.visible(desk)
    statement = lasting.current(seen.where(Child.team == team) if team else seen)
    if after is not None:
        name, last = after
        statement = statement.where(or_(Child.name > name, and_(Child.name == name, Placement.id > last)))
    return statement.order_by(Child.name, Placement.id).limit(CHUNK)


def _line(one: Lasting, signals: tuple[Signal, ...]) -> Line:
    return Line(row=one.row, seen=look(signals, one.facts))


def _wanted(line: Line, wanted: Wanted) -> bool:
    shown = line.met if wanted.shown == MET else line.unclear
    return any(wanted.condition in ("", one.key) for one in shown)

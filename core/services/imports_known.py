"""What Mooring already holds of the children in a batch, read in three queries whatever the size of the batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from core.models import Child, Ending, Placement
from core.services.desk import Desk
from core.services.imports_mapping import CHILD_FIELDS, ENDING_FIELDS, PLACEMENT_FIELDS, SOURCE


@dataclass(kw_only=True, slots=True)
class KnownRow:
    """A row as it stands: `values` in the order of the fields of its table, `edited` what a worker has changed."""

    id: str
    worker: bool
    edited: frozenset[str]
    values: tuple[Any, ...]


@dataclass(kw_only=True, slots=True)
class KnownPlacement(KnownRow):
    """A placement with its ending, if it has one; `state` is the ending's."""

    ending: KnownRow | None = None
    state: str = ""

    @property
    def started(self) -> date:
        """The first day."""
        found: date = self.values[0]
        return found

    @property
    def ended(self) -> date | None:
        """The last day, if it has one."""
        found: date | None = self.values[1]
        return found

    @property
    def key(self) -> str:
        """The key of the stay it came from; "" for a worker's own."""
        return str(self.values[-1])


@dataclass(kw_only=True, slots=True)
class KnownChild(KnownRow):
    """A child with all placements, oldest first."""

    placements: list[KnownPlacement] = field(default_factory=list)


def anybody(desk: Desk) -> bool:
    """Whether the authority has any child yet."""
    return desk.db.scalar(select(Child.id).limit(1)) is not None


def known(desk: Desk, local_ids: Sequence[str]) -> dict[str, KnownChild]:
    """The children with these local ids, by local id."""
    named = [getattr(Child, name) for name in CHILD_FIELDS]
    statement = select(Child.local_id, Child.id, Child.source, Child.edited, *named)
    found: dict[str, KnownChild] = {}
    for local_id, id, source, edited, *values in desk.db.execute(statement.where(Child.local_id.in_(local_ids))):
        found[local_id] = KnownChild(id=id, worker=source != SOURCE, edited=frozenset(edited), values=tuple(values))
    if found:
        _read_placements(desk, {child.id: child for child in found.values()})
    return found


def _read_placements(desk: Desk, by_id: dict[str, KnownChild]) -> None:
    endings: dict[str, tuple[KnownRow, str]] = {}
    named = [getattr(Ending, name) for name in ENDING_FIELDS]
    statement = select(Ending.placement_id, Ending.id, Ending.source, Ending.edited, Ending.state, *named)
    for placement_id, id, source, edited, state, *values in desk.db.execute(
        statement.where(Ending.child_id.in_(by_id))
    ):
        row = KnownRow(id=id, worker=source != SOURCE, edited=frozenset(edited), values=tuple(values))
        endings[placement_id] = row, state
    named = [getattr(Placement, name) for name in PLACEMENT_FIELDS]
    statement = select(Placement.child_id, Placement.id, Placement.source, Placement.edited, *named)
    statement = statement.where(Placement.child_id.in_(by_id), Placement.planned == "")
    statement = statement.order_by(Placement.started, Placement.seq)
    for child_id, id, source, edited, *values in desk.db.execute(statement):
        ending, state = endings.get(id, (None, ""))
        by_id[child_id].placements.append(
            KnownPlacement(
                id=id,
                worker=source != SOURCE,
                edited=frozenset(edited),
                values=tuple(values),
                ending=ending,
                state=state,
            )
        )

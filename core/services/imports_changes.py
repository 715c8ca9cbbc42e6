"""What loading one batch of children changes, gathered before anything is written: new rows, fields to change, what is
to be settled by people. Apart from the comparing, which decides it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.adapters.ssda903 import ChildReturn
from core.db import new_id
from core.domain.stays import Stay
from core.services.imports_known import KnownRow
from core.services.imports_mapping import CLAIMS, child_values, ending_values, placement_values

Said = dict[str, Any]


@dataclass(kw_only=True, slots=True)
class Conflict:
    """A field on which a worker and the file differ; both as they stand in the row, None for nothing."""

    child_id: str
    about: str
    about_id: str
    field: str
    ours: Any
    theirs: Any


@dataclass(kw_only=True, slots=True)
class Gone:
    """A placement (or only its ending: not `whole`) that the file does not tell of any more, and the conflict that it
    becomes where something hangs on it."""

    placement_id: str
    ending_id: str | None
    whole: bool
    conflict: Conflict


@dataclass(kw_only=True, slots=True)
class Changes:
    """All that one batch of children changes. Rows of new things are tuples, see the loader for their columns."""

    newest_year: int = 0
    children: list[tuple[Any, ...]] = field(default_factory=list)
    placements: list[tuple[Any, ...]] = field(default_factory=list)
    endings: list[tuple[Any, ...]] = field(default_factory=list)
    updates: dict[str, dict[str, Said]] = field(default_factory=lambda: {"child": {}, "placement": {}, "ending": {}})
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    to_weigh: dict[str, tuple[str, date, str]] = field(default_factory=dict)
    """Ending -> child, day and reason, of endings that are new or have changed."""
    seen: list[str] = field(default_factory=list)
    """Children that were there before and are not set aside."""
    touched: dict[str, Said] = field(default_factory=dict)
    """Child -> what was done, for the events."""
    ended: int = 0
    unchanged: int = 0
    left_out: int = 0

    def new_child(self, child: ChildReturn) -> None:
        """A child that Mooring has not met, with all stays."""
        child_id = new_id()
        self.children.append((child_id, child.child, f"Child {child.child}", *child_values(child)))
        following: str | None = None
        for stay in reversed(child.stays):
            following = self.new_stay(child_id, stay, following)
        self.touched[child_id] = {"placements": len(child.stays)}

    def new_stay(
        self, child_id: str, stay: Stay, following: str | None, id: str = "", seq: int = 0, period: int = 0
    ) -> str:
        """A placement, with its ending if it ended; its id."""
        placement_id = id or new_id()
        self.placements.append((placement_id, child_id, *placement_values(stay, seq=seq, period=period)))
        if stay.end is not None:
            self.new_ending(child_id, placement_id, stay, stay.end, following)
        return placement_id

    def new_ending(self, child_id: str, placement_id: str, stay: Stay, day: date, following: str | None) -> None:
        """The ending of a stay; `following` is the placement after it."""
        ending_id = new_id()
        after = following if stay.end_kind == "move" else None
        self.endings.append((ending_id, child_id, placement_id, *ending_values(stay, day, after)))
        self.to_weigh[ending_id] = (child_id, day, stay.end_reason)

    def close(self, child_id: str, placement_id: str, day: date, following: str | None) -> None:
        """The ending of a placement that two returns leave open between them: unknown how, or that care ended."""
        values = (day, None, None, following is None, "", following)
        self.endings.append((new_id(), child_id, placement_id, *values))
        self.ended += 1

    def differ(
        self,
        about: str,
        child_id: str,
        row: KnownRow,
        names: Sequence[str],
        theirs: tuple[Any, ...],
        *,
        keep: frozenset[str],
    ) -> Said:
        """Hold a row against the file, field by field, leaving out `keep`; the fields that change."""
        changes: Said = {}
        if row.values == theirs:
            return changes
        for name, ours, their in zip(names, row.values, theirs, strict=True):
            if ours == their or name in keep:
                continue
            claimed = name in row.edited or (row.worker and name in CLAIMS and ours not in (None, ""))
            if not claimed:
                if their is not None or not row.worker or name not in CLAIMS:
                    changes[name] = their
            elif their not in (None, "") or name == "ended":
                self.conflicts.append(
                    Conflict(child_id=child_id, about=about, about_id=row.id, field=name, ours=ours, theirs=their)
                )
        self.put(child_id, about, row.id, changes)
        return changes

    def put(self, child_id: str, about: str, id: str, changes: Said) -> None:
        """Fields of one row to change."""
        if changes:
            self.updates[about].setdefault(id, {}).update(changes)
            self.touch(child_id, "changed")

    def touch(self, child_id: str, what: str) -> None:
        """Count what is done to a child."""
        said = self.touched.setdefault(child_id, {})
        said[what] = said.get(what, 0) + 1

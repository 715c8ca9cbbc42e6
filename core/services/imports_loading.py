"""Loading a checked return into an authority: child by child from the reader, a batch at a time into the database, all
in the transaction of the desk. Nothing is kept unless the caller commits."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import select

from core import db
from core.adapters.bulk import measured
from core.adapters.ssda903 import ChildReturn
from core.models import Child, Ending, ImportRun, Placement
from core.services import imports_conflicts
from core.services.desk import Desk, Refused
from core.services.imports_changes import Changes
from core.services.imports_comparing import compare
from core.services.imports_known import KnownChild, anybody, known
from core.services.imports_prompting import ask_for_decisions
from core.services.imports_writing import write

BATCH = 1000
FIRST = 50
"""Children at a time: what is held in memory beside the return itself."""

COUNTS = (
    *("children_added", "children_listed", "children_changed", "children_unchanged", "children_left_out"),
    *("placements_added", "placements_ended", "placements_changed", "placements_removed"),
    *("endings_to_classify", "decisions_asked", "conflicts"),
)
Progress = Callable[[int], None]


def load(
    desk: Desk, run_id: str, children: Iterable[ChildReturn], progress: Progress | None = None, *,
    unseen: Collection[str] = (),
) -> dict[str, int]:  # fmt: skip
    """Load every child; the figures of `COUNTS`. The run must be a row already; `progress` hears of children done.

    `unseen` are the ids of children whose restricted record whoever imports may not open: they are loaded like all
    others, and counted as if nobody knew them, so that the figures tell nothing of what is held of them.

    Refused while another import into the same authority is under way.
    """
    if not db.alone(desk.db, "import"):
        raise Refused("Another import into this authority is being loaded. Wait until it is done, then load this one.")
    counts = dict.fromkeys(COUNTS, 0)
    somebody, newest = anybody(desk), newest_year(desk)
    done, measure_at = 0, 1
    for batch in _batches(children):
        held = known(desk, [one.child for one in batch]) if somebody else {}
        seen = [child for child in batch if child.child not in unseen]
        _take(desk, run_id, seen, held, newest, counts)
        if len(seen) < len(batch):
            apart = [child for child in batch if child.child in unseen]
            _count(counts, _compared(apart, {}, newest))
            _take(desk, run_id, apart, held, newest, dict.fromkeys(COUNTS, 0))
        done += len(batch)
        if done >= measure_at:
            measured(desk.db, (Child, Placement, Ending))
            measure_at = 4 * done
        if progress:
            progress(done)
    return counts


def _take(
    desk: Desk, run_id: str, children: list[ChildReturn], held: Mapping[str, KnownChild], newest: int,
    counts: dict[str, int],
) -> None:  # fmt: skip
    """Write what some children of a batch change, and count it."""
    changes = _compared(children, held, newest)
    _count(counts, changes)
    counts["placements_removed"] += write(desk, changes, run_id)
    counts["conflicts"] += imports_conflicts.record(desk, run_id, changes.conflicts, changes.seen)
    counts["decisions_asked"] += ask_for_decisions(desk, changes.to_weigh)


def _compared(children: Iterable[ChildReturn], held: Mapping[str, KnownChild], newest: int) -> Changes:
    changes = Changes(newest_year=newest)
    for child in children:
        compare(changes, child, held.get(child.child))
    return changes


def newest_year(desk: Desk) -> int:
    """The latest collection year loaded into this authority; 0 before the first."""
    summaries = desk.db.scalars(select(ImportRun.summary).where(ImportRun.state == "loaded"))
    return max((year for summary in summaries for year in summary.get("years", ())), default=0)


def _batches(children: Iterable[ChildReturn]) -> Iterator[list[ChildReturn]]:
    """A small batch first, to be measured; then whole ones."""
    source, size = iter(children), FIRST
    while batch := list(islice(source, size)):
        yield batch
        size = BATCH


def _count(counts: dict[str, int], changes: Changes) -> None:
    listed = sum(1 for one in changes.children if one[-1])  # set aside: a record with the reason and nothing else
    said: dict[str, Any] = {
        "children_added": len(changes.children) - listed,
        "children_listed": listed,
        "children_changed": len(changes.touched) - len(changes.children),
        "children_unchanged": changes.unchanged,
        "children_left_out": changes.left_out,
        "placements_added": len(changes.placements),
        "placements_ended": changes.ended,
        "placements_changed": len(changes.updates["placement"]),
        "endings_to_classify": sum(1 for one in changes.endings if one[4] is None and not one[5]),
    }
    for name, number in said.items():
        counts[name] += number

"""Many children with made histories, written in bulk, for tests of the replay: the same ones for the same numbers."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.services.desk import Desk

FIRST, LAST = date(2025, 3, 17), date(2026, 3, 16)
CANARY = "Zephyrine Quokkasdottir"
"""The name of every child and carer, and what was said of every ending; it may stand in no replay."""
OFFICERS, MANAGERS, WORKERS = 9, 6, 30


def authority(desk: "Desk", children: int, *, endings: int = 2, seed: int = 1) -> None:
    """Staff, and so many children with that many endings each between `FIRST` and `LAST`, and one home that goes on.

    About one ending in five was followed by a meeting that was held; kinds, plans and notices vary, some not recorded.
    """
    from core.models import CaseRole, Child, Ending, Meeting, MeetingPart, Placement

    chance = random.Random(seed)
    workers, officers = _staff(desk)
    rows: dict[Any, list[dict[str, Any]]] = {m: [] for m in (Child, CaseRole, Placement, Ending, Meeting, MeetingPart)}
    for number in range(children):
        child = f"{seed:04d}c{number:027d}"
        rows[Child].append({"id": child, "local_id": f"{seed}-{number}", "name": CANARY, "team": f"Team {number % 5}",
                            "born": date(2012, 1, 1) + timedelta(days=number % 3000)})  # fmt: skip
        worker, officer = chance.choice(workers), chance.choice(officers)
        for role, who in (("social_worker", worker), ("iro", officer)):
            rows[CaseRole].append({"id": f"{seed:04d}r{role[0]}{number:026d}", "child_id": child, "person_id": who,
                                   "role": role})  # fmt: skip
        days = sorted(chance.sample(range((LAST - FIRST).days + 1), endings))
        _homes(rows, chance, child, f"{seed:04d}", number, [FIRST + timedelta(days=day) for day in days])
    for model, found in rows.items():
        _load(desk, model, found)
    desk.db.commit()


def _staff(desk: "Desk") -> tuple[list[str], list[str]]:
    from tests import factories as made

    officers = [made.person(desk, f"Officer {n}", roles=("iro",), operational=False).id for n in range(OFFICERS)]
    managers = [made.person(desk, f"Manager {n}", roles=("service_manager",)).id for n in range(MANAGERS)]
    workers = [
        made.person(desk, f"Worker {n}", roles=("social_worker",), manager_id=managers[n % (MANAGERS - 1)]).id
        for n in range(WORKERS)
    ]
    desk.db.flush()
    return workers, officers


def _homes(rows: Any, chance: random.Random, child: str, seed: str, number: int, days: Sequence[date]) -> None:
    from core.models import Ending, Meeting, MeetingPart, Placement

    began = FIRST - timedelta(days=chance.randrange(30, 900))
    ids = [f"{seed}p{n}{number:026d}" for n in range(len(days) + 1)]
    for n, day in enumerate([*days, None]):
        kind = chance.choice(("foster", "foster", "foster", "residential", "adoption", None))
        rows[Placement].append({
            "id": ids[n], "child_id": child, "started": began, "ended": day, "seq": n + 1, "kind": kind,
            "carer": CANARY, "carer_ref": f"carer {chance.randrange(400)}",
            "provider": chance.choice(("in_house", "agency", None)), "emergency": chance.choice((True, False)),
            "long_term": chance.choice((True, True, False, None)), "matched_at_panel": chance.choice((True, False)),
            "until_independence": chance.choice((True, False, None)),
        })  # fmt: skip
        if day is None:
            continue
        ending = f"{chance.getrandbits(120):032x}"
        rows[Ending].append({
            "id": ending, "child_id": child, "placement_id": ids[n], "next_placement_id": ids[n + 1], "day": day,
            "unplanned": chance.choice((True, True, False, None)), "abrupt": chance.choice((True, False, None)),
            "notice_by_carer": chance.choice((True, False)), "what_happened": CANARY, "answers": {"said": CANARY},
        })  # fmt: skip
        began = day
        if chance.random() < 0.2:
            held = day + timedelta(days=chance.randrange(5, 70))
            meeting = f"{seed}m{n}{number:026d}"
            rows[Meeting].append({
                "id": meeting, "child_id": child, "placement_id": ids[n], "ending_id": ending, "kind": "disruption",
                "title": "Disruption meeting", "family": "disruption", "anchor": "placement_ended", "anchor_day": day,
                "stage": "held", "held_on": held,
            })  # fmt: skip
            rows[MeetingPart].append({"id": meeting, "meeting_id": meeting, "key": "main", "title": "Meeting",
                                      "held_on": held})  # fmt: skip


def _load(desk: "Desk", model: Any, found: list[dict[str, Any]]) -> None:
    from core.adapters.bulk import bulk_load
    from core.services.imports_writing import defaults

    if found:
        columns = tuple(found[0])
        bulk_load(desk.db, model, columns, [[row[c] for c in columns] for row in found], defaults(model, columns))

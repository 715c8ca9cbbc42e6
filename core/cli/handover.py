"""`mooring export-authority`: everything of one authority in open formats; `mooring offboard`: it leaves."""

from datetime import UTC, datetime
from pathlib import Path

import click

from core.services.desk import Refused
from core.services.handover import offboarding
from core.services.handover.exporting import export
from core.settings import from_environment

FOLDER = click.Path(path_type=Path)


@click.command("export-authority")
@click.argument("authority")
@click.argument("folder", type=FOLDER)
@click.option("--by", default="Operator", show_default=True, help="Who takes it out, as the audit names them.")
def export_authority(authority: str, folder: Path, by: str) -> None:
    """Write everything of AUTHORITY to FOLDER: each table as JSON lines and as CSV, files, texts, and a list with
    hashes and counts. It needs no Mooring to be read.

    The folder then holds children's records: keep it where only those may read it who must.
    """
    try:
        made = export(from_environment(), authority, folder, datetime.now(UTC), by=by)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    tables = {name: said["rows"] for name, said in made["files"].items() if name.endswith(".jsonl")}
    click.echo(f"{made['name']}: {sum(tables.values())} rows of {len(tables)} tables, {len(made['files'])} files.")
    click.echo(f"manifest {made['manifest']}")


@click.command()
@click.argument("authority")
@click.argument("folder", type=FOLDER)
@click.option("--by", default="", help="Who asks for it: the first person, who gets a code for the second.")
@click.option("--code", default="", help="The code that the first person was given.")
@click.option("--second", default="", help="Who confirms it: a second person.")
def offboard(authority: str, folder: Path, by: str, code: str, second: str) -> None:
    """Delete everything of AUTHORITY, once FOLDER holds an export of all that is here now.

    It takes two people: the first runs it with --by and hands the code in the folder to a second, who runs it with
    --code and --second. A legal hold refuses. Run again after a crash, it finishes what was begun.
    """
    settings, now = from_environment(), datetime.now(UTC)
    try:
        if offboarding.left(settings, authority) is None and not code:
            path = offboarding.ask(settings, authority, folder, now, by=by)
            click.echo(f"Nothing is deleted yet. The code for a second person stands in {path}.")
            return
        if offboarding.left(settings, authority) is not None:
            gone = offboarding.finish(settings, authority, now)
        else:
            gone = offboarding.confirm(settings, authority, folder, now, code=code, second=second)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{gone.name} has left: {sum(gone.counts.values())} rows of {len(gone.counts)} tables are deleted.")

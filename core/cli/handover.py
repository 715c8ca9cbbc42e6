"""`mooring export-authority`: everything of one authority in open formats."""

from datetime import UTC, datetime
from pathlib import Path

import click

from core.services.desk import Refused
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

"""`mooring backup` and `mooring restore`: everything into a folder, and out of it into an empty database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from core.adapters.backups import Unfit
from core.adapters.backups.census import Census
from core.services import backups
from core.settings import from_environment

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("backup")
@click.argument("folder", type=FOLDER)
def backup(folder: Path) -> None:
    """Copy the database and what was uploaded into FOLDER, which must be new or empty. People go on working meanwhile.

    Keep the secret key elsewhere: it is not in the copy. Keep the copy on another machine.
    """
    try:
        taken = backups.take(from_environment(), folder, datetime.now(UTC))
    except Unfit as unfit:
        raise click.ClickException(str(unfit)) from unfit
    click.echo(f"{_held(taken.census, taken.uploads)}, {taken.size / 1e6:,.1f} MB, in {taken.seconds:.1f} s.")
    click.echo("What is committed from now on is not in it.")


@click.command("restore")
@click.argument("folder", type=FOLDER)
@click.option("--into", "url", required=True, help="The empty database; on PostgreSQL as the role that owns it.")
@click.option("--uploads", type=FOLDER, help="An empty folder for uploaded files; else MOORING_UPLOAD_FOLDER.")
def restore(folder: Path, url: str, uploads: Path | None) -> None:
    """Put the copy in FOLDER into an empty database, and compare every table, right and rule with what was copied.

    On PostgreSQL make the database first with `mooring db bootstrap`: the roles must have the names they had.
    """
    settings = from_environment()
    try:
        back = backups.restore(folder, url, uploads or settings.upload_folder, settings.pg_programs)
    except Unfit as unfit:
        raise click.ClickException(str(unfit)) from unfit
    age = datetime.now(UTC) - back.taken_at
    click.echo(f"{_held(back.census, back.uploads)}, in {back.seconds:.1f} s.")
    click.echo(f"It shows {back.taken_at:%d %B %Y, %H:%M} UTC, {_words(age.total_seconds())} ago; not what came later.")
    for difference in back.wrong:
        click.echo(f"  {difference}", err=True)
    if back.wrong:
        raise click.ClickException(f"{len(back.wrong)} differences from what was copied. Do not serve this copy.")
    click.echo("Every count, digest, right and rule is as it was.")


def _held(census: Census, uploads: int) -> str:
    whose = len(census.authorities)
    return (
        f"{census.rows:,} rows of {whose} {'authority' if whose == 1 else 'authorities'} and {uploads} uploaded"
        f" {'file' if uploads == 1 else 'files'}"
    )


def _words(seconds: float) -> str:
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {unit}{'s' if number != 1 else ''}"
    return "less than a minute"

"""`mooring tidy`: what is merely technical and past its time, for whatever runs commands at a fixed hour."""

from datetime import UTC, datetime

import click

from core.services import tidying
from core.services.desk import Refused
from core.settings import from_environment


@click.command()
def tidy() -> None:
    """Delete what is merely technical and past its time, in every authority. Run it every night.

    What is kept how long stands on the page “What is kept how long”; nothing of a child’s record goes this way.
    """
    try:
        found = tidying.run_everywhere(from_environment(), datetime.now(UTC))
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    for authority, counts in found.items():
        said = ", ".join(f"{table}: {number}" for table, number in sorted(counts.items()))
        click.echo(f"{authority or 'shared'}: {said}")
    if not found:
        click.echo("Nothing to tidy.")

"""`mooring remind`: reminders and escalations of the day, for whatever runs commands at a fixed hour."""

from datetime import UTC, datetime

import click

from core.services.desk import Refused
from core.services.reminding import run_everywhere
from core.settings import from_environment


@click.command()
@click.argument("authority", required=False, default="")
def remind(authority: str) -> None:
    """Remind people of what they owe in AUTHORITY, or in all, and tell managers what stays open.

    Run it every morning. A second run on the same day tells nobody anything twice.
    """
    try:
        told = run_everywhere(from_environment(), datetime.now(UTC), authority)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    for slug, numbers in told.items():
        said = ", ".join(f"{kind}: {number}" for kind, number in sorted(numbers.items()))
        click.echo(f"{slug}: {said or 'nothing new'}")

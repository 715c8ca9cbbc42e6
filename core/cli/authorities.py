"""`mooring authorities`: what the people who run the instance set for one authority, and its own staff do not."""

from datetime import UTC, datetime

import click

from core.services import linking
from core.services.desk import Refused
from core.services.operating import operating
from core.settings import from_environment


@click.group()
def authorities() -> None:
    """Settings of an authority that are the operators' to make."""


@authorities.command("second-factor")
@click.argument("authority")
@click.argument("asked", type=click.Choice(["on", "off"]))
def second_factor(authority: str, asked: str) -> None:
    """Say whether AUTHORITY is entered with a second factor only. Every authority is, unless it is switched off here.

    It holds from the next request on: whoever is signed in without one is led to set it up.
    """
    try:
        with operating(from_environment(), authority, datetime.now(UTC), name="Authorities command") as desk:
            changed = linking.ask_for_second_factor(desk, asked == "on")
            name = desk.tenant.name
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    words = "asks for a second factor" if asked == "on" else "does not ask for a second factor"
    click.echo(f"{name} {words}{' now' if changed else ' already'}.")

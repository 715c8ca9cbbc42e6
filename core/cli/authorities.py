"""`mooring authorities`: what the people who run the instance set for one authority, and its own staff do not."""

from datetime import UTC, datetime

import click

from core.cli.admitting import hand_over
from core.domain.calendar import Nation
from core.models import Person
from core.services import letters, linking
from core.services.desk import Refused
from core.services.founding import found
from core.services.operating import operating
from core.settings import from_environment


@click.group()
def authorities() -> None:
    """Settings of an authority that are the operators' to make."""


@authorities.command("new")
@click.argument("slug")
@click.option("--name", required=True, help="Its name as people write it, such as 'Westmarch County Council'.")
@click.option("--short", default="", help="Its name in a word; else the first of --name.")
@click.option("--nation", type=click.Choice([one.value for one in Nation]), default="england", show_default=True)
@click.option("--keeper", required=True, help="Who looks after its configuration first.")
@click.option("--email", required=True, help="Their work e-mail address, with which they sign in.")
def new(slug: str, name: str, short: str, nation: str, keeper: str, email: str) -> None:
    """Add an authority, whose pages stand under /SLUG/, and invite the first person who looks after it.

    They add their colleagues, give roles and enable the procedure from there.
    """
    settings, person = from_environment(), Person(name=keeper, email=email, operational=False)
    try:
        made = found(settings, slug, (name, short or name.partition(" ")[0]), nation, person, datetime.now(UTC))
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{name} is there now, and {keeper} looks after it.")
    if made.token:
        hand_over(settings, letters.invitation(settings, made.email, made.token, name, made.until), made)
    else:
        click.echo(f"{made.email} signs in as before.")


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

"""`mooring admit` and `mooring sign-in-link`: a sign-in into one more authority, which none can do for itself, and a
link for somebody who cannot sign in."""

from datetime import UTC, datetime

import click

from core.adapters import mail
from core.services import letters, linking
from core.services.admitting import admit as let_in
from core.services.desk import Refused, Stale
from core.services.opening import Invited
from core.services.operating import operating
from core.settings import Settings, from_environment


@click.command()
@click.argument("email")
@click.argument("authority")
@click.argument("person")
@click.option("--keep-password", is_flag=True, help="Keep password and second factor, where its owner alone has them.")
def admit(email: str, authority: str, person: str, keep_password: bool) -> None:
    """Let the sign-in with EMAIL into AUTHORITY, as PERSON of its staff (the exact name, or the e-mail address there).

    Ask the owner of the address first. They choose a new password and second factor with a link, because somebody of
    the authority that opened the sign-in may have chosen the first. It is sent by mail where mail is set up, and shown
    once otherwise, to be given to its owner.
    """
    settings = from_environment()
    try:
        with operating(settings, authority, datetime.now(UTC), name="Admit command") as desk:
            admitted = let_in(desk, email, person, keep=keep_password)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    except Stale as stale:
        raise click.ClickException("Somebody else has just let them in. Look at the person's page.") from stale
    click.echo(f"{admitted.email} opens {admitted.authority} now, as {admitted.name}.")
    if admitted.token:
        letter = letters.invitation(settings, admitted.email, admitted.token, admitted.authority, admitted.until)
        hand_over(settings, letter, Invited(email=admitted.email, token=admitted.token, until=admitted.until))


@click.command("sign-in-link")
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Reset it as well: they set up another.")
def sign_in_link(email: str, second_factor: bool) -> None:
    """Print a link with which the owner of EMAIL chooses a new password.

    Speak to them first, on a number that you know to be theirs. The link is good once, for an hour; with
    --second-factor for 7 days, and what they had before ends at once.
    """
    settings = from_environment()
    try:
        token, until = linking.link_for(settings, email, datetime.now(UTC), second_factor=second_factor)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    _show(settings, token, until)


def hand_over(settings: Settings, letter: mail.Mail, made: Invited) -> None:
    """Send the link where mail is set up and works; show it otherwise."""
    if not _mailed(settings, letter):
        _show(settings, made.token, made.until)


def _mailed(settings: Settings, letter: mail.Mail) -> bool:
    if not mail.configured(settings):
        return False
    try:
        mail.send(settings, letter)
    except mail.NotSent as error:
        click.echo(f"The mail could not be sent ({error}).", err=True)
        return False
    click.echo("The link was sent there.")
    return True


def _show(settings: Settings, token: str, until: datetime | None) -> None:
    click.echo(f"Link, good once until {letters.moment(until)}: {letters.address(settings, token)}")
    if not settings.public_url:
        click.echo("It stands after the address of this instance; set MOORING_PUBLIC_URL to have it whole.")

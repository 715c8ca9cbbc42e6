"""`mooring admit`: one person's sign-in into one more authority, which no authority can do for itself."""

from datetime import UTC, datetime

import click

from core.services.admitting import admit as let_in
from core.services.desk import Refused, Stale
from core.services.entering import Passwords
from core.services.operating import operating
from core.settings import from_environment


@click.command()
@click.argument("email")
@click.argument("authority")
@click.argument("person")
@click.option("--keep-password", is_flag=True, help="Keep the password, where its owner alone has it.")
def admit(email: str, authority: str, person: str, keep_password: bool) -> None:
    """Let the sign-in with EMAIL into AUTHORITY, as PERSON of its staff (the exact name, or the e-mail address there).

    Ask the owner of the address first. The sign-in gets a new password, because the authority that opened it saw the
    first one; it is shown once, to be given to its owner.
    """
    settings = from_environment()
    passwords = None if keep_password else Passwords(settings.argon2_time_cost, settings.argon2_memory_kib)
    try:
        with operating(settings, authority, datetime.now(UTC), name="Admit command") as desk:
            admitted = let_in(desk, email, person, passwords=passwords)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    except Stale as stale:
        raise click.ClickException("Somebody else has just let them in. Look at the person's page.") from stale
    click.echo(f"{admitted.email} opens {admitted.authority} now, as {admitted.name}.")
    if admitted.password:
        click.echo(f"New password: {admitted.password}")

"""`mooring oidc`: the identity provider of an authority, which the people who run the instance set up with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

import click

from core.adapters.oidc import Unreachable, describe
from core.services import federating
from core.services import identity_providers as trust
from core.services.desk import Desk, Refused
from core.services.operating import operating
from core.settings import Settings, from_environment

SECRET = "A file with the client's secret and nothing else (- for the standard input); empty for a client without one."
SECOND_FACTOR = "What says that the provider asked for a second factor, such as amr=mfa; one of several is enough."


@click.group()
def oidc() -> None:
    """Single sign-on of an authority (OpenID Connect): set, map, show, unbind, remove."""


@oidc.command("set")
@click.argument("authority")
@click.option("--issuer", required=True, help="The provider's issuer, exactly as it names itself: https://…")
@click.option("--client-id", required=True, help="As which client Mooring is registered there.")
@click.option("--secret-file", type=click.File("r", encoding="utf-8"), help=SECRET)
@click.option("--roles-claim", help="The claim in which roles stand, such as groups; '' for none.")
@click.option("--second-factor", multiple=True, metavar="CLAIM=VALUE", help=SECOND_FACTOR)
@click.option("--only/--passwords", default=None, help="Whether a password opens this authority no more, or does.")
@click.option("--vouches/--verified", default=None, help="Whether its word for an e-mail address counts unverified.")
def put(
    authority: str,
    issuer: str,
    client_id: str,
    secret_file: TextIO | None,
    second_factor: tuple[str, ...],
    **more: str | bool | None,
) -> None:
    """Trust a provider for the people of AUTHORITY, and for that authority alone."""
    settings = from_environment()
    secret = secret_file.read().strip() if secret_file else None
    pairs = [_pair(text) for text in second_factor if text] if second_factor else None
    with _at(settings, authority) as desk:
        moved = trust.put(desk, settings, issuer, client_id, secret, second_factor=pairs, **more)
    click.echo(f"{authority} trusts {issuer} now." + (" Sessions by the one before have ended." if moved else ""))
    click.echo(f"Register there as the redirect URI: {_callback(settings, authority)}")
    try:
        describe(issuer)
    except Unreachable as error:
        click.echo(f"It does not answer from here ({error}), so that nobody can sign in by it yet.", err=True)


@oidc.command("map")
@click.argument("authority")
@click.argument("value")
@click.argument("role", required=False)
def map_value(authority: str, value: str, role: str | None) -> None:
    """Whoever the provider of AUTHORITY says VALUE of holds ROLE; without ROLE the value means none any more."""
    with _at(from_environment(), authority) as desk:
        if role:
            trust.map_value(desk, value, role)
        else:
            trust.unmap(desk, value)
    click.echo(f"'{value}' means {role or 'no role'} from the next sign-in on.")


@oidc.command()
@click.argument("authority")
def show(authority: str) -> None:
    """What AUTHORITY trusts, without the secret."""
    settings = from_environment()
    with _at(settings, authority) as desk:
        found = trust.of(desk)
    if found is None:
        click.echo(f"{authority} has no single sign-on.")
        return
    click.echo(f"Issuer: {found.issuer}\nClient: {found.client_id} ({'with' if found.sealed else 'without'} a secret)")
    click.echo(f"Redirect URI: {_callback(settings, authority)}")
    click.echo(f"Passwords: {'do not open it' if found.only else 'open it too'}")
    click.echo(f"E-mail addresses: {'as the provider says' if found.vouches else 'only those it has verified'}")
    factors = " or ".join("=".join(pair) for pair in found.second_factor)
    click.echo(f"Second factor: {'at the provider where it says ' + factors if factors else 'in Mooring'}")
    click.echo(f"Roles: {'from the claim ' + found.roles_claim if found.roles_claim else 'given by people only'}")
    for value, role in sorted(found.roles.items()):
        click.echo(f"  {value} -> {role}")


@oidc.command()
@click.argument("authority")
@click.argument("email")
def unbind(authority: str, email: str) -> None:
    """Forget whom the provider means by the sign-in with EMAIL: they got a new account there."""
    with _at(from_environment(), authority) as desk:
        name = federating.unbind(desk, email)
    click.echo(f"{name} is bound anew at the next single sign-on.")


@oidc.command()
@click.argument("authority")
def remove(authority: str) -> None:
    """Trust no provider any more: whoever came in by it is signed out, and the roles that came with it end."""
    with _at(from_environment(), authority) as desk:
        ended = trust.remove(desk)
    click.echo(f"{authority} has no single sign-on any more. Roles that ended with it: {ended}.")


@contextmanager
def _at(settings: Settings, authority: str) -> Iterator[Desk]:
    try:
        with operating(settings, authority, datetime.now(UTC), name="Operator") as desk:
            yield desk
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused


def _pair(text: str) -> list[str]:
    claim, _, value = text.partition("=")
    if not claim or not value:
        raise click.BadParameter("Write it as CLAIM=VALUE, such as amr=mfa.", param_hint="--second-factor")
    return [claim, value]


def _callback(settings: Settings, authority: str) -> str:
    return f"{settings.public_url or 'https://…'}/sign-in/{authority}/callback"

"""Starting Mooring: `mooring run`, `mooring migrate` and the demonstration's `mooring demo`."""

import errno
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from core import db
from core.adapters import migrating
from core.adapters.roles import UnsafeRole, refuse_unsafe
from core.adapters.secret import FILE, secret_key
from core.cli.serving import serve
from core.settings import Settings, from_environment

NOT_ALLOWED = "42501"
"""PostgreSQL's code for a right that a role does not have."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="How many processes serve.")
def run(host: str, port: int, workers: int) -> None:
    """Serve Mooring, after bringing its database up to date."""
    settings = from_environment()
    _writable(settings)
    _free(host, port)
    _migrated(settings)
    key = secret_key(settings)
    click.echo(f"Mooring is at http://{host}:{port} (Ctrl+C stops it)")
    serve(host, port, workers, {"MOORING_SECRET_KEY": key})


@click.command()
def migrate() -> None:
    """Bring the database up to date, or make it."""
    settings = from_environment()
    _writable(settings)
    _migrated(settings)
    click.echo("The database is up to date.")


@click.command()
@click.option("--england", is_flag=True, help="England's scale instead: 153 authorities and 84,000 children.")
@click.option("--authorities", type=click.IntRange(1), help="With --england: so many authorities.")
@click.option("--children", type=click.IntRange(1), help="With --england: so many children over all of them.")
@click.option("--seed", default="england", show_default=True, help="With --england: another one makes another England.")
def demo(england: bool, authorities: int | None, children: int | None, seed: str) -> None:
    """Fill an empty database with invented authorities, people and children to try everything with."""
    if not england and (authorities or children):
        raise click.UsageError("--authorities and --children go with --england.")
    settings = from_environment()
    _writable(settings)
    _migrated(settings)
    if england:
        _england(settings, authorities, children, seed)
        return
    from core.cli import demo as demonstration
    from core.services.reminding import run_everywhere

    said = demonstration.printed(demonstration.build(settings))
    run_everywhere(settings, datetime.now(UTC))
    click.echo(said)


def _england(settings: Settings, authorities: int | None, children: int | None, seed: str) -> None:
    from core.cli.england import building, printing

    try:
        wanted = building.plan(authorities or building.FULL[0], children or building.FULL[1], seed)
        built = printing.with_a_bar(
            sum(one.children for one in wanted), lambda observe: building.build(settings, wanted, observe=observe)
        )
    except building.CannotBuild as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(printing.printed(built))


def _migrated(settings: Settings) -> None:
    """The newest tables, made as their owner; then no connection stays open that a worker process could inherit."""
    try:
        migrating.migrate(settings.owner_url or settings.database_url)
        refuse_unsafe(settings.database_url)
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != NOT_ALLOWED:
            raise
        raise click.ClickException(
            "The database is not up to date, and its role may not change tables. Set MOORING_OWNER_URL and run "
            "`mooring migrate`."
        ) from error
    except (migrating.InTheWay, UnsafeRole) as error:
        raise click.ClickException(str(error)) from error
    finally:
        for url in {settings.owner_url, settings.database_url} - {""}:
            db.engine(url).dispose()


def _writable(settings: Settings) -> None:
    """One sentence where a folder that must be written to cannot be."""
    url = make_url(settings.database_url)
    folders = [settings.upload_folder]
    if url.get_backend_name() == "sqlite" and url.database:
        folders.append(Path(url.database).resolve().parent)
    if not settings.secret_key:
        folders.append(FILE.parent)
    for folder in folders:
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise click.ClickException(
                f"Mooring keeps its data in {folder}, which it may not write to. Give it that folder."
            )


def _free(host: str, port: int) -> None:
    """One sentence where nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                text = f"Port {port} on {host} is in use by another program. Stop it, or choose another with --port."
            else:
                text = f"Mooring cannot listen on {host}:{port}: {error.strerror}."
            raise click.ClickException(text) from error

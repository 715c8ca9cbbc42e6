"""`mooring db bootstrap`: PostgreSQL's roles and the database, before the first migration."""

import click
import psycopg

from core.adapters.roles import bootstrap


@click.group()
def db() -> None:
    """The PostgreSQL database that several authorities share."""


@db.command("bootstrap")
@click.option(
    "--admin-url",
    envvar="MOORING_ADMIN_URL",
    required=True,
    help="postgresql+psycopg://… of any database of the server, as a superuser. Used now and not kept.",
)
@click.option("--database", default="mooring", show_default=True, help="The database to make or bring in order.")
@click.option("--prefix", default="mooring", show_default=True, help="The roles are PREFIX_owner, _app and _backup.")
def bootstrapped(admin_url: str, database: str, prefix: str) -> None:
    """Make the roles and the database: one owns the tables, one serves pages, one makes backups.

    Prints what to set where, with new passwords, also for roles that were there before. Nothing in the database is lost
    when it is run again.
    """
    try:
        access = bootstrap(admin_url, database, prefix)
    except psycopg.Error as error:
        raise click.ClickException(f"PostgreSQL refused: {str(error).strip()}") from error
    click.echo("# For the processes that serve pages, and for every command:")
    click.echo(f"MOORING_DATABASE_URL={access.app}")
    click.echo("# For `mooring migrate` and `mooring offboard` only:")
    click.echo(f"MOORING_OWNER_URL={access.owner}")
    click.echo("# For `mooring backup` only:")
    click.echo(f"MOORING_BACKUP_URL={access.backup}")

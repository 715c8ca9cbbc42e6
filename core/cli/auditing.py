"""`mooring audit`: whether the audits of authorities say what was written, and how far each goes, to keep elsewhere."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from core.services import audit_checking
from core.services.audit_checking import Checked, Head
from core.settings import Settings, from_environment

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FAULTY = 1


@click.group()
def audit() -> None:
    """Check the audit of every authority, or export how far it goes."""


@audit.command()
@click.argument("authority", required=False, default="")
@click.option("--head", "heads", type=FILE, multiple=True, help="Heads that `mooring audit head` gave, kept elsewhere.")
def verify(authority: str, heads: tuple[Path, ...]) -> None:
    """Compute the audit of AUTHORITY, or of all, again and tell every edit, deletion and cut tail.

    Ends with 1 where anything was altered. A tail that was cut or written anew together with its head is found only
    against --head. That it was checked is written in the audit too.
    """
    settings = from_environment()
    kept = [one for path in heads for one in _read(path)]
    asked = _authorities(settings, authority)
    asked += sorted({one.authority for one in kept} - set(asked)) if not authority else []
    found = [audit_checking.check(settings.database_url, one, kept) for one in asked]
    for one in found:
        audit_checking.tell(settings.database_url, one, datetime.now(UTC))
        _print(one)
    entries, seconds = sum(one.entries for one in found), sum(one.seconds for one in found)
    speed = f", {entries / seconds:,.0f} entries a second" if seconds and entries else ""
    click.echo(f"{entries:,} entries of {len(found)} authorities checked in {seconds:.1f} s{speed}.")
    if any(one.faults for one in found):
        raise SystemExit(FAULTY)


@audit.command()
@click.argument("authority", required=False, default="")
def head(authority: str) -> None:
    """Print how far the audit of AUTHORITY, or of each, goes: one JSON object a line, to be kept on another machine."""
    settings = from_environment()
    for one in _authorities(settings, authority):
        found = audit_checking.head(settings.database_url, one)
        if found is not None:
            click.echo(json.dumps(asdict(found)))


def _authorities(settings: Settings, asked: str) -> list[str]:
    try:
        there = audit_checking.authorities(settings.database_url)
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("The database is not up to date. Run `mooring migrate` first.") from error
    if asked and asked not in there:
        raise click.ClickException(f"There is no authority '{asked}' here.")
    return [asked] if asked else there


def _read(path: Path) -> list[Head]:
    try:
        return [Head(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (ValueError, TypeError) as error:
        raise click.ClickException(f"{path.name} is not a file of heads as `mooring audit head` gives them.") from error


def _print(found: Checked) -> None:
    known = "" if found.known else "; no head kept elsewhere was given"
    click.echo(f"{found.authority}: {found.entries:,} entries, {found.number or 'no'} faults{known}")
    for sentence in found.faults:
        click.echo(f"  {sentence}")

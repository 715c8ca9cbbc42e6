"""`mooring plugins list`, for those who run the instance, and `mooring plugins set`, which changes an authority's
settings. What authors of plugins use stands in `beginning` and `checking`."""

import importlib.metadata
import json
from datetime import UTC, datetime
from typing import Any

import click

from core.cli.beginning import new
from core.cli.checking import check_plugin
from core.registry import GROUP, Found, Registry
from core.services.configuring import change
from core.services.desk import Refused
from core.services.operating import operating
from core.settings import from_environment


@click.group()
def plugins() -> None:
    """The plugins of this instance; a new one, and whether one keeps the contract."""


plugins.add_command(new)
plugins.add_command(check_plugin)


@plugins.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_plugins(as_json: bool) -> None:
    """Every plugin on the operators' list or installed as an entry point."""
    allowed = from_environment().plugins
    installed = [entry.name for entry in importlib.metadata.entry_points(group=GROUP)]
    found = Registry([*allowed, *installed]).found
    rows = [_row(one, one.name in allowed) for one in found.values()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        state = (
            "cannot be enabled"
            if row["fault"]
            else "can be enabled"
            if row["allowed"]
            else "not on the operators' list"
        )
        click.echo(f"{row['name']:<24} {row['version']:<8} {row['kind']:<10} {state:<28} {row['title']}".rstrip())
        if row["fault"]:
            click.echo(f"    {row['fault']}")


@plugins.command("set")
@click.argument("authority")
@click.argument("name")
@click.argument("values", nargs=-1, required=True, metavar="SETTING=VALUE…")
@click.option("--because", required=True, help="Why, and who in the authority has decided it.")
def set_values(authority: str, name: str, values: tuple[str, ...], because: str) -> None:
    """Fill what a procedure leaves open, for AUTHORITY, as its configuration staff have decided.

    A list is written as JSON: others_invited='["iro"]'. The procedure page names the settings.
    """
    given: dict[str, Any] = {}
    for one in values:
        key, separator, text = one.partition("=")
        if not separator:
            raise click.ClickException(f"Write {one} as SETTING=VALUE.")
        given[key.strip()] = _value(text)
    try:
        with operating(from_environment(), authority, datetime.now(UTC), name="Settings command") as desk:
            change(desk, name, given, because)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{authority}: {', '.join(given)} changed. Meetings already proposed keep the settings they began with.")


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text.startswith("[") else text
    except json.JSONDecodeError as error:
        raise click.ClickException(f"A list is written as JSON, such as '[\"iro\"]': {error}") from error


def _row(one: Found, allowed: bool) -> dict[str, Any]:
    info = one.info
    return {
        "name": one.name,
        "title": info.title if info else "",
        "version": info.version if info else "",
        "kind": info.kind if info else "",
        "document": info.document if info else "",
        "editions": [{"key": e.key, "title": e.title, "note": e.note} for e in one.editions] if info else [],
        "allowed": allowed,
        "fault": one.fault,
    }

"""`mooring plugins check NAME` and `mooring try NAME CASE.toml`: for those who write plugins, without a database.

NAME is an installed plugin or the folder of one that is not installed yet.
"""

import importlib.metadata
import json
import tomllib
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from core.domain.compiling import CannotCompile
from core.registry import GROUP, Registry
from core.services.casefile import Case, UnreadableCase, read_cases
from core.services.cases import NoSuchKind, outcome
from core.services.contract import Checked, NoPluginThere, Remark, check, importable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("check")
@click.argument("name")
@click.option(
    "--cases", type=FILE, help="Cases to run, in the format of docs/cases.md; else the plugin's own cases.toml."
)
@click.option("--settings", type=FILE, help="A TOML file with settings to compile with; else the defaults.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check_plugin(name: str, cases: Path | None, settings: Path | None, as_json: bool) -> None:
    """Whether the plugin NAME keeps the contract and its cases come out as expected.

    NAME may also be the folder of a package that is not installed, such as ./harrowmere.
    """
    checked = check(_folder(name) or name, cases, _settings(settings))
    faults = [fault for one in checked for fault in one.faults]
    if as_json:
        rows = [{"what": one.what, "faults": [_as_values(fault) for fault in one.faults]} for one in checked]
        click.echo(json.dumps({"plugin": name, "ok": not faults, "checks": rows}, indent=2, ensure_ascii=False))
    else:
        _say(name, checked, len(faults))
    if faults:
        raise SystemExit(1)


def _as_values(fault: Remark) -> dict[str, Any]:
    spot = fault.spot
    return {
        "sentence": fault.sentence,
        "file": str(spot.file) if spot else None,
        "line": spot.line if spot else None,
    }


def _folder(name: str) -> Path | None:
    """The folder that is meant; None where `name` is that of an installed plugin, or of none at all."""
    folder = Path(name)
    meant = "/" in name or name in (".", "..") or not importlib.metadata.entry_points(group=GROUP, name=name)
    return folder if meant and folder.is_dir() else None


def _settings(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{path.name} could not be read: {error}") from error


def _say(name: str, checked: tuple[Checked, ...], faults: int) -> None:
    for one in checked:
        mark = click.style("to mend", fg="yellow") if one.faults else click.style("holds  ", fg="green")
        click.echo(f"  {mark}  {one.what}")
        for fault in one.faults:
            click.echo(f"             - {fault.sentence}")
            if fault.where:
                click.echo(f"               {fault.where}")
    said = f"{name} keeps the contract." if not faults else f"{name}: {faults} to mend."
    click.secho(said, bold=True)


@click.command("try")
@click.argument("name")
@click.argument("file", type=FILE)
@click.option("--case", "wanted", help="Which case of the file, by its name; else the first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, documented in docs/cases.md.")
def try_case(name: str, file: Path, wanted: str | None, as_json: bool) -> None:
    """What the plugin NAME, or the one in a folder, makes of one written case: proposals, plan and chairs."""
    folder = _folder(name)
    try:
        case = _chosen(read_cases(file), wanted)
        with importable(folder) if folder else nullcontext(name) as found:
            said = outcome(Registry([found]), found, case)
    except (UnreadableCase, CannotCompile, NoSuchKind, NoPluginThere) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(json.dumps(said, indent=2, ensure_ascii=False) if as_json else _readable(said))


def _chosen(cases: tuple[Case, ...], wanted: str | None) -> Case:
    for case in cases:
        if wanted is None or case.name == wanted:
            return case
    raise UnreadableCase(f"There is no case called '{wanted}'; the file has {', '.join(c.name for c in cases)}.")


def _readable(said: dict[str, Any]) -> str:
    lines = [said["case"], "", "What the procedure says"]
    for one in said["proposals"]:
        lines.append(f"  {one['answer']:<16} {one['strength']:<9} {one['clause']:<6} {one['title']} -> {one['kind']}")
        lines += [f"      needs {need}" for need in one["needs"]]
        if one["answer"] == "yes":
            lines += [f"      {sentence}" for sentence in one["evidence"]]
    for one in said["signals"]:
        lines.append(f"  {one['answer']:<16} {one['clause']:<6} {one['title']}")
        lines += [f"      needs {need}" for need in one["needs"]]
        lines += [f"      {sentence}" for sentence in one["evidence"]]
    planned = said["plan"]
    if planned:
        lines += ["", f"{planned['title']} ({planned['clause']})", *_planned(planned)]
    if said["chairs"]:
        lines += ["", "Who may chair"]
        lines += [
            f"  {one['name']}: {one['verdict']} ({one['clause']}). {'; '.join(one['because'])}"
            for one in said["chairs"]
        ]
    return "\n".join(lines)


def _planned(planned: dict[str, Any]) -> list[str]:
    lines = [f"  Held elsewhere: {planned['elsewhere']}"] if planned["elsewhere"] else []
    for one in planned["windows"]:
        span = f"{one['opens'] or 'no earliest day'} to {one['closes'] or 'no latest day'}"
        lines.append(f"  Window {one['part'] or ''} ({one['clause']}): {span}".replace("  (", " ("))
    for one in planned["invitees"]:
        lines.append(f"  Ask {one['role']} ({one['clause']}){_doubt(one)}")
    for one in planned["pack"]:
        lines.append(f"  Paper: {one['title']} ({one['clause']}), from {one['owed_by'] or 'whom staff name'}"
                     f"{', by ' + one['due'] if one['due'] else ''}{_doubt(one)}")  # fmt: skip
    for one in planned["steps"]:
        when = f"by {one['due']}, {'firm' if one['firm'] else 'projected'}" if one["due"] else "no date in the text"
        lines.append(f"  Step: {one['title']} ({one['clause']}), {one['owed_by'] or 'whom staff name'}, {when}")
    lines += [f"  Consider: {one['title']} ({one['clause']}){_doubt(one)}" for one in planned["prompts"]]
    return lines


def _doubt(one: dict[str, Any]) -> str:
    return f", if {', '.join(one['needs'])}" if one["needs"] else ""

"""`mooring import-903`: an SSDA903 return into an authority, or with --dry-run only read and reported."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from core.adapters.ssda903 import ChildReturn, ReportFile, Return, Source, StaysFile, UnreadableFile, read_return
from core.domain.days import local_day
from core.services.desk import Refused
from core.settings import from_environment

PATH = click.Path(path_type=Path)
DONE, REFUSED = 0, 2


@click.command("import-903")
@click.argument("authority")
@click.option("--header", "headers", type=PATH, multiple=True, help="A Header file; may be given several times.")
@click.option("--episodes", type=PATH, multiple=True, help="An Episodes file; may be given several times.")
@click.option("--report", type=PATH, help="Write what was found, row by row, to this CSV file.")
@click.option("--stays", type=PATH, help="Write the stays that the episodes make to this CSV file.")
@click.option("--dry-run", is_flag=True, help="Read and report only; needs no database.")
def import_903(
    authority: str,
    headers: tuple[Path, ...],
    episodes: tuple[Path, ...],
    report: Path | None,
    stays: Path | None,
    dry_run: bool,
) -> None:
    """Load one or several years of an SSDA903 return into AUTHORITY.

    Files are known by their columns. Prints a JSON summary; doubtful rows stand in the report and never stop the rest.
    Ends with 2, and nothing written, when a file cannot be read or the authority cannot be loaded into.
    """
    now = datetime.now(UTC)
    try:
        with bar() as progress, ExitStack() as files:
            sources = [[Source.at(path) for path in paths] for paths in (headers, episodes)]
            result = read_return(*sources, today=local_day(now), progress=progress)
            outs = [files.enter_context(_written(path)) if path else None for path in (report, stays)]
            said = _go_through(authority, result, *outs, now=now, dry_run=dry_run)
    except UnreadableFile as unreadable:
        _refuse(authority, str(unreadable), file=unreadable.name)
    except Refused as refused:
        _refuse(authority, str(refused))
    click.echo(json.dumps(said, indent=2, ensure_ascii=False))


def _go_through(
    authority: str, result: Return, report: TextIO | None, stays: TextIO | None, *, now: datetime, dry_run: bool
) -> dict[str, Any]:
    lines = ReportFile(report, result.file_issues) if report else None
    stay_lines = StaysFile(stays) if stays else None

    def observe(child: ChildReturn) -> None:
        if lines:
            lines.add(child)
        if stay_lines:
            stay_lines.add(child)

    said: dict[str, Any] = {"authority": authority, "dry_run": dry_run}
    if dry_run:
        for child in result:
            observe(child)
        said |= result.summary()
    else:
        from core.services.imports_command import load_return

        loaded = load_return(from_environment(), authority, result, now, observe=observe)
        said |= result.summary() | {"loaded": loaded}
    if lines:
        lines.close()
    return said


@contextmanager
def bar() -> Iterator[Any]:
    """A progress bar on standard error where that is a terminal; else None. Yields what `read_return` calls."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what[:1].upper() + what[1:], total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield tell


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """A text file that appears under its name only when all went well."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(handle, "w", encoding="utf-8", newline="") as out:
            yield out
        os.chmod(name, 0o640)
        os.replace(name, path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            os.unlink(name)


def _refuse(authority: str, sentence: str, **more: str) -> NoReturn:
    click.echo(sentence, err=True)
    click.echo(json.dumps({"authority": authority, "problem": sentence, **more}, indent=2, ensure_ascii=False))
    sys.exit(REFUSED)

"""`mooring plugins new NAME`: a package to begin with, which keeps the contract from its first minute."""

import importlib.metadata
import importlib.util
import json
import keyword
import re
import shutil
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

import click

from core.registry import GROUP

SKELETON = files("core.cli") / "skeleton"
LONGEST = 100
FOLDER = click.Path(exists=True, file_okay=False, writable=True, path_type=Path)


@click.command("new")
@click.argument("name")
@click.option("--title", default="", help="The authority's name as people write it; else made from NAME.")
@click.option("--document", default="", help="Which document the plugin declares, with its year.")
@click.option("--into", type=FOLDER, default=".", help="Where the package's folder is made; else here.")
def new(name: str, title: str, document: str, into: Path) -> None:
    """Write a package for a new plugin called NAME, with placeholders for rules, that passes its own check."""
    folder = into / name
    _free(name, folder)
    title = _line(title, "title") or name.replace("_", " ").title()
    document = _line(document, "document") or "Placeholder: name the document and its year"
    words = {
        "name": name,
        "dashed": name.replace("_", "-").strip("-"),
        "letter": name[0].upper(),
        "title": title,
        "document": document,
        "quoted_title": _quoted(title),
        "quoted_document": _quoted(document),
        "about": json.dumps(f"{title}: its procedure as a plugin for Mooring", ensure_ascii=False),
    }
    try:
        _write(folder, words)
    except OSError as error:
        raise click.ClickException(f"{folder} could not be written: {error.strerror}.") from error
    click.echo(f"{folder} is written. Begin with {folder / name / 'procedure.md'}.")
    click.echo(f"To see whether it keeps the contract: mooring plugins check {_as_folder(folder)}")


def _free(name: str, folder: Path) -> None:
    """Refuse, before anything is written, a name that cannot be one or that stands for something already."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise click.ClickException(
            f"'{name}' cannot be a plugin's name: write up to 40 small letters, digits and underscores, beginning with "
            "a letter, such as harrowmere."
        )
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise click.ClickException(f"'{name}' is a word of Python itself; choose another name, such as {name}_council.")
    if importlib.metadata.entry_points(group=GROUP, name=name):
        raise click.ClickException(f"There is a plugin called '{name}' here already; choose another name.")
    if folder.exists() or folder.is_symlink():
        raise click.ClickException(f"{folder} is there already, and stays as it is; choose another name or --into.")
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.origin is not None:
        raise click.ClickException(
            f"'{name}' is the name of a Python package that is here already; choose another name, such as "
            f"{name}_council."
        )


def _line(text: str, what: str) -> str:
    text = text.strip()
    if len(text) > LONGEST or not (text + " ").isprintable():
        raise click.ClickException(f"Write the {what} in one line of at most {LONGEST} characters.")
    return text


def _quoted(text: str) -> str:
    """The text as a Python literal, laid out as formatters have it."""
    return repr(text) if '"' in text else json.dumps(text, ensure_ascii=False)


def _write(folder: Path, words: dict[str, str]) -> None:
    """The whole package, or nothing."""
    folder.mkdir()
    try:
        for target, text in _texts(words):
            (folder / target).parent.mkdir(exist_ok=True)
            (folder / target).write_text(text, encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _texts(words: dict[str, str]) -> list[tuple[str, str]]:
    name = words["name"]
    places = {"": SKELETON, f"{name}/": SKELETON / "package", "tests/": SKELETON / "tests"}
    return [
        (under + one.name.removesuffix(".txt").replace("NAME", name), _filled(one, words))
        for under, folder in places.items()
        for one in folder.iterdir()
        if one.is_file()
    ]


def _filled(template: Traversable, words: dict[str, str]) -> str:
    return Template(template.read_text(encoding="utf-8")).substitute(words)


def _as_folder(folder: Path) -> str:
    """The folder as `mooring plugins check` takes it for one, even where a plugin of that name is installed."""
    return str(folder) if "/" in str(folder) else f"./{folder}"

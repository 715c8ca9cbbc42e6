"""docs/hosting.md names every variable that Mooring reads, none that it does not, and only commands that there are."""

import re
from pathlib import Path

import click
from click.testing import CliRunner

from core.cli import main

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "hosting.md").read_text(encoding="utf-8")
VARIABLE = re.compile(r"MOORING_[A-Z0-9_]+")


def test_every_variable_stands_in_its_table_and_no_other() -> None:
    read = set(VARIABLE.findall((TOP / "core" / "settings.py").read_text(encoding="utf-8")))
    for file in (TOP / "core" / "cli").rglob("*.py"):
        read |= set(re.findall(r'envvar="(MOORING_[A-Z0-9_]+)"', file.read_text(encoding="utf-8")))
    listed = re.findall(r"^\| `(MOORING_[A-Z0-9_]+)` \|", PAGE, re.M)

    assert set(listed) == read
    assert len(listed) == len(set(listed))
    assert set(VARIABLE.findall(PAGE)) == read


def test_every_command_that_it_names_is_there() -> None:
    named = {found.rstrip(".,;:") for found in re.findall(r"`(?:[A-Z_]+=\S+ )?mooring ([a-z][a-z -]*[a-z])", PAGE)}
    context = click.Context(main)

    assert {words.split(" ")[0] for words in named} <= set(main.list_commands(context))
    for words in sorted(named):
        options = [word for word in words.split(" ") if not word.startswith("-")]
        answer = CliRunner().invoke(main, [*options, "--help"])
        assert answer.exit_code == 0, words
        assert all(word in answer.output for word in words.split(" ") if word.startswith("--")), words

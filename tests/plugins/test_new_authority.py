"""docs/new-authority.md is worked through: each block of code stands in the plugin that it names, each command prints
what the text says, and each change has the consequence that the text shows."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import main
from core.domain.clauses import read_clauses

TOP = Path(__file__).parents[2]
TEXT = (TOP / "docs" / "new-authority.md").read_text(encoding="utf-8")
SKIPPED = "…"
"""A line that stands for any number of lines."""


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file it names ("" for none), and its lines."""

    language: str
    file: str
    lines: tuple[str, ...]

    @property
    def passages(self) -> Iterator[list[str]]:
        """What stands between lines that were skipped."""
        found: list[str] = []
        for line in (*self.lines, SKIPPED):
            if line != SKIPPED:
                found.append(line)
            elif found:
                yield found
                found = []


BLOCKS = [
    Block(language, file.strip(), tuple(body.splitlines()))
    for language, file, body in re.findall(r"^```(\w+)(.*)\n((?:.*\n)*?)```$", TEXT, re.M)
]
QUOTED = [block for block in BLOCKS if block.file.startswith("plugins/")]


def test_every_block_is_of_a_kind_that_is_checked_here() -> None:
    assert TEXT.count("```") == 2 * len(BLOCKS)
    kinds = {(block.language, bool(block.file)) for block in BLOCKS}
    assert kinds == {
        ("console", False), ("sh", False), ("diff", True), ("python", True), ("markdown", True), ("toml", True),
    }  # fmt: skip
    assert len(QUOTED) > 12
    assert {block.file for block in BLOCKS} - {block.file for block in QUOTED} == {
        "",
        "harrowmere/harrowmere/plugin.py",
    }


@pytest.mark.parametrize("block", QUOTED, ids=[f"{n} {block.file}" for n, block in enumerate(QUOTED)])
def test_each_passage_stands_in_its_file_and_they_stand_in_this_order(block: Block) -> None:
    lines, begin = (TOP / block.file).read_text(encoding="utf-8").splitlines(), 0

    for passage in block.passages:
        places = [at for at in range(begin, len(lines)) if lines[at : at + len(passage)] == passage]
        assert places, "\n".join(passage)
        begin = places[0] + len(passage)


def test_the_commands_print_what_the_text_shows_and_the_change_has_its_consequence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plugins").symlink_to(TOP / "plugins")
    monkeypatch.chdir(tmp_path)
    ran = 0

    for block in BLOCKS:
        if block.language == "diff":
            change(Path(block.file), block.lines)
        elif block.language == "console":
            for command, shown in commands(block):
                ran += 1
                assert matches(run(command), shown), command

    assert ran == 5


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block with the lines that it is shown to print."""
    for passage in re.split(r"^\$ ", "\n".join(block.lines), flags=re.M)[1:]:
        command, *shown = passage.rstrip("\n").split("\n")
        yield command, shown


def run(command: str) -> list[str]:
    name, *arguments = shlex.split(command)
    assert name == "mooring"
    return CliRunner().invoke(main, arguments).output.rstrip("\n").split("\n")


def matches(said: list[str], shown: list[str]) -> bool:
    pattern = "".join(r"(?:.*\n)*" if line == SKIPPED else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "\n".join(said) + "\n") is not None


def change(file: Path, lines: tuple[str, ...]) -> None:
    """Replace the first line that begins as the block's `-` does by its `+`."""
    [before], [after] = ([line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    text = file.read_text(encoding="utf-8")
    assert f"{before}\n" in text
    file.write_text(text.replace(f"{before}\n", f"{after}\n", 1), encoding="utf-8")


def test_what_operators_are_told_is_what_there_is() -> None:
    [block] = [block for block in BLOCKS if block.language == "sh"]
    install, export, listing = block.lines

    readme = (TOP / "core" / "cli" / "skeleton" / "README.md.txt").read_text(encoding="utf-8")
    assert install.removesuffix("./harrowmere").strip() in readme
    variable = re.fullmatch(r"export (\w+)=authority_a,harrowmere", export)
    assert variable is not None and f'"{variable[1]}"' in (TOP / "core" / "settings.py").read_text(encoding="utf-8")
    assert CliRunner().invoke(main, [*shlex.split(listing)[1:], "--help"]).exit_code == 0


def test_the_table_of_what_the_text_says_names_clauses_and_values_that_there_are() -> None:
    clauses = {one.id for one in read_clauses((TOP / "plugins/authority_d/procedure.md").read_text(encoding="utf-8"))}
    table = TEXT.split("| the text says |")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]

    assert len(rows) == 10
    assert {id for row in rows for id in row[2].split(", ")} <= clauses
    described = (TOP / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    for row in rows:
        assert all(f"`{name}`" in described for name in re.findall(r"`(\w+)`", row[1]))

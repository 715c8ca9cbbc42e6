"""The list of mutants does not rot: each still applies, is Python, and names tests that are there."""

import ast
from functools import cache
from pathlib import Path

from tests.mutants.every import EVERY
from tests.mutants.mutant import Stale

TOP = Path(__file__).parents[2]


def test_there_are_enough_and_each_is_one_of_its_own() -> None:
    assert len({one.name for one in EVERY}) == len(EVERY) >= 36
    assert len({(one.file, one.old, one.new) for one in EVERY}) == len(EVERY)


def test_each_still_applies_and_is_python() -> None:
    stale = []
    for mutant in EVERY:
        try:
            ast.parse(mutant.applied(TOP))
        except (Stale, SyntaxError) as wrong:
            stale.append(f"{mutant.name}: {wrong}")

    assert stale == []


def test_each_killer_is_there() -> None:
    named = {killer.partition("[")[0] for mutant in EVERY for killer in mutant.killers}

    assert [killer for killer in sorted(named) if not is_there(*killer.split("::"))] == []


def is_there(file: str, *names: str) -> bool:
    within = written(file)
    for name in names:
        found = [one for one in within if isinstance(one, ast.ClassDef | ast.FunctionDef) and one.name == name]
        if not found:
            return False
        within = found[0].body
    return bool(within)


@cache
def written(file: str) -> list[ast.stmt]:
    return ast.parse((TOP / file).read_text(encoding="utf-8")).body if (TOP / file).is_file() else []

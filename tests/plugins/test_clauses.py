"""Every rule's clause exists, every binding clause is used by a rule, and the words are our own."""

import re
from pathlib import Path

import pytest

from core.domain.clauses import read_clauses
from core.domain.compiling import clauses_used
from core.registry import Registry

PLUGINS = Path(__file__).parents[2] / "plugins"
NAMES = sorted(path.parent.name for path in PLUGINS.glob("*/plugin.py"))
ROWS = {
    "authority_a": ("A", 20),
    "authority_b": ("B", 11),
    "authority_c": ("C", 10),
    "authority_d": ("D", 7),
    "authority_e": ("E", 12),
}


@pytest.mark.parametrize("name", NAMES)
def test_rules_and_clauses_meet(name: str) -> None:
    registry = Registry([name])
    found = registry.found[name]
    declared = [registry.declared(name, edition, {}) for edition in found.editions]
    used = {clause for one in declared for clause in clauses_used(one)}
    clauses = {clause.id: clause for clause in declared[0].clauses}

    assert used <= set(clauses)
    assert {id for id, clause in clauses.items() if clause.binding} - used == set()


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_the_procedure_has_its_clause(name: str) -> None:
    letter, last = ROWS[name]
    clauses = read_clauses((PLUGINS / name / "procedure.md").read_text(encoding="utf-8"))

    rows = {int(re.sub(r"\D", "", clause.id)) for clause in clauses if clause.id.startswith(letter)}

    assert set(range(1, last + 1)) <= rows
    assert all(re.fullmatch(rf"{letter}\d\d[a-z]?", clause.id) for clause in clauses)


@pytest.mark.parametrize("name", ROWS)
def test_every_silence_has_a_setting_or_says_that_staff_are_asked(name: str) -> None:
    registry = Registry([name])
    found = registry.found[name]
    settings = {question.key: question.clause for question in found.schema.questions()}
    declared = registry.declared(name, found.editions[-1], {})
    silent = {clause.id for clause in declared.clauses if clause.silent}

    named = {setting for kind in declared.kinds for _, setting in kind.silent_on if setting}

    assert named == set(settings)
    assert set(settings.values()) <= silent


def test_tone_no_clause_speaks_of_fault_or_breakdown() -> None:
    for name in NAMES:
        text = (PLUGINS / name / "procedure.md").read_text(encoding="utf-8").lower()

        assert not re.search(r"\bfail(ed|ure|s)?\b|break(s|ing)? ?down|fault", text), name

"""What the compiled procedure must be: the same each time, with a rule for every binding clause."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from core.domain.compiling import clauses_used
from core.registry import Registry
from core.services.contract.remarks import Remark
from core.services.contract.subject import Subject, rules_in


def unstable(subject: Subject) -> Iterator[Remark]:
    """The editions that come out differently when they are compiled again by another process."""
    name = subject.found.name
    again = Registry([name])
    for one in subject.procedures():
        two = again.compile({name: subject.settings}, one.edition.key)
        if one.digest != two.digest or _shape(rules_in(one)) != _shape(rules_in(two)):
            yield Remark(
                sentence=f"Edition {one.edition.key} comes out differently the second time; a hook asks something "
                "besides."
            )


def unused(subject: Subject) -> Iterator[Remark]:
    """The binding clauses that no rule of any edition names."""
    used: set[str] = set()
    binding: list[str] = []
    for edition in subject.found.editions:
        declared = subject.registry.declared(subject.found.name, edition, subject.settings)
        used |= clauses_used(declared)
        binding += [clause.id for clause in declared.clauses if clause.binding and clause.id not in binding]
    for id in binding:
        if id not in used:
            said = f"Clause {id} binds, yet no rule names it; declare the rule, or mark the clause `> information`."
            yield Remark(sentence=said, spot=subject.sources.of_clause(id))


def _shape(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_shape(getattr(value, one.name)) for one in fields(value))]
    if isinstance(value, Mapping):
        return {key: _shape(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_shape(one) for one in value]
    return getattr(value, "__qualname__", None) or repr(value)

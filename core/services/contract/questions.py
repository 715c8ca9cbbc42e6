"""Whether a plugin's questions can be shown by their names, and never read an unknown fact as "no"."""

import ast
from collections.abc import Iterator

from core.domain.compiling import rules_of
from core.services.contract.remarks import Remark, Spot
from core.services.contract.subject import Subject, rules_in

QUESTIONS = ("when", "evidence", "counted", "suspended_by")


def question_faults(subject: Subject) -> Iterator[Remark]:
    """Questions without a name, and comparisons with `is`."""
    yield from dict.fromkeys(_nameless(subject))
    for file, tree in subject.sources.trees:
        for node in ast.walk(tree):
            if said := _identity(node):
                yield Remark(sentence=said, spot=Spot(file=file, line=getattr(node, "lineno", None)))


def _nameless(subject: Subject) -> Iterator[Remark]:
    for procedure in subject.procedures():
        for rule in rules_of(rules_in(procedure)):
            for name in QUESTIONS:
                if "<lambda>" in getattr(getattr(rule, name, None), "__name__", ""):
                    which = f"{type(rule).__name__} {getattr(rule, 'key', '') or rule.clause}"
                    said = f"{which}: `{name}` is a lambda; a page needs the name of a function."
                    yield subject.about(rule, said, name)


def _identity(node: ast.AST) -> str:
    """`facts.placement.kind is …` reads an unknown fact as "no", and nothing at run time can notice."""
    if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
        said = ast.unparse(node)
        if "facts." in said and "facts.answer" not in said and not said.endswith(" None"):
            return f"`{said}` reads an unknown fact as no; write == instead of is."
    return ""

"""Whether a plugin stands on a case of which nothing is known: the case with which every real one begins."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor
from core.domain.knowing import CannotTell
from core.domain.probing import blank
from core.services.contract.remarks import Remark, Spot
from core.services.contract.subject import Subject


def trial_faults(subject: Subject) -> Iterator[Remark]:
    """Every condition and every owner that raises, or answers with something else than it should; every template that
    does not compile."""
    yield from dict.fromkeys(_tried(subject))


def _tried(subject: Subject) -> Iterator[Remark]:
    for edition in subject.found.editions:
        try:
            faults = subject.registry.probed(subject.found.name, edition, subject.settings)
        except CannotCompile as refused:
            yield from subject.refused(refused)
            return
        for fault in faults:
            rule = getattr(fault, "rule", None)
            yield Remark(sentence=fault, spot=_line_that_raised(subject, rule) or subject.sources.of(fault))


def _line_that_raised(subject: Subject, rule: Any) -> Spot | None:
    """Asking once more tells; None where no question of the rule raises."""
    questions = [getattr(rule, one.name) for one in fields(rule)] if is_dataclass(rule) else []
    for question in filter(callable, questions):
        for anchor in Anchor:
            try:
                question(blank(anchor))
            except CannotTell:
                continue
            except Exception as error:  # the plugin's fault, looked for
                if spot := subject.sources.of_error(error):
                    return spot
    return None

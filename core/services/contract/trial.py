"""Whether a plugin stands on a case of which nothing is known: the case with which every real one begins."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from core.domain.calendar import Calendar
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.knowing import CannotTell
from core.domain.planning import Plan, plan
from core.domain.proposing import propose
from core.domain.signalling import look
from core.services.contract.remarks import Remark
from core.services.contract.subject import Subject

DAY = date(2026, 3, 13)


def trial_faults(subject: Subject) -> Iterator[Remark]:
    """Every condition and every owner that raises, or answers with something else than it should."""
    yield from dict.fromkeys(_tried(subject))


def _tried(subject: Subject) -> Iterator[Remark]:
    for procedure in subject.procedures():
        for anchor in Anchor:
            facts = Facts(anchor=anchor, day=DAY, placement=PlacementFacts(ref="this", started=date(2026, 1, 5)))
            for one in propose(facts, procedure).could_not_check:
                said = f"The trigger {one.trigger.key} could not be checked: {one.answer.error}."
                yield _remark(subject, one.trigger, facts, said)
            for seen in look(procedure.signals, facts):
                if seen.answer.error:
                    said = f"The signal {seen.key} could not be checked: {seen.answer.error}."
                    yield _remark(subject, seen.signal, facts, said)
            for kind in procedure.kinds.values():
                for rule, said in _raised(kind.key, plan(kind, facts, day=DAY, calendar=Calendar())):
                    yield _remark(subject, rule, facts, said)


def _raised(kind: str, planned: Plan) -> Iterator[tuple[Any, str]]:
    rows: tuple[Any, ...] = (
        *planned.windows, *planned.parts, *planned.invitees, *planned.pack, *planned.agenda, *planned.prompts,
        *planned.steps, *planned.blocked,
    )  # fmt: skip
    for row in rows:
        for answer in (row.answer, getattr(row, "suspended", None)):
            if answer is not None and answer.error:
                said = f"{kind}, clause {row.rule.clause}: the condition could not be checked: {answer.error}."
                yield row.rule, said
        for need in getattr(row, "owner_needs", ()):
            if need.startswith("a decision by hand"):
                yield row.rule, f"{kind}, clause {row.rule.clause}: {need}."


def _remark(subject: Subject, rule: Any, facts: Facts, sentence: str) -> Remark:
    """With the line that raised, which asking once more tells; else that of the rule."""
    for one in fields(rule):
        question = getattr(rule, one.name)
        if callable(question):
            try:
                question(facts)
            except CannotTell:
                continue
            except Exception as error:  # the plugin's fault, looked for
                if spot := subject.sources.of_error(error):
                    return Remark(sentence=sentence, spot=spot)
    return subject.about(rule, sentence)

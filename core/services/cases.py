"""Trying a procedure on one written case: the outcome as plain values, fit for JSON.

`caseverdict` compares the same values with what the case's writer expects. docs/cases.md documents them. No database
is needed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from core.domain.calendar import Calendar
from core.domain.chairing import ChairVerdict, chair_rules, consider
from core.domain.compiling import Procedure
from core.domain.facts import Anchor, Facts
from core.domain.knowing import Verdict, ask
from core.domain.planning import Plan, Planned, PlannedStep, PlannedWindow, plan
from core.domain.procedure import Invitee, PackItem
from core.domain.proposing import Proposal, Proposals, propose
from core.domain.signalling import Seen, look
from core.domain.steps import Gap, MeetingKind
from core.domain.windows import Due
from core.registry import Registry
from core.services.casefile import Case

Values = dict[str, Any]


class NoSuchKind(ValueError):
    """The case plans a meeting kind that the procedure does not declare."""


def outcome(registry: Registry, plugin: str, case: Case) -> Values:
    """What `plugin` makes of `case`: proposals, the plan of one meeting, and who may chair it.

    The meeting planned is the one the case names, else the strongest proposed, else one that cannot be told yet.
    Raises `CannotCompile` for settings or a plugin that cannot be used, `NoSuchKind` for an unknown meeting kind.
    """
    registry.config(plugin, case.settings)
    procedure = registry.procedure({plugin: case.settings}, case.facts.day)
    proposals = propose(case.facts, procedure)
    key = case.kind or _kind_to_plan(proposals)
    if key is not None and key not in procedure.kinds:
        raise NoSuchKind(f"The case plans '{key}'; this procedure knows {', '.join(procedure.kinds)}.")
    planned: Plan | None = None
    chairs: tuple[ChairVerdict, ...] = ()
    if key is not None:
        kind = procedure.kinds[key]
        planned = plan(kind, case.facts, day=case.day, calendar=Calendar(), happened=case.happened,
                       part_days=case.part_days)  # fmt: skip
        chairs = consider(chair_rules(kind, case.facts, case.part), case.candidates, case.facts)
    said: Values = {
        "case": case.name,
        "plugins": [{"name": name, "version": version} for name, version in procedure.plugins],
        "edition": procedure.edition.key,
        "digest": procedure.digest,
        "facts": _facts(case.facts),
        "proposals": [_proposal(one) for one in _all(proposals)],
        "needs": list(proposals.needs),
        "signals": [_signal(one) for one in look(procedure.signals, case.facts)] if _lasts(case) else [],
        "plan": None if planned is None else _plan(planned, case),
        "chairs": [_chair(one) for one in chairs],
    }
    return said | {"clauses": _clauses(said, procedure)}


def _kind_to_plan(proposals: Proposals) -> str | None:
    first = next(iter((*proposals.applies, *proposals.cannot_tell)), None)
    return first.kind if first else None


def _all(proposals: Proposals) -> tuple[Proposal, ...]:
    return (*proposals.applies, *proposals.cannot_tell, *proposals.could_not_check, *proposals.not_met)


def _facts(facts: Facts) -> Values:
    return {"anchor": facts.anchor.value, "day": facts.day.isoformat(), "moves": len(facts.moves)}


def _proposal(one: Proposal) -> Values:
    return {
        "trigger": one.trigger.key,
        "title": one.trigger.title,
        "kind": one.kind,
        "strength": one.strength.value,
        "clause": one.clause,
        "answer": one.answer.verdict.value,
        "question": one.answer.question,
        "needs": list(one.answer.needs),
        "error": one.answer.error,
        "evidence": list(one.evidence),
        "counted": [day.isoformat() for move in one.counted if isinstance(day := getattr(move, "day", None), date)],
        "interpretation": one.trigger.interpretation,
    }


def _lasts(case: Case) -> bool:
    return case.facts.anchor is Anchor.LASTS


def _signal(one: Seen) -> Values:
    return {
        "signal": one.key,
        "title": one.signal.title,
        "clause": one.signal.clause,
        "answer": one.verdict.value,
        "question": one.answer.question,
        "needs": list(one.answer.needs),
        "error": one.answer.error,
        "evidence": list(one.evidence),
        "caution": one.signal.caution,
        "interpretation": one.signal.interpretation,
    }


def _plan(planned: Plan, case: Case) -> Values:
    kind = planned.kind
    prompted = [one.rule for one in planned.prompts]
    return {
        "kind": kind.key,
        "title": kind.title,
        "clause": kind.clause,
        "form": kind.form,
        "elsewhere": kind.elsewhere,
        "day": _iso(planned.day),
        "arranged_by": planned.arranged_by,
        "level": planned.level.rule.key if planned.level else None,
        "prerequisites": [one.key for one in kind.prerequisites],
        "windows": [_window(one, case) for one in planned.windows],
        "parts": [_rule(one, "key", "title", "not_before", "professionals_only") for one in planned.parts],
        "invitees": [_rule(one, "role", "part", "strength", "contributes", "note") | {"supported_by": one.owner}
                     for one in planned.invitees],
        "not_invited": [one.rule.role for one in planned.not_needed if isinstance(one.rule, Invitee)],
        "pack": [_rule(one, "title", "note") | {"owed_by": one.owner} | _due(one.due) for one in planned.pack],
        "not_in_pack": [one.rule.title for one in planned.not_needed if isinstance(one.rule, PackItem)],
        "agenda": [_rule(one, "key", "title", "part") for one in planned.agenda],
        "prompts": [_rule(one, "key", "title", "strength") for one in planned.prompts],
        "not_prompted": [p.key for p in kind.prompts if p not in prompted],
        "offers": [_offer(one) for one in planned.offers],
        "outcomes": _outcomes(kind, case.facts),
        "steps": [_step(one) for one in planned.steps],
        "outputs": [{"key": o.key, "title": o.title, "clause": o.clause, "audience": list(o.audience), "part": o.part}
                    for o in kind.outputs],
        "circulation": [{"output": c.output, "to": list(c.to), "clause": c.clause, "after": c.after}
                        for c in kind.circulation],
        "silent_on": [{"topic": topic, "setting": setting} for topic, setting in kind.silent_on],
        "blocked": list(dict.fromkeys(one.rule.setting for one in planned.blocked if isinstance(one.rule, Gap))),
    }  # fmt: skip


def _outcomes(kind: MeetingKind, facts: Facts) -> list[Values]:
    asked = [(one, ask(one.when, facts)) for one in kind.outcomes]
    return [{"key": one.key, "title": one.title, "clause": one.clause, "leads_to": one.leads_to,
             "ends_plan": one.ends_plan, "answer": answer.verdict.value, "needs": list(answer.needs)}
            for one, answer in asked if answer.verdict is not Verdict.NO]  # fmt: skip


def _offer(one: Planned) -> Values:
    said = _rule(one, "key", "title", "strength")
    return said | {"to": list(getattr(one.rule, "to", ())), "owed_by": one.owner}


def _rule(one: Planned, *names: str) -> Values:
    said = {name: getattr(one.rule, name) for name in names}
    needs = [*one.answer.needs, *one.owner_needs]
    return said | {"clause": one.rule.clause, "answer": one.answer.verdict.value, "needs": needs}


def _window(one: PlannedWindow, case: Case) -> Values:
    day = case.part_days.get(one.rule.part or "", case.day)
    return {
        "clause": one.rule.clause,
        "part": one.rule.part,
        "after": one.rule.after,
        "opens": _iso(one.dates.opens),
        "target": _iso(one.dates.target),
        "closes": _iso(one.dates.closes),
        "closes_at": _iso(one.dates.closes_at),
        "place": one.place(day) if day else None,
        "strictness": one.rule.strictness.value,
        "override_by": list(one.rule.override_by),
        "suspended": one.suspended.verdict.value if one.suspended else None,
        "needs": [*one.answer.needs, *one.needs],
        "interpretation": one.rule.interpretation,
    }


def _step(one: PlannedStep) -> Values:
    said = {name: getattr(one.rule, name) for name in ("key", "title", "clause", "part", "after", "strength")}
    needs = [*one.answer.needs, *one.owner_needs]
    own = {"owed_by": one.owner, "firm": one.firm, "done_on": _iso(one.done_on), "needs": needs}
    return said | own | _due(one.due)


def _due(due: Due | None) -> Values:
    if due is None:
        return {"due": None, "sum": None, "closed": None, "advise": None}
    return {"due": due.day.isoformat(), "sum": due.sum, "closed": due.flagged, "advise": _iso(due.advise)}


def _chair(one: ChairVerdict) -> Values:
    return {
        "name": one.candidate.ref,
        "verdict": one.standing.value,
        "departure": one.departure,
        "clause": one.clause,
        "because": list(one.because),
    }


def _clauses(said: Values, procedure: Procedure) -> Values:
    named = sorted({*_named(said)})
    return {id: {"heading": c.heading, "words": c.words, "interpretation": c.interpretation}
            for id in named if (c := procedure.clauses.get(id))}  # fmt: skip


def _named(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if isinstance(value.get("clause"), str):
            yield value["clause"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _named(one)


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None

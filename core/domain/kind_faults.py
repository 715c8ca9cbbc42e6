"""What speaks against a single meeting kind: keys given twice, steps that wait for nothing or for each other, parts,
outputs and audiences that do not fit together."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.domain.calendar import Calendar, Unit
from core.domain.fault import Fault, prefixed
from core.domain.parts import FAMILY_AND_CARERS
from core.domain.procedure import Window
from core.domain.steps import EVENTS, MEETING_HELD, MeetingKind
from core.domain.windows import window_dates


def kind_faults(plugin: str, kind: MeetingKind) -> list[Fault]:
    """Every fault of `kind` as a sentence that begins with the plugin's name."""
    found = (_twice, _waiting, _parts, _circulation, _windows, _on_paper, _gaps)
    return [prefixed(f"{plugin}: ", said) for look in found for said in look(kind)]


def _twice(kind: MeetingKind) -> Iterator[Fault]:
    nouns: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("step", kind.steps), ("output", kind.outputs), ("part", kind.parts), ("theme", kind.agenda),
        ("prompt", kind.prompts), ("level", kind.levels), ("offer", kind.offers), ("outcome", kind.outcomes),
        ("question", (*kind.asks, *kind.prerequisites)),
    )  # fmt: skip
    for noun, values in nouns:
        counted = Counter(value.key for value in values)
        again = {value.key: value for value in values if counted[value.key] > 1}
        yield from (Fault(f"{kind.key} declares the {noun} '{key}' twice.", one) for key, one in again.items())


def _waiting(kind: MeetingKind) -> Iterator[Fault]:
    steps = {step.key: step for step in kind.steps}
    for step in kind.steps:
        if step.after not in steps and step.after not in EVENTS:
            said = f"the step '{step.key}' of {kind.key} waits for '{step.after}', which nothing sets."
            yield Fault(said, step, step.after)
        elif _in_circle(step.key, steps):
            yield Fault(f"the step '{step.key}' of {kind.key} waits for itself, in a circle.", step, "after")
        if step.key in EVENTS:
            said = f"the step '{step.key}' of {kind.key} has the name of an event; give it another key."
            yield Fault(said, step, "key")


def _in_circle(key: str, steps: Mapping[str, Any]) -> bool:
    seen, at = set(), key
    while at in steps:
        if at in seen:
            return True
        seen.add(at)
        at = steps[at].after
    return False


def _parts(kind: MeetingKind) -> Iterator[Fault]:
    parts = {part.key: part for part in kind.parts}
    graded = [rule for level in kind.levels for rule in (*level.chairs, *level.invitees)]
    placed: tuple[Any, ...] = (
        *kind.invitees, *kind.steps, *kind.outputs, *kind.agenda, *kind.chairs, *kind.window, *graded,
    )  # fmt: skip
    for rule in placed:
        if rule.part is not None and rule.part not in parts:
            yield Fault(f"{kind.key} names the part '{rule.part}', which it does not declare.", rule, "part")
    for part in kind.parts:
        if part.not_before and (part.not_before not in parts or part.not_before == part.key):
            said = f"the part '{part.key}' of {kind.key} comes after '{part.not_before}', which is no other part."
            yield Fault(said, part, "not_before")
    for invitee in kind.invitees:
        asked = parts.get(invitee.part or "")
        if asked and asked.professionals_only and invitee.role in FAMILY_AND_CARERS:
            said = f"{kind.key} asks '{invitee.role}' to '{asked.key}', which is for professionals only."
            yield Fault(said, invitee, "role")


def _circulation(kind: MeetingKind) -> Iterator[Fault]:
    outputs = {output.key: output for output in kind.outputs}
    events = {*EVENTS, *(step.key for step in kind.steps)}
    for one in kind.circulation:
        if one.output not in outputs:
            yield Fault(f"{kind.key} circulates '{one.output}', which is not one of its outputs.", one, "output")
        else:
            outside = [role for role in one.to if role not in outputs[one.output].audience]
            yield from (
                Fault(f"{kind.key} sends '{one.output}' to '{role}', who is not in its audience.", one, role)
                for role in outside
            )
            if one.as_draft and not outputs[one.output].drafted:
                said = f"{kind.key} sends a draft of '{one.output}', which is not declared as drafted."
                yield Fault(said, one, "as_draft")
        if one.after not in events:
            yield Fault(f"{kind.key} circulates after '{one.after}', which nothing sets.", one, "after")
    for output in kind.outputs:
        if not output.audience:
            said = f"the output '{output.key}' of {kind.key} has no audience; name who may read it."
            yield Fault(said, output, "audience")
        if output.drafted and not output.written_by:
            said = f"{kind.key} asks for corrections of '{output.key}', which nobody is named to write."
            yield Fault(said, output, "drafted")


def _windows(kind: MeetingKind) -> Iterator[Fault]:
    for window in kind.window:
        if window.after not in EVENTS:
            yield Fault(f"the window of {kind.key} runs from '{window.after}', which is no event.", window, "after")
        try:
            _tried(window)
        except ValueError as fault:
            yield Fault(f"{kind.key}, clause {window.clause}: {fault}", window)


def _tried(window: Window) -> None:
    """Short and long months, to see that the window opens before it closes; ValueError where it does not."""
    if not window.opens or not window.closes or Unit.HOURS in (window.opens.unit, window.closes.unit):
        return
    for anchor in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 7, 1)):
        window_dates(anchor, opens=window.opens, closes=window.closes, calendar=Calendar())


def _on_paper(kind: MeetingKind) -> Iterator[Fault]:
    if kind.form != "report":
        return
    if kind.chairs:
        yield Fault(f"{kind.key} is a report on paper, yet says who chairs it.", kind, "chairs")
    for step in kind.steps:
        if step.after == MEETING_HELD:
            said = f"{kind.key} is a report on paper, so its step '{step.key}' cannot wait for a meeting."
            yield Fault(said, step, "after")


def _gaps(kind: MeetingKind) -> Iterator[Fault]:
    settled_by = {setting for _, setting in kind.silent_on}
    for gap in kind.blocked_by:
        if gap.setting not in settled_by:
            said = f"{kind.key} waits for the setting '{gap.setting}', which its `silent_on` does not name."
            yield Fault(said, gap, "setting")

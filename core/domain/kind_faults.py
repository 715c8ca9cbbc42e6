"""What speaks against a single meeting kind: keys given twice, steps that wait for nothing or for each other, parts,
outputs and audiences that do not fit together."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.domain.calendar import Calendar, Unit
from core.domain.parts import FAMILY_AND_CARERS
from core.domain.procedure import Window
from core.domain.steps import EVENTS, MEETING_HELD, MeetingKind
from core.domain.windows import window_dates


def kind_faults(plugin: str, kind: MeetingKind) -> list[str]:
    """Every fault of `kind` as a sentence that begins with the plugin's name."""
    found = (_twice, _waiting, _parts, _circulation, _windows, _on_paper, _gaps)
    return [f"{plugin}: {said}" for look in found for said in look(kind)]


def _twice(kind: MeetingKind) -> Iterator[str]:
    nouns: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("step", kind.steps), ("output", kind.outputs), ("part", kind.parts), ("theme", kind.agenda),
        ("prompt", kind.prompts), ("level", kind.levels), ("offer", kind.offers), ("outcome", kind.outcomes),
        ("question", (*kind.asks, *kind.prerequisites)),
    )  # fmt: skip
    for noun, values in nouns:
        counted = Counter(value.key for value in values)
        yield from (f"{kind.key} declares the {noun} '{key}' twice." for key, n in counted.items() if n > 1)


def _waiting(kind: MeetingKind) -> Iterator[str]:
    steps = {step.key: step for step in kind.steps}
    for step in kind.steps:
        if step.after not in steps and step.after not in EVENTS:
            yield f"the step '{step.key}' of {kind.key} waits for '{step.after}', which nothing sets."
        elif _in_circle(step.key, steps):
            yield f"the step '{step.key}' of {kind.key} waits for itself, in a circle."
        if step.key in EVENTS:
            yield f"the step '{step.key}' of {kind.key} has the name of an event; give it another key."


def _in_circle(key: str, steps: Mapping[str, Any]) -> bool:
    seen, at = set(), key
    while at in steps:
        if at in seen:
            return True
        seen.add(at)
        at = steps[at].after
    return False


def _parts(kind: MeetingKind) -> Iterator[str]:
    parts = {part.key: part for part in kind.parts}
    graded = [rule for level in kind.levels for rule in (*level.chairs, *level.invitees)]
    placed: tuple[Any, ...] = (
        *kind.invitees, *kind.steps, *kind.outputs, *kind.agenda, *kind.chairs, *kind.window, *graded,
    )  # fmt: skip
    for rule in placed:
        if rule.part is not None and rule.part not in parts:
            yield f"{kind.key} names the part '{rule.part}', which it does not declare."
    for part in kind.parts:
        if part.not_before and (part.not_before not in parts or part.not_before == part.key):
            yield f"the part '{part.key}' of {kind.key} comes after '{part.not_before}', which is no other part."
    for invitee in kind.invitees:
        asked = parts.get(invitee.part or "")
        if asked and asked.professionals_only and invitee.role in FAMILY_AND_CARERS:
            yield f"{kind.key} asks '{invitee.role}' to '{asked.key}', which is for professionals only."


def _circulation(kind: MeetingKind) -> Iterator[str]:
    outputs = {output.key: output for output in kind.outputs}
    events = {*EVENTS, *(step.key for step in kind.steps)}
    for one in kind.circulation:
        if one.output not in outputs:
            yield f"{kind.key} circulates '{one.output}', which is not one of its outputs."
        else:
            outside = [role for role in one.to if role not in outputs[one.output].audience]
            yield from (f"{kind.key} sends '{one.output}' to '{role}', who is not in its audience." for role in outside)
            if one.as_draft and not outputs[one.output].drafted:
                yield f"{kind.key} sends a draft of '{one.output}', which is not declared as drafted."
        if one.after not in events:
            yield f"{kind.key} circulates after '{one.after}', which nothing sets."
    for output in kind.outputs:
        if not output.audience:
            yield f"the output '{output.key}' of {kind.key} has no audience; name who may read it."
        if output.drafted and not output.written_by:
            yield f"{kind.key} asks for corrections of '{output.key}', which nobody is named to write."


def _windows(kind: MeetingKind) -> Iterator[str]:
    for window in kind.window:
        if window.after not in EVENTS:
            yield f"the window of {kind.key} runs from '{window.after}', which is no event."
        try:
            _tried(window)
        except ValueError as fault:
            yield f"{kind.key}, clause {window.clause}: {fault}"


def _tried(window: Window) -> None:
    """Short and long months, to see that the window opens before it closes; ValueError where it does not."""
    if not window.opens or not window.closes or Unit.HOURS in (window.opens.unit, window.closes.unit):
        return
    for anchor in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 7, 1)):
        window_dates(anchor, opens=window.opens, closes=window.closes, calendar=Calendar())


def _on_paper(kind: MeetingKind) -> Iterator[str]:
    if kind.form != "report":
        return
    if kind.chairs:
        yield f"{kind.key} is a report on paper, yet says who chairs it."
    for step in kind.steps:
        if step.after == MEETING_HELD:
            yield f"{kind.key} is a report on paper, so its step '{step.key}' cannot wait for a meeting."


def _gaps(kind: MeetingKind) -> Iterator[str]:
    settled_by = {setting for _, setting in kind.silent_on}
    for gap in kind.blocked_by:
        if gap.setting not in settled_by:
            yield f"{kind.key} waits for the setting '{gap.setting}', which its `silent_on` does not name."

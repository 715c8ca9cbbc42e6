"""One meeting from what calls for it to what comes of it, as boxes that wait for each other: who does what, after what.
Apart from the picture, which gives each box its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from core.domain.compiling import Procedure
from core.domain.procedure import Strength
from core.domain.steps import CONVENED, MEETING_HELD, PANEL_DATE, MeetingKind, Step
from core.domain.telling.saying import Saying, small

Look = Literal["event", "step", "meeting", "corrections", "panel"]
SILENT, DEPENDS = "Not said in the text", "Depends on the case"
"""Lanes of what nobody is named for, and of what somebody owes who differs from case to case."""
HAPPENS = {
    "placement_ended": "A placement ends",
    "concern_raised": "A concern is raised",
    "placement_started": "A placement starts",
    "decision_made": "A decision is made",
}
CALLED = {
    Strength.MUST: "must be held",
    Strength.SHOULD: "should be held",
    Strength.CONSIDER: "is considered",
    Strength.OFFER: "is offered",
    Strength.MAY: "may be held",
    Strength.NOT_APPROPRIATE: "is not held",
}
BEFORE = "before "


@dataclass(frozen=True, kw_only=True)
class Box:
    """One thing that happens. `lane` is who does it, in words; `after` the keys of what comes first; `at_once` whether
    it follows without a date of its own; `items` what a box that gathers several stands for."""

    key: str
    lane: str
    title: str
    note: str = ""
    look: Look = "step"
    after: tuple[str, ...] = ()
    at_once: bool = False
    items: tuple[str, ...] = ()


def flow(procedure: Procedure, kind: MeetingKind) -> tuple[Box, ...]:
    """The boxes of one meeting, each after those it waits for: what calls for it, preparation, the meeting or its
    parts, what is owed afterwards, what it comes to, panels."""
    drawing = _Drawing(Saying(procedure), kind)
    called = tuple(drawing.called())
    prepared = tuple(drawing.prepared([box.key for box in called]))
    held = tuple(drawing.held([box.key for box in prepared or called]))
    followed = tuple(drawing.followed([box.key for box in _last(held)], [box.key for box in held]))
    return _in_order((*called, *prepared, *held, *followed, *drawing.considered(followed, _last(held))))


@dataclass(frozen=True)
class _Drawing:
    say: Saying
    kind: MeetingKind

    @property
    def before(self) -> tuple[Step, ...]:
        """The steps that belong to the time before the meeting."""
        early = {*HAPPENS, CONVENED}
        found: list[Step] = []
        for step in self.kind.steps:
            to_meeting = step.direction == "before" and step.after == MEETING_HELD
            if to_meeting or step.after in early or step.after in {one.key for one in found}:
                found.append(step)
        return tuple(found)

    def called(self) -> Iterator[Box]:
        """What calls for the meeting: one box an event; for a meeting that looks at a plan again, the plan."""
        lane = self._lane(self.kind.arranged_by)
        triggers = [one for one in self.say.procedure.triggers if one.proposes == self.kind.key]
        for anchor in dict.fromkeys(one.anchor.value for one in triggers):
            strengths = sorted({one.strength for one in triggers if one.anchor.value == anchor}, key=lambda s: s.rank)
            note = f"a meeting {', or '.join(CALLED[one] for one in strengths)}"
            yield Box(
                key=f"event {anchor}",
                lane=lane,
                title=HAPPENS.get(anchor, "Something calls for it"),
                note=note,
                look="event",
            )
        for plan in self.say.procedure.plans:
            if plan.review == self.kind.key and not triggers:
                agreed = f"agreed at: {small(self.say.procedure.kinds[plan.agreed_at].title)}"
                yield Box(key=f"event {plan.key}", lane=lane, title=plan.title, note=agreed, look="event")

    def prepared(self, called: list[str]) -> Iterator[Box]:
        """What is done beforehand: steps with a date or an order of their own, the rest gathered by who does it,
        papers last."""
        waited = {step.after for step in self.kind.steps}
        loose: dict[str, list[str]] = {}
        for step in self.before:
            of_papers = step.completes == "pack" and bool(self.kind.pack)
            if step.within or step.key in waited or step.after in self._keys or of_papers:
                first = (BEFORE + step.after,) if step.after in self._keys else tuple(called)
                note = self._papers() if of_papers else self._by_when(step)
                yield self._box(step, BEFORE + step.key, first, note)
            else:
                loose.setdefault(self._lane(step.owed_by), []).append(step.title)
        for offer in self.kind.offers:
            loose.setdefault(self._lane(offer.owed_by), []).append(offer.title)
        for lane, titles in loose.items():
            yield _gathered(lane, titles, tuple(called))
        if self.kind.pack and not any(step.completes == "pack" for step in self.before):
            lanes = list(dict.fromkeys(self._lane(item.owed_by) for item in self.kind.pack))
            lane = lanes[0] if len(lanes) == 1 else "Several people"
            papers = tuple(item.title for item in self.kind.pack)
            yield Box(key=f"{BEFORE}papers", lane=lane, title="Papers", note=self._papers(), after=tuple(called),
                      items=papers)  # fmt: skip

    def held(self, first: list[str]) -> Iterator[Box]:
        """The meeting; in several parts, each of them."""
        lane = self._lane("chair")
        if not self.kind.parts:
            said = "on paper" if self.kind.form == "report" else "held"
            yield Box(key="held", lane=lane, title=self.kind.title, note=said, look="meeting", after=tuple(first))
        for part in self.kind.parts:
            after = (f"held {part.not_before}",) if part.not_before else tuple(first)
            note = "by way of exception" if part.exceptional else ""
            yield Box(key=f"held {part.key}", lane=lane, title=part.title, note=note, look="meeting", after=after)

    def followed(self, last: list[str], held: list[str]) -> Iterator[Box]:
        """What is owed afterwards, and what the meeting comes to."""
        early = {step.key for step in self.before}
        for step in self.kind.steps:
            if step.key in early:
                continue
            own = f"held {step.part}"
            meeting = (own,) if own in held else tuple(last)
            keys = {MEETING_HELD: meeting, PANEL_DATE: meeting if step.direction == "before" else ()}
            first = keys.get(step.after, (f"step {step.after}",))
            yield self._box(step, f"step {step.key}", first, self._by_when(step))
        if self.kind.circulation and not any(step.completes == "circulation" for step in self.kind.steps):
            titles = list(dict.fromkeys(self.say.circulation(one, self.kind) for one in self.kind.circulation))
            yield replace(_gathered(SILENT, titles, tuple(last)), key="sent", title="Sent out")
        if self.kind.outcomes:
            items = tuple(one.title for one in self.kind.outcomes)
            note = f"one of {len(items)}" if len(items) > 1 else items[0]
            yield Box(key="outcome", lane=self._lane("chair"), title="What it comes to", note=note, after=tuple(last),
                      items=items)  # fmt: skip
        for plan in self.say.procedure.plans:
            if plan.agreed_at == self.kind.key:
                again = f"looked at again at: {small(self.say.procedure.kinds[plan.review].title)}"
                yield Box(key=f"plan {plan.key}", lane=self._lane("chair"), title=plan.title, note=again,
                          after=tuple(last))  # fmt: skip

    def considered(self, followed: tuple[Box, ...], held: tuple[Box, ...]) -> Iterator[Box]:
        """The bodies that hear of it, and what is owed once they have met."""
        sent = [step for step in self.kind.steps if step.completes == "referral"]
        before = [step for step in self.kind.steps if step.after == PANEL_DATE and step.direction == "before"]
        known = {box.key for box in followed}
        for route in (one for one in self.say.procedure.routes if one.kind == self.kind.key):
            steps = [f"step {step.key}" for step in (*sent, *before)] or [f"step {route.after}"]
            first = tuple(key for key in steps if key in known) or tuple(box.key for box in held)
            told = Box(key=f"panel {route.key}", lane=route.panel, title="It is told", look="panel", after=first)
            if route.considers:
                told = replace(told, title="It considers what is sent", note="its outcome comes back")
            if route.asks_attendance:
                by = (f"By way of: {small(self.say.owner(route.via))}",) if route.via else ()
                yield Box(key=f"date {route.key}", lane=route.panel, title="It says the date, and whether to attend",
                          look="panel", after=first, items=by)  # fmt: skip
                told = replace(told, after=(f"date {route.key}",), at_once=True)
            yield told

    @property
    def _keys(self) -> set[str]:
        return {step.key for step in self.kind.steps}

    def _lane(self, owner: Any) -> str:
        if owner is None:
            return SILENT
        return DEPENDS if callable(owner) else self.say.owner(owner)

    def _box(self, step: Step, key: str, first: tuple[str, ...], note: str) -> Box:
        readers = self._readers(step)
        if readers:
            more = f" and {len(readers) - 1} more" if len(readers) > 1 else ""
            note = ", ".join(one for one in (note, f"to {small(self.say.roles(readers[:1]))}{more}") if one)
        look: Look = "corrections" if step.completes == "corrections" else "step"
        items = tuple(item.title for item in self.kind.pack) if step.completes == "pack" else ()
        at_once = step.within is None and bool(first) and step.after in self._keys
        return Box(key=key, lane=self._lane(step.owed_by), title=step.title, note=note, look=look, after=first,
                   at_once=at_once, items=items)  # fmt: skip

    def _readers(self, step: Step) -> list[str]:
        """The roles to whom a step sends something; none for a step that sends nothing."""
        if step.completes not in ("circulation", "draft circulation"):
            return []
        sent = [one for one in self.kind.circulation if one.as_draft == (step.completes == "draft circulation")]
        sent = [one for one in sent if one.after == step.after] or sent
        return list(dict.fromkeys(role for one in sent for role in one.to))

    def _by_when(self, step: Step) -> str:
        if step.within is None:
            return ""
        return f"{step.within} before" if step.direction == "before" else f"within {step.within}"

    def _papers(self) -> str:
        count = len(self.kind.pack)
        due = {str(item.before_meeting) for item in self.kind.pack if item.before_meeting}
        said = f"{count} papers" if count > 1 else "1 paper"
        return f"{said}, {' or '.join(sorted(due))} before" if due else f"{said}, no date set"


def _gathered(lane: str, titles: list[str], first: tuple[str, ...]) -> Box:
    key = f"{BEFORE}{lane}"
    if len(titles) == 1:
        return Box(key=key, lane=lane, title=titles[0], after=first)
    note = f"{titles[0][:1].lower()}{titles[0][1:]}, and {len(titles) - 1} more"
    return Box(key=key, lane=lane, title="Preparation", note=note, after=first, items=tuple(titles))


def _last(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    waited = {key for box in boxes for key in box.after}
    return tuple(box for box in boxes if box.key not in waited)


def _in_order(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Each after those it waits for; a box waits for no box that is not drawn."""
    rest = list(boxes)
    drawn = {box.key for box in rest}
    rest = [replace(box, after=tuple(key for key in box.after if key in drawn)) for box in rest]
    done: list[Box] = []
    while rest:
        there = {box.key for box in done}
        ready = [box for box in rest if set(box.after) <= there] or rest[:1]
        done += ready
        rest = [box for box in rest if box not in ready]
    return tuple(done)

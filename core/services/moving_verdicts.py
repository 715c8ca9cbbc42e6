"""What another version says of the day and the chair that were chosen for a meeting, and what it would leave to settle;
in sentences, for those that differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.chairing import Standing
from core.domain.days import british
from core.domain.planning import Plan
from core.services import chairs, convening, scheduling
from core.services.desk import Desk
from core.services.meetings import Case
from core.services.placing_days import place, span

PLACES = {
    "inside": "lies in the window",
    "before": "lies before the window",
    "after": "lies after the window",
    "late start": "does not come before what it should precede",
    "suspended": "departs from nothing, while the window does not run",
    "no dates": "is held against no window",
}
STANDINGS = {
    Standing.ELIGIBLE: "may chair",
    Standing.NEEDS_REASON: "may chair with a recorded reason",
    Standing.NOT_ELIGIBLE: "may not chair",
}
ADVICE = {
    Standing.NEEDS_REASON: "Choose the chair again and say why.",
    Standing.NOT_ELIGIBLE: "Choose another chair.",
}
SETTLED = ("inside", "no dates", "suspended")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One thing that is judged otherwise. `before` is "" where the rules that ruled cannot be read any more; `then`
    says what to do about it, "" for nothing."""

    about: str
    before: str
    after: str
    then: str = ""

    @property
    def sentence(self) -> str:
        """All of it in one."""
        until_now = f" (before: {self.before})" if self.before else ""
        return f"{self.about}: {self.after}{until_now}. {self.then}".rstrip()


def verdicts(desk: Desk, now: Case, then: Case) -> Iterator[Verdict]:
    """The window, the days, and the chair of a meeting that was not held yet; then what blocks its invitations."""
    if now.meeting.held_on is not None:
        return
    yield from _days(desk, now, then)
    yield from _chair(desk, now, then)


def gaps(desk: Desk, then: Case) -> tuple[str, ...]:
    """What would have to be settled before anybody is invited; nothing where they have been."""
    if then.meeting.stage not in ("proposed", "postponed"):
        return ()
    return tuple(f"{sentence} ({clause})" if clause else sentence for sentence, clause in convening.gaps(then))


def _days(desk: Desk, now: Case, then: Case) -> Iterator[Verdict]:
    before = scheduling.planned(desk, now) if now.declared else None
    after = scheduling.planned(desk, then)
    parts = scheduling.parts_of(desk, now.meeting)
    for part in parts:
        title = f"The window of “{part.title}”" if len(parts) > 1 else "The window"
        was, will = _span(before, part.key), _span(after, part.key)
        if was != will:
            yield Verdict(about=title, before=was, after=will)
        if part.day is None or part.held_on is not None:
            continue
        here = place(before.window_of(part.key), part.day, part.starts) if before else ""
        there = place(after.window_of(part.key), part.day, part.starts)
        if here != there and not (before is None and there in SETTLED):
            advice = "" if there in SETTLED else "Choose another day, or record why it stays."
            words = PLACES.get(here, "")
            yield Verdict(about=british(part.day, weekday=True), before=words, after=PLACES[there], then=advice)


def _span(plan: Plan | None, part: str) -> str:
    window = plan.window_of(part) if plan else None
    return span(window) if window else "no dates" if plan else ""


def _chair(desk: Desk, now: Case, then: Case) -> Iterator[Verdict]:
    chosen = now.meeting.chair_id
    before = chairs.verdict_of(desk, now, chosen) if chosen and now.declared else None
    after = chairs.verdict_of(desk, then, chosen) if chosen else None
    if after is None or (before is not None and before.standing is after.standing):
        return
    if before is None and after.standing is Standing.ELIGIBLE:
        return
    because = f"{STANDINGS[after.standing]}: {after.because[0][:1].lower()}{after.because[0][1:]}"
    clause = f" ({after.clause})" if after.clause else ""
    yield Verdict(about=now.meeting.chair_name, before=STANDINGS[before.standing] if before else "",
                  after=f"{because}{clause}", then=ADVICE.get(after.standing, ""))  # fmt: skip

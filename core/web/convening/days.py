"""What a day would mean for a meeting, in words and as a picture: its place in the window, and what it makes due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.domain.calendar import Calendar, bank_holidays
from core.domain.days import british, clock
from core.domain.planning import Plan, PlannedWindow
from core.domain.procedure import Window as WindowRule
from core.domain.windows import Due
from core.services import judging
from core.web.pictures.window import Window, window


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something that a day makes due: its words, the date with its sum, and the clause."""

    words: str
    due: Due
    clause: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """One day held against the procedure. `departs` asks for a judgement; `parties` say whose."""

    day: date
    where: str
    sentence: str
    departs: bool
    parties: tuple[str, ...]
    owed: tuple[Owed, ...]
    closed: str


def find(day: date, starts: str, of: PlannedWindow | None, asked: Plan, part: str, anchor: tuple[date, str],
         calendar: Calendar) -> Found:  # fmt: skip
    """`day` as the day of one part. `anchor` is the day counted from, and what happened on it ("the ending")."""
    where = judging.place(of, day, starts)
    departs = where in ("before", "after", "late start")
    return Found(
        day=day,
        where=where,
        sentence=f"{_placed(where, of)}, {_since(day, *anchor)}."
        if where != "no dates"
        else f"{_since(day, *anchor)[0].upper()}{_since(day, *anchor)[1:]}.",
        departs=departs,
        parties=judging.parties(of) if departs else (),
        owed=_owed(asked, part),
        closed=calendar.closed_because(day) or "",
    )


def strip(
    of: PlannedWindow | None, anchor: tuple[date, str], today: date, calendar: Calendar,
    chosen: Sequence[tuple[date, str]], owed: Sequence[Owed],
) -> Window:  # fmt: skip
    """The window as a strip of days. `chosen` are the parts' days with their words, the first drawn as chosen."""
    dates = of.dates if of else None
    first = chosen[0][0] if chosen else None
    marks = [(one.due.day, f"{one.words} {_short(one.due.day)}") for one in owed]
    if len(chosen) > 1 and len({day for day, _ in chosen}) == 1:
        marks.append((chosen[0][0], f"Meeting {_short(chosen[0][0])}, all parts"))
    elif len(chosen) > 1:
        marks += [(day, f"{words} {_short(day)}") for day, words in chosen]
    every = [anchor[0], today, *(day for day, _ in marks), *(day for day in (first,) if day)]
    every += [day for day in ((dates.opens, dates.closes) if dates else ()) if day]
    years = range(min(every).year, min(max(every).year + 2, min(every).year + 4))
    return window(
        anchor_day=anchor[0],
        anchor_label=anchor[1],
        opens=dates.opens if dates else None,
        closes=dates.closes if dates else None,
        today=today,
        chosen=first,
        bank_holidays={day: name for year in years for day, name in bank_holidays(calendar.nation, year).items()},
        marks=marks,
        note=counted(of.rule) if of else "",
    )


def counted(rule: WindowRule) -> str:
    """The window's length in words: "2 to 6 weeks", "28 to 42 days", "up to 72 hours"; "" where none is given."""
    opens, closes = rule.opens, rule.closes
    if opens and closes:
        return f"{opens.n} to {closes}" if opens.unit is closes.unit else f"{opens} to {closes}"
    if closes:
        return f"up to {closes}"
    return f"from {opens}" if opens else ""


def _placed(where: str, of: PlannedWindow | None) -> str:
    match where:
        case "inside" if of and of.rule.reason_after_anchor:
            return "In good time"
        case "inside":
            return "Inside the window"
        case "before":
            return (
                f"Outside the window, before it opens on {british(of.dates.opens)}"
                if of and of.dates.opens
                else "Before the window"
            )
        case "after":
            return (
                f"Outside the window, after it closes on {british(of.dates.closes)}{_at(of.dates.closes_at)}"
                if of and of.dates.closes
                else "After the window"
            )
        case "late start":
            within = "Cannot tell to the hour until the time is recorded"
            if of and of.dates.closes:
                within = f"Within the time allowed, which ends on {british(of.dates.closes)}{_at(of.dates.closes_at)}"
            return f"{within}. The meeting should come before this, and would not"
    return "The window does not run at present"


def _at(moment: datetime | None) -> str:
    return f" at {clock(moment)}" if moment else ""


def _since(day: date, anchor: date, words: str) -> str:
    event = words[0].lower() + words[1:]
    days = (day - anchor).days
    if days < 0:
        return f"{-days} day{'' if days == -1 else 's'} before: {event}"
    weeks, rest = divmod(days, 7)
    said = [f"{weeks} week{'' if weeks == 1 else 's'}"] if weeks else []
    said += [f"{rest} day{'' if rest == 1 else 's'}"] if rest or not weeks else []
    return f"{' and '.join(said)} after the day on which the {event}"


def _owed(asked: Plan, part: str) -> tuple[Owed, ...]:
    found: list[Owed] = []
    papers = [item for item in asked.pack if item.due]
    if papers:
        first = min(papers, key=lambda item: item.due.day if item.due else date.max)
        assert first.due is not None
        step = next((s for s in asked.kind.steps if s.completes == "pack"), None)
        found.append(Owed(words="Pack due", due=first.due, clause=step.clause if step else first.rule.clause))
    for planned in asked.steps:
        rule = planned.rule
        if planned.due and rule.completes == "minutes" and rule.part in (None, part):
            found.append(Owed(words="Minutes due", due=planned.due, clause=rule.clause))
    return tuple(found)


def _short(day: date) -> str:
    return british(day).rsplit(" ", 1)[0]


def anchor_of(meeting: Any) -> tuple[date, str]:
    """The day that a meeting's dates are counted from, and what happened on it."""
    words = {
        "placement_ended": "Placement ended",
        "placement_started": "Placement starts",
        "concern_raised": "Concern was raised",
    }
    return meeting.anchor_day, words.get(meeting.anchor, meeting.anchor.replace("_", " ").capitalize())

"""Each meeting held in the period against its window: how long after the event, inside or not, and judged or not."""

from core.domain.measures.made import (
    Dot,
    Figure,
    HeldRow,
    Measure,
    Records,
    Table,
    capital,
    listed,
    many,
    middle,
    was_were,
)

ROOM = 24
"""More meetings than this are drawn by the week, not one by one."""
PLACES = {
    "inside": "Inside the window", "before": "Early", "after": "Late", "suspended": "Window suspended",
    "no dates": "No dates in the text",
}  # fmt: skip
PARTED = (("before", "early"), ("after", "late"))


def timeliness(records: Records) -> Measure:
    """A dot for each meeting; by the week where there are many. Dates that staff kept are told whole."""
    held = sorted(records.held, key=lambda one: one.days)
    if not held:
        return Measure(key="timeliness", title="Timeliness", sentences=(_none(records.noun),))
    outside = [one for one in held if one.place in ("before", "after")]
    figure = _dots(held, records) if len(held) <= ROOM else _weeks(held, records)
    return Measure(
        key="timeliness",
        title="Timeliness",
        sentences=_sentences(held, outside, records.noun),
        figures=(figure,),
        numbers=(
            (middle([one.days for one in held]) or 0, f"days, median from the ending or event to the {records.noun}"),
        ),
        note="Of a meeting in several parts the first is counted.",
    )


def _none(noun: str) -> str:
    return f"No {noun} was held, so there is none to hold against a window."


def _sentences(held: list[HeldRow], outside: list[HeldRow], noun: str) -> tuple[str, ...]:
    bound = [one for one in held if one.place in ("inside", "before", "after")]
    first = f"{capital(many(len(held), noun))} {was_were(len(held))} held"
    if not bound:
        return (f"{first}; the text gives no dates to hold {'it' if len(held) == 1 else 'them'} against.",)
    said = [f"{first}; {len(bound) - len(outside)} of {len(bound)} within {_window(bound)}."]
    if len(bound) < len(held):
        left = len(held) - len(bound)
        said.append(f"For {many(left, noun)} no dates bound the day.")
    if outside:
        said.append(_outside(outside))
    return tuple(said)


def _outside(outside: list[HeldRow]) -> str:
    counts = [
        (sum(one.place == place for one in outside), words) for place, words in (("before", "early"), ("after", "late"))
    ]
    said = [f"{count} {was_were(count)} {words}" for count, words in counts if count]
    judged = sum(one.judged for one in outside)
    if judged == len(outside):
        tail = "with the judgement recorded" if judged == 1 else "each with the judgement recorded"
    else:
        tail = f"the judgement is recorded for {judged or 'none'} of {len(outside)}"
    return f"{capital(listed(said))}, {tail}."


def _window(bound: list[HeldRow]) -> str:
    windows = {one.window for one in bound if one.window}
    return f"the window of {windows.pop()}" if len(windows) == 1 else "their windows"


def _dots(held: list[HeldRow], records: Records) -> Figure:
    rows = [
        (f"Meeting {number}", one.days, PLACES.get(one.place, one.place), _judged(one))
        for number, one in enumerate(held, 1)
    ]
    return Figure(
        title=_finding(held),
        kind="dots",
        table=Table(
            caption=f"Days to each {records.noun}, the earliest first",
            columns=("Meeting", "Days", "Against the window", "Judgement"),
            rows=tuple(rows),
        ),
        dots=tuple(
            Dot(days=one.days, place=one.place, judged=one.judged, opens=one.opens, closes=one.closes) for one in held
        ),
    )


def _weeks(held: list[HeldRow], records: Records) -> Figure:
    weeks = range(min(one.days for one in held) // 7, max(one.days for one in held) // 7 + 1)
    rows = []
    for week in weeks:
        here = [one for one in held if one.days // 7 == week]
        outside = sum(one.place in ("before", "after") for one in here)
        rows.append((str(week), len(here) - outside, outside))
    return Figure(
        title=_finding(held),
        kind="weeks",
        table=Table(
            caption=f"Full weeks to each {records.noun}",
            columns=("Weeks", "Inside the window, or no dates", "Outside"),
            rows=tuple(rows),
        ),
        drawn=(1, 2),
    )


def _finding(held: list[HeldRow]) -> str:
    bound = [one for one in held if one.place in ("inside", "before", "after")]
    inside = sum(one.place == "inside" for one in bound)
    if not bound:
        return "The text gives no window for these meetings"
    if inside == len(bound):
        return "Every meeting was held inside its window"
    share = inside * 2 - len(bound)
    much = "Most" if share > 0 else "Half of the" if share == 0 else "Fewer than half of the"
    return f"{much} meetings were held inside the window"


def _judged(one: HeldRow) -> str:
    if one.place not in ("before", "after"):
        return ""
    return "Recorded" if one.judged else "Not recorded"

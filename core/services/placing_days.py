"""Where a day lies in a window, whose judgement a departure needs, and a window in words. Apart from `judging`, which
keeps what was judged, because nothing here is kept."""

from datetime import date, datetime, time

from core.domain.calendar import LONDON
from core.domain.days import british, clock
from core.domain.planning import PlannedWindow


def place(window: PlannedWindow | None, day: date, starts: str = "") -> str:
    """Where a day lies: "inside", "before", "after", "no dates", "suspended", or "late start".

    A window in hours is held against the time of day. "late start": not too late, yet not certainly before an event
    that it should precede.
    """
    if window is None:
        return "no dates"
    at = date_and_time(day, starts) if starts else day
    where = window.place(at)
    if not window.rule.reason_after_anchor or where not in ("inside", "no dates"):
        return where
    if window.precedes(at):
        return "inside"
    return "after" if window.certainly_after(day) else "late start"


def date_and_time(day: date, starts: str) -> date:
    """The moment a meeting begins in the United Kingdom; the day alone where the time cannot be read."""
    try:
        return datetime.combine(day, time.fromisoformat(starts), LONDON)
    except ValueError:
        return day


def parties(window: PlannedWindow | None) -> tuple[str, ...]:
    """Whose judgement a day outside the window needs: as the clause names them, else the social worker's."""
    return (window.rule.override_by or ("social_worker",)) if window else ()


def span(window: PlannedWindow) -> str:
    """The window in words: "27 March 2026 to 24 April 2026"; one in hours says the time too."""
    opens, closes, at = window.dates.opens, window.dates.closes, window.dates.closes_at
    if opens and closes:
        return f"{british(opens)} to {british(closes)}"
    if closes:
        return f"up to {british(closes)}{f', {clock(at)}' if at else ''}"
    if window.rule.closes:
        return f"{window.rule.closes} from an event whose time is not recorded"
    return f"from {british(opens)}" if opens else "no dates"

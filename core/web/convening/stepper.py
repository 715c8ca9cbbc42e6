"""The steps of arranging a meeting at the head of its page: which are done, which is now, which comes next."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from core.domain.days import british
from core.services.convening import Check
from core.services.meetings import Case

Step = tuple[str, str, str, set[str]]
"""Title, a word on where it stands, the anchor it leads to, and the anchors of the checks that belong to it."""


def steps(
    case: Case, checks: Sequence[Check], parts: Iterable[Any], rows: Iterable[Any], *, first: bool, waits: bool
) -> list[tuple[str, ...]]:
    """(title, detail, "done" | "now" | "next", address) of each step.

    `waits`: nothing is asked first, and a setting is still to be made.

    Done where its checks are in order; the first that is not is now. The papers may follow, so they never hold
    anything up, and are done once every one of them is in or will not be had.
    """
    open_ = {check.anchor for check in checks if check.needed and not check.ok}
    declared = [_first(open_, waits)] if first else []
    declared += [_date(parts, open_), ("Chair", case.meeting.chair_name or "Choose who chairs", "chair", {"chair"})]
    heard = "Named and heard" if not open_ & {"voice", "people"} else "Say who is asked"
    declared.append(("People", heard, "people", {"voice", "people"}))
    done = [not open_ & anchors for *_, anchors in declared]
    now = done.index(False) if False in done else len(done)
    made: list[tuple[str, ...]] = [
        (title, detail, "done" if done[n] else "now" if n == now else "next", f"#{anchor}")
        for n, (title, detail, anchor, _) in enumerate(declared)
    ]
    if case.kind.pack:
        made.append(_pack(rows))
    sent = case.meeting.stage not in ("proposed", "postponed")
    state = "done" if sent else "now" if now == len(done) else "next"
    made.append(("Check and invite", "Convened" if sent else "Ready" if not open_ else "Not yet", state, "#check"))
    return made


def _first(open_: set[str], waits: bool) -> Step:
    ask = "Waits for your configuration staff" if waits else "Answer what is asked"
    return "First", "Answered" if "first" not in open_ else ask, "first", {"first"}


def _date(parts: Iterable[Any], open_: set[str]) -> Step:
    day: date | None = next((part.day for part in parts if part.day), None)
    chosen = f"{british(day)}. Saved" if day else "Choose a day"
    more = bool(day and open_ & {"date", "target"})
    return "Date", f"{chosen}, more to do" if more else chosen, "date", {"date", "target"}


def _pack(rows: Iterable[Any]) -> tuple[str, ...]:
    papers = [task for task in rows if task.kind == "pack" and task.state != "withdrawn"]
    came = [task for task in papers if task.done_on]
    due = min((task.due for task in papers if task.due), default=None)
    detail = f"{len(came)} of {len(papers)} in"
    detail += f", due {british(due)}" if due else ", due once a day is chosen"
    return "Information pack", detail, "done" if papers and len(came) == len(papers) else "next", "#pack"

"""My work: what waits for somebody, what they wait for, and the meetings ahead."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from core.services import children, meeting_list, meetings, standing, worklist
from core.services.desk import Desk
from core.services.paging import day_place
from core.services.worklist import FAMILIES, SORTS, Owed, Wanted, Worklist
from core.web.filters import plural
from core.web.guard import allow
from core.web.pages import page
from core.web.requests import desk
from core.web.ways import way_to, way_to_meeting, way_to_task

bp = Blueprint("work", __name__, url_prefix="/<authority>")
for way in (way_to, way_to_meeting, way_to_task):
    bp.add_app_template_global(way)
GROUPS = (
    ("past", "Past their date", "late"),
    ("week", "Due in the next 7 days", "week"),
    ("later", "Due later", "later"),
    ("undated", "No date set", "undated"),
)
WAITING = (("me", "Me"), ("other", "Someone else"))


@bp.get("/work")
@allow("work.read")
def index() -> Response:
    """One page of lines; `?whose=`, `waiting`, `type`, `sort`, `after`."""
    at, whose = desk(), whose_choices(desk())
    wanted = _wanted(dict(whose))
    found = worklist.worklist(at, wanted)
    ahead, how_many = meeting_list.ahead(at, whose=wanted.whose)
    here = standing.standing(at)
    return page(
        "work/index.html", "_list", standing=here, found=found, wanted=wanted, whose=whose, ahead=ahead,
        ahead_count=how_many, groups=_groups(found), clause_of=_clauses(at, here.procedure), address=address,
        showing=_showing(wanted), families=FAMILIES, waiting=WAITING,
        announce=plural(found.count(), "step") + (", filtered" if _showing(wanted) else ""),
    )  # fmt: skip


def whose_choices(at: Desk) -> list[tuple[str, str]]:
    """Whose work this person may look at."""
    choices = [("mine", "Mine")]
    if at.actor.team:
        choices.append(("team", f"My team: {at.actor.team}"))
    return choices if children.own_only(at) else [*choices, ("all", "Everyone I can see")]


def address(wanted: Wanted, **changes: Any) -> str:
    """This page with another filter, order or beginning; without "after", from the first line."""
    now = {"whose": wanted.whose, "waiting": wanted.waiting, "type": wanted.families, "sort": wanted.sort} | changes
    usual = {"whose": "mine", "sort": "due", "waiting": (), "type": (), "after": "", "all": ""}
    return url_for("work.index", **{key: value for key, value in now.items() if value != usual[key]})


def _wanted(whose: dict[str, str]) -> Wanted:
    asked = request.args
    sort = asked.get("sort", "due")
    sort = sort if sort.removeprefix("-") in SORTS else "due"
    return Wanted(
        whose=asked.get("whose", "") if asked.get("whose", "") in whose else "mine",
        waiting=tuple(key for key, _ in WAITING if key in asked.getlist("waiting")),
        families=tuple(key for key in FAMILIES if key in asked.getlist("type")),
        sort=sort,
        after=_place(asked.get("after", ""), sort),
        size=worklist.SHOWN if asked.get("all") else worklist.SIZE,
    )


def _place(after: str, sort: str) -> str:
    """Where the page begins; "", the first line, where lines come by date and this begins with none."""
    return "" if sort.removeprefix("-") == "due" and day_place(after) is None else after


def _groups(found: Worklist) -> list[tuple[str, str, list[Owed]]]:
    """Anchor, heading and lines of each group; by another order than the date, one group without a heading."""
    if found.wanted.sort.removeprefix("-") != "due":
        return [("", "", list(found.rows))]
    groups = GROUPS if found.wanted.sort == "due" else GROUPS[::-1]
    today = desk().today
    every = [(anchor, f"{title} ({found.count(group=key)})", [r for r in found.rows if r.group(today) == key])
             for key, title, anchor in groups]  # fmt: skip
    return [group for group in every if group[2]]


def _showing(wanted: Wanted) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    waits = [
        (f"Waiting for {text.lower()}", address(wanted, waiting=tuple(k for k in wanted.waiting if k != key)))
        for key, text in WAITING
        if key in wanted.waiting
    ]
    kinds = [
        (FAMILIES[key], address(wanted, type=tuple(k for k in wanted.families if k != key))) for key in wanted.families
    ]
    return waits + kinds


def _clauses(at: Desk, now: Any) -> Any:
    """A function from a line to the clause behind its date, from the procedure its meeting is pinned to."""

    def clause_of(row: Owed) -> Any:
        procedure = (meetings.pinned(at, row.meeting) if row.meeting else None) or now
        return procedure.clauses.get(row.task.clause) if procedure and row.task.clause else None

    return clause_of

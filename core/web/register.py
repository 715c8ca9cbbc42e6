"""The register: recommendations and actions of all meetings, filtered, and what became of one recommendation."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from core.services import register, responding
from core.services.desk import Desk, Refused, Stale
from core.services.permissions import NotAllowed
from core.services.register import STATES, WHAT, Line
from core.services.registerlines import SIZE, SORTS, Wanted
from core.web.advice import STALE
from core.web.filters import british, plural
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.pages import page, see
from core.web.requests import desk, today
from core.web.spreadsheet import sheet

bp = Blueprint("register", __name__, url_prefix="/<authority>/register")
ALL = 200
USUAL = {"what": "recommendations", "sort": "due"}


class FilterForm(FormSchema):
    """Which lines."""

    state = Text(ask="the state", max=20, required=False)
    theme = Text(ask="the theme", max=300, required=False)
    who = Text(ask="who", max=100, required=False)
    kind = Text(ask="the kind of meeting", max=60, required=False)
    overdue = Choice(ask="whether past their date", choices=("yes",), required=False)
    first = Day(ask="the first day", required=False)
    last = Day(ask="the last day", required=False)


class ResponseForm(FormSchema):
    """What a body made of a recommendation."""

    state = Choice(ask="what became of it", choices=responding.STATES)
    response = Text(ask="what the body said", max=4000, required=False)
    on = Day(ask="the day of the answer")
    version = Version()


class ReportForm(FormSchema):
    """How far a recommendation is."""

    progress = Text(ask="how far it is", max=4000)
    version = Version()


@bp.get("")
@allow("register.read")
def index() -> Response:
    """One page of lines; `?what=`, `state`, `theme`, `who`, `kind`, `overdue`, `first`, `last`, `sort`, `after`."""
    at = _reader()
    form = read(FilterForm, request.args)
    wanted = _wanted(at, form)
    found = register.listed(at, wanted)
    return page(
        "register/index.html", "_list", found=found, wanted=wanted, form=form, address=address, what=WHAT,
        states=STATES[wanted.what], themes=_themes(at), kinds=_kinds(at), showing=_showing(at, wanted),
        advice_states=responding.STATES, monitoring=register.monitors(at),
        announce=plural(found.number, WHAT[wanted.what].lower()[:-1]),
    )  # fmt: skip


@bp.post("/csv")
@allow("register.read")
@repeatable("it only reads")
def export() -> Response:
    """The same lines as a file; that they were taken out is recorded."""
    at = _reader()
    wanted = _wanted(at, read(FilterForm))
    heads = ("Kind", "What", "To or by whom", "Role", "Theme", "State", "Due", "Answered or done", "Meeting", "Held",
             "Child’s ID")  # fmt: skip
    rows = [_row(line, at) for line in register.export(at, wanted)]
    return sheet(f"{wanted.what}-{at.today.isoformat()}", heads, rows)


@bp.get("/<recommendation_id>")
@allow("register.read")
def show(recommendation_id: str) -> Response:
    """One recommendation: what became of it, and for those who answer for it a form."""
    return _show(register.find(_reader(), recommendation_id))


@bp.post("/<recommendation_id>/response")
@allow("register.read")
@once
def respond(recommendation_id: str) -> Response:
    """What the body made of it."""
    line, form = _answering(recommendation_id), read(ResponseForm)
    if form.ok:
        try:
            responding.respond(desk(), line.row, **form.values)
            return see("register.show", recommendation_id=recommendation_id)
        except Stale:
            form.error("_", STALE)
        except Refused as refused:
            form.refuse(refused)
    return _show(line, 422, answering=form)


@bp.post("/<recommendation_id>/progress")
@allow("register.read")
@once
def report(recommendation_id: str) -> Response:
    """How far it is."""
    line, form = _answering(recommendation_id), read(ReportForm, prefix="report")
    if form.ok:
        try:
            responding.report(desk(), line.row, **form.values)
            return see("register.show", recommendation_id=recommendation_id)
        except Stale:
            form.error("_", STALE)
        except Refused as refused:
            form.refuse(refused)
    return _show(line, 422, reporting=form)


def address(wanted: Wanted, **changes: Any) -> str:
    """This list with another filter, order or beginning; without "after", from the first line."""
    now = {
        "what": wanted.what, "state": wanted.state, "theme": wanted.theme, "who": wanted.who, "kind": wanted.kind,
        "overdue": "yes" if wanted.overdue else "", "first": _typed(wanted.first), "last": _typed(wanted.last),
        "sort": wanted.sort,
    } | changes  # fmt: skip
    return url_for("register.index", **{key: value for key, value in now.items() if value and USUAL.get(key) != value})


def _reader() -> Desk:
    at = desk()
    if not register.reads(at):
        raise NotAllowed("No record with recommendations or actions is meant for your role here.")
    return at


def _answering(recommendation_id: str) -> Line:
    line = register.find(_reader(), recommendation_id)
    if not register.may_respond(desk(), line):
        raise NotAllowed("Whoever keeps the meeting’s record, or the body it goes to, records what became of it.")
    return line


def _wanted(at: Desk, form: Form) -> Wanted:
    """The filter as asked for; whatever is no choice here means the usual."""
    asked, value = request.values, form.values
    what = asked.get("what", "") if asked.get("what", "") in WHAT else USUAL["what"]
    sort = asked.get("sort", "") if asked.get("sort", "").removeprefix("-") in SORTS else USUAL["sort"]
    after = asked.get("after", "")
    return Wanted(
        what=what, state=value.get("state", "") if value.get("state", "") in STATES[what] else "",
        theme=value.get("theme", ""), who=value.get("who", ""), overdue=value.get("overdue") == "yes",
        kind=value.get("kind", "") if value.get("kind", "") in dict(_kinds(at)) else "",
        first=value.get("first"), last=value.get("last"), sort=sort, after=after if "|" in after else "",
        size=ALL if asked.get("all") else SIZE,
    )  # fmt: skip


def _kinds(at: Desk) -> list[tuple[str, str]]:
    procedure = at.procedure(at.today)
    return [(kind.key, kind.title) for kind in (procedure.kinds.values() if procedure else ()) if not kind.elsewhere]


def _themes(at: Desk) -> list[tuple[str, str]]:
    procedure = at.procedure(at.today)
    titles = [item.title for kind in (procedure.kinds.values() if procedure else ()) for item in kind.agenda]
    return [(title, title) for title in dict.fromkeys(titles)]


def _showing(at: Desk, wanted: Wanted) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    said = (
        ("state", STATES[wanted.what][wanted.state] if wanted.state else ""), ("theme", wanted.theme),
        ("who", f"“{wanted.who}”" if wanted.who else ""), ("kind", dict(_kinds(at)).get(wanted.kind, "")),
        ("overdue", "Past their date" if wanted.overdue else ""),
        ("first", f"Held from {british(wanted.first)}" if wanted.first else ""),
        ("last", f"Held until {british(wanted.last)}" if wanted.last else ""),
    )  # fmt: skip
    return [(words, address(wanted, **{key: ""})) for key, words in said if words]


def _row(line: Line, at: Desk) -> tuple[Any, ...]:
    row = line.row
    procedure = at.procedure(at.today)
    role = row.owed_by if line.is_action else ""
    state = _state(line)
    return (
        "Action" if line.is_action else "Recommendation", line.text, line.who,
        procedure.role(role) if procedure and role else role, row.theme, state, row.due,
        row.done_on or (None if line.is_action else row.responded_on), line.meeting.title,
        line.meeting.held_on if line.child else _month(line), line.child.local_id if line.child else "",
    )  # fmt: skip


def _state(line: Line) -> str:
    if not line.is_action:
        return responding.STATES[line.row.state]
    return "Done" if line.row.done_on else "No longer wanted" if line.row.state == "withdrawn" else "Not done"


def _month(line: Line) -> str:
    """The month of the meeting, which is all that somebody learns who may not open it."""
    return british(line.meeting.held_on).split(" ", 1)[1] if line.meeting.held_on else ""


def _typed(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _show(line: Line, status: int = 200, *, answering: Form | None = None, reporting: Form | None = None) -> Response:
    one = line.row
    given = {"state": one.state, "response": one.response, "on": today()}
    return page(
        "register/show.html", status=status, line=line, one=one, month=_month(line), states=responding.STATES,
        may_respond=register.may_respond(desk(), line), form=answering or Form(ResponseForm, given),
        reporting=reporting or Form(ReportForm, {"progress": one.progress}, prefix="report"),
        crumbs=[("Recommendations and actions", url_for("register.index"))], error=status == 422,
    )  # fmt: skip

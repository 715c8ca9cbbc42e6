"""Children: the list, and one child's record, each of its tabs at its own address."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from core.services import (
    audit_trail,
    case_roles,
    child_record,
    children,
    concerns,
    delegation,
    lasting,
    notice_given,
    outcomes,
    planning,
    plans,
    restrictions,
    signals,
    standing,
    to_convene,
)
from core.services.audit_trail import Wanted
from core.services.child_record import Tally
from core.web import audit, audit_words, placing, slots
from core.web.audit import FilterForm
from core.web.forms import read
from core.web.guard import allow
from core.web.navigation import reachable
from core.web.pages import page
from core.web.requests import desk, today
from core.web.ways import way_to

bp = Blueprint("children", __name__, url_prefix="/<authority>/children")
SIZE, ALL = 25, 200
CHOOSING = {"ending": "Record a placement ending"}


@bp.get("")
@allow("child.read")
def index() -> Response:
    """Children by name; `?q=` name or ID, `?for=` when one is chosen for something, `?after=`, `?all=1`."""
    if request.args.get("for") == "meeting":
        return page("children/to_convene.html", found=to_convene.waiting(desk()), crumbs=[])
    query, chosen_for = request.args.get("q", "").strip()[:100], request.args.get("for", "")
    size = ALL if request.args.get("all") else SIZE
    found = children.listed(desk(), query=query, after=request.args.get("after", ""), size=size)
    kept = {key: value for key, value in (("q", query), ("for", chosen_for)) if value}
    return page(
        "children/index.html", "_list", found=found, query=query, choosing=CHOOSING.get(chosen_for, ""), kept=kept,
        kind_words=placing.kind_words, age=placing.age, all_shown=size == ALL, chosen_for=chosen_for,
        way_on=_way_on(chosen_for),
    )  # fmt: skip


@bp.get("/<child_id>")
@allow("child.read")
def show(child_id: str) -> Response:
    """Where the child has lived, what waits, what was agreed, and who is round them."""
    at, child = desk(), children.find(desk(), child_id)
    rows, meetings = children.history(at, child), child_record.meetings_of(at, child)
    owed = child_record.owed(at, child)
    actions = [task for task in owed if task.kind == "action"]
    tally = Tally(placements=len(rows), meetings=len(meetings), actions=len(actions))
    here = standing.standing(at)
    home = lasting.of_child(at, child) if slots.wanted("child", here.procedure) or signals.declared(at) else None
    lives_at = next((placement.id for placement, _ in reversed(rows) if placement.ended is None), None)
    return _page(
        "children/show.html", child, "", tally, rows=rows, meetings=meetings, actions=actions, standing=here,
        waiting=[task for task in owed if task.kind == "decide" and task.ending_id],
        concerns=concerns.lately(at, child), plans=plans.in_force(at, child.id),
        latest=outcomes.latest(at, meetings), concern_tasks=concerns.tasks_in(owed),
        moves=child_record.moves_lately(at, rows),
        people=case_roles.around(at, child), picture=placing.picture(rows, meetings, today()),
        endings={task.ending_id: (p, e) for p, e in rows for task in owed if e and task.ending_id == e.id},
        role=here.procedure.role if here.procedure else case_roles.title, ahead=planning.ahead(at, child),
        delegated=delegation.in_force(meetings, lives_at), deciders=delegation.DECIDERS,
        home=home, signals=signals.line(at, home) if home else None, lives_at=lives_at,
        notice=notice_given.standing(at, lives_at),
    )  # fmt: skip


@bp.get("/<child_id>/placements")
@allow("child.read")
def placements(child_id: str) -> Response:
    """Every placement with what is recorded of it."""
    child = children.find(desk(), child_id)
    rows = children.history(desk(), child)
    return _page("children/placements.html", child, "placements", child_record.tally(desk(), child), rows=rows[::-1])


@bp.get("/<child_id>/meetings")
@allow("child.read")
def meetings(child_id: str) -> Response:
    """Every meeting."""
    child = children.find(desk(), child_id)
    found = child_record.meetings_of(desk(), child)
    return _page("children/meetings.html", child, "meetings", child_record.tally(desk(), child), meetings=found)


@bp.get("/<child_id>/actions")
@allow("child.read")
def actions(child_id: str) -> Response:
    """What meetings agreed for the child, open ones first."""
    child = children.find(desk(), child_id)
    found = [task for task in child_record.owed(desk(), child, done=True) if task.kind == "action"]
    return _page("children/actions.html", child, "actions", child_record.tally(desk(), child), actions=found)


@bp.get("/<child_id>/history")
@allow("child.read")
def history(child_id: str) -> Response:
    """Who did what, newest first."""
    child = children.find(desk(), child_id)
    found = child_record.events(desk(), child, after=request.args.get("after", ""))
    return _page("children/history.html", child, "history", child_record.tally(desk(), child), happened=found)


@bp.get("/<child_id>/seen")
@allow("child.seen")
def seen(child_id: str) -> Response:
    """Who has seen the record, newest first; filtered as the audit trail is."""
    child, form = children.find(desk(), child_id), read(FilterForm, request.args)
    wanted = audit.wanted_of(form)

    def address(wanted: Wanted, **changes: Any) -> str:
        return url_for("children.seen", child_id=child_id, **audit.asked(wanted, **changes))

    found = audit_trail.of_child(desk(), child, wanted)
    return _page(
        "children/seen.html", child, "seen", child_record.tally(desk(), child), found=found, form=form,
        words=audit_words, kinds=audit_words.KINDS, showing=audit.showing(wanted, address),
        next=address(wanted, before=found.last),
    )  # fmt: skip


def _page(template: str, child: Any, tab: str, tally: Tally, **context: Any) -> Response:
    found = restrictions.standing(desk(), child) if child.id in desk().actor.restricted else None
    return page(
        template, child=child, restriction=found, tally=tally, tabs=_tabs(child, tally, tab),
        first_name=first_name(child), age=placing.age(child.born, today()), crumbs=crumbs(child),
        kind_words=placing.kind_words, ended_words=placing.ended_words, stages=placing.STAGES,
        care_plans=placing.CARE_PLANS, education=placing.EDUCATION, **context,
    )  # fmt: skip


def first_name(child: Any) -> str:
    """What headings call the child; one that an import brought has no name until somebody gives it."""
    if child.name == f"Child {child.local_id}":
        return "this child"
    return str(child.name.split(" ")[0])


def crumbs(child: Any, *, own: bool = False) -> list[tuple[str, str]]:
    """The way back to the list, and on pages below the child's (`own`) to the child."""
    back = [("Children", url_for("children.index"))]
    return [*back, (child.name, url_for("children.show", child_id=child.id))] if own else back


def _tabs(child: Any, tally: Tally, current: str) -> list[tuple[str, str, bool]]:
    tabs = (
        ("Overview", "show", ""),
        (f"Placements ({tally.placements})", "placements", "placements"),
        (f"Meetings ({tally.meetings})", "meetings", "meetings"),
        (f"Actions ({tally.actions})", "actions", "actions"),
        ("History", "history", "history"),
        *((("Who has seen this", "seen", "seen"),) if reachable("children.seen") else ()),
    )
    return [(text, url_for(f"children.{view}", child_id=child.id), key == current) for text, view, key in tabs]


def _way_on(chosen_for: str) -> Any:
    """From a child and its current placement to where the choosing leads: their record, or the form of an ending."""

    def way(child: Any, placement: Any) -> str:
        if chosen_for == "ending" and placement is not None and reachable("endings.new"):
            return way_to("endings.new", placement_id=placement.id)
        return url_for("children.show", child_id=child.id)

    return way

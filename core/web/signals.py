"""Placements that meet a published condition for an early conversation: the list, and the same lines as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request, url_for

from core.domain.knowing import Verdict, question_text
from core.domain.lasting import Signal
from core.services import signals, standing
from core.services.desk import Desk
from core.services.signals import SHOWN, SIZE, Line, Wanted
from core.web.forms import Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.pages import page
from core.web.placing import kind_words
from core.web.requests import desk
from core.web.spreadsheet import sheet
from core.web.ways import way_to

bp = Blueprint("signals", __name__, url_prefix="/<authority>/signals")
ALL = 200
HEADS = ("Child’s ID", "Team", "Placement since", "Condition", "Clause", "Answer", "Counted, or to find out",
         "What it does not say")  # fmt: skip
ANSWERS = {
    Verdict.YES: "Met today", Verdict.CANNOT_TELL: "Cannot tell yet", Verdict.COULD_NOT_CHECK: "Could not be checked",
}  # fmt: skip


class FilterForm(FormSchema):
    """Which placements."""

    condition = Text(ask="the condition", max=60, required=False)
    team = Text(ask="the team", max=100, required=False)


@bp.get("")
@allow("child.read", needs="signals")
def index() -> Response:
    """One page of placements; `?shown=`, `condition`, `team`, `after`, `all`."""
    at, form = desk(), read(FilterForm, request.args)
    wanted, teams = _wanted(at, form), signals.teams(at)
    return page(
        "signals/index.html", "_list", found=signals.listed(at, wanted), wanted=wanted, form=form, address=address,
        shown=SHOWN, conditions=signals.declared(at), teams=[(team, team) for team in teams],
        showing=_showing(at, wanted), standing=standing.standing(at), kind_words=kind_words,
        procedure=at.procedure(at.today), all_shown=wanted.size == ALL, question=_question, ways=_ways,
    )  # fmt: skip


@bp.post("/csv")
@allow("child.read", needs="signals")
@repeatable("it only reads")
def export() -> Response:
    """The same placements as a file, a line for each condition; that they were taken out is recorded."""
    at = desk()
    lines = signals.export(at, wanted := _wanted(at, read(FilterForm)))
    return sheet(f"early-conversations-{at.today.isoformat()}", HEADS, _rows(lines, wanted))


def address(wanted: Wanted, **changes: Any) -> str:
    """This list with another filter or beginning; without "after", from the first line."""
    now = {"shown": wanted.shown, "condition": wanted.condition, "team": wanted.team} | changes
    kept = {key: value for key, value in now.items() if value and (key, value) != ("shown", signals.MET)}
    return url_for("signals.index", **kept)


def _wanted(at: Desk, form: Form) -> Wanted:
    """The filter as asked for; whatever is no choice here means every one."""
    asked, value = request.values, form.values
    condition, team = value.get("condition", ""), value.get("team", "")
    return Wanted(
        shown=asked.get("shown", "") if asked.get("shown", "") in SHOWN else signals.MET,
        condition=condition if condition in {one.key for one in signals.declared(at)} else "",
        team=team if team in signals.teams(at) else "",
        after=asked.get("after", "").replace("\x00", ""), size=ALL if asked.get("all") else SIZE,
    )  # fmt: skip


def _showing(at: Desk, wanted: Wanted) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    titles = {one.key: one.title for one in signals.declared(at)}
    said = (("condition", titles.get(wanted.condition, "")), ("team", wanted.team))
    return [(words, address(wanted, **{key: ""})) for key, words in said if words]


def _question(signal: Signal) -> str:
    return question_text(signal.when)


def _ways(line: Line, wanted: Wanted) -> list[tuple[str, str]]:
    """What this person may do next about a placement: talk where a condition is met, record where one is not known."""
    if wanted.shown == signals.MET:
        ways = [("Raise a concern", way_to("concerns.new", placement_id=line.row.id))]
    else:
        ways = [
            ("Notice", way_to("notice_given.show", placement_id=line.row.id)),
            ("School", way_to("child_record.care_plan", child_id=line.row.child_id)),
            ("Planning of the start", way_to("planning.show", placement_id=line.row.id)),
        ]
    return [(text, href) for text, href in ways if href]


def _rows(lines: list[Line], wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        for one in line.met if wanted.shown == signals.MET else line.unclear:
            if wanted.condition in ("", one.key):
                facts = "; ".join((*one.evidence, *one.answer.needs))
                yield (line.row.local_id, line.row.team, line.row.started, one.signal.title, one.signal.clause,
                       ANSWERS[one.verdict], facts, one.signal.caution)  # fmt: skip

"""The page itself: the flow of each meeting, its rules as tables, what outlasts a meeting, each clause in our words.
The same for an earlier version or another edition, and laid out for paper."""

from typing import Any

from flask import Blueprint, Response, request

from core.adapters.documents import KINDS
from core.domain.compiling import Procedure, rules_of
from core.domain.knowing import question_text
from core.domain.steps import MeetingKind
from core.domain.telling.flow import flow as flow_of
from core.domain.telling.lasting import Lasting
from core.domain.telling.saying import Saying
from core.services import gaps, own_documents, procedure_texts, procedure_versions, standing
from core.services.procedure_texts import Reading
from core.web.guard import allow
from core.web.pages import page
from core.web.pictures.flow import flow
from core.web.requests import desk

bp = Blueprint("procedure", __name__, url_prefix="/<authority>/procedure")


@bp.get("")
@allow("procedure.read")
def show() -> Response:
    """The procedure in force today or in another edition, or a plain word that there is none."""
    return _read(procedure_texts.reading(desk(), edition=request.args.get("edition", "")))


@bp.get("/print")
@allow("procedure.read")
def paper() -> Response:
    """The same, laid out for paper: nothing folded, nothing to press."""
    number = request.args.get("version", type=int)
    return _read(procedure_texts.reading(desk(), number=number, edition=request.args.get("edition", "")), paper=True)


@bp.get("/versions")
@allow("procedure.read")
def versions() -> Response:
    """Every version there was and is to be, and the editions of the text that runs today."""
    here = desk()
    return page(
        "procedure/versions.html", timeline=reversed(procedure_versions.timeline(here)),
        last_days=procedure_versions.last_days(here), ruling=here.version(here.today), titles=_titles,
        editions=procedure_texts.editions(here, here.enabled), today_read=procedure_texts.reading(here),
    )  # fmt: skip


@bp.get("/versions/<int:number>")
@allow("procedure.read")
def version(number: int) -> Response:
    """A version as it was, or why it cannot be read here any more."""
    return _read(procedure_texts.reading(desk(), number=number, edition=request.args.get("edition", "")))


def _read(one: Reading, *, paper: bool = False) -> Response:
    if one.procedure is None and one.today:
        here = standing.standing(desk())
        return page("procedure/none.html", standing=here, own=own_documents.current(desk()), kinds=KINDS)
    if one.procedure is None:
        return page("procedure/unreadable.html", reading=one, titles=_titles(one.enabled))
    silences = gaps.silences(desk(), one.procedure)
    return page(
        "procedure/show.html", reading=one, procedure=one.procedure, say=Saying(one.procedure), paper=paper,
        lasting=Lasting(one.procedure), when=when, silences=silences, named=named, flows=_flows(one.procedure),
        left_open=[silence for silence in silences if silence.open],
        editions=procedure_texts.editions(desk(), one.enabled), own=own_documents.current(desk()), kinds=KINDS,
    )  # fmt: skip


def when(rule: Any) -> str:
    """The rule's condition in words; "" where it always holds."""
    return question_text(rule.when) if rule.when is not None else ""


def named(procedure: Procedure, kind: MeetingKind) -> list[Any]:
    """The clauses that the rules of one meeting name, in the order of the document."""
    lasting = Lasting(procedure)
    called = tuple(trigger for trigger in procedure.triggers if trigger.proposes == kind.key)
    rules = rules_of((called, (kind,), tuple(lasting.routes(kind)), tuple(lasting.plans(kind))))
    ids = {
        value
        for rule in rules
        for name, value in vars(rule).items()
        if name == "clause" or name.endswith("_clause")
    }  # fmt: skip
    return [clause for clause in procedure.clauses.values() if clause.id in ids]


def _flows(procedure: Procedure) -> list[tuple[MeetingKind, Any, Any]]:
    """Each meeting's picture with its boxes; the fullest first one is shown at once, the others when they are asked."""
    found = [(kind, flow_of(procedure, kind)) for kind in procedure.kinds.values()]
    return [(kind, boxes, flow(boxes, f"From what calls for it to what comes of it: {kind.title}"))
            for kind, boxes in found]  # fmt: skip


def _titles(enabled: Any) -> list[str]:
    """The plugins by their titles, or by their names where they are not here."""
    found = desk().registry.found
    return [one.info.title if (one := found.get(name)) and one.info else name for name in enabled]

"""The panel's own pages: what needs a date, what is on which agenda, and the outcomes to record. A panel's people see
the papers that were sent to it, and nothing else of a child's record."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from core.services import panels, responding, standing
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.services.panels import NOBODY, Item
from core.web import placing
from core.web.filters import british
from core.web.forms import Choice, Choices, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.pages import page, see
from core.web.requests import abandon, desk, swapping, today

bp = Blueprint("panel", __name__, url_prefix="/<authority>/panel")
ATTEND = (("Chair", "Chair"), ("Social worker", "Social worker"), (NOBODY, "Nobody"))
ANSWERS = (*((key, words) for key, words in responding.STATES.items() if key in ("accepted", "not accepted")),)


class DateForm(FormSchema):
    """The panel's date, and who attends."""

    day = Day(ask="the panel’s date")
    attend = Choices(ask="who is to attend", choices=ATTEND, required=False)
    somebody = Text(ask="who else is to attend", max=200, required=False)
    held = Choice(ask="whether the panel has met", choices=(("yes", "The panel has met on this day"),), required=False)
    version = Version()


class OutcomeForm(FormSchema):
    """What the panel made of it. What it said of each recommendation is read beside, by the recommendation's id."""

    on = Day(ask="the day the panel considered it")
    outcome = Text(ask="what the panel decided", max=4000)
    version = Version()


class AnswerForm(FormSchema):
    """What the panel said of one recommendation."""

    state = Choice(ask="what became of it", choices=ANSWERS, required=False)
    response = Text(ask="the panel’s words on it", max=2000, required=False)


@bp.get("")
@allow("panel.read", needs="panels")
def index() -> Response:
    """What waits: for a date, for its day, for an outcome."""
    return _queue()


@bp.get("/considered")
@allow("panel.read", needs="panels")
def considered() -> Response:
    """What the panel has considered, newest first; `?after=` begins further down."""
    found, last = panels.considered(desk(), after=request.args.get("after", ""))
    return page("panel/considered.html", items=found, last=last, who=_who, crumbs=_crumbs())


@bp.get("/agenda/<day>")
@allow("panel.read", needs="panels")
def agenda(day: str) -> Response:
    """One day's items, to print."""
    try:
        on = date.fromisoformat(day)
    except ValueError as wrong:
        raise Missing(day) from wrong
    items = [one for one in panels.queue(desk()) if one.referral.panel_date == on]
    if not items:
        raise Missing(day)
    desk().exported("printed a panel's agenda", [one.case.child.id for one in items])
    return page("panel/agenda.html", items=items, day=on, who=_who, said=panels.attendance_words, crumbs=_crumbs())


@bp.get("/<referral_id>")
@allow("panel.read", needs="panels")
def show(referral_id: str) -> Response:
    """One item: its papers, its date, and what the panel made of it."""
    return _item(panels.find(desk(), referral_id))


@bp.post("/<referral_id>/date")
@allow("panel.answer", needs="panels")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def give_date(referral_id: str) -> Response:
    """The panel's date and who attends: from a row of the queue, or from the item's own page (`own`)."""
    form, own = read(DateForm, prefix=referral_id), bool(request.form.get("own"))
    item, status = panels.find(desk(), referral_id), 422
    if form.ok:
        value = {**form.values, "held": form.values["held"] == "yes"}
        try:
            with named():
                panels.give_date(desk(), item, **value)
            return _dated(item, own)
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            abandon()
            item, status = panels.find(desk(), referral_id), 409
            form.error("_", _first(item))
    if own:
        return _item(item, status=status, form=form)
    return _row(item, form, status) if swapping() else _queue(status=status, form=form, about=referral_id)


@bp.post("/<referral_id>/outcome")
@allow("panel.answer", needs="panels")
@once
def consider(referral_id: str) -> Response:
    """What the panel made of it."""
    item = panels.find(desk(), referral_id)
    form, status = read(OutcomeForm, prefix="outcome"), 422
    said = {one.id: read(AnswerForm, _of(one.id), prefix=one.id) for one in item.recommendations}
    if form.ok and all(one.ok for one in said.values()):
        answers = {ref: (one.values["state"], one.values["response"]) for ref, one in said.items()}
        try:
            with named():
                panels.consider(desk(), item, answers=answers, **form.values)
            return see("panel.show", referral_id=referral_id)
        except Refused as refused:
            form.refuse(Refused(str(refused), clause=refused.clause) if refused.field == "response" else refused)
        except Stale:
            abandon()
            item, status = panels.find(desk(), referral_id), 409
            form.error("_", _first(item))
    return _item(item, status=status, outcome=form, said=said)


def _dated(item: Item, own: bool) -> Response:
    """The row as it stands now, or the way back to the page it came from."""
    if own:
        return see("panel.show", referral_id=item.referral.id)
    if not swapping():
        return see("panel.index", anchor=f"item-{item.referral.id}")
    return _row(item, None, 200, f"Saved, {item.case.child.name}, {british(item.referral.panel_date)}")


def _row(item: Item, form: Form | None, status: int, announce: str = "") -> Response:
    """One row of the queue by itself."""
    focus = f"#open-{item.referral.id}" if status == 200 else f"#item-{item.referral.id}"
    return page(
        "panel/index.html", "_row", status, focus=focus, announce=announce, item=item, form_for=_form_for(form, item),
        attend=ATTEND, who=_who, said=panels.attendance_words,
    )  # fmt: skip


def _queue(*, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    items = panels.queue(desk())
    undated = [one for one in items if one.referral.panel_date is None]
    due = [one for one in items if one.referral.panel_date and one.considers and one.referral.panel_date <= today()]
    days = sorted({one.referral.panel_date for one in items if one.referral.panel_date and one not in due})
    by_day = [(day, [one for one in items if one.referral.panel_date == day and one not in due]) for day in days]
    refused = next((one for one in items if one.referral.id == about), None)
    names = list(dict.fromkeys(one.referral.panel for one in items))
    return page(
        "panel/index.html", status=status, items=items, undated=undated, by_day=by_day, due=due, refused=form,
        form_for=_form_for(form, refused), attend=ATTEND, who=_who, said=panels.attendance_words,
        name=names[0] if len(names) == 1 else "Panel", counted=_counted(undated, by_day, due),
        standing=standing.standing(desk()),
    )  # fmt: skip


def _item(
    item: Item, *, status: int = 200, form: Form | None = None, outcome: Form | None = None,
    said: dict[str, Form] | None = None,
) -> Response:  # fmt: skip
    found = item.referral
    known = {"on": found.panel_date if found.panel_date and found.panel_date <= today() else today()}
    blank = {one.id: Form(AnswerForm, prefix=one.id) for one in item.recommendations}
    procedure = item.case.procedure
    return page(
        "panel/show.html", status=status, item=item, form=_form_for(form, item)(item), attend=ATTEND, who=_who,
        outcome=outcome or Form(OutcomeForm, known, prefix="outcome"), answers=said or blank, options=ANSWERS,
        refused=form or outcome, refused_answers=[one for one in (said or {}).values() if one.errors],
        said=panels.attendance_words, crumbs=_crumbs(),
        clause=procedure.clauses.get(found.clause) if procedure else None,
    )  # fmt: skip


def _form_for(form: Form | None, about: Item | None) -> Any:
    """The form of one item: the one that was refused, or one that says what is known."""

    def of(item: Item) -> Form:
        if form is not None and about is not None and item.referral.id == about.referral.id:
            return form
        found = item.referral
        named_here = [word.strip() for word in found.attendance_note.split(",") if word.strip()]
        usual = {value for value, _ in ATTEND}
        chosen = [word for word in named_here if word in usual] if found.attendance else []
        others = [word for word in named_here if word not in usual]
        attend = [NOBODY] if found.attendance is False else chosen
        given = {"day": found.panel_date, "attend": attend, "somebody": ", ".join(others)}
        return Form(DateForm, given, prefix=found.id)

    return of


def _first(item: Item) -> str:
    """What somebody else answered first."""
    found = item.referral
    if found.state == "considered":
        return f"{found.outcome_by} has recorded the outcome in the meantime: {found.outcome}"
    day = british(found.panel_date) if found.panel_date else "no date"
    by = found.answered_by or "Somebody else"
    return f"{by} has answered in the meantime: {day}. {panels.attendance_words(found)} Save again to change that."


def _of(ref: str) -> Any:
    """The fields of one recommendation in the form that was sent, without its id in their names."""
    return MultiDict({name: request.form.get(f"{name}-{ref}", "") for name in ("state", "response")})


def _counted(undated: list[Item], by_day: list[tuple[date, list[Item]]], due: list[Item]) -> list[Any]:
    days = [(len(items), f"on {british(day)}", f"#day-{day}", False) for day, items in by_day[:2]]
    late = (len(due), "outcome to record" if len(due) == 1 else "outcomes to record", "#outcomes" if due else "", False)
    words = "needs a panel date" if len(undated) == 1 else "need a panel date"
    return [(len(undated), words, "#undated" if undated else "", False), *days, late]


def _who(item: Item) -> str:
    """The child as the papers name them, and their age."""
    age = placing.age(item.case.child.born, today())
    return f"{item.case.child.name}, {age}" if age is not None else str(item.case.child.name)


def _crumbs() -> list[tuple[str, str]]:
    return [("Panel", url_for("panel.index"))]

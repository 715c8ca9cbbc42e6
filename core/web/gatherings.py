"""Gatherings: people who see open recommendations through, or bring together what was learned, and what they put
forward."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from core.domain.lasting import Gathering
from core.services import gathered, gatherings, responding, standing
from core.services.desk import Refused, Stale
from core.services.permissions import NotAllowed
from core.web.advice import STALE
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, today

bp = Blueprint("gatherings", __name__, url_prefix="/<authority>/gatherings")
THEMES = 12


class HeldForm(FormSchema):
    """When they met, and who was there."""

    day = Day(ask="the day you met")
    present = Text(ask="who was there", max=2000)


class WrittenForm(FormSchema):
    """What was said."""

    present = Text(ask="who was there", max=2000)
    notes = Text(ask="notes", max=20_000, required=False)
    put_forward = Text(ask="what is put forward", max=10_000, required=False)
    version = Version()


class LookForm(FormSchema):
    """What was found of one recommendation."""

    state = Choice(ask="what became of it", choices=responding.STATES)
    note = Text(ask="a note", max=4000, required=False)
    version = Version()


class CloseForm(FormSchema):
    """That nothing changes any more."""

    anyway = Choice(ask="whether to close all the same", choices=("yes",), required=False)
    version = Version()


@bp.get("")
@allow("gathering.hold", needs="gatherings")
def index() -> Response:
    """The gatherings in which this person has a part, and the times they were held."""
    return _index(Form(HeldForm, {"day": today()}))


@bp.post("/<key>")
@allow("gathering.hold", needs="gatherings")
@once
def hold(key: str) -> Response:
    """They met: what they find comes next."""
    form = read(HeldForm, prefix=key)
    if form.ok:
        try:
            held = gatherings.hold(desk(), key, **form.values)
            return see("gatherings.show", held_id=held.id)
        except Refused as refused:
            form.refuse(refused)
    return _index(form, 422)


@bp.get("/held/<held_id>")
@allow("gathering.hold", needs="gatherings")
def show(held_id: str) -> Response:
    """One time it was held: what is to be looked at while it is open, and its record."""
    return _show(held_id)


@bp.post("/held/<held_id>/recommendations/<recommendation_id>")
@allow("gathering.hold", needs="gatherings")
@once
def look(held_id: str, recommendation_id: str) -> Response:
    """What was found of one recommendation."""
    held, _, _ = gatherings.find(desk(), held_id)
    form = read(LookForm, prefix=recommendation_id)
    if form.ok:
        try:
            gatherings.look(desk(), held, recommendation_id, **form.values)
            return see("gatherings.show", held_id=held_id, anchor="to-look-at")
        except Stale:
            form.error("_", "Somebody else has looked at this recommendation, or it was answered, meanwhile.")
            return _show(held_id, 409, looking=form, about=recommendation_id)
        except Refused as refused:
            form.refuse(refused)
    return _show(held_id, 422, looking=form, about=recommendation_id)


@bp.post("/held/<held_id>/notes")
@allow("gathering.hold", needs="gatherings")
@once
def write(held_id: str) -> Response:
    """Keep what was said."""
    held, _, _ = gatherings.find(desk(), held_id)
    form = read(WrittenForm)
    if form.ok:
        try:
            gatherings.write(desk(), held, learned=_learned(), **form.values)
            return see("gatherings.show", held_id=held_id, anchor="notes")
        except Stale:
            form.error("_", STALE)
            return _show(held_id, 409, writing=form, learned=_learned())
        except Refused as refused:
            form.refuse(refused)
    return _show(held_id, 422, writing=form, learned=_learned())


@bp.post("/held/<held_id>/closed")
@allow("gathering.hold", needs="gatherings")
@once
def close(held_id: str) -> Response:
    """Nothing changes any more."""
    held, _, _ = gatherings.find(desk(), held_id)
    form = read(CloseForm, prefix="close")
    if form.ok:
        try:
            gatherings.close(desk(), held, anyway=form.values["anyway"] == "yes", version=form.values["version"])
            return see("gatherings.show", held_id=held_id)
        except Stale:
            form.error("_", STALE)
            return _show(held_id, 409, closing=form)
        except Refused as refused:
            form.refuse(refused)
    return _show(held_id, 422, closing=form)


def _index(form: Form, status: int = 200) -> Response:
    at = desk()
    here, mine = standing.standing(at), gatherings.mine(at)
    procedure = here.procedure
    if not mine and procedure:
        raise NotAllowed("The procedure names nobody with your role for a gathering.")
    return page(
        "gatherings/index.html", status=status, mine=mine, clauses=procedure.clauses if procedure else {},
        role_of=procedure.role if procedure else str, form=form, standing=here,
        form_for=lambda key: form if form.prefix == key else Form(HeldForm, {"day": today()}, prefix=key),
    )  # fmt: skip


def _show(
    held_id: str, status: int = 200, *, looking: Form | None = None, about: str = "", writing: Form | None = None,
    learned: list[tuple[str, str]] | None = None, closing: Form | None = None,
) -> Response:  # fmt: skip
    at = desk()
    if at.procedure(at.today) is None:  # who meets in it cannot be told: the list says so
        return _index(Form(HeldForm))
    held, rule, holds = gatherings.find(at, held_id)
    opened = held.state == "open" and holds
    monitors = rule is not None and rule.monitors == "recommendations"
    waiting, number = gatherings.to_look_at(at, held) if opened and monitors else ([], 0)
    said = {"present": held.present, "notes": held.notes, "put_forward": held.put_forward}
    procedure = at.procedure(at.today)

    def form_for(row: Any) -> Form:
        one = row.recommendation
        if looking is not None and about == one.id:
            return looking
        return Form(LookForm, {"state": one.state}, prefix=one.id)

    return page(
        "gatherings/show.html", status=status, held=held, holds=holds, opened=opened, monitors=monitors,
        waiting=waiting, number=number, looked=gatherings.looked_at(at, held) if holds else [],
        states=responding.STATES, form_for=form_for, form=writing or Form(WrittenForm, said),
        closing=closing or Form(CloseForm, prefix="close"), refused=looking or closing or writing,
        themes=_asked_themes(held, rule, learned), counted=gathered.themes_since(at, held) if holds else [],
        clause=procedure.clauses.get(held.clause) if procedure else None,
        put_to=procedure.role(held.put_to) if procedure and held.put_to else held.put_to,
        crumbs=[("Monitoring and learning", url_for("gatherings.index"))], error=status in (409, 422),
    )  # fmt: skip


def _learned() -> list[tuple[str, str]]:
    """What was typed, theme by theme; the names of the themes come with the form, those added by hand typed too."""
    themes = [one.strip() for one in request.form.getlist("theme")]
    texts = [one.replace("\r\n", "\n").strip() for one in request.form.getlist("text")]
    return [(theme or "Without a theme", text) for theme, text in zip(themes, texts, strict=False) if text]


def _asked_themes(
    held: Any, rule: Gathering | None, typed: list[tuple[str, str]] | None
) -> list[tuple[str, str]]:  # fmt: skip
    """The themes to write about: those written already, then those that recommendations had, then one more."""
    if rule is None or rule.monitors != "learning" or held.state != "open":
        return [(theme, text) for theme, text in held.learned]
    written = typed if typed is not None else [(theme, text) for theme, text in held.learned]
    there = {theme for theme, _ in written}
    more = [theme for theme, _ in gathered.themes_since(desk(), held) if theme not in there]
    return [*written, *((theme, "") for theme in more[: max(0, THEMES - len(written))]), ("", "")]

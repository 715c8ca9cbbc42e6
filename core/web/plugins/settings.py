"""A plugin's settings as a form made from its own schema: of a change, or of what runs today, which begins a change."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from core.domain.compiling import CannotCompile
from core.services import changing, plugin_settings
from core.services.desk import Missing, Refused, Stale
from core.services.plugin_settings import WrongSettings
from core.web.forms import Day, Form, FormSchema, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.plugins.changes import crumbs
from core.web.plugins.index import bp
from core.web.plugins.replay_work import recent
from core.web.requests import desk, today


class From(FormSchema):
    """From which day the answers hold."""

    starts = Day(ask="the start date")


@bp.get("/<plugin>/settings")
@allow("plugins.read")
def of_today(plugin: str) -> Response:
    """The answers that hold today, to be changed from a day on."""
    return _page(plugin, _running(plugin), starts=Form(From, {"starts": today()}))


@bp.post("/<plugin>/settings")
@allow("plugins.write")
@once
def change_today(plugin: str) -> Response:
    """Begin a change with these answers."""
    _running(plugin)
    at, given, form = desk(), _given(plugin), read(From)
    try:
        kept = plugin_settings.read(at.registry, plugin, given)
        if form.ok:
            change = changing.begin_settings(at, plugin, kept, starts=form.values["starts"])
            recent(change)
            return see("plugins.show", change_id=change.id)
    except WrongSettings as wrong:
        return _page(plugin, given, 422, errors=wrong.errors, starts=form)
    except Refused as refused:
        form.refuse(refused)
    return _page(plugin, given, 422, starts=form)


@bp.get("/changes/<change_id>/settings/<plugin>")
@allow("plugins.read")
def of_change(change_id: str, plugin: str) -> Response:
    """The answers that a change holds."""
    change = changing.find(desk(), change_id)
    if plugin not in change.enabled or plugin not in desk().registry.found:
        raise Missing(plugin)
    return _page(plugin, change.enabled[plugin], change=change)


@bp.post("/changes/<change_id>/settings/<plugin>")
@allow("plugins.write")
@once
def choose(change_id: str, plugin: str) -> Response:
    """Keep the answers in the change."""
    change = changing.find(desk(), change_id)
    if plugin not in change.enabled or plugin not in desk().registry.found:
        raise Missing(plugin)
    given = _given(plugin)
    try:
        changing.choose_settings(desk(), change, plugin, given, version=version_seen())
        recent(change)
        return see("plugins.show", change_id=change_id)
    except WrongSettings as wrong:
        return _page(plugin, given, 422, change=change, errors=wrong.errors)
    except Stale:
        return _page(plugin, given, 409, change=change, now=change.enabled[plugin])


def _running(plugin: str) -> Mapping[str, Any]:
    """The stored answers of a plugin that runs today; `Missing` for any other."""
    if plugin not in desk().enabled or plugin not in desk().registry.found:
        raise Missing(plugin)
    return desk().enabled[plugin]


def _given(plugin: str) -> dict[str, Any]:
    """What was sent, by question; what belongs to no question goes along, so that it is refused and not lost."""
    many = {one.key for one in plugin_settings.questions(desk().registry, plugin) if one.kind == "choices"}
    sent: dict[str, Any] = {key: [] for key in many}
    for name in request.form:
        key = name.removeprefix(PREFIX)
        if name.startswith(PREFIX):
            sent[key] = (
                [one for one in request.form.getlist(name) if one] if key in many else request.form[name].strip()
            )
    return sent


PREFIX = "set_"
"""Stands before a setting's key in the form, so that no setting takes the name of a field of ours."""


def _page(
    plugin: str,
    given: Mapping[str, Any],
    status: int = 200,
    *,
    change: Any = None,
    errors: Mapping[str, list[str]] | None = None,
    now: Mapping[str, Any] | None = None,
    starts: Form | None = None,
) -> Response:
    at = desk()
    asked = plugin_settings.questions(at.registry, plugin)
    answers = plugin_settings.answers(at.registry, plugin, given)
    wrong = {key if key == "_" else f"{PREFIX}{key}": texts for key, texts in (errors or {}).items()}
    form = Form(FormSchema, {f"{PREFIX}{key}": value for key, value in answers.items()}, wrong)
    for field, texts in (starts.errors if starts else {}).items():
        form.errors[field] = texts
    if starts:
        form.data |= starts.data
    return page(
        "plugins/settings.html", status=status, form=form, found=at.registry.found[plugin], plugin=plugin,
        questions=asked, prefix=PREFIX, change=change, starts=starts, now=now, clauses=_clauses(plugin),
        left_over=sorted(set(given) - set(answers)), crumbs=crumbs(change.id if change else ""),
        back=url_for("plugins.show", change_id=change.id) if change else url_for("plugins.index"),
    )  # fmt: skip


def _clauses(plugin: str) -> Mapping[str, Any]:
    """The plugin's clauses by id, for questions that name one; none while it does not compile."""
    try:
        return desk().registry.procedure({plugin: {}}, today()).clauses
    except CannotCompile:
        return {}

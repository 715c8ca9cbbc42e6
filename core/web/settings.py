"""Settings: what an authority settles for itself, one page for each, with its history and what a change moves."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for

from core.domain.calendar import Nation, bank_holidays
from core.domain.contrast import ENOUGH, HEADER, colour, contrast
from core.domain.local import NATIONS, Local
from core.services import closures, identity_providers, local_settings
from core.services.desk import Refused, Stale
from core.services.local_settings import Shown
from core.web.forms import Choice, Form, FormSchema, Number, Text, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, today

bp = Blueprint("settings", __name__, url_prefix="/<authority>/settings")
YES = (("yes", "Yes"), ("no", "No"))
COUNTED = frozenset({"nation", "closures_move_dates"})
"""Settings by which dates are counted: their pages say which dates move."""


class Changed(FormSchema):
    """Why a setting changes, and the value that was seen; the value itself is asked for as the setting needs it."""

    because = Text(ask="why this changes", max=1000)
    seen = Text(ask="what stood here", max=2000, required=False)


@bp.get("")
@allow("settings.read")
def show() -> Response:
    """Every setting with who set it, the closures, and the latest changes."""
    groups: dict[str, list[Shown]] = {}
    for one in local_settings.every(desk()):
        groups.setdefault(one.local.group, []).append(one)
    latest = local_settings.changes(desk(), size=5)
    return page("settings/show.html", groups=groups, closures=closures.listed(desk()), latest=latest.events,
                trusted=identity_providers.of(desk()))  # fmt: skip


@bp.get("/history")
@allow("settings.read")
def history() -> Response:
    """Every change, newest first; `?after=`."""
    found = local_settings.changes(desk(), after=request.args.get("after", ""))
    return page("settings/history.html", found=found, crumbs=crumbs())


@bp.get("/<key>")
@allow("settings.read")
def edit(key: str) -> Response:
    """One setting; `?try=` shows a colour before it is kept."""
    shown = local_settings.one(desk(), key)
    tried = request.args.get("try", "").strip()[:20] if shown.local.kind == "colour" else ""
    return _edit(shown, Form(_schema(shown.local), {"value": tried or shown.value, "seen": shown.seen}))


@bp.post("/<key>")
@allow("settings.write")
@once
def change(key: str) -> Response:
    """Keep one setting."""
    shown = local_settings.one(desk(), key)
    form = read(_schema(shown.local))
    if form.ok:
        try:
            value = _typed(shown.local, form.values["value"])
            because, seen = form.values["because"], form.values["seen"]
            local_settings.change(desk(), key, value, because=because, seen=seen)
            return see("settings.show", anchor=key)
        except Refused as refused:
            form.refuse(refused)
        except Stale as stale:
            form.data["seen"] = stale.current.seen
            return _edit(stale.current, form, 409, stale=True)
    return _edit(shown, form, 422)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the settings."""
    return [("Settings", url_for("settings.show")), *more]


def _edit(shown: Shown, form: Form, status: int = 200, *, stale: bool = False) -> Response:
    return page(
        "settings/edit.html", status=status, shown=shown, local=shown.local, form=form, stale=stale,
        options=_options(shown.local), swatch=_swatch(form) if shown.local.kind == "colour" else None,
        holidays=_holidays(today()) if shown.local.key == "nation" else (), nations=NATIONS,
        dates=local_settings.open_dates(desk()) if shown.local.key in COUNTED else None,
        past=local_settings.changes(desk(), key=shown.local.key).events, crumbs=crumbs(),
    )  # fmt: skip


def _schema(local: Local) -> type[FormSchema]:
    """The form of one setting."""
    field: Any
    match local.kind:
        case "number":
            field = Number(ask=local.ask, least=local.least, most=local.most)
        case "yes" | "choice":
            field = Choice(ask=local.ask, choices=_options(local))
        case _:
            field = Text(ask=local.ask, max=local.most)
    return type("One", (Changed,), {"value": field})


def _options(local: Local) -> tuple[tuple[str, str], ...]:
    """What can be chosen, as values and words; none where it is typed."""
    if local.kind == "yes":
        return YES
    return tuple((str(value), words) for value, words in (local.choices or {}).items())


def _typed(local: Local, value: Any) -> Any:
    """A value of the form as the setting keeps it."""
    if local.kind == "yes":
        return value == "yes"
    return next((one for one in local.choices or () if str(one) == value), value)


def _swatch(form: Form) -> dict[str, str] | None:
    """A typed colour as a style sheet of its own, with how far it stands apart; None where it is no colour."""
    found = colour(form.data.get("value", ""))
    if found is None:
        return None
    ratio = contrast(found, HEADER)
    return {
        "url": url_for("about.accent", colour=found.lstrip("#")),
        "colour": found,
        "ratio": f"{ratio:.1f}",
        "enough": "yes" if ratio >= ENOUGH else "",
    }


def _holidays(first: date) -> list[tuple[date, dict[Nation, str]]]:
    """The bank holidays of the coming year by day: what each nation that has one calls it."""
    last, found = first + timedelta(days=365), dict[date, dict[Nation, str]]()
    for nation in NATIONS:
        for year in (first.year, last.year):
            for day, name in bank_holidays(nation, year).items():
                if first <= day < last:
                    found.setdefault(day, {})[nation] = name
    return sorted(found.items())

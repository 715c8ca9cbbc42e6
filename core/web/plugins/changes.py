"""One change of the procedure before it is approved: begun from a plugin or an earlier version, its first day, what it
would do."""

from collections.abc import Callable
from typing import Any

from flask import Response, url_for

from core.domain.telling.comparing import by_meeting, compare, unchanged
from core.services import approving, changing, installed
from core.services.desk import Refused, Stale
from core.services.previewing import preview
from core.web.forms import Choice, Day, Form, FormSchema, Number, Text, Version, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.plugins.index import bp
from core.web.plugins.replay_shown import shown_replay
from core.web.plugins.replay_work import recent
from core.web.requests import desk


class Begun(FormSchema):
    """What a change begins with."""

    plugin = Text(ask="the plugin", max=100, required=False)
    run = Choice(ask="whether it is to run", choices=("yes", "no"), required=False)
    back_to = Number(ask="the version", least=1, required=False)
    call_off = Number(ask="the version", least=1, required=False)


class Starts(FormSchema):
    """The first day of a change."""

    starts = Day(ask="the start date")
    version = Version()


class Seen(FormSchema):
    """Which state of the change somebody has looked at."""

    version = Version()


class Reason(FormSchema):
    """Why the procedure changes."""

    because = Text(ask="why this change is being made", max=2000)
    read_all = Choice(ask="that you have read the differences", choices=("yes",))
    version = Version()


@bp.post("/changes")
@allow("plugins.write")
@once
def begin() -> Response:
    """A draft with one plugin more or less, or with an earlier version; then its preview."""
    form = read(Begun)
    try:
        if form.values.get("back_to"):
            change = changing.back_to(desk(), form.values["back_to"])
        elif form.values.get("call_off"):
            change = changing.call_off(desk(), form.values["call_off"])
        elif form.values.get("run") == "no":
            change = changing.begin(desk(), changing.without_plugin(desk(), form.values.get("plugin", "")))
        else:
            change = changing.begin(desk(), changing.with_plugin(desk(), form.values.get("plugin", "")))
    except Refused as refused:
        return page("plugins/refused.html", status=422, sentence=str(refused), crumbs=crumbs())
    recent(change)
    return see("plugins.show", change_id=change.id)


@bp.get("/changes/<change_id>")
@allow("plugins.read")
def show(change_id: str) -> Response:
    """What a change would do; once it is approved, the version it became."""
    change = changing.known(desk(), change_id)
    if change.state == "approved":
        return see("plugins.version", number=change.number)
    if change.state == "withdrawn":
        return page("plugins/refused.html", sentence="This change was withdrawn. Nothing came of it.", crumbs=crumbs())
    return shown(change_id)


@bp.post("/changes/<change_id>/start")
@allow("plugins.write")
@once
def start(change_id: str) -> Response:
    """Another first day."""

    def begin_on(change: Any, values: dict[str, Any]) -> Response:
        changing.start(desk(), change, values["starts"], version=values["version"])
        recent(change)
        return see("plugins.show", change_id=change_id)

    return tried(change_id, "starting", read(Starts), begin_on)


@bp.post("/changes/<change_id>/carry")
@allow("plugins.write")
@once
def carry(change_id: str) -> Response:
    """Rest the change on the version that was approved since."""
    change = changing.find(desk(), change_id)
    changing.carry_over(desk(), change, version=version_seen())
    recent(change)
    return see("plugins.show", change_id=change_id)


@bp.post("/changes/<change_id>/withdraw")
@allow("plugins.write")
@once
def withdraw(change_id: str) -> Response:
    """Give a change up, as it stood on the list."""
    changing.withdraw(desk(), changing.find(desk(), change_id), version=version_seen())
    return see("plugins.index")


def tried(
    change_id: str, name: str, form: Form, act: Callable[[Any, dict[str, Any]], Response]
) -> Response:  # fmt: skip
    """What `act` answers for the change and the form's values; or the page of the change, with what was typed into the
    form called `name`: refused (422), or somebody else was faster (409)."""
    if form.ok:
        try:
            return act(changing.find(desk(), change_id), form.values)
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            return shown(change_id, 409, stale=True, **{name: form})
    return shown(change_id, 422, **{name: form})


def shown(change_id: str, status: int = 200, **forms: Any) -> Response:
    """The page of a change; `starting`, `asking` and `returning` are its forms as they were sent."""
    at = desk()
    change = changing.find(at, change_id)
    seen = preview(at, change)
    context: dict[str, Any] = {
        "starting": Form(Starts, {"starts": change.starts}),
        "asking": Form(Reason, {"because": change.because}),
        "returning": Form(FormSchema),
        "stale": False,
        "replaying": forms.get("replaying") or shown_replay(change),
    }
    return page(
        "plugins/change.html", status=status, change=change, seen=seen, ruling=at.version(at.today),
        meetings=by_meeting(compare(seen.before, seen.after)), same=unchanged(seen.before, seen.after),
        changed=installed.differences(at, change), obstacles=approving.obstacles(at, change),
        seconds=approving.seconds(at, change), mine=approving.may_ask(at, change), me=at.actor.person_id,
        runs=installed.described(at, change),
        crumbs=crumbs(), **(context | forms),
    )  # fmt: skip


def crumbs(change_id: str = "") -> list[tuple[str, str]]:
    """The way back to the plugins, and from a page below a change to it."""
    back = [("Plugins", url_for("plugins.index"))]
    return [*back, ("What would change", url_for("plugins.show", change_id=change_id))] if change_id else back

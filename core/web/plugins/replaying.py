"""The replay of recent endings under a change: asking for it, how far it is, every difference it found, stopping it.
The work itself is begun in `replay_work`."""

from flask import Response, request, url_for

from core.domain.periods import in_period_ending, months
from core.services import changing, replaying
from core.services.desk import Refused
from core.web.forms import read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.plugins import replay_words as words
from core.web.plugins.changes import crumbs, shown
from core.web.plugins.index import bp
from core.web.plugins.replay_shown import Period, shown_replay
from core.web.plugins.replay_work import work_on
from core.web.requests import desk, swapping, today

SIZE = 25
STOP_POLLING = 286


@bp.get("/changes/<change_id>/replay")
@allow("plugins.read")
def replay(change_id: str) -> Response:
    """How far the replay is and what it came to; htmx asks again while work goes on."""
    change = changing.find(desk(), change_id)
    found = shown_replay(change)
    status = STOP_POLLING if swapping() and found.stage != "working" else 200
    return page(
        "plugins/replay.html", "_replay", status, announce=found.announce, change=change, replaying=found,
        crumbs=crumbs(change_id),
    )  # fmt: skip


@bp.post("/changes/<change_id>/replay")
@allow("plugins.write")
@once
def replay_asked(change_id: str) -> Response:
    """Replay the endings of so many months; what is done for the same rules and days today is shown at once."""
    change, form = changing.find(desk(), change_id), read(Period)
    if form.ok:
        first, last = in_period_ending(today(), months(int(form.values["period"])))
        try:
            work_on(replaying.ask(desk(), change.id, change.enabled, first, last))
            return see("plugins.show", change_id=change_id, anchor="replay")
        except Refused as refused:
            form.refuse(refused)
    return shown(change_id, 422, replaying=shown_replay(change, form))


@bp.post("/changes/<change_id>/replay/again")
@allow("plugins.write")
@once
def replay_again(change_id: str) -> Response:
    """Begin again what was interrupted, or replay what was recorded since."""
    change = changing.find(desk(), change_id)
    found = replaying.find(desk(), change.id)
    work_on(replaying.ask(desk(), change.id, change.enabled, found.first_day, found.last_day, again=True))
    return see("plugins.show", change_id=change_id, anchor="replay")


@bp.post("/changes/<change_id>/replay/stop")
@allow("plugins.write")
@once
def replay_stopped(change_id: str) -> Response:
    """Stop the work on it."""
    replaying.stop(desk(), changing.find(desk(), change_id).id)
    return see("plugins.show", change_id=change_id, anchor="replay")


@bp.get("/changes/<change_id>/replay/differences")
@allow("plugins.read")
def differences(change_id: str) -> Response:
    """Every difference, `?about=` one aspect, from the one `?after=` so many on; none of them names anybody."""
    change = changing.find(desk(), change_id)
    found = shown_replay(change)
    if found.stage != "done":
        return see("plugins.show", change_id=change_id, anchor="replay")
    result, about = found.replay.result, request.args.get("about", "")
    about = about if about in words.ASPECTS else ""
    every = words.differences(result, about)
    after = max(0, min(request.args.get("after", 0, int), len(every)))
    rows = [words.row(result, one) for one in every[after : after + SIZE]]

    def at(place: int) -> str:
        return url_for("plugins.differences", change_id=change_id, about=about or None, after=place or None)

    return page(
        "plugins/replay_differences.html", change=change, replaying=found, rows=rows, about=about, after=after,
        total=len(every), crumbs=crumbs(change_id), clauses=words.clauses(result, rows),
        tabs=_tabs(result, change_id, about),
        earlier=at(max(0, after - SIZE)) if after else "", later=at(after + SIZE) if after + SIZE < len(every) else "",
    )  # fmt: skip


def _tabs(result: words.Result, change_id: str, about: str) -> list[tuple[str, str, bool]]:
    """One tab for each aspect with anything in it, and one for all."""
    found = {key: len(words.differences(result, key)) for key in ("", *words.ASPECTS)}
    return [
        (f"{words.ASPECTS.get(key, 'All')} ({number:,})",
         url_for("plugins.differences", change_id=change_id, about=key or None), key == about)
        for key, number in found.items() if number or not key
    ]  # fmt: skip

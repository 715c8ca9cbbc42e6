"""The lists of those who look after records, each at its own address, and the schedule of every kind of row."""

from typing import Any

from flask import Response, request, url_for

from core.domain.local import NATIONS
from core.domain.retention import LAWS
from core.domain.schedule import SCHEDULE, Fate
from core.services.retention import holds, listing, lives
from core.web.guard import allow
from core.web.pages import page
from core.web.requests import desk
from core.web.retention.blueprint import bp, reads_names, title_of

TABS = (
    ("Due within a year", "index"), ("Cannot be told yet", "undecided"), ("On hold", "held"),
    ("Disposals", "disposals"), ("Disposed of", "disposed"), ("What is kept how long", "schedule"),
)  # fmt: skip


@bp.get("/retention")
@allow("retention.read")
def index() -> Response:
    """Records whose last day has passed or comes within a year."""
    return _list("index", listing.due(desk(), after=_after()))


@bp.get("/retention/undecided")
@allow("retention.read")
def undecided() -> Response:
    """Records of which nobody can tell."""
    return _list("undecided", listing.undecided(desk(), after=_after()))


@bp.get("/retention/holds")
@allow("retention.read")
def held() -> Response:
    """Holds in force."""
    return _list("held", holds.listed(desk(), after=_after()))


@bp.get("/retention/disposals")
@allow("retention.read")
def disposals() -> Response:
    """Disposals that wait for a second person."""
    return _list("disposals", listing.waiting(desk(), after=_after()))


@bp.get("/retention/disposed")
@allow("retention.read")
def disposed() -> Response:
    """What is gone."""
    return _list("disposed", listing.gone(desk(), after=_after()))


@bp.get("/retention/schedule")
@allow("retention.read")
def schedule() -> Response:
    """Every kind of row, how long it is kept and why; and what the nation's law says of children's records."""
    nation = lives.nation(desk())
    return page("retention/schedule.html", tabs=_tabs("schedule"), lines=SCHEDULE, fates=Fate, law=LAWS[nation],
                nation=NATIONS[nation], longer=desk().setting("kept_longer"))  # fmt: skip


def _list(view: str, found: Any) -> Response:
    more = url_for(f"retention.{view}", after=found.last) if found.last else ""
    named = reads_names()
    return page(f"retention/{view}.html", found=found, tabs=_tabs(view), more=more, named=named,
                title_of=lambda child: title_of(child, named=named))  # fmt: skip


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    return [(text, url_for(f"retention.{view}"), view == current) for text, view in TABS]


def _after() -> str:
    return request.args.get("after", "")

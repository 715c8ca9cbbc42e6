"""From a view to an answer: a whole page, or the piece of it that htmx waits for; and the way on after a change."""

import json
from typing import Any

from flask import Flask, Response, g, make_response, redirect, render_template, url_for
from htmx_flask import request as htmx_request
from jinja2 import FileSystemLoader, StrictUndefined

from core.registry import Registry
from core.services import openings
from core.settings import ROOT
from core.web import slots
from core.web.compiled import COMPILED
from core.web.requests import swapping


class Asked(StrictUndefined):
    """A name the page was not given: it may be asked for (`if crumbs`), but never written, counted or walked."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


def init_app(app: Flask, registry: Registry) -> None:
    """How templates are found and read. Those of plugins are read apart, where they fill slots: see `slots`."""
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": Asked,
                         "bytecode_cache": COMPILED}  # fmt: skip
    app.jinja_loader = FileSystemLoader(ROOT / "templates")
    slots.init_app(app, registry, Asked)


def page(
    template: str, piece: str | None = None, status: int = 200, *, focus: str = "", announce: str = "", **context: Any
) -> Response:
    """The whole page; for htmx the piece alone. `piece` is a template, or "_pack" for one in the page's own folder.

    A piece has one root element with an id and is included in its page. With 422 the title says so. `focus` is the
    selector that takes the focus after a swap, `announce` what is said to people who listen to the page.
    """
    context.setdefault("error", status == 422)
    context.setdefault("open_now", openings.mine_now(g.desk) if "desk" in g and status < 500 else ())
    if piece and swapping():
        text = render_template(_beside(template, piece), **context)
        text += render_template("errors/_announced.html", text=announce) if announce else ""
    else:
        text = render_template(template, **context)
    answer = make_response(text, status)
    answer.vary.add("HX-Request")
    if focus and swapping():
        answer.headers["HX-Trigger-After-Settle"] = json.dumps({"mo:focus": focus})
    return answer


def _beside(template: str, piece: str) -> str:
    if "/" in piece:
        return piece
    return f"{template.rpartition('/')[0]}/{piece.removesuffix('.html')}.html"


def see(endpoint: str, *, anchor: str = "", **values: Any) -> Response:
    """The way on after a change: 303 to the page of `endpoint`; under htmx the browser loads it as a whole page."""
    return go(url_for(endpoint, _anchor=anchor or None, **values))


def go(location: str) -> Response:
    """As `see`, for an address within Mooring that is already written."""
    if htmx_request.htmx:
        answer = Response(status=200)
        answer.headers["HX-Redirect"] = location
    else:
        answer = make_response(redirect(location, 303))
    answer.vary.add("HX-Request")
    return answer


def way_on(answer: Response) -> str | None:
    """Where an answer made by `see` or `go` leads; None for any other."""
    return answer.headers.get("HX-Redirect") or answer.headers.get("Location")

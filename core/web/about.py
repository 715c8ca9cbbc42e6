"""What belongs to no authority: help, privacy, accessibility, an authority's colour, and whether the service is up."""

import re

from flask import Blueprint, Response

from core.services import health
from core.services.desk import Missing
from core.web.guard import allow
from core.web.pages import page
from core.web.requests import installation

bp = Blueprint("about", __name__)
COLOUR = re.compile(r"[0-9a-f]{6}")


@bp.get("/help")
@allow("public")
def help() -> Response:
    """How to go on when something is unclear, and whom to ask."""
    return page("about/help.html")


@bp.get("/privacy")
@allow("public")
def privacy() -> Response:
    """What Mooring keeps, and for whom."""
    return page("about/privacy.html")


@bp.get("/accessibility")
@allow("public")
def accessibility() -> Response:
    """The accessibility statement."""
    return page("about/accessibility.html")


@bp.get("/accent/<colour>.css")
@allow("public")
def accent(colour: str) -> Response:
    """The stripe of an authority in its own colour, six hexadecimal digits; says nothing about who uses it."""
    if not COLOUR.fullmatch(colour):
        raise Missing
    answer = Response(f":root {{ --mo-tenant: #{colour}; }}\n", mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@bp.get("/healthz")
@allow("public")
def healthz() -> Response:
    """200 "ok" while the database answers, otherwise 503."""
    up = health.answers(installation().settings.database_url)
    return Response("ok\n" if up else "the database does not answer\n", 200 if up else 503, mimetype="text/plain")

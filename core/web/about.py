"""What belongs to no authority: help, privacy, accessibility, an authority's colour."""

import re

from flask import Blueprint, Response

from core.services.desk import Missing
from core.web.guard import allow
from core.web.pages import page

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

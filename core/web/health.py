"""What a load balancer asks: whether this process lives and whether it can do its work. No page, no cookie."""

from flask import Blueprint, Response, jsonify

from core.services import health
from core.web.guard import allow
from core.web.requests import installation

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@allow("public")
def alive() -> Response:
    """200 while the process answers at all; whoever gets nothing here restarts it."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@allow("public")
def ready() -> Response:
    """200 when it can do its work, else 503; which of the conditions holds, as JSON. Nobody is sent here meanwhile."""
    found = health.readiness(installation().settings)
    answer = jsonify(found)
    answer.status_code = 200 if all(found.values()) else 503
    return answer

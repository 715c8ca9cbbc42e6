"""`/metrics` for Prometheus: only for whoever brings the operators' token, and where there is none not there at all."""

from hmac import compare_digest

from flask import Blueprint, Response, request
from werkzeug.exceptions import Unauthorized

from core import metrics
from core.services.desk import Missing
from core.web.guard import allow
from core.web.requests import installation

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@allow("public")
def show() -> Response:
    """What this server has counted since it started, all its processes together."""
    token = installation().settings.metrics_token
    if not token:
        raise Missing
    given = request.authorization
    if given is None or given.type != "bearer" or not compare_digest((given.token or "").encode(), token.encode()):
        raise Unauthorized
    text, media_type = metrics.told()
    return Response(text, content_type=media_type)

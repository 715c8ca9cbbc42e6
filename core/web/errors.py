"""How Mooring says no: each refusal as a page of its own, and as a piece for htmx. What was typed is never lost."""

from typing import Any

import structlog
from flask import Flask, Response, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests

from core import metrics
from core.domain.lifecycle import NotYet
from core.services.committing import Busy
from core.services.desk import Missing, Refused, Stale
from core.services.permissions import NotAllowed
from core.services.token_entering import NoToken
from core.services.tries import TooMany
from core.web.faults import reference
from core.web.once import Unkeyed
from core.web.pages import page
from core.web.problems import problem
from core.web.requests import abandon, by_program, close, swapping

log = structlog.get_logger("mooring")


def init_app(app: Flask) -> None:
    """One handler for each reason."""
    app.register_error_handler(Missing, missing)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(NotYet, refused)
    app.register_error_handler(Stale, stale)
    app.register_error_handler(Busy, busy)
    app.register_error_handler(NoToken, no_token)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(Unkeyed, form_too_old)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(TooManyRequests, too_many)
    app.register_error_handler(TooMany, too_many)
    app.register_error_handler(HTTPException, other)
    app.register_error_handler(500, broken)


def missing(_error: Exception) -> Response:
    """The same words whether the record does not exist or belongs to others."""
    return _say("missing", 404)


def not_allowed(error: NotAllowed) -> Response:
    """One sentence why and who to ask; noted, with ids only."""
    log.info("not_allowed", endpoint=request.endpoint)
    return _say("not_allowed", 403, sentence=str(error))


def refused(error: Refused | NotYet) -> Response:
    """A change that cannot be made now, where the view did not show its form again."""
    return _say("refused", 422, sentence=str(error), clause=error.clause)


def stale(_error: Stale) -> Response:
    """Somebody else was first, where the view did not show both texts."""
    return _say("stale", 409)


def busy(_error: Busy) -> Response:
    """Locked, full or out of reach: nothing was kept, and trying again is right. The page asks the database nothing."""
    close()
    answer = _say("busy", 503)
    answer.headers["Retry-After"] = "10"
    return answer


def form_too_old(_error: CSRFError | Unkeyed) -> Response:
    """The form's token does not fit the session, or the form came without its key."""
    return _say("form_too_old", 400)


def too_large(_error: RequestEntityTooLarge) -> Response:
    """More was sent than this instance takes."""
    return _say("too_large", 413, limit=(request.max_content_length or 0) // (1024 * 1024))


def no_token(_error: NoToken) -> Response:
    """A program without a token that opens this authority now: the same words for every reason."""
    answer = _say("no_token", 401)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Mooring"'
    return answer


def too_many(_error: TooManyRequests | TooMany) -> Response:
    """Too many tries in a short time."""
    answer = _say("too_many", 429)
    answer.headers["Retry-After"] = "300"
    return answer


def other(error: HTTPException) -> Response:
    """Whatever else the web server's rules say: an unknown address, a method that is not offered."""
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    if error.code == 404:
        return missing(error)
    answer = _say("other", error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def broken(_error: Exception) -> Response:
    """A mistake of ours: nothing but a reference, which the log has too. The page is made without what was at hand."""
    close()
    return _say("broken", 500, reference=reference())


def _say(reason: str, status: int, **context: Any) -> Response:
    """The page of a reason. Under htmx 409 and 422 stand above what was asked to change, and leave it as it is."""
    abandon()
    metrics.refused(reason)
    if request_ctx.url_adapter is None:
        return Response("This address is not served here.", status, mimetype="text/plain")
    if by_program():
        told = {key: context[key] for key in ("reference", "clause", "limit") if context.get(key)}
        return problem(reason, status, context.get("sentence", ""), **told)
    answer = page(f"errors/{reason}.html", f"errors/_{reason}.html", status, error=False, **context)
    if swapping():
        answer.headers["HX-Reswap"] = "beforebegin"
    return answer

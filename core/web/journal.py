"""One line in the log for each request: which view, for whom, how it ended, how long it took; no address, no name.

Everything else that is logged meanwhile carries the same request id, authority and person, as ids."""

from time import perf_counter

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from core.web.requests import installation, request_id

log = structlog.get_logger("mooring")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init_app(app: Flask) -> None:
    """First before and last after everything else that happens to a request."""
    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(forget)


def begin() -> None:
    """A thread serves one request after another: nothing of the last one stays."""
    clear_contextvars()
    g.begun = perf_counter()
    bind_contextvars(request_id=request_id())


def end(answer: Response) -> Response:
    """Say under which id this request is in the log, and write its line."""
    answer.headers["X-Request-ID"] = request_id()
    if installation().settings.request_log and "begun" in g and not _probe(answer):
        milliseconds = round((perf_counter() - g.begun) * 1000, 1)
        method = request.method if request.method in METHODS else "OTHER"
        log.info("request", method=method, endpoint=request.endpoint, status=answer.status_code, ms=milliseconds)
    return answer


def forget(_error: BaseException | None = None) -> None:
    """Nothing is bound between requests."""
    clear_contextvars()


def _probe(answer: Response) -> bool:
    """A load balancer asks every few seconds: only what is wrong is written down."""
    return request.blueprint == "health" and answer.status_code < 400

"""One line in the log for each request: which view, for whom, how it ended, how long it took; no address, no name.

Everything else that is logged meanwhile carries the same request id, authority and person, as ids."""

from time import perf_counter

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from core import metrics
from core.web.requests import installation, request_id

log = structlog.get_logger("mooring")


def init_app(app: Flask) -> None:
    """First before and last after everything else that happens to a request."""
    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(forget)


def begin() -> None:
    """A thread serves one request after another: nothing of the last one stays."""
    clear_contextvars()
    metrics.request_begun()
    g.begun = perf_counter()
    bind_contextvars(request_id=request_id())


def end(answer: Response) -> Response:
    """Say under which id this request is in the log, count it and write its line."""
    answer.headers["X-Request-ID"] = request_id()
    if "begun" not in g:
        return answer
    seconds, settings = perf_counter() - g.begun, installation().settings
    authority = g.place.slug if settings.metrics_by_authority and "place" in g else None
    metrics.answered(request.endpoint, request.method, answer.status_code, seconds, authority)
    if settings.request_log and not _probe(answer):
        method = request.method if request.method in metrics.METHODS else metrics.OTHER
        milliseconds = round(seconds * 1000, 1)
        log.info("request", method=method, endpoint=request.endpoint, status=answer.status_code, ms=milliseconds)
    return answer


def forget(_error: BaseException | None = None) -> None:
    """Nothing is bound between requests."""
    clear_contextvars()
    if "begun" in g:
        metrics.request_ended()


def _probe(answer: Response) -> bool:
    """A load balancer asks every few seconds: only what is wrong is written down."""
    return request.blueprint == "health" and answer.status_code < 400

"""What is written down when Mooring itself is at fault: where and under which reference, never what was in hand."""

import logging
import sys
import traceback
from secrets import token_hex
from types import TracebackType

import structlog
from flask import g, request

from core.settings import ROOT

log = structlog.get_logger("mooring")


def configure() -> None:
    """One JSON object a line, on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def reference() -> str:
    """The reference of this request's fault: eight characters, the same on the page and in the log."""
    if "reference" not in g:
        g.reference = token_hex(4)
    found: str = g.reference
    return found


def note(error: BaseException | None, trace: TracebackType | None) -> None:
    """Log a fault with ids only. The error's own words stay out: they may quote what somebody typed."""
    desk = g.get("desk")
    log.error(
        "fault",
        reference=reference(),
        method=request.method,
        endpoint=request.endpoint,
        authority=g.get("slug"),
        person=desk.actor.person_id if desk else None,
        error=f"{type(error).__module__}.{type(error).__name__}",
        at=[
            f"{frame.filename.removeprefix(f'{ROOT}/')}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)[-12:]
        ],
    )

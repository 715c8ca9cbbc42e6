"""What is written down when Mooring itself is at fault: where and under which reference, never what was in hand."""

from secrets import token_hex
from types import TracebackType

import structlog
from flask import g, request

from core.adapters.logs import frames, kind_of

log = structlog.get_logger("mooring")


def reference() -> str:
    """The reference of this request's fault: eight characters, the same on the page and in the log."""
    if "reference" not in g:
        g.reference = token_hex(4)
    found: str = g.reference
    return found


def note(error: BaseException | None, trace: TracebackType | None) -> None:
    """Log a fault with ids only; authority and person are bound to the request. The error's own words stay out."""
    log.error(
        "fault",
        reference=reference(),
        method=request.method,
        endpoint=request.endpoint,
        error=kind_of(error),
        at=frames(trace),
    )

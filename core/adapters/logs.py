"""What is written down while Mooring runs: one JSON object a line on standard error, with ids and numbers only.

Our own lines are made with structlog. Those of libraries and of the web server pass through `Line`, which keeps the
words their programmers wrote and leaves out what was filled in, because that may quote an address or what was typed.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, ParamSpec

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars, merge_contextvars

from core.settings import ROOT

P = ParamSpec("P")
FRAMES, LIBRARY = 12, 3
HARMLESS = re.compile(r"SIG[A-Z0-9]{2,10}")
FILLED_IN = re.compile(r" from ip=.*", re.S)
"""Where the web server has filled in a request that was no HTTP before the line reaches us."""


def configure() -> None:
    """Our own lines: one JSON object each, with whatever is bound to the request at hand."""
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def for_libraries() -> dict[str, Any]:
    """`logging`'s configuration for a server's process: libraries and the web server in the same form."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Line}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False}},
    }


def carried(work: Callable[P, None]) -> Callable[P, None]:
    """`work` for a thread of its own, whose lines carry what is bound here and now: the request that began it."""
    bound = get_contextvars()

    def run(*arguments: P.args, **options: P.kwargs) -> None:
        with bound_contextvars(**bound):
            work(*arguments, **options)

    return run


def kind_of(error: BaseException | None) -> str:
    """Which error, without its own words: they may quote what somebody typed."""
    return f"{type(error).__module__}.{type(error).__name__}"


def frames(trace: TracebackType | None) -> list[str]:
    """Where it happened, innermost last: file, line and function, without the values at hand. Of libraries only the
    last few, so that our own are not crowded out."""
    every = [(frame, frame.filename.removeprefix(f"{ROOT}/")) for frame in traceback.extract_tb(trace)]
    ours = [number for number, (_, name) in enumerate(every) if not name.startswith(("/", "."))][-FRAMES:]
    last = range(max(len(every) - LIBRARY, 0), len(every))
    shown = [every[number] for number in sorted({*ours, *last})]
    return [f"{name}:{frame.lineno} {frame.name}" for frame, name in shown]


class Line(logging.Formatter):
    """A record of `logging` as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "event": _words(record),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            **get_contextvars(),
        }
        if record.exc_info and record.exc_info[1]:
            line |= {"error": kind_of(record.exc_info[1]), "at": frames(record.exc_info[2])}
        return json.dumps(line)


def _words(record: logging.LogRecord) -> str:
    """The line as it was written, filled in only with numbers and the names of signals."""
    if isinstance(record.msg, BaseException):
        return kind_of(record.msg)
    template = FILLED_IN.sub("", str(record.msg))
    given = record.args if isinstance(record.args, tuple) else (record.args,)
    harmless = all(isinstance(one, int | float) or HARMLESS.fullmatch(str(one)) for one in given)
    return template % given if record.args and harmless else template

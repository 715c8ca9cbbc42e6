"""Statements and connections of the database, counted as SQLAlchemy reports them."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from core import metrics


def watch() -> None:
    """Count on every engine of this process, from now on."""
    for target, name, count in LISTENING:
        if not event.contains(target, name, count):
            event.listen(target, name, count)


def _sent(*_: Any) -> None:
    metrics.statement_sent()


def _taken(*_: Any) -> None:
    metrics.connection(1)


def _given_back(*_: Any) -> None:
    metrics.connection(-1)


LISTENING = ((Engine, "before_cursor_execute", _sent), (Pool, "checkout", _taken), (Pool, "checkin", _given_back))

"""Statements and connections of the database, counted as SQLAlchemy reports them."""

from functools import cache
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from core import metrics


@cache
def watch() -> None:
    """Count on every engine of this process, from now on."""

    @event.listens_for(Engine, "before_cursor_execute")
    def sent(*_: Any) -> None:
        metrics.statement_sent()

    @event.listens_for(Pool, "checkout")
    def taken(*_: Any) -> None:
        metrics.connection(1)

    @event.listens_for(Pool, "checkin")
    def given_back(*_: Any) -> None:
        metrics.connection(-1)

"""A form sent twice acts once: each form carries a key of its own, and the first answer is given again. A view that
takes a form without one says why a repeat is harmless."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any, TypeVar

from flask import Response, make_response, request
from werkzeug.exceptions import BadRequest

from core.services import answering
from core.web.pages import go, way_on
from core.web.requests import desk

FIELD = "idempotency_key"
View = TypeVar("View", bound=Callable[..., Any])


class Unkeyed(BadRequest):
    """A form without its key: nobody could tell a repeat of it from a second one."""


def once_key() -> str:
    """A new key for a form about to be shown: `{{ ui.hidden(key=once_key()) }}`."""
    return token_urlsafe(16)


def once(view: Callable[..., Any]) -> Callable[..., Response]:
    """For views that answer a POST with `see(…)`, or with the form again and 422: a repeat gets the first answer.

    The view raises `Unkeyed` for a form without a key.
    """

    @wraps(view)
    def acting(*args: Any, **values: Any) -> Response:
        key = request.form.get(FIELD, "")
        if not key:
            raise Unkeyed
        before = answering.claim(desk(), key, request.path)
        if before is not None:
            return go(before)
        answer = make_response(view(*args, **values))
        if answer.status_code < 400:
            answering.answered(desk(), key, request.path, _location(answer))
        return answer

    acting.repeats = "the first answer is given again"  # type: ignore[attr-defined]
    return acting


def repeatable(because: str) -> Callable[[View], View]:
    """Marks a POST view that needs no key, with the reason why sending its form twice does no more than once."""

    def marked(view: View) -> View:
        view.repeats = because  # type: ignore[attr-defined]
        return view

    return marked


def _location(answer: Response) -> str:
    location = way_on(answer)
    if location is None:
        raise RuntimeError("A view marked @once answers with see(…), or with 422.")
    return location

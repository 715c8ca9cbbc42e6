"""A form sent twice acts once: each form carries a key of its own, and the first answer is given again."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any

from flask import Response, make_response, request

from core.services import answering
from core.web.pages import go, way_on
from core.web.requests import desk

FIELD = "idempotency_key"


def once_key() -> str:
    """A new key for a form about to be shown: `{{ ui.hidden(key=once_key()) }}`."""
    return token_urlsafe(16)


def once(view: Callable[..., Any]) -> Callable[..., Response]:
    """For views that answer a POST with `see(…)`, or with the form again and 422: a repeat gets the first answer."""

    @wraps(view)
    def acting(*args: Any, **values: Any) -> Response:
        key = request.form.get(FIELD, "")
        before = answering.claim(desk(), key, request.path) if key else None
        if before is not None:
            return go(before)
        answer = make_response(view(*args, **values))
        if key and answer.status_code < 400:
            answering.answered(desk(), key, request.path, _location(answer))
        return answer

    return acting


def _location(answer: Response) -> str:
    location = way_on(answer)
    if location is None:
        raise RuntimeError("A view marked @once answers with see(…), or with 422.")
    return location

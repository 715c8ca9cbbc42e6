"""Refusals as programs read them: `application/problem+json`, with the same reasons as the pages of `errors`."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response

SENTENCES = {
    "missing": "There is no such record here, or it is not for this token.",
    "no_token": "Send a token that opens this authority, in the header Authorization: Bearer.",
    "stale": "Somebody else has changed this in the meantime. Read it again.",
    "busy": "The service is busy. Nothing was changed; try again.",
    "too_large": "That is more than can be sent at once.",
    "too_many": "Too many tokens that do not open anything. Wait 5 minutes.",
    "other": "The address was asked for something it does not offer.",
    "broken": "Something went wrong on our side. It has been noted under the reference.",
}
"""Reason -> what it says where there is nothing more to say."""


def problem(reason: str, status: int, sentence: str = "", **more: Any) -> Response:
    """The refusal for `reason`, a key of SENTENCES or one that brings its own `sentence`; `more` is said too."""
    said = {"title": HTTPStatus(status).phrase, "status": status, "detail": sentence or SENTENCES.get(reason, "")}
    return Response(json.dumps(said | more), status, mimetype="application/problem+json")

"""The blueprint of version 1, and an answer as JSON."""

from typing import Any

from flask import Blueprint, Response, jsonify
from marshmallow import Schema

bp = Blueprint("api", __name__, url_prefix="/api/v1/<authority>")


def answer(schema: Schema, value: Any) -> Response:
    """`value` as its schema says, and nothing else of it."""
    return jsonify(schema.dump(value))

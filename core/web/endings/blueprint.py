"""The blueprint that every page about endings belongs to; apart, so that each page can import it."""

from typing import Any

from flask import Blueprint, url_for

from core.web.ways import way_to

bp = Blueprint("endings", __name__, url_prefix="/<authority>")


def crumbs(child: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back from a page about one child."""
    found = [("Children", way_to("children.index")), (child.name, way_to("children.show", child_id=child.id))]
    return [(text, href) for text, href in (*found, *more) if href]


def to_child(child: Any) -> str:
    """The child's record, or the front page where it may not be opened."""
    return way_to("children.show", child_id=child.id) or url_for("authorities.home")

"""Who may ask for a page: every view names its permission here, and an application with a view that does not is never
started."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask, current_app

from core.services.permissions import PERMISSIONS

PUBLIC = "public"
SIGNED_IN = "signed-in"
View = TypeVar("View", bound=Callable[..., Any])


class Unguarded(RuntimeError):
    """A route whose view names no permission, or a page of an authority that anybody could read."""


def allow(permission: str) -> Callable[[View], View]:
    """Marks a view with the permission it needs: one of `PERMISSIONS`; outside authorities "public" or "signed-in"."""
    if permission not in PERMISSIONS and permission not in (PUBLIC, SIGNED_IN):
        raise Unguarded(f"There is no permission '{permission}'; see core/services/permissions.py.")

    def marked(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return marked


def permission_of(endpoint: str | None) -> str | None:
    """The permission of a route's view; None where there is no such route or its view names none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "permission", None)


def routes(app: Flask) -> Iterator[str]:
    """Every route as one line, `METHODS rule endpoint permission`, without the files under static; sorted."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        permission = getattr(app.view_functions[rule.endpoint], "permission", "-")
        if rule.endpoint != "static":
            lines.append(f"{methods} {rule.rule} {rule.endpoint} {permission}")
    yield from sorted(lines, key=lambda line: line.split(" ")[1:])


def check(app: Flask) -> None:
    """Raises `Unguarded` naming every route without a permission, and every one of an authority open to all."""
    wrong = [
        line
        for line in routes(app)
        if line.endswith(" -") or ("/<authority>/" in line and line.rsplit(" ", 1)[1] in (PUBLIC, SIGNED_IN))
    ]
    if wrong:
        raise Unguarded("These routes need @allow(…) with a permission of the authority: " + "; ".join(wrong))

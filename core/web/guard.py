"""Who may ask for a page, and for which authorities it exists: every view names its permission here, and what a plugin
must declare where there is nothing without it. An application with a view that forgets either is never started."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app

from core.domain.features import FEATURES
from core.services.permissions import PERMISSIONS

PUBLIC = "public"
SIGNED_IN = "signed-in"
ARRIVING = "arriving"
OPEN = (PUBLIC, ARRIVING, SIGNED_IN)
"""What a page outside authorities may need: nothing; a session that may still owe a second factor; a session."""
View = TypeVar("View", bound=Callable[..., Any])


class Unguarded(RuntimeError):
    """A route whose view names no permission, or a page of an authority that anybody could read."""


def allow(permission: str, *, needs: str = "") -> Callable[[View], View]:
    """Marks a view with the permission it needs: one of `PERMISSIONS`; outside authorities one of `OPEN`.

    `needs` is a feature (`core.domain.features`): for an authority whose plugins declare nothing of it today the view
    does not exist, whoever asks.
    """
    if permission not in PERMISSIONS and permission not in OPEN:
        raise Unguarded(f"There is no permission '{permission}'; see core/services/permissions.py.")
    if needs and needs not in FEATURES:
        raise Unguarded(f"There is no feature '{needs}'; see core/domain/features.py.")

    def marked(view: View) -> View:
        view.permission, view.needs = permission, needs  # type: ignore[attr-defined]
        return view

    return marked


def permission_of(endpoint: str | None) -> str | None:
    """The permission of a route's view; None where there is no such route or its view names none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "permission", None)


def needs_of(endpoint: str | None) -> str:
    """The feature that a route's view hangs on; "" where it is the core's own."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "needs", "")


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route: `METHODS rule`, its endpoint, its view's permission ("-" where it names none) and feature."""

    methods: str
    rule: str
    endpoint: str
    permission: str
    needs: str

    def __str__(self) -> str:
        needs = f" needs {self.needs}" if self.needs else ""
        return f"{self.methods} {self.rule} {self.endpoint} {self.permission}{needs}"


def routes(app: Flask) -> Iterator[Route]:
    """Every route without the files under static; sorted by address."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        view = app.view_functions[rule.endpoint]
        if rule.endpoint != "static":
            found.append(
                Route(methods=methods, rule=rule.rule, endpoint=rule.endpoint,
                      permission=getattr(view, "permission", "-"), needs=getattr(view, "needs", ""))
            )  # fmt: skip
    yield from sorted(found, key=lambda route: str(route).split(" ")[1:])


def check(app: Flask) -> None:
    """Raises `Unguarded` naming every route without a permission, every one of an authority that is open to all, every
    form that could act twice, and every one that does not name the feature its noun's other pages hang on."""
    every = list(routes(app))
    wrong = [str(r) for r in every if r.permission == "-" or (_of_authority(r) and r.permission in OPEN)]
    if wrong:
        raise Unguarded("These routes need @allow(…) with a permission of the authority: " + "; ".join(wrong))
    views = app.view_functions
    posts = [r for r in every if _of_authority(r) and "POST" in r.methods and r.permission != "-"]
    if wrong := [str(r) for r in posts if not getattr(views[r.endpoint], "repeats", "")]:
        raise Unguarded("These routes need @once, or @repeatable(…) with the reason: " + "; ".join(wrong))
    hangs = {_noun(route): route.needs for route in every if route.needs}
    wrong = [str(route) for route in every if hangs.get(_noun(route), "") != route.needs]
    if wrong:
        raise Unguarded("These routes need the feature of their noun in @allow(…, needs=…): " + "; ".join(wrong))


def _of_authority(route: Route) -> bool:
    return "/<authority>/" in route.rule


def _noun(route: Route) -> str:
    return route.endpoint.partition(".")[0]

"""The application: settings, database, plugins, sign-in, htmx and pages meet here and nowhere else."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from core import metrics, web
from core.adapters import logs, metered
from core.adapters.roles import Standing
from core.adapters.secret import secret_key
from core.registry import Registry
from core.services.committing import Busy, named
from core.services.entering import Passwords
from core.settings import ROOT, Settings, from_environment
from core.web import errors, faults, filters, guard, journal, navigation, pages, requests, security, sessions

STATIC = ROOT / "core" / "static"


class Mooring(Flask):
    """Flask with one transaction round each view, committed before the answer leaves, and a log without names."""

    def dispatch_request(self) -> Response:
        """The view's answer, with what it changed kept; or one of the refusals that `errors` turns into pages."""
        try:
            with named():
                answer = self.make_response(super().dispatch_request())
            requests.settle(answer)
        except BaseException:
            requests.abandon()
            raise
        return answer

    def handle_user_exception(self, e: Exception) -> Response:
        """A refusal as a page, once it is written down that there was one."""
        answer = self.make_response(super().handle_user_exception(e))
        try:
            requests.refuse(answer)
        except Busy as busy:
            return errors.busy(busy)
        return answer

    def log_exception(self, exc_info: Any) -> None:
        """Called by Flask for what nobody expected."""
        faults.note(exc_info[1], exc_info[2])


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    registry: Registry | None = None,
) -> Flask:
    """The application as a WSGI callable. Without arguments: as the environment says, by the real clock.

    Raises `guard.Unguarded` when a route names no permission, and `roles.UnsafeRole` for a database role that could
    pass the wall between authorities.
    """
    settings = settings or from_environment()
    standing = Standing(settings.database_url)
    registry = registry or Registry(settings.plugins)
    version = _version_of_static()
    app = Mooring("mooring", static_folder=str(STATIC), static_url_path=f"/static/{version}")
    app.secret_key = secret_key(settings)
    app.extensions["mooring"] = requests.Installation(
        settings=settings,
        registry=registry,
        passwords=Passwords(settings.argon2_time_cost, settings.argon2_memory_kib),
        clock=clock or (lambda: datetime.now(UTC)),
    )
    logs.configure()
    if settings.metrics_token:
        metered.watch()
        metrics.begin(settings.plugins)
    security.configure(app, settings)
    Htmx(app)
    journal.init_app(app)
    pages.init_app(app, registry)
    requests.init_app(app)
    sessions.init_app(app)
    security.init_app(app)
    _confirm(app, standing)
    app.before_request(requests.enter)
    filters.init_app(app)
    navigation.init_app(app)
    errors.init_app(app)
    for blueprint in web.blueprints():
        app.register_blueprint(blueprint)
    guard.check(app)
    app.wsgi_app = _with_static(app, version)  # type: ignore[method-assign]
    if settings.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=settings.proxy_hops)  # type: ignore[method-assign]
    return app


def _confirm(app: Flask, standing: Standing) -> None:
    """No page is served as a database role that nobody has looked at; how the process is, is told all the same."""

    @app.before_request
    def confirm() -> None:
        if request.blueprint not in ("health", "metrics"):
            with named():
                standing.confirm()


def _version_of_static() -> str:
    """A digest of all static files. It stands in their addresses, so that scripts that import one another match."""
    digest = hashlib.sha256()
    for file in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(file.relative_to(STATIC).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _with_static(app: Flask, version: str) -> WhiteNoise:
    """Static files are answered before the application. Browsers keep them for years: the address changes with them."""

    def headers(found: Any, _path: str, _url: str) -> None:
        for name, value in security.HEADERS.items():
            found[name] = value

    return WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix=f"static/{version}",
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=headers,
    )

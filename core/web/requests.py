"""One request: in which authority, at which moment, in which transaction. Pages call `desk()`, `today()`, `now()`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from flask import Flask, Response, current_app, g, request, session, url_for
from htmx_flask import request as htmx_request
from structlog.contextvars import bind_contextvars

from core.audit.entries import Entry
from core.domain.days import local_day
from core.registry import Registry
from core.services import auditing, entering, features, token_entering, user_sessions
from core.services.committing import commit, named
from core.services.desk import Desk, Missing
from core.services.permissions import NotAllowed
from core.services.token_entering import Sent
from core.services.user_sessions import Held
from core.settings import Settings
from core.web.guard import needs_of, permission_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SHOWN = frozenset({"GET", "HEAD"})
REQUEST_ID = re.compile(r"[0-9a-fA-F-]{16,64}")


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What this process was started with; `app.extensions["mooring"]`."""

    settings: Settings
    registry: Registry
    passwords: entering.Passwords
    clock: Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Place:
    """What every page says of its authority; kept apart from the row, which a rollback empties."""

    slug: str
    name: str
    short: str
    accent: str

    @property
    def accent_url(self) -> str:
        """The style sheet with this authority's colour."""
        return url_for("about.accent", colour=self.accent.lstrip("#").lower())

    @property
    def procedure_url(self) -> str:
        """This authority's procedure in Mooring; "" while there is no such page."""
        return url_for("procedure.show") if "procedure.show" in current_app.view_functions else ""


def init_app(app: Flask) -> None:
    """Authorities out of and into addresses. Entering comes later, when it is known who asks: see `enter`."""

    @app.url_value_preprocessor
    def take_authority(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.slug = values.pop("authority", None) if values else None

    @app.url_defaults
    def put_authority(endpoint: str, values: dict[str, Any]) -> None:
        if g.get("slug") and "authority" not in values and app.url_map.is_endpoint_expecting(endpoint, "authority"):
            values["authority"] = g.slug

    app.teardown_request(close)


def installation() -> Installation:
    """What this process was started with."""
    found: Installation = current_app.extensions["mooring"]
    return found


def desk() -> Desk:
    """The desk of this request, on a page of an authority."""
    found: Desk = g.desk
    return found


def now() -> datetime:
    """The moment of this request, read once from the clock; aware."""
    if "now" not in g:
        g.now = installation().clock()
    moment: datetime = g.now
    return moment


def today() -> date:
    """The day of this request in the United Kingdom."""
    return local_day(now())


def origin() -> str:
    """Where this instance is reached, without a slash at the end: as configured, else as this request came in, from
    one of the trusted hosts."""
    return installation().settings.public_url or request.host_url.rstrip("/")


def request_id() -> str:
    """The id under which this request stands in every line of the log: 16 to 64 hexadecimal digits and hyphens.

    The proxy's own (`X-Request-ID`) where there is one; whoever asks directly cannot choose it, nor write a name in it.
    """
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "") if installation().settings.proxy_hops else ""
        g.request_id = given if REQUEST_ID.fullmatch(given) else token_hex(16)
    found: str = g.request_id
    return found


def token() -> str:
    """The token of the session that this browser keeps; "" where nobody has signed in with it."""
    kept: str = session.get("token", "")
    return kept


def sent() -> Sent:
    """The token that a program sent, on an address that is there for programs."""
    found: Sent = g.token
    return found


def held() -> Held:
    """The session in force, on a page for which one must be signed in."""
    found: Held = g.held
    return found


def by_program() -> bool:
    """Whether a program asks: it has a token and no session, and reads JSON."""
    return request.path.startswith("/api/")


def swapping() -> bool:
    """Whether htmx waits for a piece of the page; not where it restores its history and needs the whole."""
    return bool(htmx_request.htmx) and not htmx_request.htmx.history_restore_request


def enter() -> None:
    """Session and membership first, in one query; then what a plugin must declare for the route to exist; then its
    permission. Raises `SignedOut`, `Missing` or `NotAllowed`.

    An address with a NUL leads nowhere: no database keeps such a text.
    """
    slug, permission = g.get("slug"), permission_of(request.endpoint)
    if slug is None or permission is None:
        return
    if "\x00" in request.path or b"%00" in request.query_string:
        raise Missing
    with named():
        entered = _by_token(slug) if by_program() else _by_session(slug)
    if entered is None:
        raise Missing
    tenant, actor = entered.tenant, entered.actor
    g.desk = Desk(db=entered.db, tenant=tenant, actor=actor, registry=installation().registry, now=now())
    auditing.begin(
        g.desk,
        request_id=request_id(),
        endpoint=f"{request.method} {request.endpoint}",
        ids=request.view_args or {},
        owing=request.method not in SAFE,
    )
    g.place = Place(slug=tenant.id, name=tenant.name, short=tenant.short, accent=tenant.accent)
    bind_contextvars(authority=tenant.id, person=actor.person_id)
    needs = needs_of(request.endpoint)
    if needs and not features.exists(g.desk, needs):
        raise Missing
    if not actor.may(permission):
        raise NotAllowed(
            "This token does not include it, or whoever made it may not do it themselves any more."
            if by_program()
            else "Your role here does not include this. Ask the people who manage roles in your authority."
        )


def _by_session(slug: str) -> entering.Entered | None:
    entered = entering.enter_with(
        installation().settings.database_url, slug, token(), now(), writes=request.method not in SAFE
    )
    if entered is not None:
        g.held = entered.held
    return entered


def _by_token(slug: str) -> token_entering.Admitted:
    """A program sends its token with each request, in a header; never in the address, which others write down."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    secret = text.strip() if kind.lower() == "bearer" else ""
    url, writes = installation().settings.database_url, request.method not in SAFE
    admitted = token_entering.enter(url, slug, secret, request.remote_addr or "", now(), writes=writes)
    g.token = admitted.token
    return admitted


def settle(answer: Response) -> None:
    """After the view, before the answer leaves: keep what it changed, or nothing of it but that it was asked for."""
    if "desk" not in g:
        return
    if answer.headers.get("Content-Disposition", "").startswith("attachment") and not g.desk.trail.exported:
        g.desk.exported("downloaded a file", ())
    if request.method not in SAFE and answer.status_code < 400:
        auditing.find_child(g.desk)
        commit(g.desk)
    elif request.method in SHOWN and answer.status_code == 200:
        _leave(auditing.read(g.desk, piece=swapping()))
    else:
        refuse(answer)


def refuse(answer: Response) -> None:
    """Nothing of a request is kept but that it was refused. Raises `Busy` where not even that can be written."""
    if "desk" in g:
        g.desk.db.rollback()
        _leave(auditing.refused(g.desk, answer.status_code))


def _leave(entries: Sequence[Entry]) -> None:
    at = desk()
    at.db.rollback()
    auditing.keep(installation().settings.database_url, at.tenant_id, entries)


def abandon() -> None:
    """Something was raised: nothing is kept, and locks end before the error's page is written."""
    if "desk" in g:
        g.desk.db.rollback()


def close(_error: BaseException | None = None) -> None:
    """Give the connection back, and note every minute that the session is in use."""
    found: Desk | None = g.pop("desk", None)
    if found is not None:
        found.db.close()
    kept: Held | None = g.pop("held", None)
    if kept is not None and now() - kept.seen_at >= user_sessions.MARKED:
        user_sessions.mark(installation().settings.database_url, kept.key, now())
    token: Sent | None = g.pop("token", None)
    if token is not None and (token.used_at is None or now() - token.used_at >= token_entering.MARKED):
        token_entering.mark(installation().settings.database_url, token.authority, token.id, now())

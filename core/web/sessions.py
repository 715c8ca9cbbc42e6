"""Who is signed in, and the way to sign in for whoever is not. The cookie keeps a token and what the check of forms
needs; what the token opens, and for how long, stands in the database."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request, g, redirect, request, session, url_for
from htmx_flask import request as htmx_request

from core.services import auditing, user_sessions
from core.services.auditing import Arrival
from core.services.committing import Busy
from core.services.entering import OnlyBySingleSignOn
from core.services.user_sessions import Held, SignedOut, Waits
from core.web.guard import ARRIVING, PUBLIC, SIGNED_IN, permission_of
from core.web.requests import SAFE, by_program, installation, now, token


def init_app(app: Flask) -> None:
    """Ask whoever is not signed in."""
    app.before_request(identify)
    app.register_error_handler(SignedOut, ended)
    app.register_error_handler(OnlyBySingleSignOn, to_their_own)
    app.register_error_handler(Waits, second_factor_first)


def admit(user_id: str, *, via: str, second_factor: bool, only_in: str = "", by_link: bool = False) -> Held:
    """Begin a session that holds nothing of the one before, which ends; the one door for every way of signing in.

    `via` is "password" or "oidc"; `second_factor` says that one was given just now. `only_in` is the authority whose
    word is taken for who this is: the session opens that one and no other. `by_link`: a link was opened that lets its
    owner set up a second factor. `onward` leads on from here. Raises `SignedOut` for a sign-in that was just closed.
    """
    url, before = installation().settings.database_url, token()
    session.clear()
    session["token"] = user_sessions.begin(
        url, user_id, now(), via=via, second_factor=second_factor, only_in=only_in, by_link=by_link, instead_of=before
    )
    found = signed_in()
    if found is None:
        raise SignedOut
    try:
        tell(found, "gave their password" if found.waits else "signed in")
    except BaseException:
        session.clear()
        raise
    return found


def dismiss() -> None:
    """End the session, in the database and in this browser."""
    held = signed_in()
    if held is not None:
        tell(held, "signed out")
    if token():
        user_sessions.end(installation().settings.database_url, token(), now())
    session.clear()


def tell(held: Held, verb: str) -> None:
    """Write in the audit of each authority that a session opens what its owner did on the way in or out."""
    what = Arrival(verb=verb, at=now(), via=held.via, only_in=held.only_in or "", address=request.remote_addr or "")
    auditing.arrived(installation().settings.database_url, held.user_id, what)


def tried(email: str) -> None:
    """Somebody was not let in as whoever has this address. It is written down once the answer has left, which takes
    as long as for an address that nobody has."""
    url = installation().settings.database_url
    what = Arrival(verb="was not let in", at=now(), via="password", address=request.remote_addr or "")

    def tell() -> None:
        with suppress(Busy):
            auditing.tried(url, email, what)

    @after_this_request
    def later(answer: Response) -> Response:
        answer.call_on_close(tell)
        return answer


def signed_in() -> Held | None:
    """The session of this browser while it is in force; None for nobody. For pages that anybody may open."""
    return user_sessions.alive(installation().settings.database_url, token(), now()) if token() else None


def identify() -> Response | None:
    """Before anything is loaded: whoever is not signed in is asked to be. On a page of an authority its one query says
    whether the session is in force."""
    permission = permission_of(request.endpoint)
    if permission in (None, PUBLIC) or by_program():
        return None
    if not token():
        return to_sign_in()
    if permission in (ARRIVING, SIGNED_IN):
        found = signed_in()
        if found is None:
            raise SignedOut
        if found.waits and permission == SIGNED_IN:
            raise Waits
        g.held = found
    return None


def ended(_error: SignedOut) -> Response:
    """The session is over: the cookie is forgotten here too."""
    session.clear()
    return to_sign_in()


def to_their_own(error: OnlyBySingleSignOn) -> Response:
    """To the sign-in page of an authority that is entered by its own single sign-on; the session stays for others."""
    return to_sign_in(str(error))


def second_factor_first(_error: Waits) -> Response:
    """A second factor is owed: it is asked for, then the way leads back here."""
    return _to("second_factor.show")


def to_sign_in(slug: str = "") -> Response:
    """The way to the sign-in page, of one authority where it is named, and back here."""
    return _to("sign_in.at", slug=slug) if slug else _to("sign_in.show")


def _to(endpoint: str, **values: Any) -> Response:
    """There, and afterwards back here. Under htmx 401; a form's text stays, so only a GET is led away."""
    if htmx_request.htmx:
        answer = Response(status=401)
        if request.method in SAFE:
            answer.headers["HX-Redirect"] = url_for(endpoint, next=_path(htmx_request.htmx.current_url), **values)
        return answer
    here = request.full_path.rstrip("?") if request.method in SAFE else _path(request.referrer)
    return redirect(url_for(endpoint, next=here, **values), 303)  # type: ignore[return-value]


def _path(address: str | None) -> str | None:
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return (parts.path + (f"?{parts.query}" if parts.query else "")) or None

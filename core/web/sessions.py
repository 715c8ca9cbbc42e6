"""Who is signed in, for how long, and the way to sign in for whoever is not."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from htmx_flask import request as htmx_request

from core.services.entering import SignedOut
from core.web.guard import PUBLIC, permission_of
from core.web.requests import SAFE, now

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


class SignedIn(UserMixin):
    """Whoever holds the session: the user's id and the stamp of their sign-in, as the cookie keeps them. Whether both
    still hold is asked on entering an authority."""

    def __init__(self, kept: str):
        self.kept = kept
        self.id, _, self.stamp = kept.partition(" ")

    def get_id(self) -> str:
        """What the cookie keeps."""
        return self.kept


def init_app(app: Flask) -> None:
    """Read who is signed in from the cookie, and ask whoever is not."""
    LoginManager(app).user_loader(SignedIn)
    app.before_request(identify)
    app.register_error_handler(SignedOut, ended)


def admit(user_id: str, stamp: str, several: bool) -> None:
    """Begin a session that holds nothing of the one before. `several`: there are authorities to switch between."""
    session.clear()
    login_user(SignedIn(f"{user_id} {stamp}"))
    session["since"] = session["seen"] = int(now().timestamp())
    session["several"] = several


def dismiss() -> None:
    """End the session in this browser."""
    logout_user()
    session.clear()


def identify() -> Response | None:
    """Before anything is loaded: a session past its limits ends, and whoever is not signed in is asked to be."""
    if current_user.is_authenticated:
        _keep_or_end()
    if permission_of(request.endpoint) in (None, PUBLIC) or current_user.is_authenticated:
        return None
    return to_sign_in()


def _keep_or_end() -> None:
    moment = now().timestamp()
    since, seen = session.get("since", 0), session.get("seen", 0)
    if moment - since > LONGEST.total_seconds() or moment - seen > IDLE.total_seconds():
        dismiss()
    elif moment - seen > 60:
        session["seen"] = int(moment)


def ended(_error: SignedOut) -> Response:
    """Signed out elsewhere: the cookie is forgotten here too."""
    dismiss()
    return to_sign_in()


def to_sign_in() -> Response:
    """The way to the sign-in page and back here. Under htmx 401; a form's text stays, so only a GET is led away."""
    if htmx_request.htmx:
        answer = Response(status=401)
        if request.method in SAFE:
            answer.headers["HX-Redirect"] = url_for("sign_in.show", next=_path(htmx_request.htmx.current_url))
        return answer
    here = request.full_path.rstrip("?") if request.method in SAFE else _path(request.referrer)
    return redirect(url_for("sign_in.show", next=here), 303)  # type: ignore[return-value]


def _path(address: str | None) -> str | None:
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return (parts.path + (f"?{parts.query}" if parts.query else "")) or None

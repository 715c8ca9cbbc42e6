"""Headers of every answer, the cookie's settings, and the two walls against forms sent from elsewhere."""

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden

from core.settings import Settings
from core.web.requests import SAFE, by_program

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TEXT_LIMIT = 4 * 1024 * 1024


def configure(app: Flask, settings: Settings) -> None:
    """Cookie, hosts and limits of size."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-mooring" if settings.secure_cookies else "mooring",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=TEXT_LIMIT,
        WTF_CSRF_TIME_LIMIT=None,
        PREFERRED_URL_SCHEME="https" if settings.secure_cookies else "http",
    )


class Tokens(CSRFProtect):
    """The check of a form's token; over https a referrer that is no address is one of another site, not a fault."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Raise `CSRFError` for a form that did not come from here. A program has no session that others could use."""
        if by_program():
            return
        try:
            super().protect(apply_exemptions)
        except ValueError as error:
            raise CSRFError("The referrer is no address.") from error


def init_app(app: Flask) -> None:
    """The walls before a view, the headers after it. The token lasts as long as its session: no text is lost to it."""
    app.before_request(limit_text)
    app.before_request(refuse_other_sites)
    Tokens(app)
    app.after_request(protect)


def limit_text() -> None:
    """What comes in one piece is limited as a form's text in parts is, before anybody reads it: only files are long."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = min(request.max_content_length or TEXT_LIMIT, TEXT_LIMIT)


def refuse_other_sites() -> None:
    """What a browser says it sends on behalf of another site changes nothing here."""
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden


def protect(answer: Response) -> Response:
    """Add the headers; whatever did not say how long it keeps is kept nowhere."""
    answer.headers.update(HEADERS)
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer

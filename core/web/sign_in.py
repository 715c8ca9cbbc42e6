"""Signing in and out. The same answer whether the address is unknown or the password wrong."""

import re

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests

from core.services import arriving
from core.services.tries import TooMany
from core.web.authorities import lead
from core.web.forms import Form, FormSchema, Secret, Text, read
from core.web.guard import allow
from core.web.pages import go, page, see
from core.web.requests import installation, now, today
from core.web.sessions import admit, dismiss, signed_in

bp = Blueprint("sign_in", __name__)
WITHIN_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}")


class SignIn(FormSchema):
    """What the sign-in page asks."""

    email = Text(ask="your work email address", max=254)
    password = Secret(ask="your password", max=1000)


@bp.get("/sign-in")
@allow("public")
def show() -> Response:
    """The sign-in page; somebody signed in goes on."""
    if signed_in():
        return go(_next() or "/authorities")
    return page("sign_in/show.html", form=Form(SignIn), next=_next())


@bp.post("/sign-in")
@allow("public")
def enter() -> Response:
    """A session, and on to where they were going, or to their authority."""
    form = read(SignIn)
    if form.ok:
        user_id = _checked(form)
        if user_id:
            _, choices = arriving.choices(installation().settings.database_url, user_id, today())
            admit(user_id, via="password", second_factor=False)
            return go(_next()) if _next() else lead(choices)
        form.error("email", "That email address and password do not fit together. Check both and try again.")
    return page("sign_in/show.html", status=422, form=form, next=_next())


@bp.post("/sign-out")
@allow("public")
def leave() -> Response:
    """The end of the session wherever its cookie is kept, and of what the browser has kept of it."""
    dismiss()
    answer = see("sign_in.show")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _checked(form: Form) -> str | None:
    here = installation()
    try:
        return arriving.sign_in(
            here.settings.database_url,
            here.passwords,
            form.values["email"],
            form.values["password"],
            request.remote_addr or "",
            now(),
        )
    except TooMany as error:
        raise TooManyRequests from error


def _next() -> str:
    """Where to go afterwards: an address within this site, or nothing."""
    wanted = request.values.get("next", "")
    return wanted if WITHIN_HERE.fullmatch(wanted) else ""

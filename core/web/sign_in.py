"""Signing in and out. The same answer whether the address is unknown or the password wrong."""

from flask import Blueprint, Response, request

from core.services import arriving
from core.web.forms import Form, FormSchema, Secret, Text, read
from core.web.guard import allow
from core.web.onward import onward, wanted
from core.web.pages import page, see
from core.web.requests import installation, now
from core.web.sessions import admit, dismiss, signed_in, tried
from core.web.single_sign_on import SLUG, offered

bp = Blueprint("sign_in", __name__)


class SignIn(FormSchema):
    """What the sign-in page asks."""

    email = Text(ask="your work email address", max=254)
    password = Secret(ask="your password", max=1000)


@bp.get("/sign-in")
@allow("public")
def show() -> Response:
    """The sign-in page; somebody signed in goes on."""
    if found := signed_in():
        return onward(found)
    return _page(Form(SignIn))


@bp.get("/sign-in/<slug>")
@allow("public")
def at(slug: str) -> Response:
    """The sign-in page of one authority, also for somebody whose session does not open it. One that is not there looks
    like one without single sign-on."""
    here = f"/{slug}/" if SLUG.fullmatch(slug) else ""
    return _page(Form(SignIn), going=wanted() if here and wanted().startswith(here) else here)


@bp.post("/sign-in")
@allow("public")
def enter() -> Response:
    """A session, and on to where they were going, or to their authority."""
    form = read(SignIn)
    if form.ok:
        user_id = _checked(form)
        if user_id:
            return onward(admit(user_id, via="password", second_factor=False))
        tried(form.values["email"])
        form.error("email", "That email address and password do not fit together. Check both and try again.")
    return _page(form, 422)


@bp.post("/sign-out")
@allow("public")
def leave() -> Response:
    """The end of the session wherever its cookie is kept, and of what the browser has kept of it."""
    dismiss()
    answer = see("sign_in.show")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _checked(form: Form) -> str | None:
    """A try beyond the limits is nobody's entry: whoever asks from outside must not write in an audit without end."""
    here = installation()
    typed, network = form.values, request.remote_addr or ""
    return arriving.sign_in(
        here.settings.database_url, here.passwords, typed["email"], typed["password"], network, now()
    )


def _page(form: Form, status: int = 200, *, going: str | None = None) -> Response:
    """The sign-in page, with the single sign-on of the authority to which somebody was going, where it has one."""
    going = wanted() if going is None else going
    trusted = offered(going[1:].partition("/")[0])
    return page("sign_in/show.html", status=status, form=form, next=going, trusted=trusted,
                chosen=request.method == "GET" and "chosen" in request.args)  # fmt: skip

"""One's own sign-in: password, second factor, recovery codes, and where one is signed in. It is no authority's."""

from flask import Blueprint, Response

from core.services import arriving, own_sign_in
from core.services.desk import Missing, Refused
from core.web.forms import Form, FormSchema, Secret, read
from core.web.guard import allow
from core.web.pages import page, see
from core.web.requests import held, installation, now
from core.web.sessions import admit

bp = Blueprint("account", __name__, url_prefix="/account")


class Password(FormSchema):
    """Another password, and the present one."""

    password = Secret(ask="your present password", max=1000)
    new = Secret(ask="the new password", max=1000)


class Confirmed(FormSchema):
    """That it is really them."""

    password = Secret(ask="your password", max=1000)


@bp.get("")
@allow("signed-in")
def show() -> Response:
    """What there is, and the ways to change it."""
    account = own_sign_in.of(installation().settings.database_url, held(), now())
    return page("account/show.html", account=account, held=held(), person={"name": account.name, "title": ""})


@bp.get("/password")
@allow("signed-in")
def choosing() -> Response:
    """Asks for both passwords."""
    return _choosing(Form(Password))


@bp.post("/password")
@allow("signed-in")
def choose() -> Response:
    """Another password; every other session ends, and this one goes on under a new token."""
    form, here = read(Password), installation()
    if not form.ok:
        return _choosing(form, 422)
    url, given = here.settings.database_url, form.values
    try:
        own_sign_in.confirm(url, here.passwords, held(), given["password"], now())
        own_sign_in.change_password(url, here.passwords, held(), given["new"], now())
    except Refused as refused:
        form.refuse(refused)
        return _choosing(form, 422)
    arriving.note(url, held().user_id, "changed their password", now())
    admit(held().user_id, via=held().via, second_factor=held().second_factor_at is not None)
    return see("account.show")


@bp.get("/recovery-codes")
@allow("signed-in")
def renewing() -> Response:
    """Asks for the password."""
    return _renewing(Form(Confirmed))


@bp.post("/recovery-codes")
@allow("signed-in")
def renew() -> Response:
    """Ten new recovery codes, on this answer and nowhere else."""
    form, here = read(Confirmed), installation()
    if not form.ok:
        return _renewing(form, 422)
    url = here.settings.database_url
    try:
        own_sign_in.confirm(url, here.passwords, held(), form.values["password"], now())
        codes = own_sign_in.renew_codes(url, held())
    except Refused as refused:
        form.refuse(refused)
        return _renewing(form, 422)
    arriving.note(url, held().user_id, "made new recovery codes", now())
    return page("second_factor/codes.html", codes=codes, on="/account")


@bp.post("/sessions/<key>/end")
@allow("signed-in")
def end(key: str) -> Response:
    """Sign out somewhere else."""
    if not own_sign_in.end_session(installation().settings.database_url, held(), key, now()):
        raise Missing(key)
    return see("account.show", anchor="sessions")


@bp.post("/sessions/end")
@allow("signed-in")
def end_others() -> Response:
    """Sign out everywhere else."""
    own_sign_in.end_others(installation().settings.database_url, held(), now())
    return see("account.show", anchor="sessions")


def _choosing(form: Form, status: int = 200) -> Response:
    return page("account/password.html", status=status, form=form)


def _renewing(form: Form, status: int = 200) -> Response:
    return page("account/recovery_codes.html", status=status, form=form)

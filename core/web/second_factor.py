"""The second factor: a code of an app, or a recovery code, asked for after the password; and setting one up."""

from io import BytesIO

import segno
from flask import Blueprint, Response, request, url_for

from core.services import arriving, own_sign_in, second_factor
from core.services.desk import Refused
from core.web.forms import Form, FormSchema, Secret, Text, read
from core.web.guard import allow
from core.web.onward import onward, wanted
from core.web.pages import page, see
from core.web.requests import held, installation, now
from core.web.sessions import admit, signed_in, tell

bp = Blueprint("second_factor", __name__, url_prefix="/second-factor")


class Code(FormSchema):
    """Six figures of the app."""

    code = Text(ask="the 6 figures that the app shows", max=20)


class Recovery(FormSchema):
    """One of ten codes."""

    code = Text(ask="a recovery code", max=40)


class SetUp(FormSchema):
    """A code of the app that was just told the secret; with the password, but for whoever gave it just now."""

    password = Secret(ask="your password", max=1000, required=False)
    code = Text(ask="the 6 figures that the app shows", max=20)


@bp.get("")
@allow("arriving")
def show() -> Response:
    """Asks for a code; leads on where none is asked for, and to setting up where there is nothing to ask for."""
    if not held().waits:
        return onward(held())
    if not _has():
        return see("second_factor.setting_up", next=wanted() or None)
    return page("second_factor/show.html", form=Form(Code), next=wanted())


@bp.post("")
@allow("arriving")
def give() -> Response:
    """A new session in which the second factor was given, and on."""
    form, here = read(Code), installation()
    if form.ok:
        if second_factor.given(here.settings, held().user_id, form.values["code"], _network(), now()):
            return _given()
        tell(held(), "gave a wrong code")
        form.error("code", "This code does not fit, or was used already. Enter the one that the app shows now.")
    return page("second_factor/show.html", status=422, form=form, next=wanted())


@bp.get("/recovery")
@allow("arriving")
def recovering() -> Response:
    """Asks for a recovery code."""
    return page("second_factor/recovery.html", form=Form(Recovery), next=wanted())


@bp.post("/recovery")
@allow("arriving")
def recover() -> Response:
    """As a code of the app; the recovery code is used."""
    form, url = read(Recovery), installation().settings.database_url
    if form.ok:
        if second_factor.recovered(url, held().user_id, form.values["code"], _network(), now()):
            arriving.note(url, held().user_id, "used a recovery code", now())
            return _given()
        tell(held(), "gave a wrong code")
        form.error("code", "This is not one of your recovery codes, or it was used already.")
    return page("second_factor/recovery.html", status=422, form=form, next=wanted())


@bp.get("/set-up")
@allow("arriving")
def setting_up() -> Response:
    """The picture for the app, and what to type where it cannot be read."""
    return _setting_up(Form(SetUp))


@bp.post("/set-up")
@allow("arriving")
def set_up() -> Response:
    """Keep the second factor; its recovery codes stand on this answer and nowhere else."""
    form, here = read(SetUp), installation()
    if not form.ok:
        return _setting_up(form, 422)
    try:
        if _asks_for_password():
            own_sign_in.confirm(here.settings.database_url, here.passwords, held(), form.values["password"], now())
        codes = second_factor.set_up(here.settings, held(), form.values["code"], now())
    except Refused as refused:
        form.refuse(refused)
        return _setting_up(form, 422)
    arriving.note(here.settings.database_url, held().user_id, "set up a second factor", now())
    _again()
    return page("second_factor/codes.html", codes=codes, on=wanted() or url_for("authorities.show"))


@bp.get("/picture.svg")
@allow("arriving")
def picture() -> Response:
    """The picture that the app reads, for this session alone."""
    here, drawn = installation(), BytesIO()
    secret = second_factor.offered(here.settings, held())
    email = own_sign_in.email_of(here.settings.database_url, held().user_id)
    segno.make(second_factor.address(secret, email), error="m").save(
        drawn, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, light="#fff", omitsize=True
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def _setting_up(form: Form, status: int = 200) -> Response:
    here = installation()
    refused = second_factor.why_not(here.settings.database_url, held())
    if refused:
        return page("second_factor/refused.html", status=403, sentence=refused)
    secret = second_factor.offered(here.settings, held())
    spelt = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return page("second_factor/set_up.html", status=status, form=form, spelt=spelt, again=_has(), next=wanted(),
                asks=_asks_for_password(),
                email=own_sign_in.email_of(here.settings.database_url, held().user_id))  # fmt: skip


def _asks_for_password() -> bool:
    """A cookie alone sets up nothing: only for whoever is on the way in was the password given just now."""
    return _has() or (not held().waits and held().only_in is None)


def _has() -> bool:
    return second_factor.is_set_up(installation().settings.database_url, held().user_id)


def _given() -> Response:
    _again()
    found = signed_in()
    return onward(found) if found else see("sign_in.show")


def _again() -> None:
    """A new token, now that a second factor was given."""
    admit(held().user_id, via=held().via, second_factor=True, only_in=held().only_in or "")


def _network() -> str:
    return request.remote_addr or ""

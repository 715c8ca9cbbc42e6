"""Pages behind links that are good once, and the page for whoever has forgotten their password. They say nothing of
whether an address is known."""

from flask import Blueprint, Response, request

from core.adapters import mail
from core.services import accepting, sign_in_links
from core.services.accepting import Accepted
from core.services.desk import Refused
from core.services.sign_in_links import FACTOR, Link, Void
from core.web.forms import Form, FormSchema, Secret, Text, read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.onward import onward
from core.web.pages import page, see
from core.web.requests import installation, now
from core.web.sessions import admit, dismiss

bp = Blueprint("links", __name__)


class Forgotten(FormSchema):
    """Whose password it is."""

    email = Text(ask="your work email address", max=254)


class Chosen(FormSchema):
    """A password."""

    new = Secret(ask="the new password", max=1000)


class Confirmed(FormSchema):
    """The password that they have."""

    password = Secret(ask="your password", max=1000)


@bp.get("/forgotten-password")
@allow("public")
def forgotten() -> Response:
    """Asks for the address; where no mail is sent, says whom to ask."""
    return page("links/forgotten.html", form=Form(Forgotten), sends=mail.configured(installation().settings))


@bp.post("/forgotten-password")
@allow("public")
@repeatable("another letter is all that comes of it, and the links end together once a password is chosen")
def ask() -> Response:
    """The same answer for every address, before anything is looked up."""
    form, settings = read(Forgotten), installation().settings
    if not form.ok or not mail.configured(settings):
        return page("links/forgotten.html", status=422, form=form, sends=mail.configured(settings))
    accepting.ask_for_password(settings, form.values["email"], request.remote_addr or "", now())
    return page("links/asked.html")


@bp.get("/links/<token>")
@allow("public")
def show(token: str) -> Response:
    """What the link is good for; it is used up only by what is sent from here."""
    try:
        return _shown(token, Form(Chosen))
    except Void:
        return _void()


@bp.post("/links/<token>")
@allow("public")
@repeatable("a link is good once")
def use(token: str) -> Response:
    """Choose the password, or give it, and go on."""
    here = installation()
    try:
        link = sign_in_links.read(here.settings.database_url, token, now())
        form = read(Confirmed if link.kind == FACTOR else Chosen)
        if not form.ok:
            return _shown(token, form, 422)
        return _on(_used(link, token, form))
    except Refused as refused:
        form.refuse(refused)
        return _shown(token, form, 422)
    except Void:
        return _void()


def _used(link: Link, token: str, form: Form) -> Accepted:
    here = installation()
    if link.kind == FACTOR:
        given, network = form.values["password"], request.remote_addr or ""
        return accepting.confirm(here.settings, here.passwords, token, given, network, now())
    return accepting.choose_password(here.settings, here.passwords, token, form.values["new"], now())


def _on(accepted: Accepted) -> Response:
    if accepted.enters:
        return onward(admit(accepted.user_id, via="password", second_factor=False, by_link=True))
    dismiss()
    return see("sign_in.show", chosen="1")


def _shown(token: str, form: Form, status: int = 200) -> Response:
    link = sign_in_links.read(installation().settings.database_url, token, now())
    return page("links/show.html", status=status, form=form, link=link, token=token)


def _void() -> Response:
    return page("links/void.html", status=410)

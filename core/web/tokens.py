"""Tokens for programs: made, listed and revoked. A new one stands on the answer to its form and nowhere else."""

from flask import Blueprint, Response, request, url_for

from core.services import answering, api_tokens
from core.services.api_tokens import LONGEST, SCOPES, USUAL
from core.services.desk import Refused
from core.web.forms import Choices, Form, FormSchema, Number, Text, read
from core.web.guard import allow
from core.web.once import FIELD, Unkeyed, once, repeatable
from core.web.pages import go, page, see
from core.web.requests import desk, now

bp = Blueprint("tokens", __name__, url_prefix="/<authority>/tokens")


class Token(FormSchema):
    """A new token."""

    name = Text(ask="a name that says which program it is for", max=100)
    scopes = Choices(ask="what the program may do")
    days = Number(ask="for how many days it works", least=1, most=LONGEST)


class Revocation(FormSchema):
    """Why a token opens nothing any more."""

    why = Text(ask="why it is revoked", max=1000)


@bp.get("")
@allow("tokens.read")
def index() -> Response:
    """Those that work, then the others."""
    return page("tokens/index.html", tokens=api_tokens.listed(desk()), scopes=SCOPES, at=now())


@bp.get("/new")
@allow("tokens.write")
def new() -> Response:
    """The form of a new one."""
    return _new(Form(Token, {"days": USUAL}))


@bp.post("/new")
@allow("tokens.write")
@repeatable("its key is claimed here, because the first answer is shown only once")
def create() -> Response:
    """The token, once. The same form sent again leads to the list: it is not shown a second time."""
    key = request.form.get(FIELD, "")
    if not key:
        raise Unkeyed
    before = answering.claim(desk(), key, request.path)
    if before is not None:
        return go(before)
    form = read(Token, scopes={"choices": api_tokens.scopes(desk())})
    if form.ok:
        try:
            made = api_tokens.make(desk(), form.values["name"], form.values["scopes"], form.values["days"])
        except Refused as refused:
            form.refuse(refused)
        else:
            answering.answered(desk(), key, request.path, url_for("tokens.index"))
            return page("tokens/made.html", made=made, scopes=SCOPES, crumbs=_crumbs())
    return _new(form, 422)


@bp.get("/<token_id>/revocation")
@allow("tokens.write")
def revoking(token_id: str) -> Response:
    """Asks why."""
    return _revoking(token_id, Form(Revocation))


@bp.post("/<token_id>/revocation")
@allow("tokens.write")
@once
def revoke(token_id: str) -> Response:
    """It opens nothing from the next request on."""
    token, form = api_tokens.find(desk(), token_id), read(Revocation)
    if form.ok:
        try:
            api_tokens.revoke(desk(), token, form.values["why"])
            return see("tokens.index")
        except Refused as refused:
            form.refuse(refused)
    return _revoking(token_id, form, 422)


def _new(form: Form, status: int = 200) -> Response:
    return page("tokens/new.html", status=status, form=form, offered=api_tokens.scopes(desk()), most=LONGEST,
                crumbs=_crumbs())  # fmt: skip


def _revoking(token_id: str, form: Form, status: int = 200) -> Response:
    token = api_tokens.find(desk(), token_id)
    return page("tokens/revocation.html", status=status, form=form, token=token, scopes=SCOPES, crumbs=_crumbs())


def _crumbs() -> list[tuple[str, str]]:
    return [("API tokens", url_for("tokens.index"))]

"""Which authority somebody is working in: chosen after signing in where there are several, and switched later."""

from collections.abc import Sequence

from flask import Blueprint, Response, url_for

from core.services import arriving
from core.services.arriving import Choice
from core.web.forms import Choice as ChoiceField
from core.web.forms import Form, FormSchema, read
from core.web.guard import allow
from core.web.navigation import first_page
from core.web.onward import lead
from core.web.pages import go, page
from core.web.requests import desk, held, installation, now, today

bp = Blueprint("authorities", __name__)


class Wanted(FormSchema):
    """The authority to work in."""

    authority = ChoiceField(ask="the authority you are working in now")


@bp.get("/")
@allow("public")
def front() -> Response:
    """The front door leads to the choice, and there whoever is not signed in is asked to be."""
    return go(url_for("authorities.show"))


@bp.get("/authorities")
@allow("signed-in")
def show() -> Response:
    """The authorities of this person; one alone is entered at once."""
    name, choices = _mine()
    if len(choices) == 1:
        return lead(choices)
    return _asked(Form(Wanted), name, choices)


@bp.post("/authorities")
@allow("signed-in")
def choose() -> Response:
    """On to the first page of the chosen authority."""
    name, choices = _mine()
    form = read(Wanted)
    chosen = [choice for choice in choices if form.ok and choice.slug == form.values["authority"]]
    if chosen:
        arriving.switch(installation().settings.database_url, chosen[0].slug, held().user_id, now())
        return lead(chosen)
    if form.ok:
        form.error("authority", "Choose one of the authorities listed here.")
    return _asked(form, name, choices, 422)


@bp.get("/<authority>/")
@allow("authority.enter")
def home() -> Response:
    """The first page of this person in this authority."""
    desk()
    first = first_page()
    return go(first) if first else page("authorities/home.html")


def _mine() -> tuple[str, list[Choice]]:
    return arriving.choices(installation().settings.database_url, held().user_id, today(), only_in=held().only_in)


def _asked(form: Form, name: str, choices: Sequence[Choice], status: int = 200) -> Response:
    return page("authorities/show.html", status=status, form=form, person={"name": name, "title": ""}, choices=choices)

"""The page itself: each meeting as tables, what outlasts a meeting, each clause in our words."""

from typing import Any

from flask import Blueprint, Response

from core.domain.knowing import question_text
from core.domain.telling.lasting import Lasting
from core.domain.telling.saying import Saying
from core.services import gaps, standing
from core.web.guard import allow
from core.web.pages import page
from core.web.requests import desk

bp = Blueprint("procedure", __name__, url_prefix="/<authority>/procedure")


@bp.get("")
@allow("procedure.read")
def show() -> Response:
    """The procedure in force today, or a plain word that there is none."""
    here = standing.standing(desk())
    if here.procedure is None:
        return page("procedure/none.html", standing=here)
    silences = gaps.silences(desk(), here.procedure)
    return page(
        "procedure/show.html", procedure=here.procedure, say=Saying(here.procedure), lasting=Lasting(here.procedure),
        when=when, silences=silences, left_open=[one for one in silences if one.open],
    )  # fmt: skip


def when(rule: Any) -> str:
    """The rule's condition in words; "" where it always holds."""
    return question_text(rule.when) if rule.when is not None else ""

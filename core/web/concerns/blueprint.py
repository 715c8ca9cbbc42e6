"""The blueprint of the pages about concerns, and what their forms ask; apart, so that each can import it."""

from typing import Any

from flask import Blueprint

from core.services.concerns import SAID
from core.web.endings import asking
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, YesNoUnknown, read

bp = Blueprint("concerns", __name__, url_prefix="/<authority>")
LONGEST = 8000


class Said(FormSchema):
    """A concern in the words of those who raise it."""

    day = Day(ask="the day the concern arose")
    source = Text(ask="who noticed it first", max=200, required=False)
    worry = Text(ask="what people are worried about", max=LONGEST)
    going_well = Text(ask="what is going well", max=LONGEST, required=False)
    words = Text(ask="the child’s own words", max=LONGEST, required=False)
    tried = Text(ask="what has been tried", max=LONGEST, required=False)
    doubted = YesNoUnknown(ask="whether the placement may no longer be suitable", required=False)
    version = Version()


class Decision(FormSchema):
    """What is to be done about it: "convene:" or "refer:" with a kind of meeting, or "not"."""

    choice = Choice(ask="what you want to do")
    reason = Text(ask="the reason", max=LONGEST, required=False)
    version = Version()


class Again(FormSchema):
    """Why a decision is to be looked at again."""

    again = Text(ask="why this is to be looked at again", max=4000)
    version = Version()


def typed(asks: Any) -> tuple[Form, dict[str, Any]]:
    """The form that was sent, with the answers to what the plugin asks besides."""
    form, asked = read(Said), read(asking.schema(asks, optional=True))
    form.data |= asked.data
    form.errors |= asked.errors
    return form, asking.answers(asked.values)


def said(form: Form) -> dict[str, Any]:
    """What the form says of the concern itself."""
    return {name: form.values[name] for name in SAID}

"""The blueprint that every page about plans belongs to, and what their forms ask; apart, so that each can import it."""

from flask import Blueprint

from core.services.intervals import UNITS
from core.services.supports import STATES
from core.web.forms import Choice, Choices, Day, FormSchema, Number, Text, Version

bp = Blueprint("plans", __name__, url_prefix="/<authority>")


class AimForm(FormSchema):
    """What a plan is to bring about."""

    aim = Text(ask="what the plan is to bring about", max=4000, required=False)


class AimNowForm(AimForm):
    """What a plan that has begun is to bring about."""

    version = Version()


class SupportForm(FormSchema):
    """One support: what, who, how often, from when, and how far it is."""

    text = Text(ask="what will help", max=1000)
    how_often = Text(ask="how often", max=200, required=False)
    owner = Choice(ask="the core professional", required=False)
    owner_name = Text(ask="the person’s name", max=120, required=False)
    owner_role = Text(ask="what they are to the child", max=120, required=False)
    due = Day(ask="the day it starts", required=False)
    progress = Text(ask="how it is going", max=4000, required=False)
    state = Choice(ask="where it stands", choices=STATES, required=False)
    because = Text(ask="why it has ended", max=2000, required=False)
    version = Version()


class IntervalForm(FormSchema):
    """How soon the next meeting is, and with whom that was agreed."""

    interval = Number(ask="the interval", least=0, most=9999)
    unit = Choice(ask="days, weeks or months", choices=UNITS)
    agreed_with = Choices(ask="with whom it was agreed", required=False)
    note = Text(ask="what was said about it", max=2000, required=False)


class ReviewForm(IntervalForm):
    """How soon a plan is looked at again, and with whom that was agreed."""

    version = Version()


class CloseForm(FormSchema):
    """Why a plan is closed."""

    outcome = Choice(ask="what the plan came to")
    because = Text(ask="why the plan is closed", max=4000)
    version = Version()

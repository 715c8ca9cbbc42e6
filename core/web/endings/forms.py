"""What is asked about an ending: when, how, which facts of the home the procedure needs, and where the child went."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.domain.days import LONDON
from core.services.placements import HowItEnded, NextHome
from core.web.forms import Choice, Day, Form, FormSchema, Text, TimeOfDay, Version, YesNoUnknown, moment
from core.web.placing import CARE_PLANS, EDUCATION, KINDS, PROVIDERS

ABOUT = ("kind", "provider", "long_term", "matched_at_panel", "until_independence", "emergency", "commissioned",
         "out_of_area")  # fmt: skip
HOW = ("unplanned", "abrupt", "notice_by_carer", "pathway_plan", "complaint", "education_disrupted")
PAGE = ("_", "day", "time", "unplanned", "requested_day", "requested_time", *HOW, "what_happened", "where",
        "next_carer", "next_kind", "next_provider", *ABOUT)  # fmt: skip
PLAN = ("care_plan", "education")
BLANK = "or leave day and time blank if it is not known"
WHERE = (("home", "In a new home"), ("left", "Left care"), ("unknown", "Not known yet"))
PLANNED = "planned"


class Facts(FormSchema):
    """Facts of an ending, its placement and the child's plan; each may be not known."""

    time = TimeOfDay(ask="the time the placement ended", required=False)
    requested_day = Day(ask="the day the ending was asked for", required=False)
    requested_time = TimeOfDay(ask="the time the ending was asked for", required=False)
    unplanned = YesNoUnknown(ask="whether the ending was unplanned", required=False)
    abrupt = YesNoUnknown(ask="whether it was abrupt", required=False)
    notice_by_carer = YesNoUnknown(ask="whether the carer gave notice", required=False)
    pathway_plan = YesNoUnknown(ask="whether it was part of a pathway plan", required=False)
    complaint = YesNoUnknown(ask="whether there is a complaint about a carer", required=False)
    education_disrupted = YesNoUnknown(ask="whether schooling is disrupted", required=False)
    kind = Choice(ask="the kind of home", choices=KINDS, required=False)
    provider = Choice(ask="who provided it", choices=PROVIDERS, required=False)
    long_term = YesNoUnknown(ask="whether it was long term", required=False)
    matched_at_panel = YesNoUnknown(ask="whether a panel matched it", required=False)
    until_independence = YesNoUnknown(ask="whether the plan kept it until independence", required=False)
    emergency = YesNoUnknown(ask="whether it was an emergency placement", required=False)
    commissioned = YesNoUnknown(ask="whether it was commissioned", required=False)
    out_of_area = YesNoUnknown(ask="whether it was out of area", required=False)
    care_plan = Choice(ask="the care plan", choices=CARE_PLANS, required=False)
    education = Choice(ask="where the child learns", choices=EDUCATION, required=False)
    what_happened = Text(ask="what led up to the ending", max=8000, required=False)
    version = Version()


class NewEnding(Facts):
    """A placement that has ended, and where the child lives now."""

    day = Day(ask="the day the placement ended")
    unplanned = YesNoUnknown(ask="whether the ending was unplanned")
    where = Choice(ask="where the child is living now", choices=WHERE)
    next_carer = Text(ask="the name of the new home or carer", max=200, required=False)
    next_kind = Choice(ask="the kind of the new home", choices=KINDS, required=False)
    next_provider = Choice(ask="who provides the new home", choices=PROVIDERS, required=False)


def blank(placement: Any, child: Any) -> dict[str, Any]:
    """A new form, with whatever is recorded already filled in."""
    known = {name: getattr(placement, name) for name in ABOUT} | {name: getattr(child, name) for name in PLAN}
    return {name: "unknown" for name in HOW if name != "unplanned"} | said(known)


def filled(ending: Any, placement: Any, child: Any) -> dict[str, Any]:
    """The form of an ending that is recorded."""
    data = blank(placement, child) | said({name: getattr(ending, name) for name in HOW})
    data["what_happened"] = ending.what_happened
    data |= {"time": _clock(ending.moment), "requested_day": ending.requested_at}
    return data | {"requested_time": _clock(ending.requested_at)}


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a form shows them: what is not recorded stands as "unknown" in a question of yes and no."""
    asks = Facts().fields
    return {
        name: "unknown" if value is None and isinstance(asks.get(name), YesNoUnknown) else value
        for name, value in values.items()
    }


def times(form: Form, day: date | None) -> dict[str, datetime | None]:
    """The moment of the ending and of the request; a time or day that stands alone is put on the form as an error."""
    values = form.values
    asked_on, asked_at = values.get("requested_day"), values.get("requested_time")
    if asked_on is not None and asked_at is None and "requested_time" not in form.errors:
        form.error("requested_time", f"Enter the time it was asked for too, {BLANK}")
    if asked_at is not None and asked_on is None and "requested_day" not in form.errors:
        form.error("requested_day", f"Enter the day it was asked for too, {BLANK}")
    ended_at = values.get("time")
    return {
        "moment": moment(day, ended_at) if day and ended_at else None,
        "requested_at": moment(asked_on, asked_at) if asked_on and asked_at else None,
    }


def how_it_ended(form: Form, when: Mapping[str, datetime | None], answers: dict[str, Any]) -> HowItEnded:
    """What the form says of the ending."""
    values = form.values
    return HowItEnded(
        day=values["day"],
        left_care=values["where"] == "left",
        what_happened=values["what_happened"],
        answers=answers,
        moment=when["moment"],
        requested_at=when["requested_at"],
        **{name: values[name] for name in HOW},
    )


def where_choices(ahead: Any) -> tuple[tuple[str, str], ...]:
    """Where a child may be living now; first the home that was planned (`ahead`), where there is one."""
    if ahead is None:
        return WHERE
    return ((PLANNED, f"With {ahead.carer or 'the carers planned'}, as planned"), *WHERE)


def next_home(form: Form, when: Mapping[str, datetime | None], ahead: Any = None) -> NextHome | None:
    """The home that follows, planned before (`ahead`) or new; an error on the form where it has no name."""
    values = form.values
    if values.get("where") == PLANNED and ahead is not None:
        return NextHome(carer=ahead.carer, started_at=when["moment"], as_planned=ahead)
    if values.get("where") != "home":
        return None
    if not values.get("next_carer"):
        form.error("next_carer", "Enter the name of the new home or carer, or choose “Not known yet”")
        return None
    return NextHome(
        carer=values["next_carer"],
        kind=values["next_kind"] or None,
        provider=values["next_provider"] or None,
        started_at=when["moment"],
    )


def about(form: Form) -> dict[str, Any]:
    """Facts of the placement itself; None for what is not known."""
    return {
        name: form.values.get(name) or None if name in ("kind", "provider") else form.values.get(name) for name in ABOUT
    }


def plan(form: Form, child: Any) -> dict[str, Any]:
    """What the form changes of the child's plan; nothing where a question was left as not known."""
    return {
        name: form.values[name] for name in PLAN if form.values.get(name) and form.values[name] != getattr(child, name)
    }


def in_page_order(form: Form) -> None:
    """Put what is to be mended in the order of the page, as the summary above it names it."""
    place = {name: number for number, name in enumerate(dict.fromkeys(PAGE))}
    form.errors = dict(sorted(form.errors.items(), key=lambda one: place.get(one[0], len(place))))


def _clock(at: datetime | None) -> str:
    return at.astimezone(LONDON).strftime("%H:%M") if at else ""

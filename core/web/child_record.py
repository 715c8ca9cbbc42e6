"""Writing a child's record: adding a child, details, care plan, the child's own words, and where they live first."""

from typing import Any

from flask import Blueprint, Response

from core.services import case_roles, children, placements, planning, schools, teams
from core.services.desk import Desk, Refused, Stale
from core.web.children import crumbs, first_name
from core.web.forms import Choice, Day, Form, FormSchema, Text, TimeOfDay, Version, YesNoUnknown, moment, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import CARE_PLANS, EDUCATION, KINDS, PROVIDERS
from core.web.requests import desk, today

bp = Blueprint("child_record", __name__, url_prefix="/<authority>/children")
FACTS = {
    "long_term": "Is it planned as a long-term home?",
    "matched_at_panel": "Has a panel matched the child and the carers?",
    "until_independence": "Does the care plan keep it until independence?",
    "emergency": "Is it an emergency placement?",
    "commissioned": "Is it commissioned from a provider?",
    "out_of_area": "Is it outside the authority’s area?",
}

ASKED_ANEW = ("version", "school_change")
"""What the record does not hold."""
SCHOOL_CHANGES = {
    schools.MOVED: "The child changed school on that day",
    schools.SAME: "It is the same school, and the name is put right",
}


class Added(FormSchema):
    """A new child."""

    local_id = Text(ask="the child’s ID in your authority", max=20)
    name = Text(ask="the child’s name", max=200)
    born = Day(ask="the date of birth", required=False)
    in_care_since = Day(ask="the day care began", required=False)
    team = Text(ask="the team", max=100, required=False)
    mine = Choice(ask="whether you are the child’s social worker", choices=("yes",), required=False)


class Details(FormSchema):
    """Who the child is."""

    name = Text(ask="the child’s name", max=200)
    born = Day(ask="the date of birth", required=False)
    in_care_since = Day(ask="the day care began", required=False)
    team = Text(ask="the team", max=100, required=False)
    version = Version()


class CarePlan(FormSchema):
    """What the care plan says."""

    care_plan = Choice(ask="the plan", choices=CARE_PLANS, required=False)
    care_plan_on = Day(ask="the day the plan was agreed", required=False)
    education = Choice(ask="where the child learns", choices=EDUCATION, required=False)
    school = Text(ask="the school", max=200, required=False)
    school_since = Day(ask="the day the child began there", required=False)
    school_change = Choice(ask="whether this is another school", choices=SCHOOL_CHANGES, required=False)
    version = Version()


class Words(FormSchema):
    """What the child said."""

    words = Text(ask="what the child said, in their own words", max=4000)
    told_to = Text(ask="who the child told", max=200)
    on = Day(ask="the day the child said it")
    version = Version()


class Home(FormSchema):
    """The placement the child lives in."""

    started = Day(ask="the day the placement started")
    at = TimeOfDay(ask="the time it started", required=False)
    carer = Text(ask="who the child lives with", max=200)
    kind = Choice(ask="the type of placement", choices=KINDS, required=False)
    provider = Choice(ask="who provides it", choices=PROVIDERS, required=False)
    long_term = YesNoUnknown(ask="a long-term home", required=False)
    matched_at_panel = YesNoUnknown(ask="a match at panel", required=False)
    until_independence = YesNoUnknown(ask="a home until independence", required=False)
    emergency = YesNoUnknown(ask="an emergency", required=False)
    commissioned = YesNoUnknown(ask="a commissioned placement", required=False)
    out_of_area = YesNoUnknown(ask="a placement out of area", required=False)


@bp.get("/new")
@allow("child.write")
def new() -> Response:
    """The form of a new child."""
    return _add(Form(Added, {"team": desk().actor.team}))


@bp.post("/new")
@allow("child.write")
@once
def create() -> Response:
    """A new child, with this worker as their social worker where they say so."""
    form, at = read(Added), desk()
    if form.ok:
        mine = form.values.pop("mine") == "yes" and "social_worker" in at.actor.roles
        if children.own_only(at):
            form.values["team"] = at.actor.team
        try:
            child = children.add(at, **form.values)
            if mine:
                case_roles.add(at, child, "social_worker", person_id=at.actor.person_id, since=today())
            return see("children.show", child_id=child.id)
        except Refused as refused:
            form.refuse(refused)
    return _add(form, 422)


def _add(form: Form, status: int = 200) -> Response:
    at = desk()
    return page("children/new.html", status=status, form=form, own_team=children.own_only(at), teams=teams.names(at),
                may_be_mine="social_worker" in at.actor.roles, crumbs=crumbs(None))  # fmt: skip


@bp.get("/<child_id>/details")
@allow("child.write")
def details(child_id: str) -> Response:
    """The form of a child's details."""
    child = children.find(desk(), child_id)
    return _ask("details", child, Form(Details, _held(Details, child)))


@bp.post("/<child_id>/details")
@allow("child.write")
@once
def change_details(child_id: str) -> Response:
    """Keep the details."""
    return _edit("details", Details, child_id)


@bp.get("/<child_id>/care-plan")
@allow("child.write")
def care_plan(child_id: str) -> Response:
    """The form of the care plan."""
    child = children.find(desk(), child_id)
    return _ask("care_plan", child, Form(CarePlan, _held(CarePlan, child)))


@bp.post("/<child_id>/care-plan")
@allow("child.write")
@once
def change_care_plan(child_id: str) -> Response:
    """Keep the care plan."""
    return _edit("care_plan", CarePlan, child_id)


@bp.get("/<child_id>/words")
@allow("child.read")
def words(child_id: str) -> Response:
    """The form of the child's words; anybody who works with the child may have been told."""
    child = children.find(desk(), child_id)
    return _ask("words", child, Form(Words, {"on": today(), "told_to": desk().actor.name}))


@bp.post("/<child_id>/words")
@allow("child.read")
@once
def hear(child_id: str) -> Response:
    """Keep the child's words."""
    child, form = children.find(desk(), child_id), read(Words)

    def keep(at: Desk, values: dict[str, Any], version: int | None) -> None:
        children.hear(at, child, version=version, **values)

    return _keep("words", child, form, keep)


@bp.get("/<child_id>/placements/first")
@allow("child.write")
def start(child_id: str) -> Response:
    """The form of where a child lives, while no placement is open; or of a home that is planned."""
    return _ask("home", children.find(desk(), child_id), Form(Home))


@bp.post("/<child_id>/placements/first")
@allow("child.write")
@once
def begin(child_id: str) -> Response:
    """Keep the placement; where the procedure asks for something when it starts, that is shown next."""
    child, form = children.find(desk(), child_id), read(Home)

    def keep(at: Desk, values: dict[str, Any], _version: int | None) -> Response | None:
        clock = values.pop("at")
        started_at = moment(values["started"], clock) if clock else None
        values = {key: value for key, value in values.items() if value != ""}
        placement = placements.start(at, child, started_at=started_at, **values)
        started = planning.weigh(at, placement, child)
        planning.ask(at, started)
        return see("planning.show", placement_id=placement.id) if started.asks else None

    return _keep("home", child, form, keep)


def _edit(name: str, schema: type[FormSchema], child_id: str) -> Response:
    child, form = children.find(desk(), child_id), read(schema)

    def keep(at: Desk, values: dict[str, Any], version: int | None) -> None:
        if "team" in values and children.own_only(at):
            values.pop("team")
        optional = ("care_plan", "education")
        values = {key: None if key in optional and value == "" else value for key, value in values.items()}
        children.edit(at, child, values, version=version, school_change=values.pop("school_change", ""))

    return _keep(name, child, form, keep)


def _keep(name: str, child: Any, form: Form, keep: Any) -> Response:
    """Done, or the form again: 422 with what to put right, 409 with what the record holds now."""
    if not form.ok:
        return _ask(name, child, form, 422)
    version = form.values.pop("version", None)
    try:
        answer: Response | None = keep(desk(), dict(form.values), version)
        return answer or see("children.show", child_id=child.id)
    except Refused as refused:
        form.refuse(refused)
        return _ask(name, child, form, 422)
    except Stale:
        return _ask(name, child, form, 409, theirs=_held(form.schema, child))


def _ask(name: str, child: Any, form: Form, status: int = 200, theirs: dict[str, Any] | None = None) -> Response:
    now = Form(form.schema, theirs).data if theirs else {}
    differing = {key: value for key, value in now.items() if value != form.data.get(key, "")}
    return page(
        f"children/{name}.html", status=status, form=form, child=child, first_name=first_name(child),
        crumbs=crumbs(child, own=True), theirs=differing, care_plans=CARE_PLANS, education=EDUCATION, kinds=KINDS,
        providers=PROVIDERS, facts=FACTS, school_changes=SCHOOL_CHANGES, yes_no=YesNoUnknown.OPTIONS,
        lives_with=placements.current(desk(), child) if name == "home" else None, own_team=children.own_only(desk()),
        teams=teams.names(desk()) if name == "details" else (),
    )  # fmt: skip


def _held(schema: Any, child: Any) -> dict[str, Any]:
    """What the record holds of the schema's fields."""
    named = {"told_to": "words_from", "on": "words_on"}
    return {key: getattr(child, named.get(key, key)) for key in schema().fields if key not in ASKED_ANEW}

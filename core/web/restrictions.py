"""Restricting a child's record: who may open it, renewing that, and lifting it."""

from typing import Any

from flask import Blueprint, Response, g

from core.services import children, openings_reviewed, restrictions
from core.services.desk import Refused, Stale
from core.services.restrictions import LONGEST, Standing
from core.web.children import crumbs, first_name
from core.web.forms import Choice, Choices, Day, Form, FormSchema, Number, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, today

bp = Blueprint("restrictions", __name__, url_prefix="/<authority>/children/<child_id>/restriction")
MORE = ("more", "more_2", "more_3")
WORDS = 2000


@bp.app_template_global()
def is_restricted(child_id: str) -> bool:
    """Whether a child's record is restricted; asked of those who may open it, as nobody else meets the child."""
    at = g.get("desk")
    return at is not None and child_id in at.actor.restricted


class Restricted(FormSchema):
    """Who may open the record, why, and until when."""

    reason = Text(ask="why the record is restricted", max=WORDS)
    readers = Choices(ask="who may open the record", required=False)
    more = Choice(ask="one of the people listed", required=False)
    more_2 = Choice(ask="one of the people listed", required=False)
    more_3 = Choice(ask="one of the people listed", required=False)
    review_on = Day(ask="the day on which somebody looks at this again")
    version = Number(ask="the version", required=False)  # there is none of a restriction that is new


class Lifted(FormSchema):
    """Why everybody may open it again."""

    because = Text(ask="why the restriction is lifted", max=WORDS)
    version = Version()


@bp.get("")
@allow("child.read")
def show(child_id: str) -> Response:
    """Who may open the record and why, who opened it all the same, and how it was before."""
    at, child = desk(), children.find(desk(), child_id)
    found = restrictions.standing(at, child)
    return page(
        "restrictions/show.html", child=child, found=found, before=restrictions.before(at, child),
        may_change=at.actor.may("child.restrict") if found is None else restrictions.may_change(at, found),
        openings=openings_reviewed.listed(at, child=child), verdicts=openings_reviewed.VERDICTS,
        shut_out=restrictions.shut_out(at, child, found) if found else [],
        first_name=first_name(child), crumbs=crumbs(child, own=True),
    )  # fmt: skip


@bp.get("/new")
@allow("child.restrict")
def new(child_id: str) -> Response:
    """The form of a restriction, or of renewing the one that stands."""
    child = children.find(desk(), child_id)
    found = restrictions.standing(desk(), child)
    chosen = found.readers if found else [one.person for one in restrictions.suggested(desk(), child)]
    given = {"readers": [*(person.id for person in chosen), desk().actor.person_id], "review_on": today() + LONGEST}
    return _ask(child, found, Form(Restricted, given))


@bp.post("")
@allow("child.restrict")
@once
def create(child_id: str) -> Response:
    """Restrict the record from now on, or renew that."""
    at, child = desk(), children.find(desk(), child_id)
    found = restrictions.standing(at, child)
    near, others = _people(child, found)
    named = [person_id for person_id, *_ in near]
    rest = [""] + [person_id for person_id, _ in others]
    some: dict[str, Any] = {one: {"choices": rest} for one in MORE}
    form = read(Restricted, readers={"choices": named}, **some)
    if form.ok:
        given = form.values
        if found is not None and given["version"] is None:
            return _ask(child, found, form, 409, stale=True)
        chosen = {*given["readers"], *(given[one] for one in MORE if given[one])}
        try:
            restrictions.restrict(at, child, reason=given["reason"], readers=chosen, review_on=given["review_on"],
                                  version=given["version"])  # fmt: skip
            mine = at.actor.person_id in chosen
            return see("restrictions.show", child_id=child_id) if mine else see("children.index")
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            return _ask(child, restrictions.standing(at, child), form, 409, stale=True)
    return _ask(child, found, form, 422)


@bp.get("/lifting")
@allow("child.restrict")
def lifting(child_id: str) -> Response:
    """Asks why it is lifted."""
    return _ask_why(children.find(desk(), child_id), Form(Lifted))


@bp.post("/lifting")
@allow("child.restrict")
@once
def lift(child_id: str) -> Response:
    """Everybody whose work it is opens the record again."""
    child, form = children.find(desk(), child_id), read(Lifted)
    if form.ok:
        try:
            restrictions.lift(desk(), child, because=form.values["because"], version=form.values["version"])
            return see("restrictions.show", child_id=child_id)
        except Refused as refused:
            form.refuse(refused)
    return _ask_why(child, form, 422)


def _ask(child: Any, found: Standing | None, form: Form, status: int = 200, *, stale: bool = False) -> Response:
    near, others = _people(child, found)
    return page("restrictions/new.html", status=status, child=child, found=found, form=form, near=near, others=others,
                more=MORE, stale=stale, last_day=today() + LONGEST, first_name=first_name(child),
                crumbs=crumbs(child, own=True))  # fmt: skip


def _people(child: Any, found: Standing | None) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Who has to do with the child, with what; whoever may open the record now; and everybody else."""
    at, me = desk(), desk().actor.person_id
    suggested, others = restrictions.suggested(at, child), restrictions.others(at, child)
    near = {one.person.id: (one.person, ", ".join(one.why)) for one in suggested}
    for person in found.readers if found else ():
        near.setdefault(person.id, (person, "May open it now"))
    near |= {person.id: (person, "You") for person in others if person.id == me and me not in near}
    listed = sorted(near.values(), key=lambda one: (one[0].name, one[0].id))
    rest = [person for person in others if person.id not in near]
    return [(p.id, _titled(p), why) for p, why in listed], [(p.id, _titled(p)) for p in rest]


def _titled(person: Any) -> str:
    return f"{person.name}, {person.title}" if person.title else str(person.name)


def _ask_why(child: Any, form: Form, status: int = 200) -> Response:
    found = restrictions.standing(desk(), child)
    return page("restrictions/lift.html", status=status, child=child, found=found, form=form,
                first_name=first_name(child), crumbs=crumbs(child, own=True))  # fmt: skip

"""The blueprint of the pages about staff, their forms, and one person's page, which several of them answer with."""

from typing import Any

from flask import Blueprint, Response, url_for

from core.services import factor_reset, lines, opening, people, people_history, roles, roles_confirming, teams
from core.services.people import Member
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version
from core.web.pages import page
from core.web.requests import desk, today

bp = Blueprint("people", __name__, url_prefix="/<authority>/people")
RECENT = 8


class Staff(FormSchema):
    """A member of staff."""

    name = Text(ask="the name", max=200)
    title = Text(ask="the job title", max=200, required=False)
    team = Text(ask="the team", max=100, required=False)
    email = Text(ask="the work email address", max=254, required=False)
    manager_id = Choice(ask="the line manager", required=False)
    employed_here = Choice(ask="whether the authority employs them", choices=("yes",), required=False)
    operational = Choice(ask="whether they work in an operational team", choices=("yes",), required=False)


class StaffChanged(Staff):
    """A member of staff as they are from now on."""

    version = Version()


class Given(FormSchema):
    """A role and its days."""

    role = Choice(ask="the role")
    since = Day(ask="the first day", required=False)
    until = Day(ask="the last day", required=False)


def person_page(
    member: Member, status: int = 200, *, form: Form | None = None, giving: Form | None = None, stale: bool = False
) -> Response:
    """One member of staff: who they are, their roles, their sign-in, their line and their history."""
    person, asked = member.person, roles_confirming.of(desk(), member.person)
    return page(
        "people/show.html", status=status, member=member, form=form or form_of(member), stale=stale,
        giving=giving or Form(Given, {"since": today()}, prefix="role"), giveable=roles.giveable(desk()),
        managers=managers(person.id, member.manager), address=opening.address_of(desk(), person),
        invitation=opening.waiting(desk(), person), factor_since=factor_reset.can_be(desk(), person),
        in_force=roles.in_force, crumbs=crumbs(), me=desk().actor.person_id, line=lines.line(desk(), person),
        waiting=[one for one in asked if one.state == "waiting"], given={one.role_id: one for one in asked},
        teams=teams.names(desk()), past=people_history.of(desk(), person, size=RECENT),
    )  # fmt: skip


def form_of(member: Member) -> Form:
    """The form of who somebody is, as it stands."""
    held = {key: getattr(member.person, key) for key in people.EDITABLE}
    return Form(StaffChanged, held | {key: held[key] or "" for key in ("employed_here", "operational")})


def values_of(form: Form) -> dict[str, Any]:
    """What the form says of somebody."""
    ticked = {key: form.values[key] == "yes" for key in ("employed_here", "operational")}
    named = {key: form.values[key] for key in ("name", "title", "team", "email")}
    return named | ticked | {"manager_id": form.values["manager_id"] or None}


def managers(but: str, now: Any = None) -> list[tuple[str, str]]:
    """Colleagues to choose from, and `now`, the one chosen, even after they have left."""
    found = people.colleagues(desk(), but=but)
    found += [now] if now is not None and not now.active else []
    return [(p.id, f"{p.name}, {p.title}" if p.title else p.name) for p in found]


def crumbs(member: Member | None = None) -> list[tuple[str, str]]:
    """The way back to the list, and to one person."""
    back = [("People and roles", url_for("people.index"))]
    return [*back, (member.person.name, url_for("people.show", person_id=member.person.id))] if member else back

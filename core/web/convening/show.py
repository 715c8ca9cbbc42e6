"""The page on which a meeting is arranged, whole or one section of it; what each section shows stands in `sections`."""

from collections.abc import Mapping
from datetime import date

from flask import Response, request

from core.domain.lifecycle import Stage
from core.services import inviting, meetings
from core.services.meetings import Case
from core.web.convening import sections
from core.web.convening.blueprint import bp
from core.web.endings.blueprint import crumbs
from core.web.forms import Form
from core.web.guard import allow
from core.web.opened import version_line
from core.web.pages import page, see
from core.web.placing import age
from core.web.requests import desk, swapping, today
from core.web.ways import way_to


@bp.get("/meetings/<meeting_id>/convening")
@allow("meeting.convene")
def show(meeting_id: str) -> Response:
    """Everything that is arranged before invitations go out; `?chair_query=` looks for somebody else to chair.

    Where the meeting's rules cannot be read there is nothing to arrange by: its own page says so.
    """
    if meetings.find(desk(), meeting_id).declared is None:
        return see("meetings.show", meeting_id=meeting_id)
    return answer(meeting_id, section="chair" if "chair_query" in request.args else "")


def answer(
    meeting_id: str,
    *,
    section: str = "",
    forms: Mapping[str, Form] | None = None,
    checked: Mapping[str, date] | None = None,
    status: int = 200,
    focus: str = "",
) -> Response:
    """The page; for htmx its `section` with the stepper and the checks beside it.

    `forms` are those shown again, by name; `checked` days that somebody only asked about.
    """
    case = meetings.find(desk(), meeting_id)
    shown = sections.of(case, dict(forms or {}), dict(checked or {}), request.args.get("chair_query", ""))
    wrong = next((form for form in (forms or {}).values() if form.errors), None)
    return page(
        "convening/show.html",
        "convening/_saved.html" if section and swapping() else None,
        status,
        focus=focus or (".govuk-error-summary" if wrong else f"#{section} h2" if section else ""),
        announce="Saved" if status == 200 and section and not checked and request.method == "POST" else "",
        section=section,
        wrong=wrong,
        swapped=swapping(),
        stale=status == 409,
        case=case,
        meeting=case.meeting,
        child=case.child,
        first_name=case.child.name.split(" ")[0],
        procedure=case.procedure,
        kind=case.kind,
        convened=Stage(case.meeting.stage).convened_or_later,
        age=age(case.child.born, today()),
        crumbs=crumbs_of(case),
        way_to=way_to,
        **version_line(case),
        **shown,
    )


def crumbs_of(case: Case) -> list[tuple[str, str]]:
    """The way back to the child, and to the ending that the meeting is about."""
    if case.ending is None:
        return crumbs(case.child)
    return crumbs(case.child, ("What the procedure says", way_to("endings.show", ending_id=case.ending.id)))


def people_choices(case: Case) -> list[tuple[str, str]]:
    """Whoever may be named, as choices."""
    return sections.choices(inviting.staff(desk(), case))


def roles_of(case: Case) -> Mapping[str, str]:
    """Role titles in the authority's own words."""
    return sections.roles(case.procedure)

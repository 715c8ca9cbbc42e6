"""What the pages of one meeting share: the meeting with all that stands round it, its heading and its tabs."""

from dataclasses import dataclass
from typing import Any

from flask import Response, url_for

from core.discovery import ALWAYS
from core.domain.roles import title_of
from core.services import following, meetings, moving, pins, plans, preparing
from core.services.dossier import Dossier, dossier
from core.services.meetings import Case, agreed_parts
from core.web import placing
from core.web.pages import page
from core.web.requests import desk, today
from core.web.ways import way_to, way_to_procedure

TAGS = {
    "proposed": ("Being arranged", "blue"),
    "postponed": ("Postponed", "grey"),
    "convened": ("Convened", "blue"),
    "held": ("Minutes to agree", "yellow"),
    "recorded": ("To circulate", "yellow"),
    "circulated": ("Circulated", ""),
    "considered": ("Considered", ""),
    "closed": ("Complete", ""),
    "declined": ("Not held", "grey"),
}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One meeting as a page has it before it."""

    case: Case
    file: Dossier

    @property
    def first_name(self) -> str:
        """What headings call the child."""
        return str(self.case.child.name.split(" ")[0])

    @property
    def held(self) -> bool:
        """Whether every part took place."""
        return self.case.meeting.held_on is not None

    @property
    def agreed(self) -> dict[str, Any]:
        """The parts whose minutes are agreed, with the day."""
        return agreed_parts(self.case.meeting)

    @property
    def several(self) -> bool:
        """Whether the meeting has more than one part."""
        return len(self.file.parts) > 1

    def role(self, key: str | None) -> str:
        """A role in the authority's words."""
        if not key:
            return "Not recorded"
        return self.case.procedure.role(key) if self.case.procedure else title_of(key)

    def clause(self, id: str) -> Any:
        """A clause of the meeting's procedure; None where it cannot be read any more."""
        return self.case.procedure.clauses.get(id) if self.case.procedure and id else None


def opened(meeting_id: str) -> Opened:
    """One meeting in two statements; `Missing` as `meetings.find`."""
    case = meetings.find(desk(), meeting_id)
    return Opened(case=case, file=dossier(desk(), case))


def again(here: Opened) -> Opened:
    """The same meeting after a change."""
    desk().db.flush()
    return Opened(case=here.case, file=dossier(desk(), here.case))


def meeting_page(
    template: str, here: Opened, tab: str = "", *, piece: str | None = None, status: int = 200, **context: Any
) -> Response:
    """A page of one meeting, with its heading and tabs."""
    case = here.case
    return page(
        template, piece, status, here=here, case=case, file=here.file, meeting=case.meeting, child=case.child,
        tag=_tag(here), tabs=tabs(here, tab), crumbs=crumbs(here, own=tab != "show"),
        age=placing.age(case.child.born, today()), pinned=pins.of(desk(), case),
        **version_line(case), **context,
    )  # fmt: skip


def version_line(case: Case) -> dict[str, Any]:
    """What the line on a meeting's version is made of: `meetings/_follows.html`."""
    return {
        "ruled": following.follows(case), "version_way": version_way(case), "move_way": move_way(case),
        "procedure_way": procedure_way(case),
    }  # fmt: skip


def version_way(case: Case) -> str:
    """To the version that a meeting follows, as the procedure's pages tell it; "" where there is none to show."""
    number = case.meeting.pin.get("version")
    if number is None or case.procedure is None:
        return ""
    key = case.procedure.edition.key
    return way_to("procedure.version", number=number, **({"edition": key} if key != ALWAYS.key else {}))


def procedure_way(case: Case) -> str:
    """To the procedure whose clauses a meeting names."""
    pin = case.meeting.pin
    return way_to_procedure(pin.get("version") if case.procedure else None, pin.get("edition", ALWAYS.key))


def move_way(case: Case) -> str:
    """To moving a meeting to another version; "" where there is none, or this person may not move it."""
    way = way_to("moving.show", meeting_id=case.meeting.id)
    return way if way and moving.offered(desk(), case) else ""


def _tag(here: Opened) -> tuple[str, str]:
    """Where the meeting stands, in words; of outputs that somebody writes, as far as this person may know of them."""
    stage, written = here.case.meeting.stage, [o for o in here.file.outputs if o.written_by]
    if stage != "held" or not written:
        return TAGS[stage]
    if any(o.state == "correction" for o in written):
        return ("Corrections open", "yellow")
    return ("Record to write", "yellow") if any(o.state == "draft" for o in written) else ("To make final", "yellow")


def tabs(here: Opened, current: str) -> list[tuple[str, str, bool]]:
    """The tabs with their counts; what this person may not read has none."""
    file, ref = here.file, here.case.meeting.id
    people = {i.person_id or i.name or i.id for i in file.invitations if not i.left_out}
    actions = [t for t in file.owed("action") if file.task_shown(t)]
    advice = bool(file.readable_parts) or any("recommendations" in o.sections for o in file.outputs)
    prepared = any(t.kind == "offer" for t in file.tasks) or bool(preparing.steps(here.case, file))
    plan = plans.of_tab(desk(), here.case)
    rows = (
        ("Stages", "meetings.show", True),
        ("Agenda and minutes", "minutes.show", bool(file.readable_parts)),
        ("Drafts", "drafts.show", any(file.reader.writes(o) for o in file.outputs)),
        ("Corrections", "corrections.index", any(o.draft_sent_on and file.reads_draft(o) for o in file.outputs)),
        (f"Recommendations ({len(file.recommendations)})", "meetings.recommendations", advice),
        (f"Actions ({len(actions)})", "meetings.actions", True),
        (f"People ({len(people)})", "meetings.people", True),
        ("Preparation", "offers.show", prepared),
        (plan, "plans.of_meeting", bool(plan)),
        (f"Pack ({len(file.owed('pack'))})", "meetings.pack", bool(file.owed("pack"))),
        ("History", "meetings.history", True),
    )
    shown = (f"meetings.{current}", f"{current}.show", f"{current}.index", f"{current}.of_meeting")
    return [(text, url_for(endpoint, meeting_id=ref), endpoint in shown) for text, endpoint, there in rows if there]


def crumbs(here: Opened, *, own: bool) -> list[tuple[str, str]]:
    """The way back to the list, and on pages below the meeting to the meeting."""
    listed = way_to("meetings_list.index")
    back = [("Meetings", listed)] if listed else []
    if here.case.child and way_to("children.show", child_id=here.case.child.id):
        back.append((here.case.child.name, way_to("children.show", child_id=here.case.child.id)))
    title = here.case.meeting.title
    return [*back, (title, url_for("meetings.show", meeting_id=here.case.meeting.id))] if own else back

"""One output as its audience reads it: on the page and printed. Outside its audience there is no such page."""

from flask import Blueprint, Response

from core.services import circulation, corrections, received
from core.web.guard import allow
from core.web.opened import Opened
from core.web.pages import page
from core.web.requests import desk
from core.web.ways import way_to

bp = Blueprint("outputs", __name__, url_prefix="/<authority>/meetings")


@bp.get("/<meeting_id>/outputs/<output_id>")
@allow("authority.enter")
def show(meeting_id: str, output_id: str) -> Response:
    """A record for those whom it is for: case staff in its audience, and whoever was sent it."""
    found = received.find(desk(), meeting_id, output_id)
    here = Opened(case=found.case, file=found.file)
    meeting, output = found.case.meeting, found.output
    back = way_to("meetings.show", meeting_id=meeting.id) if found.meeting_too else ""
    rule, due = circulation.days_for_corrections(desk(), found.case, output)
    return page(
        "outputs/show.html", output=output, sections=found.sections, here=here, meeting=meeting, found=found,
        child=found.case.child, crumbs=[(meeting.title, back)] if back else (), rule=rule, due=due,
        file_parts=[p for p in found.file.parts if output.part in ("", p.key)],
        may_correct=output.drafted and not found.hidden and not corrections.closed(found.case, output),
        versions=bool(output.written_by) and not found.hidden and bool(output.drafted_on),
        procedure_way=way_to("procedure.show"),
    )  # fmt: skip

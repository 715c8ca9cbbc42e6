"""What the text asks to be considered while a meeting is arranged: recording what came of each."""

from flask import Response

from core.services import holding, meetings, tasks
from core.services.desk import Missing
from core.services.meetings import Case
from core.web.convening.blueprint import bp, save
from core.web.convening.forms import ConsiderForm
from core.web.convening.show import answer
from core.web.forms import read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.requests import desk


@bp.post("/meetings/<meeting_id>/convening/considerations/<task_id>")
@allow("meeting.convene")
@repeatable("the same answer is kept again")
def consider(meeting_id: str, task_id: str) -> Response:
    """Keep what came of it, with who recorded it."""
    meetings.find(desk(), meeting_id)
    task, form = tasks.find(desk(), task_id, kind="prompt"), read(ConsiderForm, prefix=task_id)
    if task.meeting_id != meeting_id:
        raise Missing(task_id)

    def change(case: Case) -> None:
        holding.consider(desk(), case, task, **form.values)

    return save(meeting_id, form, "consider", change, answer, key=f"consider-{task_id}")

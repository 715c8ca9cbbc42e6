"""What one person does next about a meeting, for the card beside its stages."""

from flask import url_for

from core.services import corrections, drafts, settling, stages
from core.web.filters import plural
from core.web.opened import Opened
from core.web.requests import desk, today
from core.web.ways import way_to_task


def next_up(here: Opened, rows: list[stages.Row]) -> list[tuple[str, str, str]]:
    """What this person does next about the meeting: (what, hint, address), soonest first, three at most."""
    me, found = desk().actor.person_id, []
    meeting, ref = here.case.meeting, here.case.meeting.id
    waiting = {row.task.id for row in rows if row.waits_for or (row.rule and row.rule.completes == "minutes")}
    agrees = here.case.declared is None or settling.agrees_minutes(here.case.declared)
    for part in here.file.parts:
        past = part.held_on is None and part.day and part.day <= today()
        if meeting.stage == "convened" and past and here.file.reader.keeps_record:
            way = url_for("stages.held", meeting_id=ref, part=part.key)
            found.append((f"Record that it was held: {part.title}", "Day and who came", way))
        if agrees and part.held_on and part.key not in here.agreed and meeting.chair_id == me:
            found.append(("Agree the minutes", part.title, url_for("minutes.show", meeting_id=ref)))
    open_ = [c for c in corrections.shown(desk(), here.case, here.file) if c.state == "open"] if _answers(here) else []
    if open_:
        hint = f"From {', '.join(dict.fromkeys(c.name for c in open_))}"
        way = url_for("corrections.index", meeting_id=ref)
        found.append((f"Answer {plural(len(open_), 'correction')} of fact", hint, way))
    for task in sorted(here.file.tasks, key=lambda t: (t.due is None, t.due, t.position)):
        owed = task.owner_id == me and task.done_on is None and task.state != "withdrawn" and task.id not in waiting
        if owed and task.kind in ("step", "pack", "action") and here.file.task_shown(task):
            found.append((task.title, task.detail, way_to_task(task, meeting)))
    return found[:3]


def _answers(here: Opened) -> bool:
    return any(o.state == "correction" for o in drafts.mine(here.file))

"""Scenes that several of the demonstration's stories share: convening a meeting, holding it, and an ending alone."""

from collections.abc import Callable
from datetime import date

from core.cli.demo_stage import Stage
from core.services import chairs, convening, holding, inviting, scheduling, tasks

Story = Callable[[Stage], None]


def convene(
    stage: Stage,
    meeting_id: str,
    worker: str,
    ago: int,
    *,
    day: date,
    starts: str,
    ends: str,
    place: str,
    chair: str,
    voice: str,
    note: str,
) -> None:
    desk, case = stage.as_(worker, ago), stage.case(worker, meeting_id)
    for part in scheduling.parts_of(desk, case.meeting):
        scheduling.set_day(desk, case, part.key, day=day, starts=starts, ends=ends, place=place)
    chairs.choose(desk, case, stage.person(chair).id)
    convening.hear_child(desk, case, voice, note)
    case = stage.case(worker, meeting_id)
    inviting.renew(desk, case)
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role for the child"})
    convening.answer(desk, case, {ask.key: voice == "attends" for ask in case.kind.asks if ask.kind == "yes_no"})
    convening.convene(desk, case)


def hold(stage: Stage, meeting_id: str, chair: str, ago: int) -> None:
    desk, case = stage.as_(chair, ago, "17:00"), stage.case(chair, meeting_id)
    there = {i.id for i in convening.invitations_of(desk, case) if i.name and not i.left_out}
    for part in scheduling.parts_of(desk, case.meeting):
        holding.hold(desk, case, part.key, on=stage.day(ago), attended=there)
    for task in scheduling.tasks_of(desk, case.meeting):
        if task.kind == "step" and task.done_on is None and task.key in ("arrange", "pack"):
            tasks.complete(desk, task, on=stage.day(ago))

"""What is recorded while a home lasts, for the list of early conversations: notice, and changes of school."""

from typing import Any

from sqlalchemy import select

from core.cli.demo_stage import Stage
from core.models import Child
from core.services import children, notice_given, placements, schools

PRIYA, KEMI = "Priya Nandakumar", "Kemi Falade"


def aldermere(stage: Stage) -> None:
    """Noah's carers gave notice last week; for Maisie there is none, and she changed school in between."""
    noticed(stage, PRIYA, "A-20533", 6, by="carer", note="They would go on with two weekends of respite a month.")
    noticed(stage, PRIYA, "A-20290", 12)
    changed_school(stage, PRIYA, "A-20290", "Ashfield School", 900, "Northmoor School", 40)


def eastholme(stage: Stage) -> None:
    """Nina began at another school when she moved; for Tomasz nobody has given notice."""
    changed_school(stage, KEMI, "E-7344", "Mill Road School", 700, "Harbour Academy", 20)
    noticed(stage, KEMI, "E-7310", 3)


def noticed(stage: Stage, worker: str, local_id: str, ago: int, *, by: str = "", note: str = "") -> None:
    """Notice by one of `notice_given.BY`, or that there was none."""
    desk, child = stage.as_(worker, ago), _child(stage, local_id)
    home = placements.current(desk, child)
    assert home is not None
    notice_given.record(desk, home, child, given=bool(by), day=stage.day(ago), by=by, note=note)


def changed_school(stage: Stage, worker: str, local_id: str, first: str, since: int, then: str, ago: int) -> None:
    """The school a child had, and the one they changed to so many days ago."""
    child = _child(stage, local_id)
    for school, began, meaning in ((first, since, ""), (then, ago, schools.MOVED)):
        known: dict[str, Any] = {"school": school, "school_since": stage.day(began)}
        children.edit(stage.as_(worker, ago), child, known, school_change=meaning)


def _child(stage: Stage, local_id: str) -> Child:
    return stage.session.scalars(select(Child).where(Child.local_id == local_id)).one()

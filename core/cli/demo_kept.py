"""Two records that were taken over from paper: the last day of one has passed, and the other is held."""

from datetime import date, timedelta

from core.cli.demo_stage import Stage
from core.domain.retention import anniversary
from core.models import Child
from core.services import children
from core.services.retention import holds

JANET, ABEL = "Janet Okonjo", "Abel Frost"


def aldermere(stage: Stage) -> None:
    """Winifred's record may go once two people agree; Percy's is needed by an inquiry."""
    _from_paper(stage, "A-00317", "Winifred Garth", -75, 40)
    percy = _from_paper(stage, "A-00329", "Percy Lund", -76, 15)
    desk = stage.as_(ABEL, 20)
    holds.place(desk, percy, reason="An inquiry into a children’s home has asked for its records.",
                review_on=stage.day(0) + timedelta(days=200))  # fmt: skip


def _from_paper(stage: Stage, local_id: str, name: str, years: int, ago: int) -> Child:
    born: date = anniversary(stage.day(ago), years)
    return children.add(stage.as_(JANET, 90), local_id=local_id, name=name, born=born, team="South 1")

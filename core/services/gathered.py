"""What gatherings leave for others: what a report takes from those that feed it, and which themes recommendations had
since the last one. Nothing here names a child."""

from datetime import date

from sqlalchemy import func, select

from core.models import GatheringHeld, Meeting, Recommendation
from core.services.desk import Desk


def fed(desk: Desk, report: str, first: date, last: date) -> list[GatheringHeld]:
    """The closed gatherings that feed a report of the procedure, from the first to the last day, oldest first."""
    procedure = desk.procedure(desk.today)
    keys = [one.key for one in (procedure.gatherings if procedure else ()) if one.feeds == report]
    statement = select(GatheringHeld).where(
        GatheringHeld.key.in_(keys), GatheringHeld.state == "closed", GatheringHeld.day.between(first, last)
    )
    return list(desk.db.scalars(statement.order_by(GatheringHeld.day, GatheringHeld.id)))


def themes_since(desk: Desk, held: GatheringHeld) -> list[tuple[str, int]]:
    """The themes of what meetings recommended since the gathering before this one, the most frequent first; a theme
    and a number, and nothing of any child."""
    before = desk.db.scalar(
        select(func.max(GatheringHeld.day)).where(GatheringHeld.key == held.key, GatheringHeld.day < held.day)
    )
    number = func.count().label("number")
    statement = (
        select(Recommendation.theme, number)
        .join(Meeting, (Meeting.tenant_id == Recommendation.tenant_id) & (Meeting.id == Recommendation.meeting_id))
        .where(Recommendation.withdrawn.is_(False), Recommendation.theme != "", Meeting.agreed_on <= held.day)
        .group_by(Recommendation.theme)
    )
    if before is not None:
        statement = statement.where(Meeting.agreed_on > before)
    return [(theme, many) for theme, many in desk.db.execute(statement.order_by(number.desc(), Recommendation.theme))]

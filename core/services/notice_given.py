"""Notice on a home that lasts: recording that it was given, or that there was none, and that it was withdrawn.

Apart from `notices`, which are what a person is told by Mooring.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.days import british
from core.domain.ongoing import Notice
from core.models import Child, Placement, PlacementNotice
from core.services.desk import Desk, Missing, Refused, Stale

BY = {
    "carer": "the carer",
    "provider": "the agency or home that provides it",
    "authority": "the authority",
    "other": "somebody else",
}
"""Who may give notice, as a sentence ends."""


def of(desk: Desk, placement: Placement) -> list[PlacementNotice]:
    """Everything that was recorded about notice on a placement, newest first."""
    statement = select(PlacementNotice).where(PlacementNotice.placement_id == placement.id)
    return list(desk.db.scalars(statement.order_by(PlacementNotice.day.desc(), PlacementNotice.at.desc())))


def standing(desk: Desk, placement_id: str | None) -> PlacementNotice | None:
    """The notice that stands on a placement; None where there is none."""
    statement = select(PlacementNotice).where(
        PlacementNotice.placement_id == placement_id, PlacementNotice.given, PlacementNotice.withdrawn_on.is_(None)
    )
    return desk.db.scalars(statement.order_by(PlacementNotice.day.desc())).first() if placement_id else None


def find(desk: Desk, placement: Placement, notice_id: str) -> PlacementNotice:
    """One record; `Missing` where there is none on this placement."""
    for one in of(desk, placement):
        if one.id == notice_id:
            return one
    raise Missing(notice_id)


def record(
    desk: Desk, placement: Placement, child: Child, *, given: bool, day: date, by: str = "", note: str = "",
    version: int | None = None,
) -> PlacementNotice:  # fmt: skip
    """That notice was given on `day`, by one of BY; or that there was none on that day.

    Refused once the placement has ended, before its start, in the future, and while another notice stands. `version`
    is the placement's: of two who record at the same moment the second is shown what the first has recorded.
    """
    if version is not None and version != placement.version:
        raise Stale(placement)
    _refuse_day(desk, placement, day, "day")
    if placement.ended is not None:
        raise Refused(f"This placement ended on {british(placement.ended)}. Notice is recorded while it lasts.")
    if given and by not in BY:
        raise Refused("Choose who gave notice.", field="by")
    standing = next((one for one in of(desk, placement) if one.given and one.withdrawn_on is None), None)
    if standing is not None:
        raise Refused(
            f"Notice given on {british(standing.day)} is recorded and stands. Record there if it was withdrawn.",
            field="given",
        )
    notice = PlacementNotice(
        child_id=child.id, placement_id=placement.id, given=given, day=day, by=by if given else "", note=note.strip(),
        recorded_by_id=desk.actor.person_id, recorded_by=desk.actor.name, at=desk.now,
    )  # fmt: skip
    desk.db.add(notice)
    flag_modified(placement, "carer")
    desk.db.flush()
    said = "recorded that notice was given" if given else "recorded that there is no notice"
    desk.note(said, "placement", placement.id, child_id=child.id, day=str(day), by=notice.by)
    return notice


def withdraw(
    desk: Desk, placement: Placement, notice: PlacementNotice, *, on: date, because: str, version: int | None = None
) -> None:
    """That a notice was taken back on a day, or was never given; `because` says which, in words."""
    if version is not None and version != notice.version:
        raise Stale(notice)
    if not notice.given or notice.withdrawn_on is not None:
        raise Refused("There is no notice here that stands.")
    _refuse_day(desk, placement, on, "on")
    if on < notice.day:
        raise Refused(f"Notice was given on {british(notice.day)}. Enter that day or a later one.", field="on")
    if not because.strip():
        raise Refused("Enter how it came that the notice no longer stands.", field="because")
    notice.withdrawn_on, notice.withdrawn_by, notice.because = on, desk.actor.name, because.strip()
    desk.db.flush()
    desk.note("recorded that notice was withdrawn", "placement", placement.id, child_id=notice.child_id, day=str(on))


def fact(records: list[PlacementNotice]) -> Notice | None:
    """What a rule may know of these records; None where there are none. A notice that stands counts before any that
    was withdrawn and any record of none; of those the latest day counts."""
    standing = [one for one in records if one.given and one.withdrawn_on is None]
    if standing:
        last = max(standing, key=lambda one: one.day)
        return Notice(given=True, day=last.day, by=BY.get(last.by, ""))
    days = [one.withdrawn_on or one.day for one in records]
    return Notice(given=False, day=max(days)) if days else None


def _refuse_day(desk: Desk, placement: Placement, day: date, field: str) -> None:
    if day > desk.today:
        raise Refused("Enter a day that is not in the future.", field=field)
    if day < placement.started:
        raise Refused(f"The placement started on {british(placement.started)}. Enter a later day.", field=field)

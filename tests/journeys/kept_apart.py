"""Records that are kept apart, for the pages about them: one restricted and opened in need, one past its day."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

if TYPE_CHECKING:
    from core.cli.demo_stage import Stage

OWEN, SUNITA = "Owen Hale", "Sunita Rao"


def restrict(stage: "Stage") -> None:
    """From now on only a service manager reads the record."""
    from core.services import restrictions

    child = stage.child("A-21003", "Wren Farrant", date(2014, 3, 7), people={"social_worker": OWEN},
                        in_care_since=stage.day(90))  # fmt: skip
    manager = stage.as_(SUNITA)
    restrictions.restrict(manager, child, reason="A member of staff is a relative.",
                          readers=[stage.person(SUNITA).id], review_on=manager.today + timedelta(days=30))  # fmt: skip


def open_in_need(stage: "Stage") -> None:
    """The social worker, who is no reader of it, opens it tonight; the stage's session sees no more than he does."""
    from core.models import Child
    from core.services import openings, sight

    owen = stage.as_(OWEN)
    child_id = stage.session.scalars(select(Child.id).where(Child.local_id == "A-21003")).one()
    sight.narrow(stage.session, sight.Sight(hidden=frozenset({child_id})))
    openings.open_record(owen, "A-21003", "The police ask tonight where she lives.")


def propose_disposal(stage: "Stage") -> None:
    """Born long ago, and proposed by a manager: a second person is asked."""
    from core.services.retention import disposing

    child = stage.child("A-00017", "Ada Farrant", date(1949, 6, 1), people={"social_worker": OWEN},
                        in_care_since=date(1955, 2, 1))  # fmt: skip
    disposing.propose(stage.as_(SUNITA), child, "Its day has passed, and nobody asks for it.")

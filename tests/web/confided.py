"""What a restriction leaves on a record once it is lifted, for the walls. Apart from `furnishing`, the rest."""

from typing import Any


def confided(desk: Any, case: Any, worker: Any) -> None:
    """A restriction that was lifted, under which the worker had opened the record."""
    from core.models import Opening, Restriction, RestrictionReader

    of, me = {"child_id": case.child.id}, desk.actor
    past = {"ended": "lifted", "ended_at": desk.now, "because": "The threats ended", "review_on": desk.today}
    by = {"set_at": desk.now, "set_by_id": me.person_id, "set_by": me.name}
    over = Restriction(reason="Threats", **of, **by, **past)
    desk.db.add(over)
    desk.db.flush()
    desk.db.add(RestrictionReader(restriction_id=over.id, person_id=me.person_id))
    opened = {"at": desk.now, "until": desk.now, "asked": "Q-1", "reason": "The child is missing tonight."}
    who = {"person_id": worker.person_id, "person_name": worker.name, "told": [[me.person_id, me.name]]}
    desk.db.add(Opening(**of, **opened, **who))

"""Circulation: who is sent which record, looked at recipient by recipient before it goes, and how it reached them.

"Sent" means made available here to somebody who signs in. For everybody else a person prints the record, hands it over
and says how. Nothing here tells of an output outside the actor's audience.
"""

from collections.abc import Iterable

from sqlalchemy import select

from core.domain.lifecycle import NotYet, Stage, move
from core.domain.steps import ATTENDED, Circulation
from core.models import Delivery, Invitation, Membership, Output
from core.services import minutes, scheduling, tasks
from core.services.casting import Cast, cast
from core.services.convening import invitations_of
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.dossier import dossier
from core.services.meetings import Case
from core.services.reading import holders, roles_of

BY_HAND = "by hand"
GONE = ("sent", "withdrawn")


def people_of(desk: Desk, case: Case) -> Cast:
    """The cast of a meeting's case, chair and new home included."""
    return cast(
        desk,
        case.child.id,
        placement_id=case.placement.id,
        next_placement_id=case.current_placement_id,
        chair_id=case.meeting.chair_id,
    )


def readable(desk: Desk, case: Case) -> list[Output]:
    """The outputs whose audience includes the actor. For anybody else the others do not exist."""
    return list(dossier(desk, case).outputs)


def find(desk: Desk, case: Case, output_id: str) -> Output:
    """One output that the actor may read; `Missing` for one outside their audience, as for one that is not there."""
    found = next((o for o in readable(desk, case) if o.id == output_id), None)
    if found is None:
        raise Missing(output_id)
    return found


def in_audience(case: Case, output: Output, person_id: str, people: Cast, invited: Iterable[Invitation]) -> bool:
    """Whether a person belongs to an output's audience: by role, in the case or beyond it, or by attending."""
    if roles_of(people, person_id, case.meeting) & set(output.audience):
        return True
    came = any(i.attended and i.person_id == person_id and output.part in ("", i.part) for i in invited)
    took_part = person_id in (case.meeting.chair_id, case.meeting.minute_taker_id)
    return ATTENDED in output.audience and (came or took_part)


def prepare(desk: Desk, case: Case) -> list[Delivery]:
    """The recipients of every agreed output, as the procedure's circulation names them; once, then as staff left it."""
    agreed = [o for o in minutes.outputs(desk, case) if o.state != "draft"]
    if not agreed:
        raise NotYet("Circulation is prepared once the chair has agreed the minutes.", case.kind.clause)
    there = {d.output_id for d in deliveries_of(desk, case)}
    new = [o for o in agreed if o.id not in there]
    if new:
        people, invited = people_of(desk, case), invitations_of(desk, case)
        for output in new:
            _prepare(desk, case, output, people, invited)
        desk.db.flush()
        _note(desk, case, "prepared the circulation", "meeting", case.meeting.id)
    return deliveries_of(desk, case)


def _prepare(desk: Desk, case: Case, output: Output, people: Cast, invited: list[Invitation]) -> None:
    """The circulation rules of one output as rows, each person once."""
    seen: set[str] = set()
    for rule in (r for r in case.kind.circulation if r.output == output.key):
        for person_id, name, role in _recipients(case, output, rule, people, invited):
            if (person_id or name) in seen:
                continue
            seen.add(person_id or name)
            why = rule.why or ("took part" if ATTENDED in rule.to else "")
            desk.db.add(
                Delivery(
                    meeting_id=case.meeting.id, output_id=output.id, person_id=person_id, name=name, role=role,
                    why=why, clause=rule.clause,
                )
            )  # fmt: skip


def _recipients(
    case: Case, output: Output, rule: Circulation, people: Cast, invited: list[Invitation]
) -> Iterable[tuple[str | None, str, str]]:
    """(person id, name, role) of each recipient of one rule; a body, or a role nobody holds, goes by its title."""
    for role in rule.to:
        if role != ATTENDED:
            title = case.procedure.role(role) if case.procedure else role
            for person_id, name in holders(people, role) or [("", title)]:
                yield person_id or None, name, role
            continue
        for one in invited:
            if one.attended and one.name and output.part in ("", one.part):
                yield one.person_id, one.name, one.role
        chair = people.people.get(case.meeting.chair_id or "")
        if chair is not None:
            yield chair.id, chair.name, "chair"


def deliveries_of(desk: Desk, case: Case) -> list[Delivery]:
    """Every delivery of a meeting, by output and name; show only those of outputs the actor may read."""
    statement = select(Delivery).where(Delivery.meeting_id == case.meeting.id)
    return list(desk.db.scalars(statement.order_by(Delivery.output_id, Delivery.name, Delivery.id)))


def signing_in(desk: Desk, rows: Iterable[Delivery]) -> set[str]:
    """The ids of those recipients who have a sign-in to this authority today; one query."""
    ids = {d.person_id for d in rows if d.person_id}
    statement = select(Membership.person_id).where(
        Membership.tenant_id == desk.tenant.id,
        Membership.person_id.in_(ids),
        Membership.until.is_(None) | (Membership.until >= desk.today),
    )
    return set(desk.db.scalars(statement)) if ids else set()


def check(desk: Desk, case: Case, delivery_id: str, *, keep: bool, because: str = "") -> Delivery:
    """A person looks at one recipient: keep it, or take it out and say why."""
    found = _delivery(desk, case, delivery_id)
    if found.state in (*GONE, BY_HAND):
        raise Refused("This has been sent already; it can be withdrawn, with a reason.")
    if not keep and not because.strip():
        raise Refused("Say why this person does not receive it.", field="because")
    found.state, found.because = ("checked" if keep else "left out"), "" if keep else because.strip()
    _note(desk, case, "checked a recipient", "delivery", found.id, keep=keep)
    return found


def send(desk: Desk, case: Case, *, version: int | None = None) -> int:
    """Circulate to every checked recipient; answers how many are to have it. Refused while one has not been looked at,
    or is outside the audience of what they would receive. Whoever does not sign in waits to be handed a print."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    mine = {o.id: o for o in readable(desk, case)}
    rows = [d for d in deliveries_of(desk, case) if d.output_id in mine]
    unchecked = [d for d in rows if d.state == "prepared"]
    if not rows or unchecked:
        names = ", ".join(dict.fromkeys(d.name for d in unchecked[:3]))
        raise Refused(f"Look at every recipient before sending: {names or 'none is prepared'}.")
    people, invited = people_of(desk, case), invitations_of(desk, case)
    going = [d for d in rows if d.state == "checked"]
    for found in going:
        output = mine[found.output_id]
        if not _may_receive(case, output, found, people, invited):
            raise Refused(f"{found.name} is not in the audience of “{output.title}”. Take them out.",
                          clause=output.clause)  # fmt: skip
    online = signing_in(desk, going)
    for found in going:
        if found.person_id in online:
            found.state, found.sent_at, found.sent_by = "sent", desk.now, desk.actor.name
        else:
            found.state = BY_HAND
    desk.db.flush()
    _note(desk, case, "circulated", "meeting", meeting.id)
    _settle(desk, case)
    return len(going)


def hand_over(desk: Desk, case: Case, delivery_id: str, way: str) -> None:
    """A printed record has reached somebody who does not sign in; `way` says how."""
    found = _delivery(desk, case, delivery_id)
    if found.state != BY_HAND:
        raise Refused("This is not waiting to be handed over.")
    if not way.strip():
        raise Refused("Say how it was handed over.", field="way")
    found.state, found.because, found.sent_at, found.sent_by = "sent", way.strip(), desk.now, desk.actor.name
    desk.db.flush()
    _note(desk, case, "handed over a record", "delivery", found.id)
    _settle(desk, case)


def withdraw(desk: Desk, case: Case, delivery_id: str, because: str) -> None:
    """Take back something sent to somebody: recorded with its reason, never erased."""
    found = _delivery(desk, case, delivery_id)
    if found.state not in ("sent", BY_HAND):
        raise Refused("This has not been sent, so there is nothing to withdraw.")
    if not because.strip():
        raise Refused("Say why it is withdrawn.", field="because")
    found.state, found.because = "withdrawn", because.strip()
    desk.db.flush()
    _note(desk, case, "withdrew a circulation", "delivery", found.id)
    _settle(desk, case)


def _settle(desk: Desk, case: Case) -> None:
    """What has reached all its recipients is circulated: the output, its part's step, and in the end the meeting."""
    meeting, rows = case.meeting, deliveries_of(desk, case)
    waiting = {d.output_id for d in rows if d.state not in (*GONE, "left out")}
    gone = {d.output_id for d in rows if d.state == "sent"}
    made = minutes.outputs(desk, case)
    for output in made:
        if output.id in gone and output.id not in waiting and output.state == "agreed":
            output.state = "sent"
    named = {rule.output for rule in case.kind.circulation}
    open_parts = {o.part for o in made if o.key in named and (o.state == "draft" or o.id in waiting)}
    for task in scheduling.tasks_of(desk, meeting):
        rule = next((s for s in case.kind.steps if s.key == task.key), None) if task.kind == "step" else None
        if rule is None or rule.completes != "circulation" or (rule.part or "") in open_parts:
            continue
        if rule.part or not open_parts:
            tasks.complete(desk, task)
    if not open_parts and meeting.circulated_on is None and meeting.stage == Stage.RECORDED.value:
        meeting.stage, meeting.circulated_on = move(Stage(meeting.stage), Stage.CIRCULATED).value, desk.today
    desk.db.flush()
    scheduling.refresh(desk, case)


def _delivery(desk: Desk, case: Case, delivery_id: str) -> Delivery:
    """One delivery of an output that the actor may read."""
    found = next((d for d in dossier(desk, case).deliveries if d.id == delivery_id), None)
    if found is None:
        raise Missing(delivery_id)
    return found


def _may_receive(case: Case, output: Output, delivery: Delivery, people: Cast, invited: Iterable[Invitation]) -> bool:
    if delivery.role in output.audience:
        return True
    if delivery.person_id is not None:
        return in_audience(case, output, delivery.person_id, people, invited)
    return ATTENDED in output.audience and any(
        i.attended and i.name == delivery.name and output.part in ("", i.part) for i in invited
    )


def _note(desk: Desk, case: Case, verb: str, about: str, about_id: str, **data: object) -> None:
    desk.note(verb, about, about_id, child_id=case.child.id, meeting_id=case.meeting.id, **data)

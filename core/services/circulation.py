"""Audiences and circulation: who may read an output, who is sent it, checked recipient by recipient before it goes."""

from sqlalchemy import select

from core.domain.lifecycle import NotYet, Stage, move
from core.domain.steps import ATTENDED, Circulation
from core.models import Delivery, Invitation, Output
from core.services import minutes, scheduling, tasks
from core.services.casting import Cast, cast
from core.services.convening import invitations_of
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case


def people_of(desk: Desk, case: Case) -> Cast:
    """The cast of a meeting's case, chair and new home included."""
    return cast(
        desk,
        case.child.id,
        placement_id=case.placement.id,
        next_placement_id=case.ending.next_placement_id if case.ending else None,
        chair_id=case.meeting.chair_id,
    )


def readable(desk: Desk, case: Case) -> list[Output]:
    """The outputs whose audience includes the actor. For anybody else the others do not exist."""
    people, invited = people_of(desk, case), invitations_of(desk, case)
    return [o for o in minutes.outputs(desk, case) if in_audience(o, desk.actor.person_id, people, invited)]


def find(desk: Desk, case: Case, output_id: str) -> Output:
    """One output that the actor may read; `Missing` for one outside their audience, as for one that is not there."""
    found = next((o for o in readable(desk, case) if o.id == output_id), None)
    if found is None:
        raise Missing(output_id)
    return found


def in_audience(output: Output, person_id: str, people: Cast, invited: list[Invitation]) -> bool:
    """Whether a person belongs to an output's audience: by role, in the case or beyond it, or by attending."""
    if people.roles_of(person_id) & set(output.audience):
        return True
    return ATTENDED in output.audience and any(
        i.attended and i.person_id == person_id and output.part in ("", i.part) for i in invited
    )


def prepare(desk: Desk, case: Case) -> list[Delivery]:
    """The recipients of every output, as the procedure's circulation names them; once, then as staff changed it."""
    if case.meeting.agreed_on is None:
        raise NotYet("Circulation is prepared once the chair has agreed the minutes.", case.kind.clause)
    there = deliveries_of(desk, case)
    if there:
        return there
    people, invited = people_of(desk, case), invitations_of(desk, case)
    for output in minutes.outputs(desk, case):
        for rule in case.kind.circulation:
            if rule.output == output.key:
                _prepare(desk, case, output, rule, people, invited)
    desk.db.flush()
    desk.note(
        "prepared the circulation", "meeting", case.meeting.id, child_id=case.child.id, meeting_id=case.meeting.id
    )
    return deliveries_of(desk, case)


def _prepare(
    desk: Desk, case: Case, output: Output, rule: Circulation, people: Cast, invited: list[Invitation]
) -> None:
    """One circulation rule as rows, each person once for each output."""
    seen = {(d.output_id, d.person_id or d.name) for d in desk.db.new if isinstance(d, Delivery)}
    for role in rule.to:
        if role == ATTENDED:
            who = [
                (i.person_id, i.name, i.role) for i in invited if i.attended and output.part in ("", i.part) and i.name
            ]
        else:
            who = [(p.id, p.name, role) for p in people.holders(role)] or [(None, "", role)]
        for person_id, name, as_role in who:
            shown = name or (case.procedure.role(as_role) if case.procedure else as_role)
            if (output.id, person_id or shown) in seen:
                continue
            seen.add((output.id, person_id or shown))
            why = rule.why or ("Took part" if role == ATTENDED else "")
            desk.db.add(
                Delivery(
                    meeting_id=case.meeting.id, output_id=output.id, person_id=person_id, name=shown, role=as_role,
                    why=why, clause=rule.clause,
                )
            )  # fmt: skip


def deliveries_of(desk: Desk, case: Case) -> list[Delivery]:
    """Every delivery of a meeting, by output and name; show only those of outputs the actor may read."""
    statement = select(Delivery).where(Delivery.meeting_id == case.meeting.id)
    return list(desk.db.scalars(statement.order_by(Delivery.output_id, Delivery.name, Delivery.id)))


def check(desk: Desk, case: Case, delivery_id: str, *, keep: bool, because: str = "") -> Delivery:
    """A person looks at one recipient: keep it, or take it out and say why."""
    found = next((d for d in deliveries_of(desk, case) if d.id == delivery_id), None)
    if found is None:
        raise Missing(delivery_id)
    if found.state in ("sent", "withdrawn"):
        raise Refused("This has been sent already; it can be withdrawn, with a reason.")
    if not keep and not because.strip():
        raise Refused("Say why this person does not receive it.", field="because")
    found.state, found.because = ("checked" if keep else "left out"), because.strip()
    desk.note(
        "checked a recipient", "delivery", found.id, child_id=case.child.id, meeting_id=case.meeting.id, keep=keep
    )
    return found


def send(desk: Desk, case: Case, *, version: int | None = None) -> int:
    """Circulate to every checked recipient; answers how many. Refused while one has not been looked at, or is outside
    the audience of what they would receive."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    rows = deliveries_of(desk, case)
    unchecked = [d for d in rows if d.state == "prepared"]
    if not rows or unchecked:
        raise Refused("Look at every recipient before sending: "
                      + (", ".join(d.name for d in unchecked[:3]) or "none is prepared") + ".")  # fmt: skip
    people, invited = people_of(desk, case), invitations_of(desk, case)
    outputs = {o.id: o for o in minutes.outputs(desk, case)}
    for found in rows:
        if found.state == "checked" and not _may_receive(outputs[found.output_id], found, people, invited):
            raise Refused(f"{found.name} is not in the audience of “{outputs[found.output_id].title}”. Take them out.",
                          clause=outputs[found.output_id].clause)  # fmt: skip
    going = [d for d in rows if d.state == "checked"]
    for found in going:
        found.state, found.sent_at, found.sent_by = "sent", desk.now, desk.actor.name
    if meeting.circulated_on is None:
        move(Stage(meeting.stage), Stage.CIRCULATED)
        meeting.stage, meeting.circulated_on = Stage.CIRCULATED.value, desk.today
        for task in scheduling.tasks_of(desk, meeting):
            rule = next((s for s in case.kind.steps if s.key == task.key), None)
            if rule is not None and rule.completes == "circulation":
                tasks.complete(desk, task)
        desk.db.flush()
        scheduling.refresh(desk, case)
    desk.note("circulated", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id, recipients=len(going))
    return len(going)


def _may_receive(output: Output, delivery: Delivery, people: Cast, invited: list[Invitation]) -> bool:
    if delivery.role in output.audience:
        return True
    if delivery.person_id is not None:
        return in_audience(output, delivery.person_id, people, invited)
    return ATTENDED in output.audience and any(
        i.attended and i.name == delivery.name and output.part in ("", i.part) for i in invited
    )


def withdraw(desk: Desk, case: Case, delivery_id: str, because: str) -> None:
    """Take back something sent to somebody: recorded with its reason, never erased."""
    found = next((d for d in deliveries_of(desk, case) if d.id == delivery_id), None)
    if found is None:
        raise Missing(delivery_id)
    if not because.strip():
        raise Refused("Say why it is withdrawn.", field="because")
    found.state, found.because = "withdrawn", because.strip()
    desk.note("withdrew a circulation", "delivery", found.id, child_id=case.child.id, meeting_id=case.meeting.id)

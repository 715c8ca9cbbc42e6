"""Circulation: who is sent which record, looked at recipient by recipient before it goes, and how it reached them.

"Sent" means made available here to somebody who signs in. For everybody else a person prints the record, hands it over
and says how. A draft goes the same way, and its days for corrections of fact run from then. Nothing here tells of an
output outside the actor's audience.
"""

from collections.abc import Iterable

from sqlalchemy import select

from core.domain.steps import Circulation
from core.domain.windows import Due, due_after
from core.models import Delivery, Membership, Output
from core.services import arrivals, recipients, settling
from core.services.convening import invitations_of
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.dossier import dossier
from core.services.meetings import Case
from core.services.recipients import by_title as by_title
from core.services.recipients import due as due
from core.services.recipients import in_audience as in_audience
from core.services.recipients import people_of as people_of
from core.services.recipients import prepare as prepare
from core.services.recipients import vacant as vacant

BY_HAND = "by hand"
GONE = ("sent", "withdrawn")


def readable(desk: Desk, case: Case) -> list[Output]:
    """The outputs whose audience includes the actor. For anybody else the others do not exist."""
    return list(dossier(desk, case).outputs)


def find(desk: Desk, case: Case, output_id: str) -> Output:
    """One output that the actor may read; `Missing` for one outside their audience, as for one that is not there."""
    found = next((o for o in readable(desk, case) if o.id == output_id), None)
    if found is None:
        raise Missing(output_id)
    return found


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


def look_again(desk: Desk, case: Case, delivery_id: str) -> list[Delivery]:
    """Whoever holds a role by now takes the place of the role's title."""
    return recipients.look_again(desk, case, _delivery(desk, case, delivery_id))


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
        if not recipients.may_receive(case, output, found, people, invited):
            raise Refused(f"{found.name} is not in the audience of “{output.title}”. Take them out.",
                          clause=output.clause)  # fmt: skip
    online = signing_in(desk, going)
    for found in going:
        if found.person_id in online:
            found.state, found.sent_at, found.sent_by = "sent", desk.now, desk.actor.name
        else:
            found.state = BY_HAND
    for output in {d.output_id: mine[d.output_id] for d in going if d.draft}.values():
        _asks(desk, case, output)
    arrivals.tell(desk, case, going, mine)
    _note(desk, case, "circulated", "meeting", meeting.id)
    settling.settle(desk, case)
    return len(going)


def hand_over(desk: Desk, case: Case, delivery_id: str, way: str) -> None:
    """A printed record has reached somebody who does not sign in; `way` says how."""
    found = _delivery(desk, case, delivery_id)
    if found.state != BY_HAND:
        raise Refused("This is not waiting to be handed over.")
    if not way.strip():
        raise Refused("Say how it was handed over.", field="way")
    found.state, found.because, found.sent_at, found.sent_by = "sent", way.strip(), desk.now, desk.actor.name
    if found.draft:
        _asks(desk, case, find(desk, case, found.output_id))
    _note(desk, case, "handed over a record", "delivery", found.id)
    settling.settle(desk, case)


def withdraw(desk: Desk, case: Case, delivery_id: str, because: str) -> None:
    """Take back something sent to somebody: recorded with its reason, never erased."""
    found = _delivery(desk, case, delivery_id)
    if found.state not in ("sent", BY_HAND):
        raise Refused("This has not been sent, so there is nothing to withdraw.")
    if not because.strip():
        raise Refused("Say why it is withdrawn.", field="because")
    found.state, found.because = "withdrawn", because.strip()
    _note(desk, case, "withdrew a circulation", "delivery", found.id)
    settling.settle(desk, case)


def days_for_corrections(desk: Desk, case: Case, output: Output) -> tuple[Circulation | None, Due | None]:
    """The rule by which a draft asks for corrections of fact, and their last day with its sum; None where the text
    gives no day, or the draft has not gone."""
    rules = [r for r in case.declared.circulation if r.output == output.key and r.as_draft] if case.declared else []
    rule = next((r for r in rules if r.corrections is not None), rules[0] if rules else None)
    if rule is None or rule.corrections is None or output.draft_sent_on is None:
        return rule, None
    return rule, due_after(output.draft_sent_on, rule.corrections, desk.calendar)


def _asks(desk: Desk, case: Case, output: Output) -> None:
    """A draft has gone: its days run from here, and anew from the day when the last print was handed over, so that
    nobody has fewer."""
    if output.state not in ("draft", "correction"):
        return
    output.state, output.draft_sent_on = "correction", desk.today
    _, last = days_for_corrections(desk, case, output)
    output.corrections_by = last.day if last else None


def _delivery(desk: Desk, case: Case, delivery_id: str) -> Delivery:
    """One delivery of an output that the actor may read."""
    found = next((d for d in dossier(desk, case).deliveries if d.id == delivery_id), None)
    if found is None:
        raise Missing(delivery_id)
    return found


def _note(desk: Desk, case: Case, verb: str, about: str, about_id: str, **data: object) -> None:
    desk.note(verb, about, about_id, child_id=case.child.id, meeting_id=case.meeting.id, **data)

"""Who is to have a record: the rows that a circulation is prepared from, and whether somebody may have it at all."""

from collections.abc import Iterable

from sqlalchemy import select

from core.domain.lifecycle import NotYet
from core.domain.roles import CASE_STAFF, FROM_THE_CASE
from core.domain.steps import ATTENDED, INVITED, Circulation
from core.models import Delivery, Invitation, Output
from core.services import minutes
from core.services.casting import Cast, cast
from core.services.convening import invitations_of
from core.services.desk import Desk, Refused
from core.services.meetings import Case
from core.services.reading import belongs, holders, roles_of
from core.services.settling import FINAL

PEOPLE = CASE_STAFF | FROM_THE_CASE
"""Roles that people hold; any other is a body, which may be addressed by its title."""


TOGETHER = {ATTENDED: "took part", INVITED: "asked to contribute"}


def people_of(desk: Desk, case: Case) -> Cast:
    """The cast of a meeting's case, chair and new home included."""
    return cast(
        desk,
        case.child.id,
        placement_id=case.placement.id,
        next_placement_id=case.current_placement_id,
        chair_id=case.meeting.chair_id,
    )


def in_audience(case: Case, output: Output, person_id: str, people: Cast, invited: Iterable[Invitation]) -> bool:
    """Whether a person belongs to an output's audience: by role, in the case or beyond it, by attending, or asked."""
    if roles_of(people, person_id, case.meeting) & set(output.audience):
        return True
    theirs = [i for i in invited if i.person_id == person_id and output.part in ("", i.part)]
    asked = any(belongs(i, output.audience) for i in theirs)
    took_part = person_id in (case.meeting.chair_id, case.meeting.minute_taker_id)
    return asked or (ATTENDED in output.audience and took_part)


def may_receive(case: Case, output: Output, delivery: Delivery, people: Cast, invited: Iterable[Invitation]) -> bool:
    """Whether a recipient, with or without a person behind the name, belongs to an output's audience."""
    if delivery.role in output.audience:
        return True
    if delivery.person_id is not None:
        return in_audience(case, output, delivery.person_id, people, invited)
    return any(belongs(i, output.audience) and i.name == delivery.name and output.part in ("", i.part) for i in invited)


def due(case: Case, outputs: Iterable[Output], rows: Iterable[Delivery]) -> list[tuple[Output, bool]]:
    """What may be circulated now and has no list yet, each with whether it goes as a draft."""
    there = {(d.output_id, d.draft) for d in rows}
    named = {(rule.output, rule.as_draft) for rule in case.kind.circulation}
    found = [(o, False) for o in outputs if o.state in FINAL]
    found += [(o, True) for o in outputs if o.state == "draft" and o.drafted_on is not None]
    return [(o, draft) for o, draft in found if (o.key, draft) in named and (o.id, draft) not in there]


def prepare(desk: Desk, case: Case) -> list[Delivery]:
    """The recipients of every agreed output and of every finished draft, as the procedure's circulation names them;
    once, then as staff left it."""
    every, rows = minutes.outputs(desk, case), _rows(desk, case)
    if not any(o.state in FINAL or o.drafted_on for o in every):
        first = "a draft has been finished" if any(o.written_by for o in every) else "the chair has agreed the minutes"
        raise NotYet(f"Circulation is prepared once {first}.", case.kind.clause)
    new = due(case, every, rows)
    if new:
        people, invited = people_of(desk, case), invitations_of(desk, case)
        for output, draft in new:
            _prepare(desk, case, output, draft, people, invited)
        desk.db.flush()
        _note(desk, case, "prepared the circulation", "meeting", case.meeting.id)
    return _rows(desk, case)


def by_title(case: Case, delivery: Delivery) -> bool:
    """Whether nobody is named for a recipient: the row has the role's title for a name."""
    title = case.procedure.role(delivery.role) if case.procedure else delivery.role
    return delivery.person_id is None and delivery.name == title


def vacant(case: Case, delivery: Delivery) -> bool:
    """Whether a recipient is a role that people hold and nobody does; a body may be addressed by its title."""
    return delivery.role in PEOPLE and by_title(case, delivery)


def look_again(desk: Desk, case: Case, found: Delivery) -> list[Delivery]:
    """A role that nobody held may have been given to somebody since: they take its place on the list."""
    if not by_title(case, found) or found.state not in ("prepared", "checked", "left out"):
        raise Refused("This recipient is somebody already.")
    people = people_of(desk, case)
    now = holders(people, found.role)
    if not now:
        title = found.name[:1].lower() + found.name[1:]
        raise Refused(
            f"Still nobody holds this role ({title}). Whoever looks after roles here can give it to somebody."
        )
    rows = [d for d in _rows(desk, case) if (d.output_id, d.draft) == (found.output_id, found.draft)]
    there = {d.person_id for d in rows}
    more = [
        Delivery(meeting_id=found.meeting_id, output_id=found.output_id, person_id=ref, name=name, role=found.role,
                 why=found.why, clause=found.clause, draft=found.draft)
        for ref, name in now if ref not in there
    ]  # fmt: skip
    desk.db.add_all(more)
    found.state, found.because = "left out", "Somebody holds this role now"
    desk.db.flush()
    _note(desk, case, "named who holds a role", "delivery", found.id)
    return more


def again(desk: Desk, case: Case, output: Output) -> None:
    """A final text is opened again: its recipients are to be looked at once more, also those it was withdrawn from."""
    for found in [d for d in _rows(desk, case) if d.output_id == output.id and not d.draft]:
        if found.state == "checked":
            found.state = "prepared"
        elif found.state == "withdrawn":
            facts = ("meeting_id", "output_id", "person_id", "name", "role", "why", "clause")
            desk.db.add(Delivery(**{key: getattr(found, key) for key in facts}))


def _prepare(desk: Desk, case: Case, output: Output, draft: bool, people: Cast, invited: list[Invitation]) -> None:
    """The circulation rules of one output as rows, each person once."""
    seen: set[str] = set()
    for rule in (r for r in case.kind.circulation if r.output == output.key and r.as_draft is draft):
        for person_id, name, role in _recipients(case, output, rule, people, invited):
            if (person_id or name) in seen:
                continue
            seen.add(person_id or name)
            why = rule.why or next((TOGETHER[key] for key in TOGETHER if key in rule.to), "")
            desk.db.add(
                Delivery(
                    meeting_id=case.meeting.id, output_id=output.id, person_id=person_id, name=name, role=role,
                    why=why, clause=rule.clause, draft=draft,
                )
            )  # fmt: skip


def _recipients(
    case: Case, output: Output, rule: Circulation, people: Cast, invited: list[Invitation]
) -> Iterable[tuple[str | None, str, str]]:
    """(person id, name, role) of each recipient of one rule; a body, or a role nobody holds, goes by its title."""
    for role in rule.to:
        if role == "child":
            yield None, case.child.name, role
            continue
        if role not in (ATTENDED, INVITED):
            title = case.procedure.role(role) if case.procedure else role
            for person_id, name in holders(people, role) or [("", title)]:
                yield person_id or None, name, role
            continue
        for one in invited:
            if belongs(one, (role,)) and one.name and output.part in ("", one.part):
                yield one.person_id, one.name, one.role
        chair = people.people.get(case.meeting.chair_id or "")
        if chair is not None and role == ATTENDED:
            yield chair.id, chair.name, "chair"


def _listed(one: Invitation, output: Output, audience: Iterable[str]) -> bool:
    """Whether a line of the list of people is among these, for the part that the output tells of."""
    return belongs(one, tuple(audience)) and output.part in ("", one.part)


def _rows(desk: Desk, case: Case) -> list[Delivery]:
    statement = select(Delivery).where(Delivery.meeting_id == case.meeting.id)
    return list(desk.db.scalars(statement.order_by(Delivery.output_id, Delivery.name, Delivery.id)))


def _note(desk: Desk, case: Case, verb: str, about: str, about_id: str) -> None:
    desk.note(verb, about, about_id, child_id=case.child.id, meeting_id=case.meeting.id)

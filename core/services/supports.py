"""The lines of a plan: each one thing that helps, with the one core professional who sees to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm.attributes import flag_modified

from core.models import CaseRole, Invitation, Meeting, Person, Plan, PlanReview, Support
from core.services import plan_record
from core.services.casting import role_title
from core.services.desk import Desk, Missing, Refused, Stale

STATES = {"agreed": "To begin", "given": "In place", "ended": "Ended"}
"""Where a support stands, in words."""
FIELDS = ("text", "how_often", "due", "progress", "state", "because")


def of(desk: Desk, plan: Plan) -> list[Support]:
    """The lines of a plan in the order in which they were agreed."""
    statement = select(Support).where(Support.plan_id == plan.id).order_by(Support.position, Support.id)
    return list(desk.db.scalars(statement))


def find(desk: Desk, plan: Plan, support_id: str) -> Support:
    """One line of this plan; `Missing` where there is none."""
    found = desk.db.scalar(select(Support).where(Support.id == support_id, Support.plan_id == plan.id))
    if found is None:
        raise Missing(support_id)
    return found


def owners(desk: Desk, plan: Plan, local: Mapping[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """Who may see to a support, by id, as (name, role in words): the chair, those asked to the plan's meetings, and
    those with a role for the child; by name."""
    looked = select(PlanReview.meeting_id).where(PlanReview.plan_id == plan.id)
    asked = (
        select(Person, Invitation.role)
        .join(Invitation, (Invitation.tenant_id == Person.tenant_id) & (Invitation.person_id == Person.id))
        .where(or_(Invitation.meeting_id == plan.meeting_id, Invitation.meeting_id.in_(looked)))
        .where(Invitation.left_out == "")
    )
    near = (
        select(Person, CaseRole.role)
        .join(CaseRole, (CaseRole.tenant_id == Person.tenant_id) & (CaseRole.person_id == Person.id))
        .where(CaseRole.child_id == plan.child_id, or_(CaseRole.until.is_(None), CaseRole.until >= desk.today))
    )
    chairs = (
        select(Person, literal("chair"))
        .join(Meeting, (Meeting.tenant_id == Person.tenant_id) & (Meeting.chair_id == Person.id))
        .where(Meeting.id == plan.meeting_id)
    )
    found: dict[str, tuple[str, str]] = {}
    for statement in (asked, near, chairs):
        for person, role in desk.db.execute(statement.where(Person.active)):
            if role != "child":
                found.setdefault(person.id, (person.name, role_title(role, dict(local or {}))))
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def add(desk: Desk, plan: Plan, values: dict[str, Any], *, version: int | None = None) -> Support:
    """One more support, with its core professional: a known person (`owner`) or a name and what they are."""
    plan_record.require(desk, plan)
    plan_record.current(plan, version)
    plan_record.still_open(plan)
    count = select(func.count()).select_from(Support).where(Support.plan_id == plan.id)
    line = Support(plan_id=plan.id, position=desk.db.scalar(count) or 0, text="")
    _write(desk, plan, line, values | {"state": "agreed"})
    desk.db.add(line)
    flag_modified(plan, "aim")
    desk.db.flush()
    plan_record.note(desk, plan, None, "added a support", note=f"{line.text}: {line.owner_name}")
    return line


def change(desk: Desk, plan: Plan, line: Support, values: dict[str, Any], *, version: int | None = None) -> None:
    """Change what, who, when or how far. One that has ended says why; it stays on the plan."""
    plan_record.require(desk, plan, line)
    if version is not None and version != line.version:
        raise Stale(line)
    plan_record.still_open(plan)
    before = line.owner_name
    _write(desk, plan, line, values)
    flag_modified(line, "text")
    desk.db.flush()
    moved = f" (was {before})" if before and before != line.owner_name else ""
    said = f"{line.text}: {STATES[line.state].lower()}, {line.owner_name}{moved}"
    plan_record.note(desk, plan, None, "changed a support", note=said)


def _write(desk: Desk, plan: Plan, line: Support, values: dict[str, Any]) -> None:
    _check(line, values)
    ref = values.get("owner") or None
    if ref is None:
        who = (values.get("owner_name", "").strip(), values.get("owner_role", "").strip())
    elif ref == line.owner_id:
        who = (line.owner_name, line.owner_role)
    elif (known := owners(desk, plan, values.get("local")).get(ref)) is not None:
        who = known
    else:
        raise Refused("Choose one of the people listed.", field="owner")
    line.owner_id, (line.owner_name, line.owner_role) = ref, who
    for name in FIELDS:
        if name in values:
            setattr(line, name, values[name].strip() if isinstance(values[name], str) else values[name])
    if line.state != "ended":
        line.because = ""


def _check(line: Support, values: dict[str, Any]) -> None:
    if not str(values.get("text", line.text)).strip():
        raise Refused("Enter what will help.", field="text")
    if not values.get("owner") and not str(values.get("owner_name", "")).strip():
        raise Refused("Choose the core professional who sees to it, or enter their name.", field="owner")
    if values.get("state", "agreed") not in STATES:
        raise Refused("Choose where this support stands.", field="state")
    if values.get("state") == "ended" and not str(values.get("because", "")).strip():
        raise Refused("Enter why this support has ended.", field="because")


def as_it_stands(line: Support) -> dict[str, Any]:
    """A line as a meeting leaves it: plain values, kept beside that meeting."""
    due: date | None = line.due
    return {
        "id": line.id,
        "text": line.text,
        "how_often": line.how_often,
        "owner": line.owner_name,
        "role": line.owner_role,
        "due": due.isoformat() if due else "",
        "state": line.state,
        "progress": line.progress,
        "because": line.because,
    }

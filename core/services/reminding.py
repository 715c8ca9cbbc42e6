"""Reminding and escalating, once a day for each authority: whoever owes something is reminded before its day and on the
day after, and their manager is told when it stays open. Run twice, it tells nobody twice.

No text gives these numbers: they are local settings, `remind_days_before` and `escalate_after_working_days`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from core import db
from core.domain.days import british
from core.models import CaseRole, Meeting, Membership, Notice, Person, Recommendation, Task, Tenant, User
from core.services import meetings, notices, sight, tasks
from core.services.desk import Desk
from core.services.operating import operating
from core.services.responding import UNFINISHED
from core.settings import Settings

ESCALATED = ("action", "step", "decide", "confirm", "plan", "review", "offer", "restricted", "opening")
"""Kinds of task that a manager is told of; papers and prompts stand on the meeting's own pages."""
NOUNS = {"restricted": "The review of a restriction", "opening": "The review of who opened a restricted record",
         "action": "An action", "plan": "A planning meeting", "review": "A review", "confirm": "A confirmation",
         "decide": "A decision", "prompt": "Something to consider", "offer": "An offer to somebody"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The local settings: days before a day is due, and working days after it."""

    before: int
    past: int


def rules(desk: Desk) -> Rules:
    """What holds in this authority."""
    return Rules(
        before=desk.setting("remind_days_before"),
        past=desk.setting("escalate_after_working_days"),
    )


def run(desk: Desk) -> Counter[str]:
    """Remind and escalate what is due in one authority; how many notices of each kind are new. None are while another
    run is doing just that."""
    if not db.alone(desk.db, "reminders"):
        return Counter()
    round = _Round(desk)
    rows = desk.db.execute(
        select(Task, Meeting)
        .outerjoin(Meeting, (Meeting.tenant_id == Task.tenant_id) & (Meeting.id == Task.meeting_id))
        .where(Task.done_on.is_(None), Task.state != "withdrawn", Task.due.is_not(None))
        .where((Task.due <= desk.today + timedelta(days=round.rules.before)) | Task.escalated_on.is_not(None))
        .order_by(Task.due, Task.id)
    ).all()
    round.know([task.child_id for task, _ in rows])
    for task, meeting in rows:
        if _stands(desk, task, meeting):
            round.task(task, meeting)
    for one, meeting in _advice(desk, round.rules):
        round.recommendation(one, meeting)
    desk.db.flush()
    if round.told:
        desk.note("reminded and escalated", "authority", desk.tenant.id, **round.told)
    return round.told


def run_everywhere(settings: Settings, now: datetime, authority: str = "") -> dict[str, Counter[str]]:
    """`run` in one authority or in all, each in a transaction of its own; by authority. Raises `Refused` as
    `operating` does."""
    slugs: Iterable[str] = [authority] if authority else _authorities(settings)
    told: dict[str, Counter[str]] = {}
    for slug in slugs:
        with operating(settings, slug, now, name="Mooring's reminders") as desk:
            told[slug] = run(desk)
    return told


class _Round:
    """One run: the people it may tell, asked for once, and what it has told."""

    def __init__(self, desk: Desk):
        self.desk, self.rules = desk, rules(desk)
        self.told: Counter[str] = Counter()
        signed_in = set(desk.db.scalars(_members(desk)))
        self.people = {p.id: p for p in desk.db.scalars(select(Person).where(Person.staff))}
        self.reachable = {ref for ref, p in self.people.items() if p.active and ref in signed_in}
        self.known = {(to, key) for to, key in desk.db.execute(_open_notices())}
        self.workers: dict[str, str] = {}
        self.readers = sight.readers(desk.db)

    def know(self, children: list[str]) -> None:
        """The social worker of each child, asked for once."""
        held = select(CaseRole).where(
            CaseRole.child_id.in_(set(children)), CaseRole.role == "social_worker",
            CaseRole.until.is_(None) | (CaseRole.until >= self.desk.today),
        )  # fmt: skip
        for role in self.desk.db.scalars(held.order_by(CaseRole.id)):
            if self._may_hear(role.person_id, role.child_id):
                self.workers.setdefault(role.child_id, role.person_id)

    def task(self, task: Task, meeting: Meeting | None) -> None:
        """One task that is due soon, is past its day, or was escalated before its day was moved."""
        due, today = task.due, self.desk.today
        if due is None:
            return
        if due >= today:
            if task.escalated_on is not None:
                tasks.forget_escalation(task)
            if today >= due - timedelta(days=self.rules.before):
                self._remind(task, "soon", _said(task, due, "is", "are"))
            return
        self._remind(task, "late", _said(task, due, "was", "were"))
        if task.kind in ESCALATED and task.escalated_on is None and today >= self._limit(due):
            self._escalate(task, meeting)

    def recommendation(self, one: Recommendation, meeting: Meeting) -> None:
        """A recommendation past its day is told to who chaired the meeting: its body is nobody's line of management."""
        led = (meeting.chair_id, meeting.minute_taker_id)
        to = next((p for p in led if self._may_hear(p, meeting.child_id)), None)
        if to is not None and one.due is not None and self.desk.today >= self._limit(one.due):
            text = f"A recommendation of a meeting that you led was due on {british(one.due)} and is still open."
            self._tell(to, f"advice:{one.id}:{one.due}", "escalated", text, None, meeting)

    def _remind(self, task: Task, kind: str, text: str) -> None:
        if task.owner_id is not None and self._may_hear(task.owner_id, task.child_id):
            about = task.meeting_id if task.kind == "pack" else task.id
            key = f"{kind}:{task.kind}:{about}:{task.due}"
            self._tell(task.owner_id, key, "reminder" if kind == "soon" else "late", text, task, None)
            task.reminded_on = self.desk.today

    def _escalate(self, task: Task, meeting: Meeting | None) -> None:
        to, because = self._above(task, meeting)
        if to is None or task.due is None:
            self.told["nobody to tell"] += 1
            return
        task.escalated_to_id, task.escalated_to_name = to.id, to.name
        task.escalated_on, task.escalated_because = self.desk.today, because
        owner = self.people.get(task.owner_id or "")
        whose = f" that {owner.name} owns" if owner else ""
        said = f"{_noun(task)}{whose} was due on {british(task.due)} and is still open."
        said = f"{said} {because} You are told instead." if because else said
        self._tell(to.id, f"escalated:{task.kind}:{task.id}:{task.due}", "escalated", said, task, meeting)

    def _above(self, task: Task, meeting: Meeting | None) -> tuple[Person | None, str]:
        """Whom to tell, and why it is not the owner's manager where it is not."""
        owner = self.people.get(task.owner_id or "")
        manager = owner.manager_id if owner else None
        if self._may_hear(manager, task.child_id):
            return self.people[str(manager)], ""
        if not task.owner_name:
            because = "Nobody is named for it."
        elif owner is None:
            because = "Its owner does not work with Mooring."
        elif manager is None:
            because = f"No manager is recorded for {owner.name}."
        elif manager in self.reachable:
            because = f"{self._name(manager)}, who manages {owner.name}, may not open this record."
        else:
            because = f"{self._name(manager)}, who manages {owner.name}, does not sign in here any more."
        led = (meeting.chair_id, meeting.minute_taker_id) if meeting else ()
        others = (*led, task.asked_by_id, self.workers.get(task.child_id))
        to = next((p for p in others if self._may_hear(p, task.child_id) and p != task.owner_id), None)
        return (self.people[to] if to else None), because

    def _may_hear(self, person_id: str | None, child_id: str) -> bool:
        """Whether somebody signs in here, and may open the record where it is restricted."""
        return person_id in self.reachable and person_id in self.readers.get(child_id, self.reachable)

    def _name(self, person_id: str) -> str:
        return self.people[person_id].name if person_id in self.people else "Somebody"

    def _tell(self, person_id: str, key: str, kind: str, text: str, task: Task | None, meeting: Meeting | None) -> None:
        if (person_id, key) in self.known:
            return
        where = meeting.id if meeting else task.meeting_id if task else None
        about = {"task_id": task.id if task else None, "meeting_id": where}
        if notices.tell(self.desk, person_id, key=key, kind=kind, text=text, **about):
            self.told[kind] += 1
        self.known.add((person_id, key))

    def _limit(self, due: date) -> date:
        return self.desk.calendar.add_working_days(due, self.rules.past)


def _said(task: Task, due: date, one: str, several: str) -> str:
    """What its owner is told: "An action that you own is due on 4 May 2026."."""
    if task.kind == "pack":
        return f"Papers that you owe for a meeting {several} due on {british(due)}."
    return f"{_noun(task)} that you own {one} due on {british(due)}."


def _noun(task: Task) -> str:
    return NOUNS.get(task.kind, "A step")


def _stands(desk: Desk, task: Task, meeting: Meeting | None) -> bool:
    """Whether a day is one to remind of: firm, or counted back from the day chosen for the meeting."""
    if task.firm or task.kind == "pack" or meeting is None:
        return True
    procedure = meetings.pinned(desk, meeting)
    kind = procedure.kinds.get(meeting.kind) if procedure else None
    return any(step.key == task.key and step.direction == "before" for step in (kind.steps if kind else ()))


def _members(desk: Desk) -> Select[str]:
    """People who may sign in here today."""
    return (
        select(Membership.person_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.tenant_id == desk.tenant.id, User.active)
        .where(Membership.until.is_(None) | (Membership.until >= desk.today))
    )


def _open_notices() -> Select[str, str]:
    """Who was told what about anything that is still open; what is about no task stands there too."""
    return (
        select(Notice.person_id, Notice.key)
        .outerjoin(Task, (Task.tenant_id == Notice.tenant_id) & (Task.id == Notice.task_id))
        .where(Task.done_on.is_(None))
    )


def _advice(desk: Desk, at: Rules) -> list[tuple[Recommendation, Meeting]]:
    statement = (
        select(Recommendation, Meeting)
        .join(Meeting, (Meeting.tenant_id == Recommendation.tenant_id) & (Meeting.id == Recommendation.meeting_id))
        .where(Recommendation.withdrawn.is_(False), Recommendation.state.in_(UNFINISHED))
        .where(Recommendation.due < desk.today, Meeting.agreed_on.is_not(None))
    )
    return [(one, meeting) for one, meeting in desk.db.execute(statement)]


def _authorities(settings: Settings) -> list[str]:
    with db.session(settings.database_url, None) as session:
        return list(session.scalars(select(Tenant.id).order_by(Tenant.id)))

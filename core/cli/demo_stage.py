"""Setting a scene: children, homes and people, and acting as somebody on a day before today."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.db import TenantSession
from core.domain.days import LONDON
from core.models import CaseRole, Child, Ending, Person, PersonRole, Placement, Tenant
from core.registry import Registry
from core.services import children, deciding, endings, meetings, minutes, pack, placements, scheduling
from core.services.desk import Actor, Desk
from core.services.endings import Weighed
from core.services.meetings import Case


@dataclass(kw_only=True)
class Stage:
    """One authority's scene. Days are counted back from `now`."""

    session: TenantSession
    registry: Registry
    slug: str
    now: datetime
    named: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Somebody known by name; a contact without a sign-in is added when first named."""
        if name not in self.named:
            found = self.session.scalar(select(Person).where(Person.name == name))
            if found is None:
                found = Person(name=name, staff=False, employed_here=False, operational=False)
                self.session.add(found)
                self.session.flush()
            self.named[name] = found
        return self.named[name]

    def day(self, ago: int) -> date:
        """The day this many days ago."""
        return self.now.astimezone(LONDON).date() - timedelta(days=ago)

    def moment(self, ago: int, clock: str) -> datetime:
        """A time of day in the United Kingdom, this many days ago."""
        hour, minute = map(int, clock.split(":"))
        day = self.day(ago)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)

    def working(self, ago: int) -> date:
        """The day this many days ago, or the Monday after where it falls on a weekend."""
        day = self.day(ago)
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)

    def as_(self, name: str, ago: int = 0, clock: str = "10:00") -> Desk:
        """A desk for somebody, on a day before today (today: now)."""
        person = self.person(name)
        roles = self.session.scalars(select(PersonRole.role).where(PersonRole.person_id == person.id))
        actor = Actor(
            user_id="", person_id=person.id, name=person.name, title=person.title, team=person.team,
            roles=frozenset(roles),
        )  # fmt: skip
        tenant = self.session.scalars(select(Tenant).where(Tenant.id == self.slug)).one()
        now = self.now if ago == 0 else self.moment(ago, clock)
        return Desk(db=self.session, tenant=tenant, actor=actor, registry=self.registry, now=now)

    def child(self, local_id: str, name: str, born: date, *, people: dict[str, str], **facts: Any) -> Child:
        """A child with the people round them, by role."""
        worker = people["social_worker"]
        team = self.person(worker).team
        ago = (self.day(0) - facts["in_care_since"]).days
        child = children.add(self.as_(worker, ago), local_id=local_id, name=name, born=born, team=team, **facts)
        for role, who in people.items():
            self.cast(child, role, who)
        return child

    def cast(self, child: Child, role: str, who: str, placement: Placement | None = None, detail: str = "") -> None:
        """Give somebody a role for a child, in one placement where it is one."""
        self.session.add(
            CaseRole(
                child_id=child.id,
                person_id=self.person(who).id,
                role=role,
                placement_id=placement.id if placement else None,
                detail=detail,
            )
        )
        self.session.flush()

    def lives(self, child: Child, worker: str, ago: int, carer: str, **facts: Any) -> Placement:
        """A placement that started so many days ago, with a carer who has a name."""
        desk = self.as_(worker, ago)
        return placements.start(
            desk, child, started=self.day(ago), carer=carer, carer_ref=carer.lower().replace(" ", "-"), **facts
        )

    def ends(
        self, child: Child, worker: str, placement: Placement, ago: int, *, unplanned: bool | None, to: dict[str, Any],
        asked: str = "", at: str = "", **facts: Any,
    ) -> Ending:  # fmt: skip
        """A placement that ended so many days ago, and the home after it (`to`)."""
        how = placements.HowItEnded(
            day=self.day(ago),
            moment=self.moment(ago, at) if at else None,
            requested_at=self.moment(ago, asked) if asked else None,
            unplanned=unplanned,
            **facts,
        )
        home = placements.NextHome(carer_ref=to["carer"].lower().replace(" ", "-"), **to)
        return placements.end(self.as_(worker, ago, "20:00"), placement, child, how, next_home=home)

    def history(self, ending: Ending) -> None:
        """An ending from before Mooring: no decision was asked for here."""
        ending.state = "history"
        self.session.flush()

    def weighed(self, worker: str, ago: int, ending: Ending, child: Child) -> Weighed:
        """The ending held against the procedure, with the decision on somebody's list."""
        desk = self.as_(worker, ago)
        found = endings.weigh(desk, ending, child)
        endings.ask_for_decision(desk, found)
        return found

    def convened(self, worker: str, ago: int, weighed: Weighed, kind: str) -> Case:
        """A meeting of this kind, proposed by a worker."""
        meeting = deciding.convene(self.as_(worker, ago), weighed, kind)
        return self.case(worker, meeting.id)

    def case(self, worker: str, meeting_id: str, ago: int = 0) -> Case:
        """The meeting as it stands."""
        self.session.flush()
        return meetings.find(self.as_(worker, ago), meeting_id)

    def next_home(self, ending: Ending) -> Placement:
        """The placement after an ending."""
        return self.session.scalars(select(Placement).where(Placement.id == ending.next_placement_id)).one()

    def papers(self, worker: str, case: Case, ago: int, *, leave: int = 0) -> None:
        """All papers of the pack received but the last few."""
        desk = self.as_(worker, ago)
        items = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "pack"]
        for task in items[: len(items) - leave]:
            pack.supply(desk, case, task, state="received")

    def writes(self, who: str, case: Case, ago: int, texts: dict[str, str]) -> None:
        """The record, theme by theme."""
        desk = self.as_(who, ago)
        for theme in minutes.themes(desk, case):
            if theme.theme in texts:
                minutes.save(desk, case, theme, texts[theme.theme], version=theme.version)

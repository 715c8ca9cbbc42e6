"""Nobody grants what they lack: random doings of those who look after roles, one after another, on days that go on.

Whatever they do, nobody gives a role to themselves; a role is held no longer than it was given for, and with a second
person where there was one; nobody gives a role and has seen its first password; somebody looks after roles for good.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from threading import Barrier, Thread
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from core import db
from core.models import Event, Membership, Person, PersonRole, RoleGiven, Tenant, User
from core.registry import Registry
from core.services import accepting, leaving, opening, people, roles, roles_confirming
from core.services.desk import Desk, Refused, Stale
from core.services.entering import Passwords, enter
from core.services.keepers import KEEPS, keepers
from core.settings import Settings
from tests.fixtures.app import MONDAY, Member
from tests.fixtures.page import SignedInPage
from tests.web.keeping import rows

LUCK = st.integers(0, 2**63).map(Random)
"""Whoever and whatever is chosen by it is chosen evenly; Hypothesis itself would try the first of all far too often."""
HASHER, NOBODY = Passwords(1, 8), Registry(())
STANDS = ("waiting", "confirmed", "alone")


class Granting(RuleBasedStateMachine):
    """Staff of one authority, a new one for each run, on the database at `url`."""

    url = ""
    runs = 0
    waiting = False

    @initialize(number=st.integers(1, 3))
    def begin(self, number: int) -> None:
        Granting.runs += 1
        self.tenant, self.now = f"authority{Granting.runs}", MONDAY
        self.seconds: dict[str, bool] = {}
        with db.session(self.url, None, writes=True) as session:
            session.add(Tenant(id=self.tenant, name=self.tenant, short=self.tenant))
            session.commit()
        with db.session(self.url, self.tenant, writes=True) as session:
            for one in range(number):
                user = User(email=f"k{one}@{self.tenant}.example", name=f"Keeper {one}", password_hash="x")
                person = Person(name=user.name, email=user.email)
                session.add_all([user, person])
                session.flush()
                session.add(Membership(user_id=user.id, tenant_id=self.tenant, person_id=person.id))
                session.add(PersonRole(person_id=person.id, role=KEEPS))
            session.add_all(Person(name=f"Worker {n}", email=f"w{n}@{self.tenant}.example") for n in range(2))
            session.commit()
            self.first = set(session.scalars(select(PersonRole.id)))

    def act(self, luck: Random, do: Callable[[Desk, list[Person]], Any]) -> None:
        """`do` as one of those who look after roles, a second later; nothing is kept of what is refused."""
        self.now += timedelta(seconds=1)
        with db.session(self.url, self.tenant) as session:
            statement = select(User.id).join(Membership).join(PersonRole, PersonRole.person_id == Membership.person_id)
            statement = statement.join(Person, Person.id == Membership.person_id).where(Person.active)
            keeping = (PersonRole.until.is_(None)) | (PersonRole.until >= self.today)
            holding = statement.where(PersonRole.role == KEEPS, keeping).order_by(User.email)
            users = list(dict.fromkeys(session.scalars(holding)))
        entered = enter(self.url, self.tenant, luck.choice(users), self.today, writes=True)
        assert entered is not None
        session, tenant, actor = entered
        desk = Desk(db=session, tenant=tenant, actor=actor, registry=NOBODY, now=self.now)
        try:
            if actor.may("people.write"):
                before = {one.id for one in keepers(desk, but=(actor.person_id,))}
                known = set(session.scalars(select(RoleGiven.id)))
                do(desk, list(session.scalars(select(Person).order_by(Person.name, Person.email))))
                session.commit()
                for given in session.scalars(select(RoleGiven).where(RoleGiven.id.not_in(known))):
                    self.seconds[given.id] = bool(before - {given.person_id})
                waits = select(func.count()).where(RoleGiven.state == "waiting")
                self.waiting = bool(session.scalar(waits))
        except (Refused, Stale):
            pass
        finally:
            session.close()

    @property
    def today(self) -> date:
        return self.now.date()

    def day(self, luck: Random) -> date | None:
        return luck.choice([None, None, self.today + timedelta(days=luck.randint(0, 4))])

    @rule(luck=LUCK, role=st.sampled_from(["social_worker", KEEPS]))
    def give(self, luck: Random, role: str) -> None:
        since, until = self.day(luck), self.day(luck)
        self.act(luck, lambda desk, staff: roles.give(desk, luck.choice(staff), role, since=since, until=until))

    @precondition(lambda self: self.waiting)
    @rule(luck=LUCK)
    def answer(self, luck: Random) -> None:
        def do(desk: Desk, staff: list[Person]) -> None:
            answered = luck.random() < 0.1
            state = RoleGiven.state != "waiting" if answered else RoleGiven.state == "waiting"
            one = luck.choice(
                list(desk.db.scalars(select(RoleGiven).where(state).order_by(RoleGiven.given_at))) or [None]
            )
            if one is None:
                return
            found = roles_confirming.find(desk, next(p for p in staff if p.id == one.person_id), one.id)
            if luck.random() < 0.8:
                roles_confirming.confirm(desk, found)
            elif one.given_by_id == desk.actor.person_id:
                roles_confirming.withdraw(desk, found)
            else:
                roles_confirming.send_back(desk, found, "Not known here")

        self.act(luck, do)

    @rule(luck=LUCK)
    def end(self, luck: Random) -> None:
        def do(desk: Desk, staff: list[Person]) -> None:
            every = select(PersonRole).join(Person, Person.id == PersonRole.person_id)
            ordered = every.order_by(Person.email, PersonRole.role, PersonRole.since, PersonRole.until, PersonRole.id)
            one = luck.choice(list(desk.db.scalars(ordered)))
            person = next(p for p in staff if p.id == one.person_id)
            roles.end(desk, person, one.id, self.today + timedelta(days=luck.randint(-1, 5)))

        self.act(luck, do)

    @rule(luck=LUCK)
    def open_sign_in(self, luck: Random) -> None:
        invited = []
        if luck.random() < 0.4:
            self.act(luck, lambda desk, staff: invited.append(opening.invite(desk, luck.choice(staff))))
        for one in invited:
            accepting.choose_password(Settings(database_url=self.url), HASHER, one.token, "tide tables, tea", self.now)

    @rule(luck=LUCK)
    def change_somebody(self, luck: Random) -> None:
        def do(desk: Desk, staff: list[Person]) -> None:
            person = luck.choice(staff)
            if not person.active:
                people.come_back(desk, person)
            elif luck.random() < 0.3:
                leaving.leave(desk, person)
            elif luck.random() < 0.3:
                email = f"new{luck.random()}@{self.tenant}.example"
                people.edit(desk, person, {"name": luck.choice(staff).name, "email": email})

        self.act(luck, do)

    @rule(days=st.integers(1, 3))
    def go_on(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "first"):
            return
        with db.session(self.url, self.tenant) as session:
            given = list(session.scalars(select(RoleGiven)))
            held = list(session.scalars(select(PersonRole)))
            opened = list(session.scalars(select(Event).where(Event.verb == "opened a sign-in")))
            working = set(session.scalars(select(Person.id).where(Person.active)))
            inside = set(session.scalars(select(Membership.person_id).where(Membership.tenant_id == self.tenant)))
        for one in given:
            assert one.person_id != one.given_by_id
            assert (one.state == "alone") != self.seconds[one.id]
            assert one.state != "confirmed" or one.answered_by_id not in (None, one.given_by_id, one.person_id)
        made = {one.role_id: one for one in given if one.role_id}
        for role in held:
            if role.id not in self.first:
                said = made[role.id]
                assert said.state in ("confirmed", "alone")
                assert (said.person_id, said.role, said.since) == (role.person_id, role.role, role.since)
                assert said.until is None or (role.until is not None and role.until <= said.until)
        for event in opened:
            for one in given:
                if (one.person_id, one.given_by_id) == (event.about_id, event.actor_id) and one.state in STANDS:
                    seen_first = event.at <= one.given_at
                    over = one.until is not None and one.until < event.at.date()
                    assert one.state == "alone" if seen_first else event.data["alone"] or over
        ahead = [role for role in held if role.until is None or role.until >= self.today]
        keeping = {r.person_id for r in ahead if r.role == KEEPS}
        assert not keeping & {r.person_id for r in ahead if r.role not in (KEEPS, "operator")}
        lasting = {
            r.person_id for r in ahead if r.role == KEEPS and r.until is None and (not r.since or r.since <= self.today)
        }
        assert lasting & working & inside


def test_nobody_grants_what_they_lack(database_url: str) -> None:
    class Here(Granting):
        url = database_url

    examples = 6 if "postgresql" in database_url else 25
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=checks, derandomize=True
        ),
    )


def test_two_who_end_each_others_role_at_once_leave_one(
    page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    page.hold(KEEPS)
    other = sign_in_as(enroll("wexcombe", "Hugh Penrose", roles=(KEEPS,)))
    start, statuses = Barrier(2), []

    def send(one: SignedInPage, of: SignedInPage) -> None:
        (role,) = rows(one, PersonRole, person_id=of.member.person_id)
        start.wait()
        answer = one.post(f"/people/{of.member.person_id}/roles/{role.id}/end", {"until": "15 3 2026"})
        statuses.append(answer.status)

    threads = [Thread(target=send, args=both) for both in ((page, other), (other, page))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses.count(303) == 1
    assert [role.until for role in rows(page, PersonRole)].count(None) == 1

"""Tokens for programs: what one opens, as whom, and everything that shuts it at the next request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from core import db
from core.models import ApiToken, Child, Event, Membership, Person, PersonRole, User
from core.services import api_tokens, leaving, people, restrictions, token_entering
from core.services.desk import Desk, Missing, Refused
from core.services.permissions import NotAllowed
from core.services.token_entering import Admitted, NoToken
from core.services.tries import TRIES, TooMany
from tests.fixtures.app import Clock, Member

Enter = Callable[..., Admitted]


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, service manager."""
    return enroll("wexcombe", "Nadia Okafor", roles=("service_manager",))


@pytest.fixture
def text(desk: Desk) -> str:
    """A token of hers for the list of meetings."""
    made = api_tokens.make(desk, "Data warehouse", ["meeting.read"], 90)
    desk.db.commit()
    return made.text


@pytest.fixture
def enter(database_url: str, clock: Clock) -> Enter:
    """`enter(text, "wexcombe")`: a program at the door; the database session is closed again."""

    def entering(text: str, authority: str = "wexcombe", *, sender: str = "192.0.2.1") -> Admitted:
        admitted = token_entering.enter(database_url, authority, text, sender, clock.now, writes=False)
        admitted.db.close()
        return admitted

    return entering


def test_a_token_acts_as_its_maker_within_its_scopes(enter: Enter, text: str, member: Member) -> None:
    actor = enter(text).actor

    assert (actor.person_id, actor.name) == (member.person_id, "Nadia Okafor")
    assert actor.signature == "Nadia Okafor (program: Data warehouse)"
    assert actor.may("meeting.read") and actor.may("authority.enter")
    assert not actor.may("procedure.read") and not actor.may("child.read") and not actor.may("tokens.write")


def test_nothing_of_it_stands_in_the_database_but_its_hash(text: str, database_url: str) -> None:
    with db.session(database_url, "wexcombe") as session:
        row = session.scalars(select(ApiToken)).one()
        said = [str(event.data) for event in session.scalars(select(Event))]
        columns = [str(getattr(row, column.key)) for column in ApiToken.__table__.columns]

    assert text.startswith("moor_") and len(text) == 48
    assert text[5:] not in "".join(columns + said)
    assert row.token_hash == api_tokens.hash_of(text)


def test_no_program_reads_a_restricted_record_that_its_maker_may_open(
    desk: Desk, text: str, database_url: str, clock: Clock
) -> None:
    child = Child(local_id="L-1", name="Ines Farrant")
    desk.db.add(child)
    desk.db.flush()
    child_id = child.id
    restrictions.restrict(desk, child, reason="Threats were made.", readers=[desk.actor.person_id],
                          review_on=desk.today + timedelta(days=30))  # fmt: skip
    desk.db.commit()
    with at_work(desk, database_url, desk.actor.user_id, clock) as reader:
        assert reader.db.scalars(select(Child.id)).all() == [child_id]

    admitted = token_entering.enter(database_url, "wexcombe", text, "", clock.now, writes=False)
    with admitted.db as session:
        assert session.scalars(select(Child.id)).all() == []


def change(url: str, model: Any, **values: Any) -> None:
    with db.session(url, "wexcombe", writes=True) as session:
        for row in session.scalars(select(model)):
            for name, value in values.items():
                setattr(row, name, value)
        session.commit()


class TestTheDoorIsShut:
    @pytest.mark.parametrize(
        "wrong", ["", "moor_", "moor_" + "a" * 43, "x" * 48, "moor_" + "é" * 43, "moor_" + "a" * 10_000, "%00"]
    )
    def test_to_what_is_no_token(self, enter: Enter, text: str, wrong: str) -> None:
        with pytest.raises(NoToken):
            enter(wrong)

    def test_to_one_of_another_authority(self, enter: Enter, text: str, enroll: Callable[..., Member]) -> None:
        enroll("larkhey", "Kit Rowe")

        for there in ("larkhey", "nowhere"):
            with pytest.raises(NoToken):
                enter(text, there)

    def test_once_it_is_revoked(self, enter: Enter, text: str, desk: Desk) -> None:
        (token,) = api_tokens.listed(desk)
        api_tokens.revoke(desk, token, "No longer used")
        desk.db.commit()

        with pytest.raises(NoToken):
            enter(text)
        with pytest.raises(Refused, match="Nadia Okafor has revoked it already"):
            api_tokens.revoke(desk, token, "Again")

    def test_once_its_days_are_over(self, enter: Enter, text: str, clock: Clock) -> None:
        clock.forward(days=89, hours=23)
        enter(text)
        clock.forward(hours=1)

        with pytest.raises(NoToken):
            enter(text)

    @pytest.mark.parametrize("over", ["the sign-in is closed", "the person has left", "the membership is over"])
    def test_once_its_maker_may_not_enter(
        self, enter: Enter, text: str, database_url: str, clock: Clock, over: str
    ) -> None:
        match over:
            case "the sign-in is closed":
                change(database_url, User, active=False)
            case "the person has left":
                change(database_url, Person, active=False)
            case _:
                change(database_url, Membership, until=clock.now.date() - timedelta(days=1))

        with pytest.raises(NoToken):
            enter(text)

    def test_to_what_its_maker_may_not_do_any_more(self, enter: Enter, text: str, database_url: str) -> None:
        with db.session(database_url, "wexcombe", writes=True) as session:
            session.execute(delete(PersonRole))
            session.commit()

        assert not enter(text).actor.may("meeting.read")
        assert enter(text).actor.may("authority.enter")

    def test_for_good_to_those_of_somebody_who_leaves(
        self, enter: Enter, text: str, enroll: Callable[..., Member], desk: Desk, database_url: str, clock: Clock
    ) -> None:
        owen = enroll("wexcombe", "Owen Price", roles=("configuration",))
        with at_work(desk, database_url, owen.user_id, clock) as theirs:
            nadia = theirs.db.scalars(select(Person).where(Person.name == "Nadia Okafor")).one()
            leaving.leave(theirs, nadia)
            people.come_back(theirs, nadia)

        with pytest.raises(NoToken):
            enter(text)

    def test_for_a_while_to_whoever_tries_too_many_and_to_nobody_else(
        self, enter: Enter, text: str, clock: Clock
    ) -> None:
        for _ in range(TRIES):
            with pytest.raises(NoToken):
                enter("moor_" + "a" * 43)
        with pytest.raises(TooMany):
            enter("moor_" + "a" * 43)

        enter(text)
        with pytest.raises(NoToken):
            enter("moor_" + "a" * 43, sender="192.0.2.2")
        clock.forward(minutes=6)
        with pytest.raises(NoToken):
            enter("moor_" + "a" * 43)


@contextmanager
def at_work(desk: Desk, url: str, user_id: str, clock: Clock) -> Iterator[Desk]:
    """Somebody's desk, whose work is kept."""
    from core.domain.days import local_day
    from core.services.entering import enter

    entered = enter(url, "wexcombe", user_id, local_day(clock.now), writes=True)
    assert entered is not None
    with entered[0] as session:
        yield Desk(db=session, tenant=entered[1], actor=entered[2], registry=desk.registry, now=clock.now)
        session.commit()


def test_when_it_was_used_is_noted_once_a_minute(text: str, database_url: str, clock: Clock) -> None:
    def used() -> Any:
        with db.session(database_url, "wexcombe") as session:
            row = session.scalars(select(ApiToken)).one()
            token_entering.mark(database_url, "wexcombe", row.id, clock.now)
            return row.used_at

    assert used() is None
    first = clock.now
    clock.forward(seconds=59)
    assert used() == used() == first
    clock.forward(seconds=1)
    used()
    assert used() == clock.now


@pytest.mark.parametrize(
    "scopes, days", [([], 90), (["people.write"], 90), (["tokens.write"], 90), (["meeting.read"], 0),
                     (["meeting.read"], 366)]
)  # fmt: skip
def test_nobody_makes_one_that_may_more_or_lasts_longer(desk: Desk, scopes: list[str], days: int) -> None:
    with pytest.raises(Refused):
        api_tokens.make(desk, "Warehouse", scopes, days)


def test_nobody_lets_a_program_do_what_they_lack(
    desk: Desk, enroll: Callable[..., Member], database_url: str, clock: Clock
) -> None:
    desk.db.commit()
    kim, ann = (enroll("wexcombe", name, roles=(role,)) for name, role in (("Kim", "configuration"), ("Ann", "iro")))

    with at_work(desk, database_url, kim.user_id, clock) as keeper, pytest.raises(Refused):
        api_tokens.make(keeper, "Warehouse", ["meeting.read"], 90)
    with at_work(desk, database_url, ann.user_id, clock) as officer, pytest.raises(NotAllowed):
        api_tokens.make(officer, "Warehouse", ["meeting.read"], 90)


def test_who_sees_which(desk: Desk, text: str, enroll: Callable[..., Member], database_url: str, clock: Clock) -> None:
    (hers,) = api_tokens.listed(desk)
    desk.db.commit()
    kim, vera = (enroll("wexcombe", name, roles=(role,)) for name, role in
                 (("Kim", "configuration"), ("Vera", "senior_manager")))  # fmt: skip

    with at_work(desk, database_url, vera.user_id, clock) as other:
        assert api_tokens.listed(other) == []
        with pytest.raises(Missing):
            api_tokens.find(other, hers.id)
    with at_work(desk, database_url, kim.user_id, clock) as keeper:
        api_tokens.revoke(keeper, api_tokens.find(keeper, hers.id), "Not known to anybody")
        assert [one.revoked_by for one in api_tokens.listed(keeper)] == ["Kim"]

"""`mooring admit`: a sign-in that exists is let into one more authority, as one person, with a password of its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from core import db
from core.cli import main
from core.models import Event, Membership, Person, User
from core.services.entering import Passwords
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.signing import accept

if TYPE_CHECKING:
    from flask import Flask

Command = Callable[..., Result]


@pytest.fixture
def admit(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Command:
    """`admit(email, "larkhey", "Wilma Denby")` on the test's database."""
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    return lambda *arguments: CliRunner().invoke(main, ["admit", *arguments], catch_exceptions=False)


@pytest.fixture
def wilma(database_url: str, enroll: Callable[..., Member]) -> str:
    """The id of Wilma Denby of Larkhey, who has no sign-in there; Kit Rowe has one."""
    enroll("larkhey", "Kit Rowe")
    return employed(database_url, "Wilma Denby", email="W.Denby@larkhey.example")


def employed(url: str, name: str, **facts: object) -> str:
    with db.session(url, "larkhey", writes=True) as session:
        person = Person(name=name, **facts)
        session.add(person)
        session.commit()
        return person.id


def opens(url: str, member: Member) -> dict[str, str]:
    """The authorities that a sign-in opens, with the person it stands for."""
    with db.session(url, None) as session:
        found = session.scalars(select(Membership).where(Membership.user_id == member.user_id))
        return {one.tenant_id: one.person_id for one in found}


def fits(url: str, member: Member, password: str) -> bool:
    with db.session(url, None) as session:
        stored = session.scalars(select(User.password_hash).where(User.id == member.user_id)).one()
        return Passwords(1, 8).fits(stored, password)


@pytest.mark.parametrize("named", ["Wilma Denby", "w.denby@larkhey.example"])
def test_a_sign_in_is_let_in_as_one_person_with_a_password_nobody_has_seen(
    admit: Command, app: "Flask", database_url: str, member: Member, wilma: str, named: str
) -> None:
    done = admit(member.email.upper(), "larkhey", named)

    first, second, _ = done.output.splitlines()
    assert (done.exit_code, first) == (0, f"{member.email} opens Larkhey Borough Council now, as Wilma Denby.")
    assert opens(database_url, member) == {"wexcombe": member.person_id, "larkhey": wilma}
    assert not fits(database_url, member, member.password)
    with app.test_client() as client:
        assert accept(client, second.rpartition(" ")[2]).headers["Location"].startswith("/second-factor")
    assert fits(database_url, member, "lantern orchard pebble")
    with db.session(database_url, "larkhey") as session:
        event = session.scalars(select(Event).where(Event.verb == "let in a sign-in")).one()
    assert (event.actor_name, event.verb, event.about_id) == ("Admit command", "let in a sign-in", wilma)


def test_whoever_holds_the_old_password_is_not_let_in(
    admit: Command, database_url: str, member: Member, page: SignedInPage, wilma: str
) -> None:
    page.get("/work")

    admit(member.email, "larkhey", "Wilma Denby")

    for address in ("/larkhey/people", "/wexcombe/work"):
        answer = page.client.get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_a_password_is_kept_where_that_is_asked_for(
    admit: Command, database_url: str, member: Member, wilma: str
) -> None:
    done = admit("--keep-password", member.email, "larkhey", "Wilma Denby")

    assert done.exit_code == 0 and "password" not in done.output
    assert opens(database_url, member)["larkhey"] == wilma
    assert fits(database_url, member, member.password)


@pytest.mark.parametrize(
    ("email", "authority", "person", "words"),
    [
        ("nobody@wexcombe.example", "larkhey", "Wilma Denby", "Nobody signs in with nobody@wexcombe.example."),
        ("nadia.okafor@wexcombe.example", "larkhay", "Wilma Denby", "There is: larkhey, wexcombe."),
        ("nadia.okafor@wexcombe.example", "larkhey", "Wilma", "Nobody called 'Wilma', by name or e-mail address"),
        ("nadia.okafor@wexcombe.example", "larkhey", "", "Nobody called ''"),
        ("nadia.okafor@wexcombe.example", "larkhey", "Nadia Okafor", "Nobody called 'Nadia Okafor'"),
        ("nadia.okafor@wexcombe.example", "larkhey", "Kit Rowe", "Kit Rowe signs in to Larkhey Borough Council with"),
        ("kit.rowe@larkhey.example", "larkhey", "Wilma Denby", "opens Larkhey Borough Council already, as Kit Rowe."),
        ("nadia.okafor@wexcombe.example", "larkhey", "Ann Twin", "2 people called 'Ann Twin' work at"),
        ("nadia.okafor@wexcombe.example", "larkhey", "Gone Away", "Nobody called 'Gone Away'"),
        ("nadia.okafor@wexcombe.example", "larkhey", "A Parent", "Nobody called 'A Parent'"),
    ],
)  # fmt: skip
def test_what_cannot_be_let_in_is_said_and_changes_nothing(
    admit: Command, database_url: str, member: Member, wilma: str, email: str, authority: str, person: str, words: str
) -> None:
    employed(database_url, "Ann Twin", team="North 1")
    employed(database_url, "Ann Twin", team="North 2")
    employed(database_url, "Gone Away", active=False)
    employed(database_url, "A Parent", staff=False)

    done = admit(email, authority, person)

    assert done.exit_code == 1
    assert words in done.stderr
    assert opens(database_url, member) == {"wexcombe": member.person_id}
    assert fits(database_url, member, member.password)


def test_a_closed_sign_in_is_let_in_nowhere(admit: Command, database_url: str, member: Member, wilma: str) -> None:
    with db.session(database_url, None, writes=True) as session:
        session.scalars(select(User).where(User.id == member.user_id)).one().active = False
        session.commit()

    done = admit(member.email, "larkhey", "Wilma Denby")

    assert done.exit_code == 1 and "is closed" in done.stderr
    assert "larkhey" not in opens(database_url, member)

"""Arriving through single sign-on: who is let in by what the provider of an authority says, and with which roles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core import db
from core.models import (
    AuditEntry,
    Event,
    FederatedIdentity,
    IdentityProvider,
    Membership,
    Person,
    PersonRole,
    User,
    UserSession,
)
from core.registry import Registry
from core.services import federating, identity_providers, user_sessions
from core.services.desk import Refused
from core.services.federating import Arrived, NotLetIn
from tests.fixtures.app import Clock, Member
from tests.trusting import SECRET, at, operators, trust

ISSUER = "https://login.wexcombe.example"
NADIA = {"sub": "s-1", "email": "Nadia.Okafor@wexcombe.example", "email_verified": True}
Arrive = Callable[..., Arrived]


@pytest.fixture
def arrive(database_url: str, member: Member, clock: Clock, registry: Registry) -> Arrive:
    """`arrive(email=…)`: Nadia comes from the provider, who says this of her; `at="larkhey"` from another's."""

    def arriving(authority: str = "wexcombe", **claims: Any) -> Arrived:
        trusted = identity_providers.trusted(database_url, authority)
        assert trusted is not None
        said = {key: value for key, value in (NADIA | claims).items() if value is not None}
        return federating.arrive(database_url, registry, trusted, said, clock.now)

    trust(database_url, "wexcombe", ISSUER, clock)
    return arriving


def everything(url: str) -> list[str]:
    """Every account there is: users, memberships, people and roles."""
    with db.session(url, None) as session:
        found: list[Any] = [*session.scalars(select(User.email)), *session.scalars(select(Membership.id))]
    with db.session(url, "wexcombe") as session:
        for column in (Person.id, PersonRole.role, FederatedIdentity.subject):
            found += session.scalars(select(column))
    return sorted(map(str, found))


def change(url: str, model: Any, id: str, **values: Any) -> None:
    with db.session(url, "wexcombe", writes=True) as session:
        row = session.scalars(select(model).where(model.id == id)).one()
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()


def events(url: str, verb: str) -> list[dict[str, Any]]:
    with db.session(url, "wexcombe") as session:
        return [event.data for event in session.scalars(select(Event).where(Event.verb == verb))]


def entries(url: str, kind: str) -> list[AuditEntry]:
    with db.session(url, "wexcombe") as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.kind == kind)))


def test_a_member_with_a_verified_address_is_known_from_then_on_by_the_subject_alone(
    arrive: Arrive, database_url: str, member: Member
) -> None:
    assert arrive().user_id == member.user_id
    assert arrive(email="married@wexcombe.example", email_verified=False).user_id == member.user_id
    assert arrive(email=None).user_id == member.user_id
    assert len(events(database_url, "bound single sign-on")) == 1


@pytest.mark.parametrize(
    "claims, reason",
    [
        ({"email_verified": False}, "email address not verified"),
        ({"email_verified": None}, "email address not verified"),
        ({"email_verified": "no"}, "email address not verified"),
        ({"email": None}, "no email address"),
        ({"email": ["nadia.okafor@wexcombe.example"]}, "no email address"),
        ({"email": "stranger@wexcombe.example"}, "not a member"),
        ({"email": "kit.rowe@larkhey.example"}, "not a member"),
        ({"sub": "s" * 256}, "no subject"),
    ],
    ids=str,
)
def test_nobody_else_is_let_in_and_no_account_is_made(
    arrive: Arrive, enroll: Callable[..., Member], database_url: str, claims: dict[str, Any], reason: str
) -> None:
    enroll("larkhey", "Kit Rowe")
    before = everything(database_url)

    with pytest.raises(NotLetIn, match=reason):
        arrive(**claims)

    assert everything(database_url) == before
    (refusal,) = entries(database_url, "refusal")
    assert (refusal.verb, refusal.actor_id) == ("refused single sign-on", "")
    assert reason in refusal.entry and "@" not in refusal.entry and "s-1" not in refusal.entry


@pytest.mark.parametrize("bound", [False, True], ids=["at the first sign-in", "later"])
@pytest.mark.parametrize("over", ["the sign-in is closed", "the person has left", "the membership is over"])
def test_whoever_may_not_enter_is_not_let_in(
    arrive: Arrive, database_url: str, member: Member, clock: Clock, bound: bool, over: str
) -> None:
    if bound:
        arrive()
    match over:
        case "the sign-in is closed":
            change(database_url, User, member.user_id, active=False)
        case "the person has left":
            change(database_url, Person, member.person_id, active=False)
        case _:
            with db.session(database_url, None) as session:
                one = session.scalars(select(Membership.id)).one()
            change(database_url, Membership, one, until=clock.now.date() - timedelta(days=1))

    with pytest.raises(NotLetIn, match="member"):
        arrive()


def test_an_address_that_is_somebodys_already_is_not_given_to_another_subject(arrive: Arrive) -> None:
    arrive()

    with pytest.raises(NotLetIn, match="bound to another subject"):
        arrive(sub="s-2")


def test_a_subject_of_one_authority_is_nobody_at_another(
    arrive: Arrive, enroll: Callable[..., Member], database_url: str, member: Member, clock: Clock
) -> None:
    enroll("larkhey", "Kit Rowe")
    trust(database_url, "larkhey", ISSUER, clock)
    arrive()

    with pytest.raises(NotLetIn, match="not a member"):
        arrive("larkhey")


def test_a_provider_that_is_trusted_for_addresses_need_not_verify_them(
    arrive: Arrive, database_url: str, member: Member, clock: Clock
) -> None:
    trust(database_url, "wexcombe", ISSUER, clock, vouches=True)

    assert arrive(email_verified=None).user_id == member.user_id


def test_another_issuer_knows_nobody_yet_and_the_ones_sessions_end(
    arrive: Arrive, database_url: str, member: Member, clock: Clock
) -> None:
    arrive()
    token = user_sessions.begin(
        database_url, member.user_id, clock.now, via="oidc", second_factor=False, only_in="wexcombe"
    )
    trust(database_url, "wexcombe", "https://other.example", clock)

    assert user_sessions.alive(database_url, token, clock.now) is None
    assert arrive(sub="s-9").user_id == member.user_id


@pytest.mark.parametrize(
    "said, given", [({"amr": ["pwd", "mfa"]}, True), ({"acr": "gold"}, True), ({"amr": ["pwd"]}, False), ({}, False)]
)
def test_a_second_factor_counts_where_the_provider_says_so_as_agreed(
    arrive: Arrive, database_url: str, clock: Clock, said: dict[str, Any], given: bool
) -> None:
    trust(database_url, "wexcombe", ISSUER, clock, second_factor=[["amr", "mfa"], ["acr", "gold"]])

    assert arrive(**said).second_factor is given


def test_a_second_factor_that_nobody_agreed_on_does_not_count(arrive: Arrive) -> None:
    assert arrive(amr=["mfa"], acr="gold").second_factor is False


class TestRoles:
    MAPPED = {"sw": "social_worker", "iro": "iro", "conf": "configuration", "audit": "auditor"}  # noqa: RUF012

    @pytest.fixture(autouse=True)
    def mapped(self, arrive: Arrive, database_url: str, clock: Clock) -> None:
        trust(database_url, "wexcombe", ISSUER, clock, self.MAPPED)

    @staticmethod
    def held(url: str, clock: Clock) -> set[tuple[str, str]]:
        """The roles in force, each with what it came through."""
        with db.session(url, "wexcombe") as session:
            found = session.scalars(select(PersonRole).where(PersonRole.held_on(clock.now.date())))
            return {(one.role, one.through) for one in found}

    @staticmethod
    def by_hand(url: str, member: Member, *roles: str) -> None:
        with db.session(url, "wexcombe", writes=True) as session:
            for one in session.scalars(select(PersonRole)):
                session.delete(one)
            session.add_all(PersonRole(person_id=member.person_id, role=role) for role in roles)
            session.commit()

    def test_begin_and_end_as_the_claim_says_and_those_given_by_hand_stay(
        self, arrive: Arrive, database_url: str, member: Member, clock: Clock
    ) -> None:
        self.by_hand(database_url, member, "team_manager")

        arrive(groups=["sw", "iro", "elsewhere", 7])
        assert self.held(database_url, clock) == {
            ("team_manager", ""), ("social_worker", "oidc"), ("iro", "oidc")
        }  # fmt: skip
        clock.forward(days=1)
        arrive(groups="iro")
        assert self.held(database_url, clock) == {("team_manager", ""), ("iro", "oidc")}
        arrive(groups=["sw"])
        assert self.held(database_url, clock) == {("team_manager", ""), ("social_worker", "oidc")}
        arrive()
        assert self.held(database_url, clock) == {("team_manager", "")}
        assert [one["role"] for one in events(database_url, "lost a role by single sign-on")] == [
            "social_worker", "iro", "social_worker"
        ]  # fmt: skip

    def test_come_once_however_often_one_signs_in(self, arrive: Arrive, database_url: str, clock: Clock) -> None:
        for _ in range(3):
            arrive(groups=["iro"])
            clock.forward(days=1)

        assert [one["role"] for one in events(database_url, "got a role by single sign-on")] == ["iro"]

    @pytest.mark.parametrize(
        "given, claimed, through",
        [
            (("configuration",), ["sw", "audit"], set()),
            (("team_manager",), ["conf"], set()),
            ((), ["conf", "sw"], {"social_worker"}),
            ((), ["conf", "audit"], {"auditor"}),
            ((), ["conf"], {"configuration"}),
        ],
    )
    def test_that_do_not_go_together_do_not_come_together(
        self, arrive: Arrive, database_url: str, member: Member, clock: Clock, given: tuple[str, ...],
        claimed: list[str], through: set[str],
    ) -> None:  # fmt: skip
        self.by_hand(database_url, member, *given)
        arrive(groups=claimed)

        assert {role for role, way in self.held(database_url, clock) if way == "oidc"} == through

    def test_a_value_that_is_not_mapped_is_logged_without_saying_it(
        self, arrive: Arrive, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arrive(groups=["Secret Group Of Nadia"])

        assert "claim_not_mapped" in (said := "".join(capsys.readouterr()))
        assert "Nadia" not in said and "s-1" not in said

    def test_end_with_the_provider_and_so_do_its_sessions(
        self, arrive: Arrive, database_url: str, member: Member, clock: Clock
    ) -> None:
        arrive(groups=["iro"])
        user_sessions.begin(
            database_url, member.user_id, clock.now, via="oidc", second_factor=False, only_in="wexcombe"
        )

        with at(database_url, "wexcombe", clock) as desk:
            assert identity_providers.remove(desk) == 1

        assert {way for _, way in self.held(database_url, clock)} == {""}
        with db.session(database_url, "wexcombe") as session:
            assert session.scalars(select(UserSession.ended_at)).one() is not None
            assert session.scalars(select(FederatedIdentity)).all() == []
        assert identity_providers.trusted(database_url, "wexcombe") is None

    @pytest.mark.parametrize("role", ["operator", "parent", "child", "no_such_role", ""])
    def test_are_those_that_the_authority_knows(self, database_url: str, clock: Clock, role: str) -> None:
        with at(database_url, "wexcombe", clock) as desk, pytest.raises(Refused, match="There is no role"):
            identity_providers.map_value(desk, "x", role)


@pytest.mark.parametrize(
    "issuer",
    ["http://login.example", "ftp://login.example", "https://", "https://a@login.example", "https://login.example?x=1",
     "login.example", "https://login.example#x", "http://10.0.0.1"],
)  # fmt: skip
def test_an_issuer_that_could_be_read_on_the_way_is_refused(
    database_url: str, member: Member, clock: Clock, issuer: str
) -> None:
    with pytest.raises(Refused, match="https"):
        trust(database_url, "wexcombe", issuer, clock)


def test_the_clients_secret_does_not_stand_in_the_database(arrive: Arrive, database_url: str) -> None:
    with db.session(database_url, "wexcombe") as session:
        row = session.scalars(select(IdentityProvider)).one()
        words = [str(event.data) for event in session.scalars(select(Event))]
    trusted = identity_providers.trusted(database_url, "wexcombe")

    assert SECRET not in "".join((row.secret, *words))
    assert trusted is not None and trusted.secret(operators(database_url)) == SECRET


def test_whoever_got_a_new_account_at_the_provider_is_bound_anew(
    arrive: Arrive, database_url: str, member: Member, clock: Clock
) -> None:
    arrive()
    with at(database_url, "wexcombe", clock) as desk:
        assert federating.unbind(desk, member.email.upper()) == "Nadia Okafor"

    assert arrive(sub="s-2").user_id == member.user_id
    with pytest.raises(NotLetIn):
        arrive()

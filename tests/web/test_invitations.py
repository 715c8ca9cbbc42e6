"""Invitations: by mail or by hand, chosen by the owner alone, good once; and a second factor that is reset."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pyotp import TOTP

from core.models import Event, Membership, Notice, User
from core.services.desk import Desk
from tests.fixtures.app import Clock, Member
from tests.fixtures.markup import faults
from tests.fixtures.page import SignedInPage
from tests.fixtures.post import Post
from tests.web.keeping import keeper, rows, staff
from tests.web.signing import accept, form, handed, key_on, sent, set_up

__all__ = ["keeper"]

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

OWEN = "owen.hale@wexcombe.example"
PASSWORD = "lantern orchard pebble"


@pytest.fixture
def owen(keeper: SignedInPage, desk: Desk) -> str:
    """The address of Owen Hale's page, who has no sign-in yet."""
    return f"/people/{staff(desk, email='Owen.Hale@wexcombe.example').id}"


def entered(client: "FlaskClient", clock: Clock, link: str) -> str:
    """Whoever opens the link chooses a password, sets up a second factor and is in; their key."""
    assert accept(client, link).headers["Location"] == "/second-factor"
    assert client.get("/wexcombe/").headers["Location"].startswith("/second-factor")
    key, answer = set_up(client, clock)
    assert answer.status_code == 200
    clock.forward(seconds=60)
    return key


class TestAnInvitation:
    def test_is_handed_over_where_no_mail_is_sent_and_shown_only_then(
        self, keeper: SignedInPage, owen: str, clock: Clock, client: "FlaskClient"
    ) -> None:
        link = handed(keeper.post(f"{owen}/sign-in"))

        page = keeper.get(owen).text
        assert "Invited as <b>owen.hale@wexcombe.example</b> by Nadia Okafor" in page
        assert link not in page
        assert rows(keeper, User, email=OWEN) == []
        assert faults(client.get(link).text) == []
        assert "Wexcombe Borough Council has opened a sign-in" in client.get(link).text
        entered(client, clock, link)
        (user,) = rows(keeper, User, email=OWEN)
        assert f"/people/{rows(keeper, Membership, user_id=user.id)[0].person_id}" == owen
        assert client.get("/authorities").headers["Location"] == "/wexcombe/"
        assert "Signs in with <b>owen.hale@wexcombe.example</b>" in keeper.get(owen).text
        told = keeper.get(f"{owen}/history").text
        assert "Invitation accepted" in told
        assert "Second factor set up" in told

    def test_goes_by_mail_where_there_is_any_and_nobody_else_sees_it(
        self, mailing: "Flask", keeper: SignedInPage, owen: str, post: Post, client: "FlaskClient"
    ) -> None:
        answer = keeper.post(f"{owen}/sign-in")

        assert (answer.status, answer.location) == (303, f"/wexcombe{owen}#sign-in")
        link = post.link()
        assert post.letters[0]["To"] == OWEN
        assert "Owen" not in post.letters[0].get_content()
        assert link not in keeper.get(owen).text
        assert accept(client, link).status_code == 303

    def test_is_good_once_and_a_new_link_takes_its_place(
        self, keeper: SignedInPage, owen: str, app: "Flask", client: "FlaskClient"
    ) -> None:
        first, second = (handed(keeper.post(f"{owen}/sign-in")) for _ in range(2))

        assert client.get(first).status_code == 410
        assert accept(client, second).status_code == 303
        other = app.test_client()
        assert form(other, "/sign-in", second, new="another orchard pebble").status_code == 410
        assert sent(other, OWEN, "another orchard pebble").status_code == 422
        assert "has a sign-in already" in keeper.post(f"{owen}/sign-in").text

    def test_ends_after_a_week_or_when_it_is_withdrawn(
        self, keeper: SignedInPage, owen: str, clock: Clock, client: "FlaskClient"
    ) -> None:
        link = handed(keeper.post(f"{owen}/sign-in"))
        assert keeper.post(f"{owen}/sign-in/withdrawal", {"idempotency_key": "a"}).status == 303
        assert form(client, "/sign-in", link, new=PASSWORD).status_code == 410
        assert keeper.post(f"{owen}/sign-in/withdrawal", {"idempotency_key": "b"}).status == 422
        assert "Invitation withdrawn" in keeper.get(f"{owen}/history").text

        link = handed(keeper.post(f"{owen}/sign-in"))
        clock.forward(days=7)
        assert form(client, "/sign-in", link, new=PASSWORD).status_code == 410
        keeper.sign_in()
        assert "Invite to sign in" in keeper.get(owen).text
        assert rows(keeper, User, email=OWEN) == []

    @pytest.mark.parametrize("facts", [{"email": "somebody.else@wexcombe.example"}, {"active": False}])
    def test_ends_when_the_person_leaves_or_has_another_address(
        self, keeper: SignedInPage, owen: str, desk: Desk, client: "FlaskClient", facts: dict[str, object]
    ) -> None:
        from core.models import Person

        link = handed(keeper.post(f"{owen}/sign-in"))
        person = desk.db.get(Person, ("wexcombe", owen.rpartition("/")[2]), populate_existing=True)
        for name, value in facts.items():
            setattr(person, name, value)
        desk.db.commit()

        assert form(client, "/sign-in", link, new=PASSWORD).status_code == 410

    def test_opens_nothing_for_an_address_that_has_become_a_sign_in_elsewhere(
        self, keeper: SignedInPage, owen: str, enroll: Callable[..., Member], database_url: str, client: "FlaskClient"
    ) -> None:
        from core import db

        link = handed(keeper.post(f"{owen}/sign-in"))
        other = enroll("larkhey", "Owen Hale")
        with db.session(database_url, None, writes=True) as session:
            session.get_one(User, other.user_id).email = OWEN
            session.commit()

        answer = form(client, "/sign-in", link, new=PASSWORD)

        assert answer.status_code == 422
        assert "Ask the people who run this instance" in answer.text
        assert sent(client, OWEN, PASSWORD).status_code == 422

    def test_is_made_for_one_of_two_with_the_same_address(self, keeper: SignedInPage, owen: str, desk: Desk) -> None:
        twin = staff(desk, "Kit Marsh", email=OWEN)
        handed(keeper.post(f"{owen}/sign-in"))

        answer = keeper.post(f"/people/{twin.id}/sign-in")

        assert answer.status == 422
        assert "Somebody else here signs in with this address" in answer.text

    def test_is_not_needed_where_the_authority_is_entered_by_its_own_single_sign_on(
        self, keeper: SignedInPage, owen: str, database_url: str, clock: Clock, client: "FlaskClient"
    ) -> None:
        from tests.trusting import trust

        trust(database_url, "wexcombe", "https://provider.example", clock, only=True)
        keeper.client = vouched(keeper)

        assert keeper.post(f"{owen}/sign-in").status == 303
        (user,) = rows(keeper, User, email=OWEN)
        assert (user.password_hash, len(rows(keeper, Membership, user_id=user.id))) == ("", 1)
        for password in ("", "nobody's password"):
            assert sent(client, OWEN, password).status_code == 422


def vouched(page: SignedInPage) -> "FlaskClient":
    """The member's browser as single sign-on lets it in."""
    from core.services.user_sessions import begin

    client = page.app.test_client()
    with client.session_transaction() as session:
        session["token"] = begin(
            page.database_url, page.member.user_id, page.clock.now, via="oidc", second_factor=True, only_in="wexcombe"
        )
    return client


class TestASecondFactorThatIsReset:
    @pytest.fixture
    def key(self, keeper: SignedInPage, owen: str, clock: Clock, app: "Flask") -> str:
        """The key in Owen's app."""
        return entered(app.test_client(), clock, handed(keeper.post(f"{owen}/sign-in")))

    def test_ends_every_session_and_takes_the_link_as_well_as_the_password(
        self, keeper: SignedInPage, owen: str, key: str, clock: Clock, app: "Flask"
    ) -> None:
        inside = app.test_client()
        sent(inside, OWEN, PASSWORD)
        form(inside, "/second-factor", code=TOTP(key).at(clock.now))
        assert "Reset the second factor" in keeper.get(owen).text
        keeper.get(f"{owen}/second-factor")

        assert keeper.post(f"{owen}/second-factor", {"reason": " "}).status == 422
        link = handed(keeper.post(f"{owen}/second-factor", {"reason": "Lost the phone"}))

        assert inside.get("/wexcombe/").headers["Location"].startswith("/sign-in")
        (told,) = rows(keeper, Notice, kind="sign-in")
        assert told.text == "Nadia Okafor reset your second factor: Lost the phone"
        assert "Second factor reset" in keeper.get(f"{owen}/history").text
        attacker = app.test_client()
        assert sent(attacker, OWEN, PASSWORD).headers["Location"] == "/second-factor"
        refused = attacker.get("/second-factor", follow_redirects=True)
        assert refused.status_code == 403
        assert faults(refused.text) == []
        assert form(attacker, "/second-factor/recovery", "/second-factor/set-up", code="123456").status_code == 403
        thief = app.test_client()
        assert faults(thief.get(link).text) == []
        assert form(thief, link, password="no idea").status_code == 422
        client = app.test_client()
        assert form(client, link, password=PASSWORD).headers["Location"] == "/second-factor"
        assert key_on(client) != key
        set_up(client, clock)
        assert client.get("/authorities").headers["Location"] == "/wexcombe/"
        assert form(app.test_client(), "/sign-in", link, password=PASSWORD).status_code == 410

    def test_is_reset_with_a_letter_where_mail_is_sent(
        self, keeper: SignedInPage, owen: str, key: str, mailing: "Flask", post: Post, clock: Clock
    ) -> None:
        assert keeper.post(f"{owen}/second-factor", {"reason": "Lost the phone"}).status == 303

        client = mailing.test_client()
        assert form(client, post.link(), password=PASSWORD).headers["Location"] == "/second-factor"
        assert set_up(client, clock)[1].status_code == 200

    def test_is_not_ones_own_nor_one_that_guards_other_authorities_too(
        self, keeper: SignedInPage, owen: str, key: str, clock: Clock, enroll: Callable[..., Member]
    ) -> None:
        (user,) = rows(keeper, User, email=OWEN)
        enroll("larkhey", "Owen Hale", user_id=user.id)

        elsewhere = keeper.post(f"{owen}/second-factor", {"reason": "Lost the phone"})
        mine = keeper.post(f"/people/{keeper.member.person_id}/second-factor", {"reason": "Lost it"})

        assert (elsewhere.status, mine.status) == (422, 422)
        assert "works for other authorities too" in elsewhere.text
        assert "Larkhey" not in elsewhere.text
        assert "Somebody else resets your own" in mine.text
        assert rows(keeper, Event, verb="reset a second factor") == []

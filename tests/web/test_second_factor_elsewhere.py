"""The second factor beside single sign-on, and in authorities that ask for none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyotp import TOTP

from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.web.signing import form, key, sent, set_up

__all__ = ["key"]

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

GIVE = "/second-factor"


class TestASessionThatAnAuthorityVouchesFor:
    def test_waits_for_the_code_where_no_second_factor_was_given_elsewhere(
        self, app: "Flask", member: Member, key: str, clock: Clock, database_url: str
    ) -> None:
        client = vouched(app, database_url, member, clock, second_factor=False)

        assert client.get("/wexcombe/").headers["Location"] == "/second-factor?next=/wexcombe/"
        assert form(client, GIVE, code=TOTP(key).at(clock.now)).headers["Location"] == "/wexcombe/"

    def test_never_puts_another_second_factor_in_place_of_the_owners(
        self, app: "Flask", member: Member, key: str, clock: Clock, database_url: str
    ) -> None:
        client = vouched(app, database_url, member, clock, second_factor=True)

        assert client.get("/wexcombe/").headers["Location"] != "/second-factor?next=/wexcombe/"
        assert client.get("/second-factor/set-up").status_code == 403
        fields = {"code": TOTP(key).at(clock.now), "password": member.password, "new": "lantern orchard pebble"}
        for address in ("/second-factor/set-up", "/account/password", "/account/recovery-codes"):
            answer = form(client, "/account", address, **fields)
            assert answer.status_code in (403, 422), address
        assert "Set up another app" not in client.get("/account").text
        assert sent(app.test_client(), member.email, member.password).headers["Location"] == GIVE

    def test_sets_none_up_for_somebody_who_has_a_password_of_their_own(
        self, app: "Flask", member: Member, clock: Clock, database_url: str
    ) -> None:
        client = vouched(app, database_url, member, clock, second_factor=False)

        answer = client.get("/second-factor/set-up")

        assert answer.status_code == 403
        assert "sign in with your Mooring password" in answer.text

    def test_is_none_for_whoever_works_for_others_too_where_it_would_shut_them_out(
        self, app: "Flask", database_url: str, member: Member, clock: Clock, enroll: Callable[..., Member]
    ) -> None:
        from core import db
        from core.models import User

        with db.session(database_url, None, writes=True) as session:
            session.get_one(User, member.user_id).password_hash = ""
            session.commit()
        client = vouched(app, database_url, member, clock, second_factor=True)
        assert client.get("/second-factor/set-up").status_code == 200
        enroll("larkhey", "Nadia Okafor", user_id=member.user_id)

        answer = client.get("/second-factor/set-up")

        assert (answer.status_code, "other authorities too" in answer.text) == (403, True)
        assert form(client, "/account", "/second-factor/set-up", code="123456").status_code in (403, 422)


def vouched(app: "Flask", url: str, member: Member, clock: Clock, *, second_factor: bool) -> "FlaskClient":
    """A browser with a session as single sign-on begins it."""
    from core.services.user_sessions import begin

    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = begin(
            url, member.user_id, clock.now, via="oidc", second_factor=second_factor, only_in=member.tenant
        )
    return client


def test_reset_for_somebody_without_a_password_single_sign_on_leads_to_another(
    app: "Flask", member: Member, key: str, clock: Clock, database_url: str, enroll: Callable[..., Member],
    sign_in_as: Callable[[Member], SignedInPage],
) -> None:  # fmt: skip
    from core import db
    from core.models import User

    with db.session(database_url, None, writes=True) as session:
        session.get_one(User, member.user_id).password_hash = ""
        session.commit()
    keeper = sign_in_as(enroll("wexcombe", "Hugh Penrose", roles=("configuration",)))

    done = keeper.post(f"/people/{member.person_id}/second-factor", {"reason": "Lost the phone"})

    assert done.location == f"/wexcombe/people/{member.person_id}#sign-in"
    client = vouched(app, database_url, member, clock, second_factor=False)
    assert set_up(client, clock)[1].status_code == 200
    assert client.get("/authorities").headers["Location"] == "/wexcombe/"


class TestAuthoritiesThatAskForNone:
    def test_ask_nobody_who_has_none(self, client: "FlaskClient", enroll: Callable[..., Member]) -> None:
        other = enroll("larkhey", "Wilma Denby", second_factor=False)

        assert sent(client, other.email, other.password).headers["Location"] == "/larkhey/"

    def test_still_ask_whoever_has_one_which_a_password_alone_is_no_way_round(
        self, app: "Flask", member: Member, key: str, clock: Clock, enroll: Callable[..., Member]
    ) -> None:
        enroll("larkhey", "Nadia Okafor", user_id=member.user_id, second_factor=False)
        client = app.test_client()
        sent(client, member.email, member.password)

        assert client.get("/larkhey/").headers["Location"] == "/second-factor?next=/larkhey/"

    def test_are_not_a_way_into_the_others_of_the_same_person(
        self, client: "FlaskClient", member: Member, enroll: Callable[..., Member]
    ) -> None:
        enroll("larkhey", "Nadia Okafor", user_id=member.user_id, second_factor=False)
        sent(client, member.email, member.password)

        assert client.get("/wexcombe/").headers["Location"] == "/second-factor?next=/wexcombe/"
        assert client.get("/authorities").headers["Location"] == "/second-factor?next=/authorities"
        compared = client.get("/larkhey/procedure/compare?with=wexcombe")
        assert compared.headers["Location"].startswith("/second-factor?next=/larkhey/procedure/compare")

"""Signing in through an authority's own identity provider, over the pages that lead there and back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.fixtures.app import Clock, Member
from tests.fixtures.markup import faults
from tests.fixtures.page import SignedInPage
from tests.fixtures.provider import IdentityProvider, query
from tests.trusting import SECRET, at, trust
from tests.web.signing import sent

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from core.services.user_sessions import Held


@pytest.fixture
def clock() -> Clock:
    """The provider has a clock of its own, which no test turns."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, in an authority that asks for no second factor of its own."""
    return enroll("wexcombe", "Nadia Okafor", second_factor=False)


@pytest.fixture
def known(provider: IdentityProvider, member: Member, database_url: str, clock: Clock) -> IdentityProvider:
    """Wexcombe trusts it, and it knows Nadia."""
    provider.knows("nadia", email=member.email, email_verified=True)
    trust(database_url, "wexcombe", provider.issuer, clock)
    return provider


def set_out(client: "FlaskClient", at: str = "wexcombe", **going: str) -> str:
    """The address at the provider to which one is sent."""
    answer = client.get(f"/sign-in/{at}/start", query_string=going)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def come_back(client: "FlaskClient", address: str, **changed: str) -> "TestResponse":
    """The answer to the address to which the provider sends, with what an attacker changes in it."""
    return client.get(urlsplit(address).path, query_string=query(address) | changed)


def signed_in(client: "FlaskClient", provider: IdentityProvider, who: str = "nadia", **going: str) -> "TestResponse":
    return come_back(client, provider.sign_in(set_out(client, **going), who))


def held(client: "FlaskClient", url: str, clock: Clock) -> "Held | None":
    from core.services import user_sessions

    with client.session_transaction() as session:
        token = session.get("token", "")
    return user_sessions.alive(url, token, clock.now) if token else None


def test_the_sign_in_page_offers_it_where_one_is_going_to_that_authority(
    client: "FlaskClient", known: IdentityProvider
) -> None:
    words = "Sign in with Wexcombe’s single sign-on"
    going, at = client.get("/sign-in?next=/wexcombe/work").text, client.get("/sign-in/wexcombe").text

    assert words in going and 'href="/sign-in/wexcombe/start?next=/wexcombe/work"' in going
    assert words in at and 'href="/sign-in/wexcombe/start?next=/wexcombe/"' in at
    assert faults(going) == faults(at) == []
    assert "single sign-on" not in client.get("/sign-in").text


@pytest.mark.parametrize("slug", ["larkhey", "nowhere", "%00", "a%20b", "..%5c"])
def test_an_authority_without_one_looks_like_none(
    client: "FlaskClient", known: IdentityProvider, enroll: Callable[..., Member], slug: str
) -> None:
    enroll("larkhey", "Kit Rowe")

    shown = client.get(f"/sign-in/{slug}")

    assert shown.status_code == 200 and faults(shown.text) == []
    assert "single sign-on" not in shown.text and "larkhey borough" not in shown.text.lower()
    assert client.get(f"/sign-in/{slug}/start").headers["Location"] == "/sign-in"
    assert client.get(f"/sign-in/{slug}/callback").status_code == 400


def test_one_is_led_there_and_back_to_where_one_was_going(
    client: "FlaskClient", known: IdentityProvider, database_url: str, member: Member, clock: Clock
) -> None:
    answer = signed_in(client, known, next="/wexcombe/work?page=2")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/wexcombe/work?page=2")
    assert client.get("/wexcombe/").status_code == 303
    session = held(client, database_url, clock)
    assert session is not None
    assert (session.user_id, session.via, session.only_in) == (member.user_id, "oidc", "wexcombe")
    assert session.second_factor_at is None


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/larkhey/", "/wexcombe/\\evil", ""])
def test_one_never_comes_back_elsewhere(client: "FlaskClient", known: IdentityProvider, elsewhere: str) -> None:
    assert signed_in(client, known, next=elsewhere).headers["Location"] == "/wexcombe/"


def test_a_second_factor_given_there_is_not_asked_for_again_and_otherwise_it_is(
    client: "FlaskClient", known: IdentityProvider, database_url: str, clock: Clock
) -> None:
    with at(database_url, "wexcombe", clock) as desk:
        desk.tenant.second_factor = True
    waiting = signed_in(client, known, next="/wexcombe/work").headers["Location"]
    assert waiting == "/second-factor?next=/wexcombe/work"
    assert client.get("/wexcombe/work").headers["Location"] == waiting
    trust(database_url, "wexcombe", known.issuer, clock, second_factor=[["amr", "mfa"]])
    known.changes(amr=["pwd", "mfa"])
    signed_in(client, known)

    session = held(client, database_url, clock)
    assert session is not None and session.second_factor_at == clock.now
    assert client.get("/wexcombe/work").status_code == 200


def test_roles_come_with_it(client: "FlaskClient", known: IdentityProvider, database_url: str, clock: Clock) -> None:
    trust(database_url, "wexcombe", known.issuer, clock, {"g-7": "auditor"})
    known.changes(groups=["g-7"])
    signed_in(client, known)

    assert client.get("/wexcombe/people/roles").status_code == 200


class TestTheSession:
    @pytest.fixture
    def of_two(self, known: IdentityProvider, enroll: Callable[..., Member], member: Member) -> Member:
        """Nadia works at Larkhey as well, which does not know this provider."""
        return enroll("larkhey", member.name, user_id=member.user_id, second_factor=False)

    def test_opens_the_authority_that_trusts_the_provider_and_no_other(
        self, client: "FlaskClient", known: IdentityProvider, of_two: Member
    ) -> None:
        signed_in(client, known)
        there, nowhere = client.get("/larkhey/"), client.get("/nowhere/")

        assert there.status_code == nowhere.status_code == 404
        assert client.get("/authorities").headers["Location"] == "/wexcombe/"
        assert client.get("/api/v1/larkhey/token").status_code in (401, 404)

    def test_changes_nothing_of_the_sign_in_itself(
        self,
        app: "Flask",
        client: "FlaskClient",
        known: IdentityProvider,
        of_two: Member,
        database_url: str,
        clock: Clock,
    ) -> None:
        trust(database_url, "wexcombe", known.issuer, clock, second_factor=[["amr", "mfa"]])
        known.changes(amr=["mfa"])
        signed_in(client, known)

        asked = client.get("/account/password").text
        form = {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', asked)[0], "password": of_two.password}
        changed = client.post("/account/password", data=form | {"new": "quite another long password"})
        codes = client.post("/account/recovery-codes", data=form)

        assert (changed.status_code, codes.status_code) == (422, 422)
        assert client.get("/second-factor/set-up").status_code == 403
        assert sent(app.test_client(), of_two.email, of_two.password).status_code == 303

    def test_of_a_password_opens_both_until_one_of_them_is_entered_by_single_sign_on_only(
        self, client: "FlaskClient", known: IdentityProvider, of_two: Member, database_url: str, clock: Clock
    ) -> None:
        sent(client, of_two.email, of_two.password)
        assert client.get("/wexcombe/").status_code == client.get("/larkhey/").status_code == 303

        trust(database_url, "wexcombe", known.issuer, clock, only=True)
        led = client.get("/wexcombe/work?page=2")
        swapped = client.get("/wexcombe/work", headers={"HX-Request": "true", "HX-Current-URL": "/wexcombe/work"})

        assert (led.status_code, led.headers["Location"]) == (303, "/sign-in/wexcombe?next=/wexcombe/work?page%3D2")
        assert (swapped.status_code, swapped.headers["HX-Redirect"]) == (401, "/sign-in/wexcombe?next=/wexcombe/work")
        assert client.get("/larkhey/").headers["Location"].startswith("/larkhey/")
        shown = client.get(led.headers["Location"]).text
        assert 'type="password"' not in shown and "Sign in with Wexcombe’s single sign-on" in shown
        assert faults(shown) == []
        assert signed_in(client, known).headers["Location"] == "/wexcombe/"
        assert client.get("/wexcombe/").status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email": "kit.rowe@larkhey.example"},
        {"email": "stranger@wexcombe.example"},
        {"aud": "another client"},
        {"nonce": "of another sign-in"},
        {"exp": 1},
        {"at_hash": "c29tZXRoaW5nIGVsc2U"},
    ],
    ids=str,
)
def test_whoever_is_not_let_in_reads_the_same_words_and_the_log_names_nobody(
    client: "FlaskClient", known: IdentityProvider, enroll: Callable[..., Member], database_url: str, clock: Clock,
    capsys: pytest.CaptureFixture[str], claims: dict[str, Any],
) -> None:  # fmt: skip
    enroll("larkhey", "Kit Rowe")
    declined = come_back(client, known.sign_in(set_out(client), None), state=query(set_out(client))["state"])
    known.changes(**claims)

    answer = signed_in(client, known)

    assert answer.status_code == declined.status_code == 403
    assert without_numbers(answer.text) == without_numbers(declined.text)
    assert faults(answer.text) == [] and held(client, database_url, clock) is None
    said = "".join(capsys.readouterr())
    assert "single_sign_on_refused" in said and "@" not in said


def without_numbers(text: str) -> str:
    return re.sub(r"[\w.-]{20,}", "", text)


class TestAnAnswer:
    def test_that_is_brought_by_another_browser_is_not_taken(
        self, app: "Flask", client: "FlaskClient", known: IdentityProvider, database_url: str, clock: Clock
    ) -> None:
        address = known.sign_in(set_out(client), "nadia")
        other = app.test_client()
        set_out(other)

        assert come_back(app.test_client(), address).status_code == 400
        assert come_back(other, address).status_code == 403
        assert held(other, database_url, clock) is None

    def test_is_good_once_and_for_ten_minutes(
        self, app: "Flask", client: "FlaskClient", known: IdentityProvider, clock: Clock
    ) -> None:
        address = known.sign_in(set_out(client), "nadia")
        assert come_back(client, address).status_code == 303
        assert come_back(client, address).status_code == 400

        late = app.test_client()
        address = known.sign_in(set_out(late), "nadia")
        clock.forward(minutes=11)
        answer = come_back(late, address)
        assert answer.status_code == 400 and faults(answer.text) == []

    def test_is_not_taken_twice_even_with_the_cookie_of_before(
        self, app: "Flask", client: "FlaskClient", known: IdentityProvider
    ) -> None:
        address = known.sign_in(set_out(client), "nadia")
        cookie = client.get_cookie("mooring")
        assert cookie is not None
        come_back(client, address)
        again = app.test_client()
        again.set_cookie("mooring", cookie.value)

        assert come_back(again, address).status_code == 403

    @pytest.mark.parametrize("changed", [{"state": "forged"}, {"code": "guessed"}, {"iss": "https://other.example"}])
    def test_that_was_changed_on_the_way_is_not_taken(
        self, client: "FlaskClient", known: IdentityProvider, changed: dict[str, str]
    ) -> None:
        address = known.sign_in(set_out(client), "nadia")

        assert come_back(client, address, **changed).status_code == 403

    def test_of_one_authoritys_provider_is_not_taken_by_another(
        self, client: "FlaskClient", known: IdentityProvider, enroll: Callable[..., Member], member: Member,
        database_url: str, clock: Clock,
    ) -> None:  # fmt: skip
        enroll("larkhey", member.name, user_id=member.user_id)
        trust(database_url, "larkhey", known.other_issuer, clock)
        address = known.sign_in(set_out(client, "wexcombe"), "nadia")

        answer = client.get("/sign-in/larkhey/callback", query_string=query(address))

        assert answer.status_code == 400
        assert held(client, database_url, clock) is None

    def test_of_a_provider_that_was_changed_meanwhile_is_not_taken(
        self, client: "FlaskClient", known: IdentityProvider, database_url: str, clock: Clock
    ) -> None:
        address = known.sign_in(set_out(client), "nadia")
        trust(database_url, "wexcombe", known.other_issuer, clock)

        assert come_back(client, address).status_code == 400
        assert held(client, database_url, clock) is None


def test_wrong_answers_are_counted_and_a_right_one_is_not(
    app: "Flask", client: "FlaskClient", known: IdentityProvider, member: Member
) -> None:
    from core.web.single_sign_on import MOST

    for _ in range(3):
        assert signed_in(app.test_client(), known).status_code == 303
    for _ in range(MOST):
        set_out(client)
        assert client.get("/sign-in/wexcombe/callback?state=forged&code=x").status_code == 403
    assert signed_in(client, known).status_code == 429
    assert sent(app.test_client(), member.email, member.password).status_code == 303


def test_a_provider_that_is_down_keeps_nobody_from_their_password(
    client: "FlaskClient", known: IdentityProvider, database_url: str, clock: Clock
) -> None:
    back = known.sign_in(set_out(client), "nadia")
    known.about = {"issuer": "https://somebody.example"}
    assert come_back(client, back).status_code == 503
    trust(database_url, "wexcombe", "http://127.0.0.1:1", clock)
    answer = client.get("/sign-in/wexcombe/start")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "does not answer" in answer.text and "you can use that meanwhile" in answer.text
    assert faults(answer.text) == []


def test_the_way_back_is_the_configured_one_whatever_a_request_says(
    client: "FlaskClient", app: "Flask", known: IdentityProvider
) -> None:
    from dataclasses import replace

    spoofed = client.get("/sign-in/wexcombe/start", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=e"})
    assert query(spoofed.headers["Location"])["redirect_uri"] == "http://localhost/sign-in/wexcombe/callback"

    here = app.extensions["mooring"]
    configured = replace(here.settings, public_url="https://mooring.example")
    app.extensions["mooring"] = replace(here, settings=configured)
    asked = client.get("/sign-in/wexcombe/start", headers={"Host": "evil.example"}).headers["Location"]
    assert query(asked)["redirect_uri"] == "https://mooring.example/sign-in/wexcombe/callback"


def test_another_site_begins_no_sign_in_that_would_end_the_session_there_is(
    client: "FlaskClient", known: IdentityProvider
) -> None:
    answer = client.get("/sign-in/wexcombe/start", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.headers["Location"] == "/sign-in/wexcombe"


def test_what_the_cookie_keeps_meanwhile_is_sealed(client: "FlaskClient", known: IdentityProvider) -> None:
    asked = query(set_out(client))

    with client.session_transaction() as session:
        kept = str(dict(session))
    assert asked["state"] not in kept and asked["nonce"] not in kept and SECRET not in kept


class TestTheSettingsPage:
    def test_shows_what_the_operators_set_and_never_the_secret(
        self, page: SignedInPage, known: IdentityProvider, database_url: str, clock: Clock
    ) -> None:
        trust(database_url, "wexcombe", known.issuer, clock, {"g-7": "iro"}, second_factor=[["amr", "mfa"]], only=True)
        trust(database_url, "wexcombe", known.issuer, clock, only=False)
        page.hold("configuration")

        text = page.get("/settings").text

        for words in (known.issuer, "g-7", "Independent reviewing officer", "amr=mfa", "A password opens it too"):
            assert words in text
        assert SECRET not in text

    def test_says_where_there_is_none(self, page: SignedInPage) -> None:
        page.hold("configuration")

        assert "has no single sign-on" in page.get("/settings").text


def test_a_role_that_came_with_it_says_so_on_the_persons_page(
    page: SignedInPage, client: "FlaskClient", known: IdentityProvider, database_url: str, clock: Clock,
    enroll: Callable[..., Member],
) -> None:  # fmt: skip
    owen = enroll("wexcombe", "Owen Price", roles=())
    known.knows("owen", email=owen.email, email_verified=True, groups=["g-7"])
    trust(database_url, "wexcombe", known.issuer, clock, {"g-7": "auditor"})
    signed_in(client, known, "owen")
    page.hold("configuration")

    text = page.get(f"/people/{owen.person_id}").text

    assert "Comes with single sign-on" in text
    assert "Bound to single sign-on" in text and "Role from single sign-on" in text

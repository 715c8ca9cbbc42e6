"""What the people who run the instance do at the shell: `mooring sign-in-link`, `mooring authorities`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.web.signing import accept, form, sent, set_up

if TYPE_CHECKING:
    from flask import Flask

Command = Callable[..., Result]
NEW = "lantern orchard pebble"


@pytest.fixture
def mooring(monkeypatch: pytest.MonkeyPatch, database_url: str, clock: Clock) -> Command:
    """`mooring("sign-in-link", email)` on the test's database, at the test's moment as far as links go."""
    from datetime import UTC, datetime

    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.setenv("MOORING_SECRET_KEY", "only for tests")
    monkeypatch.setenv("MOORING_PUBLIC_URL", "https://mooring.example")
    clock.now = datetime.now(UTC)
    return lambda *arguments: CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def link(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return done.output.strip().rpartition("https://mooring.example")[2]


def test_a_link_leads_to_another_password_and_still_asks_for_the_second_factor(
    mooring: Command, app: "Flask", member: Member, clock: Clock
) -> None:
    client = app.test_client()
    sent(client, member.email, member.password)
    set_up(client, clock)

    found = link(mooring("sign-in-link", member.email.upper()))

    assert accept(app.test_client(), found, NEW).headers["Location"] == "/sign-in?chosen=1"
    assert client.get("/account").headers["Location"].startswith("/sign-in")
    client = app.test_client()
    assert sent(client, member.email, NEW).headers["Location"] == "/second-factor"
    assert client.get("/second-factor").status_code == 200


def test_with_the_second_factor_everything_before_ends_at_once(
    mooring: Command, app: "Flask", page: SignedInPage, member: Member, clock: Clock
) -> None:
    client = app.test_client()
    sent(client, member.email, member.password)
    set_up(client, clock)

    found = link(mooring("sign-in-link", "--second-factor", member.email))

    assert client.get("/account").headers["Location"].startswith("/sign-in")
    assert sent(app.test_client(), member.email, member.password).status_code == 422
    client = app.test_client()
    assert accept(client, found, NEW).headers["Location"] == "/second-factor"
    assert set_up(client, clock)[1].status_code == 200
    assert client.get("/authorities").headers["Location"] == "/wexcombe/"
    page.sign_in()
    page.hold("configuration")
    assert "Link to sign in, from the people who run" in page.get(f"/people/{member.person_id}/history").text


def test_an_address_that_nobody_has_is_said(mooring: Command, member: Member) -> None:
    done = mooring("sign-in-link", "nobody@wexcombe.example")

    assert (done.exit_code, "Nobody signs in with nobody@wexcombe.example." in done.stderr) == (1, True)


def test_an_authority_asks_for_a_second_factor_unless_its_operators_say_otherwise(
    mooring: Command, app: "Flask", member: Member
) -> None:
    client = app.test_client()
    assert sent(client, member.email, member.password).headers["Location"] == "/second-factor"

    off = mooring("authorities", "second-factor", "wexcombe", "off")
    assert off.output == "Wexcombe Borough Council does not ask for a second factor now.\n"
    assert mooring("authorities", "second-factor", "wexcombe", "off").output.endswith("already.\n")
    assert client.get("/authorities").headers["Location"] == "/wexcombe/"

    assert mooring("authorities", "second-factor", "wexcombe", "on").exit_code == 0
    assert client.get("/wexcombe/").headers["Location"] == "/second-factor?next=/wexcombe/"
    assert form(client, "/second-factor/set-up", "/account/sessions/end").headers["Location"] == "/second-factor"
    assert "There is: wexcombe." in mooring("authorities", "second-factor", "nowhere", "off").stderr


class TestANewAuthority:
    WESTMARCH = ("authorities", "new", "westmarch", "--name", "Westmarch County Council", "--nation", "wales")

    def test_begins_with_whoever_is_invited_to_look_after_it(
        self, mooring: Command, app: "Flask", clock: Clock, member: Member
    ) -> None:
        done = mooring(*self.WESTMARCH, "--keeper", "Ines Calloway", "--email", "Ines.Calloway@westmarch.example")

        assert done.output.startswith("Westmarch County Council is there now, and Ines Calloway looks after it.\n")
        client = app.test_client()
        assert accept(client, link(done), NEW).headers["Location"] == "/second-factor"
        set_up(client, clock)
        assert client.get("/authorities").headers["Location"] == "/westmarch/"
        text = client.get("/westmarch/people").text
        assert "Ines Calloway" in text
        assert "Nadia" not in text

    def test_is_let_in_to_by_somebody_who_signs_in_elsewhere(
        self, mooring: Command, app: "Flask", page: SignedInPage
    ) -> None:
        done = mooring(*self.WESTMARCH, "--keeper", "Nadia Okafor", "--email", page.member.email)

        assert done.output.endswith("nadia.okafor@wexcombe.example signs in as before.\n")
        page.sign_in()
        page.get("~/westmarch/people")

    @pytest.mark.parametrize("slug", ["wexcombe", "sign-in", "static", "West March", "w", "a" * 41, "../etc", "a%00"])
    def test_has_a_name_of_its_own_in_addresses(self, mooring: Command, member: Member, slug: str) -> None:
        done = mooring("authorities", "new", slug, "--name", "A", "--keeper", "B", "--email", "c@d.example")

        assert done.exit_code == 1
        assert "already" in done.stderr or "cannot stand in an address" in done.stderr

    def test_has_a_name_that_people_can_read(self, mooring: Command, member: Member) -> None:
        done = mooring("authorities", "new", "westmarch", "--name", " ", "--keeper", "B", "--email", "c@d.example")

        assert (done.exit_code, "Give the authority" in done.stderr) == (1, True)

    def test_is_never_called_what_other_addresses_begin_with(self, app: "Flask") -> None:
        from core.services.founding import RESERVED

        first = {str(rule).split("/")[1].partition("<")[0] for rule in app.url_map.iter_rules()} - {""}

        assert first == RESERVED

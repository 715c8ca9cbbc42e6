"""The second factor: asked for before anything of an authority, good once, within limits; set up, lost and replaced."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pyotp import TOTP

from tests.fixtures.app import Clock, Member
from tests.fixtures.markup import faults
from tests.fixtures.page import HTMX
from tests.web.signing import codes_in, form, key, key_on, sent, set_up

__all__ = ["key"]

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

GIVE = "/second-factor"


def cookie(client: "FlaskClient") -> str:
    kept = client.get_cookie("mooring")
    return kept.value if kept else ""


def test_an_authority_shows_nothing_until_it_is_set_up_and_then_leads_on(
    client: "FlaskClient", member: Member, clock: Clock
) -> None:
    asked = sent(client, member.email, member.password, next="/wexcombe/?page=2").headers["Location"]

    assert asked == "/second-factor?next=/wexcombe/?page%3D2"
    to_set_up = client.get(asked).headers["Location"]
    assert to_set_up == "/second-factor/set-up?next=/wexcombe/?page%3D2"
    for address in ("/wexcombe/", "/wexcombe/procedure", "/authorities", "/account"):
        answer = client.get(address)
        assert answer.headers["Location"] == f"/second-factor?next={address}"
        assert "wexcombe borough" not in answer.text.lower()
    page = client.get(to_set_up).text
    assert faults(page) == []
    assert "Wexcombe Borough" not in page

    _, answer = set_up(client, clock, next="/wexcombe/?page=2")

    assert faults(answer.text) == []
    assert 'href="/wexcombe/?page=2"' in answer.text
    assert client.get("/authorities").headers["Location"] == "/wexcombe/"


def test_htmx_is_led_there_too_and_a_form_keeps_its_text(client: "FlaskClient", member: Member) -> None:
    sent(client, member.email, member.password)
    there = {**HTMX, "HX-Current-URL": "http://localhost/wexcombe/work"}

    loaded = client.get("/wexcombe/work", headers=there)
    saved = form(client, "/second-factor/set-up", "/authorities")

    assert (loaded.status_code, loaded.headers["HX-Redirect"]) == (401, "/second-factor?next=/wexcombe/work")
    assert (saved.status_code, saved.headers["Location"]) == (303, "/second-factor")


def test_the_picture_holds_the_key_for_this_session_and_is_kept_nowhere(client: "FlaskClient", member: Member) -> None:
    sent(client, member.email, member.password)
    answer = client.get("/second-factor/picture.svg")

    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert "style" not in answer.text
    assert "script" not in answer.text
    assert key_on(client) == key_on(client)
    before = key_on(client)
    form(client, "/second-factor/set-up", "/sign-in", email=member.email, password=member.password)
    assert key_on(client) != before


def test_a_code_that_does_not_fit_sets_nothing_up(client: "FlaskClient", member: Member) -> None:
    sent(client, member.email, member.password)

    answer = form(client, "/second-factor/set-up", code="000000")

    assert answer.status_code == 422
    assert "This code does not fit" in answer.text
    assert client.get("/wexcombe/").headers["Location"].startswith("/second-factor")


def test_the_code_is_asked_for_at_every_sign_in_and_begins_a_session_of_its_own(
    app: "Flask", member: Member, key: str, clock: Clock
) -> None:
    client = app.test_client()
    assert sent(client, member.email, member.password).headers["Location"] == GIVE
    before = cookie(client)
    assert faults(client.get(GIVE).text) == []

    answer = form(client, GIVE, code=f" {TOTP(key).at(clock.now)[:3]} {TOTP(key).at(clock.now)[3:]}")

    assert answer.headers["Location"] == "/wexcombe/"
    assert client.get("/wexcombe/").status_code != 303 or "/second" not in client.get("/wexcombe/").headers["Location"]
    old = app.test_client()
    old.set_cookie("mooring", before)
    assert cookie(client) != before
    assert old.get("/wexcombe/").headers["Location"].startswith("/sign-in")


def test_a_code_is_good_once_for_half_a_minute_each_way(app: "Flask", member: Member, key: str, clock: Clock) -> None:
    def gives(code: str) -> bool:
        client = app.test_client()
        sent(client, member.email, member.password)
        return form(client, GIVE, code=code).status_code == 303

    before, shown, after = (TOTP(key).at(clock.now + timedelta(seconds=by)) for by in (-30, 0, 30))
    assert not gives(TOTP(key).at(clock.now + timedelta(seconds=60)))
    assert not gives(TOTP(key).at(clock.now - timedelta(seconds=60)))
    assert gives(shown)
    assert not gives(shown)
    assert not gives(before)
    assert gives(after)
    clock.forward(seconds=30)
    assert not gives(after)


def test_the_eleventh_try_is_refused_even_when_right_whichever_process_is_asked(
    app: "Flask", member: Member, key: str, clock: Clock
) -> None:
    from core.app import create_app

    here = app.extensions["mooring"]
    twin = create_app(here.settings, clock=clock, registry=here.registry)
    clients = [app.test_client(), twin.test_client()]
    for number, client in enumerate(clients):
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        sent(client, member.email, member.password)

    for number in range(5):
        assert form(clients[0], GIVE, code=f"00000{number}").status_code == 422
        assert form(clients[1], "/second-factor/recovery", code=f"abcde-abcde-abcd{number}").status_code == 422

    for client in clients:
        answer = form(client, GIVE, code=TOTP(key).at(clock.now))
        assert answer.status_code == 429
        assert faults(answer.text) == []
    clock.forward(minutes=5)
    assert form(clients[1], GIVE, code=TOTP(key).at(clock.now)).status_code == 303


def test_fifty_wrong_codes_in_a_day_are_the_end_of_guessing_for_that_day(
    app: "Flask", member: Member, key: str, clock: Clock
) -> None:
    client = app.test_client()
    for number in range(55):
        if number % 10 == 0:
            clock.forward(minutes=6)
            sent(client, member.email, member.password)
        assert form(client, GIVE, code="nonsense").status_code == (422 if number < 50 else 429)

    clock.forward(hours=23)
    sent(client, member.email, member.password)
    assert form(client, GIVE, code=TOTP(key).at(clock.now)).status_code == 429
    clock.forward(hours=1)
    sent(client, member.email, member.password)
    assert form(client, GIVE, code=TOTP(key).at(clock.now)).status_code == 303


def test_a_recovery_code_is_good_once_however_it_is_typed(
    client: "FlaskClient", app: "Flask", member: Member, clock: Clock, database_url: str
) -> None:
    sent(client, member.email, member.password)
    _, answer = set_up(client, clock)
    codes = codes_in(answer.text)
    assert len(set(codes)) == 10

    def recovers(code: str) -> bool:
        other = app.test_client()
        sent(other, member.email, member.password)
        assert faults(other.get("/second-factor/recovery").text) == []
        return form(other, "/second-factor/recovery", code=code).status_code == 303

    assert recovers(codes[0].upper().replace("-", " "))
    assert not recovers(codes[0])
    assert recovers(codes[9])
    assert stored(database_url, codes) == []


def stored(url: str, codes: list[str]) -> list[str]:
    """Which codes stand in the database as they are."""
    from sqlalchemy import select

    from core import db
    from core.models import RecoveryCode, User

    with db.session(url, None) as session:
        kept = " ".join([*session.scalars(select(RecoveryCode.id)), *session.scalars(select(User.factor))])
    return [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_the_key_is_sealed_where_it_is_stored_and_another_instances_key_opens_nothing(
    app: "Flask", member: Member, key: str, clock: Clock, database_url: str
) -> None:
    assert stored(database_url, [key]) == []
    client = app.test_client()
    sent(client, member.email, member.password)
    here = app.extensions["mooring"]
    app.extensions["mooring"] = replace(here, settings=replace(here.settings, secret_key="another"))

    assert form(client, GIVE, code=TOTP(key).at(clock.now)).status_code == 422


def test_a_password_alone_sets_up_no_other_in_its_place(app: "Flask", member: Member, key: str, clock: Clock) -> None:
    client = app.test_client()
    sent(client, member.email, member.password)

    shown = client.get("/second-factor/set-up")
    fields = {"password": member.password, "code": TOTP(key).at(clock.now)}
    answer = form(client, GIVE, "/second-factor/set-up", **fields)

    assert (shown.status_code, answer.status_code) == (403, 403)
    assert "Enter a code of the second factor that you have first" in shown.text
    assert form(client, GIVE, code=TOTP(key).at(clock.now)).headers["Location"] == "/wexcombe/"

"""What every answer carries, and what is not taken from elsewhere."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


@pytest.fixture
def stylesheet(client: "FlaskClient") -> str:
    """The address of a static file, as a page names it."""
    return next(part for part in client.get("/help").text.split('"') if part.endswith("css/base.css"))


def test_every_answer_says_what_may_run_in_it(page: SignedInPage, client: "FlaskClient", stylesheet: str) -> None:
    for address in ("/sign-in", "/wexcombe/", "/nowhere/", "/accent/3fa79a.css", "/healthz", stylesheet):
        headers = page.client.get(address).headers

        assert headers["Content-Security-Policy"] == POLICY, address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_pages_are_kept_nowhere_and_static_files_for_years(page: SignedInPage, stylesheet: str) -> None:
    for address in ("/sign-in", "/wexcombe/", "/authorities", "/nowhere/", "/help"):
        assert page.client.get(address).headers["Cache-Control"] == "no-store", address
    for address in (stylesheet, "/accent/3fa79a.css"):
        assert "immutable" in page.client.get(address).headers["Cache-Control"], address


def test_the_address_of_static_files_changes_with_any_of_them(
    stylesheet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import app

    (tmp_path / "a.css").write_text("a{}")
    monkeypatch.setattr(app, "STATIC", tmp_path)
    before = app._version_of_static()
    (tmp_path / "a.css").write_text("b{}")

    assert app._version_of_static() != before


@pytest.mark.parametrize("referrer", ["http://[", "https://localhost:port/", "https://elsewhere.example/"])
def test_over_https_a_form_from_no_page_of_ours_is_asked_for_again(page: SignedInPage, referrer: str) -> None:
    answer = page.post("~/authorities", headers={"Referer": referrer}, base_url="https://localhost")

    assert answer.status == 400


def test_a_form_without_its_token_changes_nothing_whichever_it_is(app: "Flask", page: SignedInPage) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert rules
    for rule in rules:
        address = rule.rule.replace("<authority>", "wexcombe").replace("<", "").replace(">", "")
        answer = page.client.post(address, data={"email": "a"})

        assert answer.status_code == 400, rule.rule
        assert "This form can no longer be sent" in answer.text
        assert "What you typed is not lost" in answer.text


def test_a_form_from_another_site_is_refused_even_with_a_token(page: SignedInPage) -> None:
    answer = page.post("~/sign-out", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status == 403
    page.get("~/authorities", status=303)


def test_a_host_that_is_not_ours_is_not_served(app: "Flask") -> None:
    app.config["TRUSTED_HOSTS"] = ["mooring.example"]
    client = app.test_client()

    assert client.get("/sign-in", base_url="http://mooring.example").status_code == 200
    elsewhere = client.get("/sign-in", base_url="http://evil.example")
    assert elsewhere.status_code == 400
    assert "evil" not in elsewhere.text
    forwarded = client.get(
        "/", base_url="http://mooring.example", headers={"X-Forwarded-Host": "evil.example"}, follow_redirects=False
    )
    assert "evil" not in forwarded.headers["Location"]


def test_what_an_operator_sets_is_what_holds(database_url: str, member: Member) -> None:
    """Cookies for encrypted connections only, the hosts that are served, how much is taken in."""
    from core.app import create_app
    from core.registry import Registry
    from core.settings import Settings

    settings = Settings(
        database_url=database_url,
        secret_key="only for tests",
        secure_cookies=True,
        trusted_hosts=("mooring.example",),
        upload_limit=6 * 1024 * 1024,
        plugins=(),
        argon2_time_cost=1,
        argon2_memory_kib=8,
    )
    client = create_app(settings, registry=Registry(())).test_client()
    here = "https://mooring.example"
    cookie = client.get("/sign-in", base_url=here).headers["Set-Cookie"]

    def sent(megabytes: int, *, field: Any = str, **more: str) -> int:
        data = {"email": field("a" * megabytes * 1024 * 1024)}
        return client.post("/sign-in", base_url=here, data=data, **more).status_code

    def file(text: str) -> tuple[BytesIO, str]:
        return BytesIO(text.encode()), "return.csv"

    assert cookie.startswith("__Host-mooring=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert client.get("/sign-in", base_url="https://evil.example").status_code == 400
    assert (sent(1), sent(5), sent(7)) == (400, 413, 413)
    in_parts = {"content_type": "multipart/form-data"}
    assert (sent(1, **in_parts), sent(5, **in_parts)) == (400, 413)
    assert (sent(5, field=file), sent(7, field=file)) == (400, 413)


@pytest.mark.parametrize("colour", ["red", "3fa79", "3fa79a;}body{}", "3FA79A", "../etc"])
def test_an_accent_is_a_colour_and_nothing_else(client: "FlaskClient", colour: str) -> None:
    assert client.get(f"/accent/{colour}.css").status_code == 404


def test_the_key_of_sessions_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    from core.adapters.secret import secret_key
    from core.settings import Settings

    file = tmp_path / "var" / "secret-key"
    made = secret_key(Settings(), file)

    assert len(made) >= 32
    assert secret_key(Settings(), file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret_key(Settings(secret_key="the operator's"), file) == "the operator's"
    assert [path.name for path in file.parent.iterdir()] == ["secret-key"]

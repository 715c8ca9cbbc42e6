"""Signing in at a real identity provider: what is believed, and everything that is not."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.adapters import oidc
from core.adapters.oidc import Asked, Provider, Unbelievable, Unreachable
from tests.fixtures.provider import IdentityProvider, hashed, query, signed, unsigned

CALLBACK = "https://mooring.example/sign-in/wexcombe/callback"


@pytest.fixture
def known(provider: IdentityProvider) -> Provider:
    """The provider as an authority set it up; it knows one person."""
    provider.knows("nadia", email="nadia@wexcombe.example", email_verified=True)
    return Provider(issuer=provider.issuer, client_id="mooring", secret="hush")


def signed_in(provider: IdentityProvider, known: Provider) -> tuple[Asked, dict[str, str]]:
    """What was asked, and what came back."""
    address, asked = oidc.begin(known, CALLBACK)
    return asked, query(provider.sign_in(address, "nadia"))


def now() -> datetime:
    return datetime.now(UTC)


def test_the_providers_word_about_this_sign_in_is_believed(provider: IdentityProvider, known: Provider) -> None:
    asked, answer = signed_in(provider, known)

    claims = oidc.finish(known, asked, answer, now())

    assert (claims["iss"], claims["sub"]) == (provider.issuer, "nadia")
    assert (claims["email"], claims["email_verified"]) == ("nadia@wexcombe.example", True)


def test_what_is_sent_there_tells_it_no_more_than_a_challenge(provider: IdentityProvider, known: Provider) -> None:
    address, asked = oidc.begin(known, CALLBACK)
    sent = query(address)

    assert (sent["redirect_uri"], sent["client_id"], sent["response_type"]) == (CALLBACK, "mooring", "code")
    assert (sent["state"], sent["nonce"], sent["code_challenge_method"]) == (asked.state, asked.nonce, "S256")
    assert asked.verifier not in address
    assert "hush" not in address


def test_a_code_is_good_once(provider: IdentityProvider, known: Provider) -> None:
    asked, answer = signed_in(provider, known)
    oidc.finish(known, asked, answer, now())

    with pytest.raises(Unbelievable, match="code"):
        oidc.finish(known, asked, answer, now())


@pytest.mark.parametrize("wrong", ["state", "verifier", "nonce"])
def test_an_answer_to_another_sign_in_is_not_believed(provider: IdentityProvider, known: Provider, wrong: str) -> None:
    asked, answer = signed_in(provider, known)
    reason = {"verifier": "code", "nonce": "InvalidClaimError"}.get(wrong, wrong)

    with pytest.raises(Unbelievable, match=reason):
        oidc.finish(known, replace(asked, **{wrong: "of another sign-in"}), answer, now())


def test_whoever_declines_is_not_signed_in(provider: IdentityProvider, known: Provider) -> None:
    address, asked = oidc.begin(known, CALLBACK)
    answer = query(provider.sign_in(address, None)) | {"state": asked.state}

    with pytest.raises(Unbelievable, match="declined"):
        oidc.finish(known, asked, answer, now())


def test_an_answer_that_names_another_issuer_is_mixed_up(provider: IdentityProvider, known: Provider) -> None:
    asked, answer = signed_in(provider, known)

    with pytest.raises(Unbelievable, match="issuer"):
        oidc.finish(known, asked, answer | {"iss": provider.other_issuer}, now())


def test_a_provider_that_names_its_issuer_always_does(provider: IdentityProvider, known: Provider) -> None:
    provider.about = {"authorization_response_iss_parameter_supported": True}
    asked, answer = signed_in(provider, known)

    with pytest.raises(Unbelievable, match="issuer"):
        oidc.finish(known, asked, answer, now())
    assert oidc.finish(known, asked, answer | {"iss": provider.issuer}, now())["sub"] == "nadia"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": "another client", "azp": "mooring"},
        {"aud": ["mooring", "another client"]},
        {"aud": ["mooring", "another client"], "azp": "another client"},
        {"iss": "https://other.example"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"exp": None},
        {"exp": 1},
        {"exp": "never"},
        {"iat": 99999999999},
        {"at_hash": "c29tZXRoaW5nIGVsc2U"},
    ],
    ids=str,
)  # fmt: skip
def test_a_word_that_is_not_for_this_client_now_is_not_believed(
    provider: IdentityProvider, known: Provider, claims: dict[str, Any]
) -> None:
    asked, answer = signed_in(provider, known)
    provider.changes(**claims)

    with pytest.raises(Unbelievable):
        oidc.finish(known, asked, answer, now())


@pytest.mark.parametrize("later, believed", [(80, True), (100, False)])
def test_a_word_holds_for_as_long_as_it_says_and_half_a_minute_for_clocks(
    provider: IdentityProvider, known: Provider, later: int, believed: bool
) -> None:
    asked, answer = signed_in(provider, known)
    moment = now() + timedelta(seconds=later)

    if believed:
        assert oidc.finish(known, asked, answer, moment)["sub"] == "nadia"
    else:
        with pytest.raises(Unbelievable, match="ExpiredTokenError"):
            oidc.finish(known, asked, answer, moment)


def by_somebody_else(claims: dict[str, Any], key: Any) -> str:
    from joserfc.jwk import RSAKey

    theirs = RSAKey.generate_key(2048, {"kid": key.kid})
    return signed(claims, theirs)


def with_the_public_key_as_secret(claims: dict[str, Any], key: Any) -> str:
    return hashed(claims, key.as_pem(private=False), key.kid)


def with_the_clients_secret(claims: dict[str, Any], key: Any) -> str:
    return hashed(claims, b"hush", key.kid)


def by_nobody(claims: dict[str, Any], key: Any) -> str:
    return unsigned(claims)


def without_a_body(claims: dict[str, Any], key: Any) -> str:
    return "no.token"


@pytest.mark.parametrize(
    "forge",
    [by_somebody_else, with_the_public_key_as_secret, with_the_clients_secret, by_nobody, without_a_body],
)
def test_a_word_that_the_provider_did_not_sign_is_not_believed(
    provider: IdentityProvider, known: Provider, forge: Callable[[dict[str, Any], Any], str]
) -> None:
    asked, answer = signed_in(provider, known)
    provider.tamper = forge

    with pytest.raises(Unbelievable):
        oidc.finish(known, asked, answer, now())


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"token_endpoint": "file:///etc/hostname"},
        {"jwks_uri": None},
        {"jwks_uri": "https://169.254.169.254/latest"},
        {"jwks_uri": "https://[::ffff:127.0.0.1]/jwks"},
        {"jwks_uri": "http://localhost:1/jwks"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_provider_that_leads_elsewhere_is_not_followed(
    provider: IdentityProvider, known: Provider, about: dict[str, Any]
) -> None:
    asked, answer = signed_in(provider, known)
    provider.about = about

    with pytest.raises(Unreachable):
        oidc.finish(known, asked, answer, now())


def test_a_provider_that_is_down_is_told_apart_from_one_that_says_no(known: Provider) -> None:
    with pytest.raises(Unreachable):
        oidc.begin(replace(known, issuer="http://127.0.0.1:1"), CALLBACK)


def test_a_slow_provider_keeps_a_few_of_its_own_people_and_nobody_else(
    provider: IdentityProvider, known: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "PATIENCE", 0.05)
    with ExitStack() as waiting:
        for _ in range(oidc.AT_ONCE):
            waiting.enter_context(oidc._turn(known))

        with pytest.raises(Unreachable, match="Others wait"):
            oidc.begin(known, CALLBACK)
        oidc.begin(replace(known, issuer=provider.other_issuer), CALLBACK)
    oidc.begin(known, CALLBACK)

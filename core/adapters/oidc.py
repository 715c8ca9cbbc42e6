"""OpenID Connect with one identity provider: where a sign-in is sent, and what comes back of it once it is believed.

Nothing is kept from one sign-in to the next: what the provider says of itself, and its keys, are asked for each time.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException, Session

from core.adapters.outbound import limited

SCOPE = "openid email profile"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures by a key that only the provider has: neither "none" nor any that is made with the client's own secret."""
LEEWAY = 30
"""Seconds by which two clocks may differ."""
AT_ONCE, PATIENCE = 4, 1.0
_waiting: defaultdict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(AT_ONCE))
"""How many sign-ins of this process wait for one provider at most, and for how many seconds another waits for them: a
slow provider keeps nobody but its own people."""


class Unreachable(Exception):
    """The provider did not answer, or not as one does: nothing is known about whoever signs in."""


class Unbelievable(Exception):
    """An answer that proves nothing. The reason is a word for the log, never what the answer said."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An identity provider, and as which client Mooring is known there; `secret` is "" for a public client."""

    issuer: str
    client_id: str
    secret: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a sign-in began with, to be kept where only the one who signs in can bring it back."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


def begin(provider: Provider, redirect_uri: str) -> tuple[str, Asked]:
    """The address at the provider to go to, and what to keep until the answer comes. Raises `Unreachable`."""
    asked = Asked(
        state=generate_token(43), nonce=generate_token(43), verifier=generate_token(64), redirect_uri=redirect_uri
    )
    with _turn(provider), _client(provider, redirect_uri) as client:
        endpoint = _address(describe(provider.issuer), "authorization_endpoint")
        address, _ = client.create_authorization_url(
            endpoint, state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce
        )
    return str(address), asked


def finish(provider: Provider, asked: Asked, answer: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """The claims of whoever has signed in at the provider. `answer` is what came back in the address.

    Raises `Unreachable`, and `Unbelievable` for everything that is not the provider's own fresh word to this client
    about this very sign-in.
    """
    if not hmac.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise Unbelievable("state")
    with _turn(provider):
        return _finished(provider, asked, answer, now)


def describe(issuer: str) -> dict[str, Any]:
    """What a provider says of itself; it says it of this very issuer. Raises `Unreachable`."""
    said = _json(issuer, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise Unreachable("It says that it is another issuer.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _address(said, name)
    return said


def _finished(provider: Provider, asked: Asked, answer: Mapping[str, str], now: datetime) -> dict[str, Any]:
    about = describe(provider.issuer)
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise Unbelievable("issuer of the answer")
    if about.get("authorization_response_iss_parameter_supported") is True and "iss" not in answer:
        raise Unbelievable("issuer of the answer")
    if "error" in answer or not answer.get("code"):
        raise Unbelievable("declined")
    with _client(provider, asked.redirect_uri, about) as client:
        try:
            tokens = client.fetch_token(
                _address(about, "token_endpoint"), code=answer["code"], code_verifier=asked.verifier
            )
        except AuthlibBaseError as error:
            raise Unbelievable("code") from error
        except (RequestException, ValueError) as error:
            raise Unreachable from error
    keys = _json(provider.issuer, _address(about, "jwks_uri"))
    return _believed(provider, asked, tokens, keys, now)


@contextmanager
def _turn(provider: Provider) -> Iterator[None]:
    """One of the few that may wait for this provider. Raises `Unreachable` where all are taken."""
    if not _waiting[provider.issuer].acquire(timeout=PATIENCE):
        raise Unreachable("Others wait for it.")
    try:
        yield
    finally:
        _waiting[provider.issuer].release()


def _believed(
    provider: Provider, asked: Asked, tokens: Mapping[str, Any], keys: dict[str, Any], now: datetime
) -> dict[str, Any]:
    try:
        token = jwt.decode(str(tokens.get("id_token", "")), KeySet.import_key_set(keys), ALGORITHMS)  # type: ignore[arg-type]
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
            },
            params={
                "nonce": asked.nonce, "client_id": provider.client_id, "access_token": tokens.get("access_token", ""),
            },
        )  # fmt: skip
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Unbelievable(f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()) from error
    return dict(claims)


def _client(provider: Provider, redirect_uri: str, about: Mapping[str, Any] | None = None) -> OAuth2Session:
    ways = (about or {}).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    client = OAuth2Session(
        provider.client_id, provider.secret or None, scope=SCOPE, redirect_uri=redirect_uri,
        token_endpoint_auth_method=way if provider.secret else "none", code_challenge_method="S256",
    )  # fmt: skip
    limited(client, provider.issuer)
    return client


def _json(issuer: str, address: str) -> dict[str, Any]:
    with Session() as session:
        limited(session, issuer)
        try:
            answer = session.get(address, headers={"Accept": "application/json"})
            answer.raise_for_status()
            said = answer.json()
        except (RequestException, ValueError) as error:
            raise Unreachable(type(error).__name__) from error
    if not isinstance(said, dict):
        raise Unreachable("It answers no object.")
    return said


def _address(about: Mapping[str, Any], name: str) -> str:
    """An address that the provider names; one that is not encrypted only where it is not either, on this machine."""
    value, ways = about.get(name), ("https://", "http://")[: 2 if str(about.get("issuer")).startswith("http://") else 1]
    if not isinstance(value, str) or not value.startswith(ways):
        raise Unreachable(f"It names no {name}.")
    return value

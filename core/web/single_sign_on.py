"""Single sign-on: on the way to an authority's identity provider, and back from it.

What is kept meanwhile stands sealed in the cookie of the browser that set out, so that nobody else brings it back.
"""

import json
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import structlog
from flask import Blueprint, Response, request, session, url_for

from core import metrics
from core.adapters import oidc
from core.adapters.oidc import Asked, Provider, Unbelievable, Unreachable
from core.adapters.sealing import Unreadable, seal, unseal
from core.services import federating, identity_providers, tries
from core.services.federating import NotLetIn
from core.services.identity_providers import Trusted
from core.web.guard import allow
from core.web.onward import wanted
from core.web.pages import go, page, see
from core.web.requests import installation, now, origin
from core.web.sessions import admit

bp = Blueprint("single_sign_on", __name__)
log = structlog.get_logger("mooring")
SLUG = re.compile(r"[a-z0-9-]{1,40}")
WITHIN = timedelta(minutes=10)
MOST = 30


def offered(slug: str) -> Trusted | None:
    """The provider by which one signs in to this authority; None where there is none, or no such authority."""
    if not SLUG.fullmatch(slug):
        return None
    return identity_providers.trusted(installation().settings.database_url, slug)


@bp.get("/sign-in/<slug>/start")
@allow("public")
def start(slug: str) -> Response:
    """On to the provider; from another site only to the page that asks, because a new session ends the one there is."""
    trusted = offered(slug)
    if trusted is None:
        return go(url_for("sign_in.show"))
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return go(url_for("sign_in.at", slug=slug))
    try:
        address, asked = oidc.begin(_provider(trusted), _callback(slug))
    except Unreachable as error:
        return _down(trusted, error)
    kept = asdict(asked) | {"issuer": trusted.issuer, "authority": slug, "next": wanted(), "at": now().timestamp()}
    session["oidc"] = seal(installation().settings, json.dumps(kept))
    return go(address)


@bp.get("/sign-in/<slug>/callback")
@allow("public")
def callback(slug: str) -> Response:
    """Back from the provider: a session that opens this authority alone, or the same page for whoever is not let in."""
    trusted, kept = offered(slug), _kept(slug)
    if trusted is None or kept is None or kept["issuer"] != trusted.issuer:
        return page("sign_in/again.html", status=400, again=url_for("sign_in.at", slug=slug))
    here, counted = installation(), _counted()
    try:
        asked = Asked(**{name: kept[name] for name in Asked.__dataclass_fields__})
        claims = oidc.finish(_provider(trusted), asked, request.args.to_dict(), now())
        arrived = federating.arrive(
            here.settings.database_url, here.registry, trusted, claims, now(), request.remote_addr or ""
        )
    except Unreachable as error:
        tries.forgiven(here.settings.database_url, counted)
        return _down(trusted, error)
    except (Unbelievable, NotLetIn) as refused:
        log.warning("single_sign_on_refused", authority=slug, reason=str(refused))
        metrics.sign_in_failed("single_sign_on")
        return page("sign_in/not_let_in.html", status=403, trusted=trusted, again=url_for("sign_in.at", slug=slug))
    tries.forgiven(here.settings.database_url, counted)
    held = admit(arrived.user_id, via="oidc", second_factor=arrived.second_factor, only_in=slug)
    home = f"/{slug}/"
    going = kept["next"] if kept["next"].startswith(home) else home
    return see("second_factor.show", next=going) if held.waits else go(going)


def _provider(trusted: Trusted) -> Provider:
    try:
        secret = trusted.secret(installation().settings)
    except Unreadable as error:
        raise Unreachable("secret") from error
    return Provider(issuer=trusted.issuer, client_id=trusted.client_id, secret=secret)


def _callback(slug: str) -> str:
    return origin() + url_for("single_sign_on.callback", slug=slug)


def _kept(slug: str) -> dict[str, Any] | None:
    """What this browser set out with, to this authority's provider and not long ago; it is good for one return."""
    try:
        kept: dict[str, Any] = json.loads(unseal(installation().settings, session.pop("oidc", "")))
    except Unreadable:
        return None
    fresh = 0 <= now().timestamp() - kept["at"] <= WITHIN.total_seconds()
    return kept if fresh and kept["authority"] == slug else None


def _counted() -> list[str]:
    """Nothing can be guessed here: the limit spares the provider, and is wide enough for an office of many."""
    key = tries.key("single sign-on", request.remote_addr or "")
    return tries.count(installation().settings.database_url, (key,), now(), most=MOST)


def _down(trusted: Trusted, error: Unreachable) -> Response:
    log.warning("identity_provider_unreachable", authority=trusted.authority, reason=str(error))
    answer = page("sign_in/provider_down.html", status=503, trusted=trusted,
                  again=url_for("sign_in.at", slug=trusted.authority))  # fmt: skip
    answer.headers["Retry-After"] = "60"
    return answer

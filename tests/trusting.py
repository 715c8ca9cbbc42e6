"""Setting up single sign-on for an authority, as the people who run the instance do."""

from typing import Any

from tests.fixtures.app import Clock

SECRET = "a secret that only the client has"


def trust(
    url: str, authority: str, issuer: str, clock: Clock, roles: dict[str, str] | None = None, **more: Any
) -> None:
    """`authority` trusts `issuer`; `roles` are the roles for values of the claim "groups"."""
    from core.services import identity_providers

    settings = operators(url)
    claim = "groups" if roles else None
    with at(url, authority, clock) as desk:
        identity_providers.put(desk, settings, issuer, "mooring", SECRET, roles_claim=claim, **more)
        for value, role in (roles or {}).items():
            identity_providers.map_value(desk, value, role)


def at(url: str, authority: str, clock: Clock) -> Any:
    """An operator's desk."""
    from core.services.operating import operating

    return operating(operators(url), authority, clock.now, name="Operator")


def operators(url: str) -> Any:
    from tests.fixtures.applications import settings_for

    return settings_for(url)

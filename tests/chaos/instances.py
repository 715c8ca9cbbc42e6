"""The same authority's data under another set of installed plugins, as after an upgrade or a plugin's removal."""

import re
from collections.abc import Callable
from typing import Any

from core.app import create_app
from core.registry import Registry
from core.settings import Settings
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

Browser = Callable[[Member], SignedInPage]


def installed(url: str, clock: Any, registry: Registry) -> Browser:
    """Browsers of an instance on this database that has these plugins."""
    settings = Settings(
        database_url=url, secret_key="only for tests", plugins=(), argon2_time_cost=1, argon2_memory_kib=8
    )
    app = create_app(settings, clock=clock, registry=registry)
    app.testing = True
    return lambda member: SignedInPage(app, member, clock, url)


def same(one: str, other: str) -> bool:
    """Whether two pages are the same byte by byte, but for the tokens that are drawn anew for each answer."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r'(?<=value=")[\w.-]{20,}(?=")|(?<=X-CSRFToken": ")[^"]+|(?<=X-CSRFToken&#34;: &#34;)[^&]+', "", text)

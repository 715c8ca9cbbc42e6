"""The wall between two authorities as a fixture: two cases of the member's own, one of another authority, each with
something under every address. Beside each authority's plugin runs an addition by which every page exists for both."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.app import Clock, Member
from tests.fixtures.applications import application, settings_for
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import AUTHORITIES
from tests.plugins.all_features.installed import installed
from tests.scenes import adoption, foster
from tests.web.furnishing import furnished, marked
from tests.web.walls import HERE, THERE, Wall, every_role, ids_of


@pytest.fixture
def wall(
    database_url: str, clock: Clock, enroll: Callable[..., Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Wall:
    """Beside each authority's plugin runs an addition by which every page exists for both."""
    from core.registry import Registry

    beside = installed(tmp_path, monkeypatch)
    registry = Registry((*AUTHORITIES, beside))
    nadia = enroll(HERE, "Nadia Okafor", enabled={"authority_a": {}, beside: {}})
    sam = enroll(THERE, "Sam Dwyer", roles=("adoption_team", "team_manager"), enabled={"authority_b": {}, beside: {}})
    again = partial(second, enroll)
    scenes = [
        furnished(foster(database_url, clock, registry, again, nadia), "main"),
        furnished(foster(database_url, clock, registry, enroll, nadia), "main"),
        furnished(adoption(database_url, clock, registry, enroll, sam), "part_one"),
    ]
    marked(scenes[2])
    settings = replace(settings_for(database_url), upload_folder=tmp_path / "uploads")
    app = application(settings, clock=clock, registry=registry)
    page = SignedInPage(app, nadia, clock, database_url)
    page.hold(*every_role())
    other, here, there = (ids_of(scene) for scene in scenes)
    return Wall(
        app=app, url=database_url, page=page, here=here, other=other, there=there,
        token=tokened(database_url, nadia, clock),
    )  # fmt: skip


def tokened(url: str, member: Member, clock: Clock) -> str:
    """A token of Wexcombe that acts as the member, in everything that programs may be let do."""
    from core.db import session
    from core.models import ApiToken
    from core.services.api_tokens import PREFIX, SCOPES, hash_of

    text = PREFIX + "w" * 43
    who = {"name": "Wall", "person_id": member.person_id, "made_by": member.name, "token_hash": hash_of(text)}
    days = {"made_at": clock.now, "used_at": clock.now, "expires_at": clock.now + timedelta(days=90)}
    with session(url, HERE, writes=True) as here:
        here.add(ApiToken(scopes=list(SCOPES), **who, **days))
        here.commit()
    return text


def second(enroll: Callable[..., Member], tenant: str, name: str, **more: Any) -> Member:
    """The people of a second case have names, and so addresses, of their own."""
    return enroll(tenant, f"{name} Elder", **more)

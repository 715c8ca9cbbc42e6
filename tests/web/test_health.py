"""What a load balancer hears: that the process lives, and which of the conditions of its work does not hold."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def told(client: "FlaskClient", status: int) -> dict[str, bool]:
    answer = client.get("/readyz")
    assert answer.status_code == status
    said: dict[str, bool] = json.loads(answer.text)
    return said


def stand_at(url: str, revision: str) -> None:
    from core.engines import engine

    with engine(url).execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


@pytest.fixture
def given(app: "Flask") -> Callable[..., None]:
    """The installation with other settings."""

    def give(**settings: Any) -> None:
        here = app.extensions["mooring"]
        app.extensions["mooring"] = replace(here, settings=replace(here.settings, **settings))

    return give


def test_a_process_that_can_work_says_so_in_yes_and_no(
    client: "FlaskClient", given: Callable[..., None], tmp_path: Path
) -> None:
    given(upload_folder=tmp_path / "not" / "made" / "yet")

    assert set(told(client, 200).values()) == {True}
    assert "Set-Cookie" not in client.get("/readyz").headers
    assert client.get("/healthz").text == "ok\n"


def test_without_its_database_it_lives_but_is_not_ready(client: "FlaskClient", given: Callable[..., None]) -> None:
    given(database_url="sqlite:////proc/nowhere/mooring.sqlite")
    said = told(client, 503)

    assert (said["database"], said["schema"]) == (False, False)
    assert client.get("/healthz").status_code == 200


def test_a_database_before_its_migration_is_named_and_one_after_the_next_serves(
    client: "FlaskClient", owner_url: str
) -> None:
    """While a later release takes over, this one goes on."""
    stand_at(owner_url, "0001")
    assert [name for name, holds in told(client, 503).items() if not holds] == ["schema"]

    stand_at(owner_url, "of a later release")
    assert set(told(client, 200).values()) == {True}


def test_uploads_that_cannot_be_written_are_named(client: "FlaskClient", given: Callable[..., None]) -> None:
    given(upload_folder=Path("/proc/uploads"))

    assert [name for name, holds in told(client, 503).items() if not holds] == ["uploads"]


def test_neither_tells_versions_nor_addresses(client: "FlaskClient", given: Callable[..., None]) -> None:
    given(database_url="postgresql+psycopg://owner:hidden@db.example.internal/mooring?connect_timeout=1")
    said = client.get("/readyz").text + client.get("/healthz").text

    assert set(json.loads(client.get("/readyz").text)) == {"database", "schema", "role", "uploads"}
    assert not any(character.isdigit() for character in said)
    assert "example" not in said and "/" not in said

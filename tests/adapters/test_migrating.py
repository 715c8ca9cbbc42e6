"""Migrations when several start at once, when one is killed, and when staff are in the way, with real processes."""

import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from core.adapters import migrating
from core.adapters.migrating import BEFORE, InTheWay, migrate, state
from core.engines import engine
from tests.fixtures.database import hang_up
from tests.fixtures.postgres import Postgres

FORK = multiprocessing.get_context("fork")
numbers = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases: each call one more, as the address of the role that owns it."""
    made: list[str] = []
    server: Postgres | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")

    def make() -> str:
        name = f"empty_{next(numbers)}"
        if server:
            server.bootstrap(name)
        made.append(server.url(name, "mooring_owner") if server else f"sqlite:///{tmp_path / name}.sqlite")
        return made[-1]

    yield make
    for url in made:
        hang_up(url)
        if server:
            server.drop(url.partition("@/")[2].partition("?")[0])


def standing(url: str) -> str:
    with engine(url).connect() as connection:
        return state(connection)


def at_first_revision(url: str) -> None:
    from alembic import command

    command.upgrade(migrating._config(url), "0001")
    hang_up(url)


@pytest.mark.parametrize("stood", ["empty", "behind"])
def test_two_that_start_at_once_both_succeed_and_one_migrates(empty: Callable[[], str], stood: str) -> None:
    """Without the lock both would make the same tables, and one would fail."""
    url, together = empty(), FORK.Barrier(2)
    if stood == "behind":
        at_first_revision(url)

    def start() -> None:
        together.wait()
        migrate(url)

    starters = [FORK.Process(target=start) for _ in range(2)]
    for one in starters:
        one.start()
    for one in starters:
        one.join(60)

    assert [one.exitcode for one in starters] == [0, 0]
    assert standing(url) == "current"


def test_one_killed_at_any_moment_leaves_all_of_it_or_nothing(empty: Callable[[], str]) -> None:
    """Earlier each time that it had ended already, later each time that it had not: near the moment of its end."""
    began = time.perf_counter()
    migrate(empty())
    until = (time.perf_counter() - began) / 2
    left = []
    for _ in range(4):
        url = empty()
        process = FORK.Process(target=migrate, args=(url,))
        process.start()
        time.sleep(until)
        process.kill()
        process.join()
        left.append(standing(url))
        hang_up(url)
        until *= 1.2 if left[-1] == "empty" else 0.4
        migrate(url)
        assert standing(url) == "current"

    assert set(left) <= {"empty", "current"}
    assert "empty" in left


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_a_table_in_use_is_not_waited_for_while_staff_queue_behind(
    empty: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty()
    at_first_revision(url)
    for name, value in {"PATIENCE": "100ms", "TRIES": 2, "PAUSE": 0.1}.items():
        monkeypatch.setattr(migrating, name, value)

    with engine(url).begin() as staff:
        staff.execute(text("LOCK TABLE children IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(InTheWay, match="Nothing was changed"):
            migrate(url)
    assert standing(url) == "behind"

    migrate(url)
    assert standing(url) == "current"


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_a_file_is_copied_before_its_tables_change(empty: Callable[[], str]) -> None:
    url = empty()
    migrate(url)
    file = Path(url.removeprefix("sqlite:///"))
    copy = file.with_name(file.name + BEFORE)
    assert not copy.exists()

    behind = empty()
    at_first_revision(behind)
    migrate(behind)
    file = Path(behind.removeprefix("sqlite:///"))
    copy = file.with_name(file.name + BEFORE)
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.glob("*before*")] == [copy.name]


def test_rows_of_an_older_installation_are_still_there(empty: Callable[[], str]) -> None:
    """A column of a table that others point to is changed on the way: SQLite makes that table anew."""
    from alembic import command

    url = empty()
    command.upgrade(migrating._config(url), "0005")
    with engine(url).execution_options(writes=True).begin() as older:
        for said in (
            "tenants (id, name, short, accent, nation, enabled, settings, closures)"
            " VALUES ('north', 'North', 'N', '', 'england', '{}', '{}', '[]')",
            "users (id, email, name, password_hash, active) VALUES ('u1', 'a@north.example', 'Ada', 'x', true)",
            "memberships (id, user_id, tenant_id, person_id) VALUES ('m1', 'u1', 'north', 'p1')",
        ):
            older.execute(text(f"INSERT INTO {said}"))
    hang_up(url)

    migrate(url)

    with engine(url).connect() as now:
        assert now.execute(text("SELECT name FROM tenants")).scalars().all() == ["North"]
        assert now.execute(text("SELECT tenant_id FROM memberships")).scalars().all() == ["north"]


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_rows_that_would_point_to_nothing_stop_it_before_anything_is_kept(empty: Callable[[], str]) -> None:
    from alembic import command

    url = empty()
    command.upgrade(migrating._config(url), "0005")
    hang_up(url)
    file = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as careless:
        careless.execute("INSERT INTO memberships (id, user_id, tenant_id, person_id) VALUES ('m', 'u', 'gone', 'p')")
        careless.commit()

    with pytest.raises(RuntimeError, match="Rows of memberships would point to nothing"):
        migrate(url)

    with closing(sqlite3.connect(file)) as left:
        assert left.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]

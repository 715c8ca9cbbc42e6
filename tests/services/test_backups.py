"""A backup holds every row of every authority and comes back into an empty database only; what differs is named."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from core import db
from core.adapters.backups import Unfit, postgresql
from core.adapters.backups.census import differences
from core.adapters.roles import unsafe
from core.engines import engine
from core.models import Child
from core.services import backups
from core.settings import Settings
from tests.fixtures.app import Clock, Member
from tests.fixtures.applications import settings_for
from tests.fixtures.database import hang_up
from tests.fixtures.postgres import Postgres


@pytest.fixture
def installed(
    request: pytest.FixtureRequest, database_url: str, enroll: Callable[..., Member], tmp_path: Path
) -> Settings:
    """Two authorities, each with a child, and a file that was uploaded."""
    for authority in ("wexcombe", "larkhey"):
        enroll(authority, "Nadia Okafor")
        with db.session(database_url, authority, writes=True) as session:
            session.add(Child(local_id="C1", name="Mia Farrow-Jones", school="Ærøskøbing\tSchool ’24"))
            session.commit()
    uploads = tmp_path / "uploads"
    (uploads / "wexcombe").mkdir(parents=True)
    (uploads / "wexcombe" / "return.csv").write_bytes(b"CHILD,DOB\n")
    backup_url = database_url.replace("mooring_app@", "mooring_backup@")
    programs = request.getfixturevalue("postgres").programs if "postgresql" in database_url else None
    return replace(settings_for(database_url), backup_url=backup_url, upload_folder=uploads, pg_programs=programs)


@pytest.fixture
def new(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """Where there is no database yet, or an empty one: as the role that will own it."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored.sqlite'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    postgres.bootstrap("restored")
    yield postgres.url("restored", "mooring_owner")
    for role in ("owner", "app"):
        hang_up(postgres.url("restored", f"mooring_{role}"))
    postgres.drop("restored")


@pytest.fixture
def taken(installed: Settings, clock: Clock, tmp_path: Path) -> Path:
    folder = tmp_path / "backups" / "monday"
    backups.take(installed, folder, clock.now)
    return folder


def as_app(url: str) -> str:
    return url.replace("mooring_owner@", "mooring_app@")


def test_what_comes_back_is_what_was_there(
    installed: Settings, taken: Path, new: str, tmp_path: Path, clock: Clock
) -> None:
    back = backups.restore(taken, new, tmp_path / "back", installed.pg_programs)

    assert back.wrong == ()
    assert back.taken_at == clock.now
    assert back.census.authorities == ["larkhey", "wexcombe"]
    assert [head["authority"] for head in back.census.heads] == ["larkhey", "wexcombe"]
    assert (taken / backups.HEADS).read_text().count('"hash"') == 2
    assert back.census.tables["children"]["wexcombe"][0] == 1
    assert (tmp_path / "back" / "wexcombe" / "return.csv").read_bytes() == b"CHILD,DOB\n"
    with db.session(as_app(new), "larkhey") as session:
        assert [child.school for child in session.query(Child)] == ["Ærøskøbing\tSchool ’24"]
    assert unsafe(as_app(new)) == []
    assert backups.latest(installed.database_url) == clock.now
    assert backups.latest(as_app(new)) is None  # the copy is older than the note that it was taken


def test_a_copy_is_closed_to_others_and_its_manifest_names_nobody(taken: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in taken.rglob("*") if path.is_file()}

    assert modes == {0o600} and taken.stat().st_mode & 0o777 == 0o700
    manifest = (taken / "manifest.json").read_text()
    assert "Farrow" not in manifest and "Nadia" not in manifest
    assert json.loads(manifest)["census"]["revision"]


def test_a_database_in_which_there_is_something_is_left_alone(
    installed: Settings, taken: Path, owner_url: str, tmp_path: Path
) -> None:
    with pytest.raises(Unfit, match="There is something"):
        backups.restore(taken, owner_url, tmp_path / "back", installed.pg_programs)
    with pytest.raises(Unfit, match="There is something"):
        backups.restore(taken, owner_url, installed.upload_folder, installed.pg_programs)
    with pytest.raises(Unfit, match="folder of its own"):
        backups.take(installed, taken, backups.latest(installed.database_url) or pytest.fail("no copy"))


def test_a_copy_that_was_not_finished_or_changed_since_is_refused(
    installed: Settings, taken: Path, new: str, tmp_path: Path
) -> None:
    (database,) = taken.glob("database.*")
    with database.open("r+b") as file:
        file.seek(-3, os.SEEK_END)
        file.write(b"mia")
    with pytest.raises(Unfit, match="is not what was written"):
        backups.restore(taken, new, tmp_path / "back", installed.pg_programs)

    (taken / "manifest.json").unlink()
    with pytest.raises(Unfit, match="no finished copy"):
        backups.restore(taken, new, tmp_path / "back", installed.pg_programs)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_audit_that_ends_before_it_did_is_named(installed: Settings, taken: Path, new: str, tmp_path: Path) -> None:
    manifest = taken / "manifest.json"
    told = json.loads(manifest.read_text())
    told["census"]["heads"][0]["seq"] += 1
    manifest.write_text(json.dumps(told))
    back = backups.restore(taken, new, tmp_path / "back", installed.pg_programs)

    assert len(back.wrong) == 1
    assert back.wrong[0].startswith("audit of larkhey: ") and "cut off" in back.wrong[0]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_role_that_sees_only_some_rows_takes_no_backup(
    installed: Settings, owner_url: str, tmp_path: Path, clock: Clock
) -> None:
    for url in ("", installed.database_url, owner_url):
        with pytest.raises(Unfit, match="MOORING_BACKUP_URL"):
            backups.take(replace(installed, backup_url=url), tmp_path / "refused", clock.now)
        assert not list((tmp_path / "refused").glob("*.dump")) if (tmp_path / "refused").exists() else True


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_wall_right_or_row_that_is_not_as_it_was_is_named(
    installed: Settings, taken: Path, new: str, tmp_path: Path
) -> None:
    backups.restore(taken, new, tmp_path / "back", installed.pg_programs)
    before = postgresql.look(new)
    with engine(new).execution_options(tenant="wexcombe").begin() as owner:
        owner.execute(text("CREATE POLICY wide ON people USING (true)"))
        owner.execute(text("GRANT TRUNCATE ON events TO mooring_app"))
        owner.execute(text("UPDATE children SET name = 'Mia Farrow'"))
        owner.execute(text("ALTER TABLE children NO FORCE ROW LEVEL SECURITY"))
        owner.execute(text("DELETE FROM person_roles WHERE role = 'social_worker'"))
    said = "\n".join(differences(before, postgresql.look(new)))

    for words in (
        "children of wexcombe: a row is not what it was", "person_roles of wexcombe: 2 rows before, 1 now",
        "missing: public.children owner mooring_owner, row security t, forced t",
        "new: public.people policy wide", "new: public.events right TRUNCATE to mooring_app",
    ):  # fmt: skip
        assert words in said
    assert "larkhey" not in said

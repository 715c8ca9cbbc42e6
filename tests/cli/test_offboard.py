"""`mooring offboard`: an authority leaves with everything, by two people, and the others' rows are what they were."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from core import db
from core.audit.entries import Trail
from core.cli import main
from core.models import Child, LegalHold, Membership, Offboarding, Tenant, User
from tests import factories as made
from tests.fixtures.app import Member
from tests.services.retained import Retained, bare, retained
from tests.web.walls import contents

__all__ = ["bare", "retained"]
Command = Callable[..., Result]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, owner_url: str, tmp_path: Path) -> dict[str, str]:
    """What the commands read, here and in a process of their own."""
    said = {
        "MOORING_DATABASE_URL": database_url, "MOORING_OWNER_URL": owner_url, "MOORING_PLUGINS": "authority_a",
        "MOORING_UPLOAD_FOLDER": str(tmp_path / "uploads"), "MOORING_SECRET_KEY": "only for tests",
    }  # fmt: skip
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return said


@pytest.fixture
def mooring(environment: dict[str, str]) -> Command:
    """`mooring("offboard", …)` on the test's database."""
    return lambda *said: CliRunner().invoke(main, [str(one) for one in said], catch_exceptions=False)


def beside(one: Retained, enroll: Callable[..., Member], place: Path) -> Member:
    """Another authority with a child; one of its staff works for the authority that leaves as well. Both have files."""
    sam = enroll("larkhey", "Sam Dwyer")
    desk = one.one.desk(sam)
    made.child(desk, "Ned Alder", "N-1")
    desk.db.commit()
    enroll("wexcombe", "Sam Dwyer", user_id=sam.user_id)
    for tenant in ("larkhey", "wexcombe"):
        folder = place / "uploads" / "imports" / tenant / "run"
        folder.mkdir(parents=True)
        (folder / "0.csv").write_text("CHILD,DOB\n")
    return sam


def everything(url: str) -> dict[str, Any]:
    """A digest of every row of the authority that stays, and of who may enter it."""
    rows = contents(url, "larkhey")
    with db.session(url, None) as session:
        entering = session.execute(select(Membership.id, Membership.user_id).where(Membership.tenant_id == "larkhey"))
        rows["memberships"] = [str(row) for row in entering]
        rows["tenants"] = [str(row) for row in session.execute(select(Tenant.name).where(Tenant.id == "larkhey"))]
    return {table: hashlib.sha256("\n".join(found).encode()).hexdigest() for table, found in rows.items()}


def code_in(out: Path) -> str:
    (found,) = re.findall(r"--code (\S+)", (out / "CONFIRM-OFFBOARDING.txt").read_text())
    return str(found)


def test_it_takes_an_export_of_all_there_is_two_people_and_no_hold(
    mooring: Command, bare: Retained, enroll: Callable[..., Member], tmp_path: Path, database_url: str
) -> None:
    beside(bare, enroll, tmp_path)
    first, out = tmp_path / "first", tmp_path / "out"
    none = mooring("offboard", "wexcombe", out, "--by", "Ann Leith")
    mooring("export-authority", "wexcombe", first)
    other = mooring("offboard", "larkhey", first, "--by", "Ann Leith")
    desk = bare.desk(bare.proposer)
    bare.child(desk).school = "Northmoor"
    desk.db.commit()
    changed = mooring("offboard", "wexcombe", first, "--by", "Ann Leith")
    mooring("export-authority", "wexcombe", out)
    early = mooring("offboard", "wexcombe", out, "--code", "AAAA-BBBB-CCCC-DDDD", "--second", "Owen Price")
    asked = mooring("offboard", "wexcombe", out, "--by", "Ann Leith")
    wrong = mooring("offboard", "wexcombe", out, "--code", "AAAA-BBBB-CCCC-DDDD", "--second", "Owen Price")
    alone = mooring("offboard", "wexcombe", out, "--code", code_in(out), "--second", " ann  leith")
    (out / "tables" / "children.csv").write_text("")
    damaged = mooring("offboard", "wexcombe", out, "--code", code_in(out), "--second", "Owen Price")

    for answer, why in (
        (none, "no whole export"), (other, "an export of wexcombe"), (changed, "has changed in: children"),
        (early, "Nobody has asked"), (wrong, "not the code"), (alone, "Somebody else than whoever asked"),
        (damaged, "tables/children.csv in"),
    ):  # fmt: skip
        assert answer.exit_code == 1 and why in answer.output, answer.output
    assert asked.exit_code == 0 and (out / "CONFIRM-OFFBOARDING.txt").stat().st_mode & 0o077 == 0
    desk = bare.desk(bare.proposer)
    who = {"placed_by_id": desk.actor.person_id, "placed_by": "Gareth Linn", "placed_at": desk.now}
    desk.db.add(LegalHold(child_id=None, reason="A claim", review_on=date(2026, 6, 1), **who))
    desk.db.commit()
    held = mooring("offboard", "wexcombe", out, "--by", "Ann Leith")
    assert held.exit_code == 1 and "legal hold" in held.output
    assert len(contents(database_url, "wexcombe")["children"]) == 1


def test_all_of_it_goes_and_the_others_rows_are_what_they_were(
    mooring: Command,
    retained: Retained,
    enroll: Callable[..., Member],
    tmp_path: Path,
    database_url: str,
    owner_url: str,
) -> None:
    neighbour = beside(retained, enroll, tmp_path)
    before, out = everything(database_url), tmp_path / "out"
    mooring("export-authority", "wexcombe", out)
    mooring("offboard", "wexcombe", out, "--by", "Ann Leith")
    with db.session(database_url, "wexcombe", writes=True) as session:
        session.info["entries"] = [Trail(actor_name="Nadia Okafor").entry("read", child_id=retained.child_id)]
        session.commit()
    manifest = json.loads((out / "manifest.json").read_text())

    answer = mooring("offboard", "wexcombe", out, "--code", code_in(out), "--second", "Owen Price")
    again = mooring("offboard", "wexcombe", out)

    assert answer.exit_code == 0 and "Wexcombe Borough Council has left" in answer.output, answer.output
    assert again.output == answer.output
    assert {table: rows for table, rows in contents(database_url, "wexcombe").items() if rows} == {}
    assert everything(database_url) == before
    with db.session(database_url, None) as session:
        assert session.scalars(select(Tenant.id)).all() == ["larkhey"]
        assert session.scalars(select(User.id)).all() == [neighbour.user_id]
        left = session.scalars(select(Offboarding)).one()
    assert (left.name, left.state, left.asked_by, left.confirmed_by) == (
        "Wexcombe Borough Council", "done", "Ann Leith", "Owen Price")  # fmt: skip
    assert left.manifest == hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()
    (later,) = (out / "audit-after-export.jsonl").read_text().splitlines()
    assert json.loads(later)["child_id"] == retained.child_id
    exported = manifest["files"]["tables/audit_entries.jsonl"]["rows"]
    assert left.counts["children"] == 2 and left.counts["audit_entries"] == exported + 1
    assert [one.name for one in (tmp_path / "uploads" / "imports").iterdir()] == ["larkhey"]
    with db.session(owner_url, "larkhey", writes=True) as session, pytest.raises(DBAPIError, match="only added to"):
        session.execute(text("UPDATE audit_entries SET verb = 'x'"), execution_options={"guarded": True})


KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
seen = []

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    seen.append(statement.startswith("DELETE"))
    if sum(seen) == 25:
        os.kill(os.getpid(), signal.SIGKILL)

from core.cli import main
main()
"""


def test_killed_in_the_middle_it_has_done_nothing_and_run_again_it_finishes(
    mooring: Command, environment: dict[str, str], bare: Retained, enroll: Callable[..., Member], tmp_path: Path,
    database_url: str,
) -> None:  # fmt: skip
    beside(bare, enroll, tmp_path)
    out = tmp_path / "out"
    mooring("export-authority", "wexcombe", out)
    mooring("offboard", "wexcombe", out, "--by", "Ann Leith")
    before = contents(database_url, "wexcombe")
    said = ["offboard", "wexcombe", str(out), "--code", code_in(out), "--second", "Owen Price"]

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *said], env={**os.environ, **environment}, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert contents(database_url, "wexcombe") == before
    assert mooring(*said).exit_code == 0
    assert not any(contents(database_url, "wexcombe").values())
    with db.session(database_url, "larkhey") as session:
        assert session.scalars(select(Child.name)).all() == ["Ned Alder"]


def test_what_was_begun_is_finished_by_running_it_again(
    mooring: Command, bare: Retained, enroll: Callable[..., Member], tmp_path: Path, database_url: str
) -> None:
    beside(bare, enroll, tmp_path)
    out = tmp_path / "out"
    mooring("export-authority", "wexcombe", out)
    mooring("offboard", "wexcombe", out, "--by", "Ann Leith")
    mooring("offboard", "wexcombe", out, "--code", code_in(out), "--second", "Owen Price")
    with db.session(database_url, None, writes=True) as session:
        session.execute(update(Offboarding).values(state="deleted"))
        session.commit()
    with db.session(database_url, "wexcombe", writes=True) as session:
        session.add(Child(local_id="L-1", name="Late"))  # a request in flight
        session.commit()
    (tmp_path / "uploads" / "imports" / "wexcombe").mkdir()

    answer = mooring("offboard", "wexcombe", out)

    assert answer.exit_code == 0 and "has left" in answer.output
    assert not any(contents(database_url, "wexcombe").values())
    assert not (tmp_path / "uploads" / "imports" / "wexcombe").exists()

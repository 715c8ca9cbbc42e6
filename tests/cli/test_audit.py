"""`mooring audit`: the chains of one authority or of all are checked, and their heads exported and compared."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core import db
from core.adapters.offboarding import leaving
from core.cli import main
from core.services.desk import Desk
from tests import factories as made

Command = Callable[..., Result]


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, database_url: str, desk: Desk) -> Command:
    """`audit("verify", "wexcombe")` on the test's database, in which a child was added."""
    made.child(desk)
    desk.db.commit()
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    return lambda *arguments: CliRunner().invoke(main, ["audit", *arguments], catch_exceptions=False)


def test_what_is_as_it_was_written_is_said_and_that_it_was_checked_is_written(audit: Command) -> None:
    first, second = audit("verify"), audit("verify", "wexcombe")

    number = int(first.output.split()[1])
    assert first.output.startswith(f"wexcombe: {number} entries, no faults; no head kept elsewhere was given\n")
    assert f"{number} entries of 1 authorities checked in " in first.output
    assert "entries a second" in first.output
    assert second.output.startswith(f"wexcombe: {number + 1} entries, no faults")
    assert first.exit_code == second.exit_code == 0


def test_a_tail_that_was_cut_with_its_head_is_found_against_one_kept_elsewhere(
    audit: Command, tmp_path: Path, owner_url: str
) -> None:
    kept = tmp_path / "heads.jsonl"
    kept.write_text(audit("head").output)
    assert json.loads(kept.read_text())["authority"] == "wexcombe"
    assert audit("verify", "--head", str(kept)).output.startswith("wexcombe: ")

    with leaving(owner_url, "wexcombe") as connection:
        for table in ("audit_entries", "audit_heads"):
            connection.execute(text(f"DELETE FROM {table} WHERE tenant_id = 'wexcombe'"))

    alone, known = audit("verify"), audit("verify", "--head", str(kept))
    assert alone.exit_code == 0
    assert known.exit_code == 1
    assert "  Entry 1 is not the one" in known.output or "were cut off: a head kept elsewhere" in known.output


def test_what_cannot_be_read_is_refused_with_a_sentence(audit: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "heads.jsonl"
    wrong.write_text("monday\n")

    assert "heads.jsonl is not a file of heads" in audit("verify", "--head", str(wrong)).output
    assert "There is no authority 'nowhere' here." in audit("head", "nowhere").output
    assert audit("head", "nowhere").exit_code == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_authority_that_leaves_is_the_only_one_whose_audit_may_go(desk: Desk, owner_url: str) -> None:
    made.child(desk)
    desk.db.commit()

    with pytest.raises(DBAPIError, match="only added to"), leaving(owner_url, "larkhey") as connection:
        connection.execute(text("SELECT set_config('app.tenant', 'wexcombe', true)"))
        connection.execute(text("DELETE FROM audit_entries"))

    with db.session(owner_url, "wexcombe") as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entries"), execution_options={"guarded": True})

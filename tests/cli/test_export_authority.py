"""`mooring export-authority`: everything of one authority, read back with nothing but Python, and nothing of others."""

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from core.adapters.sealing import seal
from core.cli import main
from core.db import Base, session
from core.models import Child, User
from core.services.handover.streaming import AT_ONCE, rows
from core.services.handover.tables import SECRET, exported, owned
from tests.fixtures.app import Member
from tests.fixtures.applications import settings_for
from tests.services.retained import Retained, retained
from tests.web.walls import contents

__all__ = ["retained"]
Command = Callable[..., Result]


@pytest.fixture
def mooring(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> Command:
    """`mooring("export-authority", …)` on the test's database."""
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.setenv("MOORING_UPLOAD_FOLDER", str(tmp_path / "uploads"))
    monkeypatch.setenv("MOORING_PLUGINS", "authority_a")
    return lambda *said: CliRunner().invoke(main, [str(one) for one in said], catch_exceptions=False)


def test_it_is_read_back_without_mooring(
    mooring: Command, retained: Retained, enroll: Callable[..., Member], tmp_path: Path, database_url: str
) -> None:
    enroll("larkhey", "Sam Dwyer")
    desk = retained.desk(retained.proposer)
    retained.child(desk).school = '=HYPERLINK("x")'
    desk.db.commit()
    with session(database_url, None, writes=True) as writing:
        user = writing.scalars(select(User).where(User.name == "Gareth Linn")).one()
        user.factor = seal(settings_for(database_url), "JBSWY3DPEHPK3PXP")
        writing.commit()
    upload = tmp_path / "uploads" / "imports" / "wexcombe" / "run" / "0.csv"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"CHILD,DOB\n")
    out = tmp_path / "out"

    answer = mooring("export-authority", "wexcombe", out, "--by", "Ann Leith")

    assert answer.exit_code == 0, answer.output
    manifest = json.loads((out / "manifest.json").read_text())
    assert hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest() in answer.output
    there = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()} - {"manifest.json"}
    assert there == set(manifest["files"])
    for name, said in manifest["files"].items():
        data = (out / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (said["sha256"], said["bytes"]), name
        assert (out / name).stat().st_mode & 0o077 == 0

    tables = {name: read_lines(out / "tables" / f"{name}.jsonl") for name in json.loads(text_of(out, "schema.json"))}
    held = contents(database_url, "wexcombe")
    assert {name: len(found) for name, found in tables.items() if name in held} == {
        name: len(found) for name, found in held.items()
    }
    assert {row["tenant_id"] for found in tables.values() for row in found if "tenant_id" in row} == {"wexcombe"}
    assert [row["id"] for row in tables["tenants"]] == ["wexcombe"]
    assert {row["id"] for row in tables["users"]} == {row["user_id"] for row in tables["memberships"]}
    points_to_what_is_there(tables, json.loads(text_of(out, "schema.json")))
    assert any(row["verb"] == "exported the authority" and row["actor_name"] == "Ann Leith" for row in tables["events"])

    for name, found in tables.items():
        with (out / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as sheet:
            cells = list(csv.DictReader(sheet))
        assert len(cells) == len(found) == manifest["files"][f"tables/{name}.csv"]["rows"], name
        assert not any(str(cell).startswith(("=", "+", "-", "@")) for row in cells for cell in row.values()), name
    (row,) = (one for one in tables["children"] if one["id"] == retained.child_id)
    assert row["school"] == '=HYPERLINK("x")' and row["born"] == "1950-03-01"

    document = tables["procedure_documents"][0]
    assert (out / document["content"]).read_bytes() == b"In full."
    assert (out / "files/imports/run/0.csv").read_bytes() == b"CHILD,DOB\n"
    assert "A14" in text_of(out, "procedures/authority_a.md")
    whole = "".join(text_of(out, name) for name in manifest["files"] if name.startswith("tables/"))
    assert user.email in whole and user.factor not in whole and "argon2" not in whole


def text_of(out: Path, name: str) -> str:
    return (out / name).read_text(encoding="utf-8")


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def points_to_what_is_there(tables: dict[str, list[dict[str, Any]]], schema: dict[str, Any]) -> None:
    """Every key of every row leads to a row of the export, so that a program can put it together again."""
    for name, table in schema.items():
        for key in table["foreign_keys"]:
            known = {tuple(row[c] for c in key["to"]) for row in tables[key["table"]]}
            for row in tables[name]:
                value = tuple(row[column] for column in key["columns"])
                assert None in value or value in known, (name, key, value)


def test_nothing_is_written_where_something_stands_or_of_nobody(
    mooring: Command, member: Member, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear")

    full = mooring("export-authority", "wexcombe", tmp_path / "full")
    nobody = mooring("export-authority", "nowhere", tmp_path / "new")

    assert full.exit_code == nobody.exit_code == 1
    assert "is not empty" in full.output and "There is no authority 'nowhere'" in nobody.output
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert not (tmp_path / "new").exists()


def test_rows_come_a_part_at_a_time_each_once(member: Member, database_url: str) -> None:
    with session(database_url, "wexcombe", writes=True) as writing:
        writing.add_all(Child(local_id=f"N-{n}", name=f"Child {n}") for n in range(2 * AT_ONCE))
        writing.commit()
    (children,) = (one for one in exported("wexcombe") if one.name == "children")

    with session(database_url, "wexcombe") as reading:
        found = [row["id"] for row in rows(reading, children)]

    assert len(found) == len(set(found)) == 2 * AT_ONCE
    assert found == sorted(found)


def test_every_table_of_an_authority_is_taken_along_and_no_secret() -> None:
    taken = {one.name: {c.name for c in one.columns} for one in exported("wexcombe")}

    assert {name for name, table in Base.metadata.tables.items() if owned(table)} <= set(taken)
    assert {"tenants", "users", "memberships"} <= set(taken)
    hashes = {f"{name}.{column}" for name, columns in taken.items() for column in columns if "hash" in column}
    assert hashes - {"audit_entries.hash", "audit_heads.hash"} == set()
    assert {column for columns in taken.values() for column in columns if SECRET.search(column)} == set()

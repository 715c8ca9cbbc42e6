"""What operators are told: `mooring check --deploy`, `mooring backup` and `mooring restore`, and how each ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from tests.fixtures.app import Member
from tests.fixtures.database import hang_up

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(
    database_url: str, enroll: Callable[..., Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Runs a command in an installation with one authority."""
    enroll("wexcombe", "Nadia Okafor")
    for name, value in {
        "DATABASE_URL": database_url, "SECRET_KEY": "only for tests", "UPLOAD_FOLDER": str(tmp_path / "uploads"),
        "PLUGINS": "",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"MOORING_{name}", value)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_each_check_is_a_line_and_one_that_fails_ends_with_1(run: Callable[..., Result]) -> None:
    done = run("check", "--deploy")
    lines = done.output.splitlines()

    assert done.exit_code == 1
    assert any(line.startswith("  fail  database: is SQLite") for line in lines)
    assert any(line.startswith("  ok    migrations: are all applied.") for line in lines)
    failed = sum(line.startswith("  fail") for line in lines)
    assert lines[-1].startswith(f"{len(lines) - 1} checks: {failed} failed")
    assert "only for tests" not in done.output


def test_a_copy_is_told_in_figures_and_so_is_what_came_back(run: Callable[..., Result], tmp_path: Path) -> None:
    there = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    taken = run("backup", tmp_path / "copy")
    assert taken.exit_code == 0
    assert "of 1 authority and 0 uploaded files" in taken.output

    back = run("restore", tmp_path / "copy", "--into", there, "--uploads", tmp_path / "back")
    assert back.exit_code == 0
    assert "less than a minute ago" in back.output
    assert "Every count, digest, right and rule is as it was." in back.output

    again = run("restore", tmp_path / "copy", "--into", there, "--uploads", tmp_path / "back")
    assert again.exit_code == 1
    assert "There is something at" in again.output
    hang_up(there)


def test_a_copy_that_differs_is_not_to_be_served(run: Callable[..., Result], tmp_path: Path) -> None:
    run("backup", tmp_path / "copy")
    manifest = tmp_path / "copy" / "manifest.json"
    told = json.loads(manifest.read_text())
    told["census"]["tables"]["people"]["wexcombe"][0] += 1
    manifest.write_text(json.dumps(told))
    back = run("restore", tmp_path / "copy", "--into", f"sqlite:///{tmp_path / 'other.sqlite'}")

    assert back.exit_code == 1
    assert "people of wexcombe: 2 rows before, 1 now" in back.output
    assert "Do not serve this copy." in back.output

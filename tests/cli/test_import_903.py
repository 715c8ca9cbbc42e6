"""`mooring import-903` as somebody at a shell meets it: JSON on standard output, a sentence on standard error."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from core import db
from core.cli import main
from core.models import Child, ImportIssue, ImportRun, Placement
from tests.fixtures.app import Member
from tests.fixtures.ssda903 import EPISODES, HEADER, csv_bytes, episode, header

ROWS = [
    episode("01/05/2024", "S", "U6", "10/09/2024", "X1", "CREQB"),
    episode("10/09/2024", "P", "U4", post="ZZ2 2BB"),
    episode("01/05/2024", "S", "Q9", child="C2"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "header.csv").write_bytes(csv_bytes([header("C1"), header("C2")], HEADER))
    (tmp_path / "episodes.csv").write_bytes(csv_bytes(ROWS, EPISODES))
    return tmp_path


Command = Callable[..., Result]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, database_url: str, folder: Path) -> Command:
    """`command("wexcombe", "--dry-run")` with this folder's files, on the test's database."""
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.chdir(folder)
    usual = ("--header", "header.csv", "--episodes", "episodes.csv")

    def run(*arguments: str, files: tuple[str, ...] = usual) -> Result:
        return CliRunner().invoke(main, ["import-903", *arguments, *files], catch_exceptions=False)

    return run


def stored(url: str, tenant: str, model: Any) -> list[Any]:
    with db.session(url, tenant) as session:
        return list(session.scalars(select(model)))


def test_a_return_is_loaded_and_summed_up(command: Command, member: Member, database_url: str, folder: Path) -> None:
    done = command(member.tenant, "--report", "report.csv", "--stays", "stays.csv")

    said = json.loads(done.stdout)
    assert done.exit_code == 0 and done.stderr == ""
    assert (said["authority"], said["dry_run"], said["years"], said["quarantined"]) == (member.tenant, False, [2024], 1)
    assert said["loaded"]["placements_added"] == 2 and said["issues"]["by_code"] == {"bad_place": 1}
    assert len(stored(database_url, member.tenant, Placement)) == 2
    (run,) = stored(database_url, member.tenant, ImportRun)
    assert (run.state, run.by_name, run.summary["loaded"]) == ("loaded", "Import command", said["loaded"])
    assert [one.code for one in stored(database_url, member.tenant, ImportIssue)] == ["bad_place"]
    report = (folder / "report.csv").read_text().splitlines()
    assert report[0] == "FILE,LINE,CHILD,COLUMN,VALUE,CODE,SEVERITY,ACTION" and len(report) == 2
    assert (folder / "stays.csv").read_text().splitlines()[1:] == [
        "C1,1,1,01/05/2024,10/09/2024,U6,U6,PR1,CREQB,move,0,1",
        "C1,1,2,10/09/2024,,U4,U4,PR1,,,0,1",
    ]


def test_a_dry_run_needs_neither_database_nor_authority(
    command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("MOORING_DATABASE_URL", f"sqlite:///{folder}/none/none.sqlite")

    done = command("nowhere", "--dry-run", "--stays", "stays.csv")

    assert done.exit_code == 0 and json.loads(done.stdout)["stays"] == 2
    assert (folder / "stays.csv").is_file() and not (folder / "none").exists()


def test_files_given_under_the_wrong_option_are_known_by_their_columns(command: Command, member: Member) -> None:
    done = command(member.tenant, "--dry-run", files=("--header", "episodes.csv", "--episodes", "header.csv"))

    assert done.exit_code == 0 and json.loads(done.stdout)["stays"] == 2


def test_several_years_are_given_one_after_another(command: Command, member: Member, folder: Path) -> None:
    later = [episode("10/09/2024", "P", "U4", "02/02/2026", "E4A", post="ZZ2 2BB")]
    (folder / "later.csv").write_bytes(csv_bytes(later, EPISODES))
    given = ("--header", "header.csv", "--episodes", "later.csv", "--episodes", "episodes.csv")

    done = command(member.tenant, "--dry-run", files=given)

    said = json.loads(done.stdout)
    assert (said["years"], said["stays"], said["accounting"]["told_again"]) == ([2024, 2025], 2, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no such file"),
        (b"", "It is empty"),
        (b"\x00\x01\x02", "not a text file"),
        (b"PK\x03\x04....", "Excel workbook"),
        (b"\n", "has no column names"),
        (b"A,B\n1,2\n", "not those of any file"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_writes_nothing(
    command: Command, member: Member, database_url: str, folder: Path, content: bytes | None, words: str
) -> None:
    if content is None:
        (folder / "episodes.csv").unlink()
    else:
        (folder / "episodes.csv").write_bytes(content)

    done = command(member.tenant, "--report", "report.csv")

    assert done.exit_code == 2
    assert words in done.stderr and words in json.loads(done.stdout)["problem"]
    assert "Traceback" not in done.stderr
    assert stored(database_url, member.tenant, ImportRun) == [] and not (folder / "report.csv").exists()


def test_a_file_with_column_names_only_loads_nothing_and_says_so(
    command: Command, member: Member, database_url: str, folder: Path
) -> None:
    (folder / "episodes.csv").write_bytes(csv_bytes([], EPISODES))

    done = command(member.tenant)

    said = json.loads(done.stdout)
    assert done.exit_code == 0 and said["issues"]["by_code"] == {"no_rows": 1}
    assert stored(database_url, member.tenant, Child) == []


def test_an_authority_that_does_not_exist_is_said_with_those_that_do(command: Command, member: Member) -> None:
    done = command("wexcomb")

    assert done.exit_code == 2
    assert done.stderr == "There is no authority 'wexcomb' here. There is: wexcombe.\n"


def test_without_a_database_the_command_says_how_to_make_one(
    command: Command, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("MOORING_DATABASE_URL", f"sqlite:///{folder}/none.sqlite")

    done = command("wexcombe")

    assert done.exit_code == 2 and "mooring migrate" in done.stderr
    assert not (folder / "none.sqlite").exists()


def test_a_report_that_cannot_be_written_stops_the_import_before_it_loads(
    command: Command, member: Member, database_url: str
) -> None:
    done = command(member.tenant, "--report", "no/such/folder/report.csv")

    assert done.exit_code == 2 and "cannot be written" in done.stderr
    assert stored(database_url, member.tenant, Child) == []


def test_an_import_that_meets_another_is_refused_and_changes_nothing(
    command: Command, member: Member, database_url: str
) -> None:
    with db.session(database_url, member.tenant, writes=True) as other:
        other.scalars(select(Child)).all()
        assert db.alone(other, "import")

        done = command(member.tenant)

    assert done.exit_code == 2 and done.stderr.endswith((".\n",))
    assert stored(database_url, member.tenant, Child) == []

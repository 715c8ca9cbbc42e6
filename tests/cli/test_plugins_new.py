"""`mooring plugins new`: a package that keeps the contract as it stands, or a sentence and nothing written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from setuptools import Distribution

from core.cli import main
from core.services.contract import check

TOP = Path(__file__).parents[2]
WRITTEN = {
    "README.md", "cases.toml", "procedure.md", "plugin.py", "pyproject.toml", "test_harrowmere.py", "__init__.py",
}  # fmt: skip


def new(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["plugins", "new", *arguments, "--into", str(folder)])
    return result.exit_code, result.output


def run(folder: Path, *command: str, path: Path = TOP) -> str:
    """What a command prints that is run in `folder` by somebody who has Mooring installed; it has to succeed."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(TOP), str(path)])}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def mooring(folder: Path, *arguments: str, path: Path = TOP) -> str:
    return run(folder, "-c", "from core.cli import main; main()", *arguments, path=path)


def test_what_is_written_keeps_the_contract_where_it_lies_and_says_that_it_is_a_placeholder(tmp_path: Path) -> None:
    status, said = new(tmp_path, "harrowmere")

    made = tmp_path / "harrowmere"
    assert status == 0 and f"mooring plugins check {made}" in said
    assert {path.name for path in made.rglob("*") if path.is_file()} == WRITTEN
    checked = check(made)
    assert [fault for one in checked for fault in one.faults] == []
    assert checked[-1].what == "3 cases come out as expected"
    procedure = (made / "harrowmere" / "procedure.md").read_text()
    assert procedure.count("## H0") == procedure.count("\nPlaceholder:") == 2
    assert not {"harrowmere", "harrowmere.plugin"} & set(sys.modules), "a check leaves nothing behind"


def test_its_tests_run_its_layout_is_ours_and_installed_it_is_found_by_its_name(tmp_path: Path) -> None:
    new(tmp_path, "harrowmere", "--title", 'Harrow & "Mere"', "--document", "Early endings\\Learning, 2026")
    made, site = tmp_path / "harrowmere", tmp_path / "site"

    assert "2 passed" in run(made, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    run(made, "-m", "ruff", "check", "--no-cache", "--config", str(TOP / "pyproject.toml"), ".")
    run(made, "-m", "ruff", "format", "--check", "--no-cache", "--config", str(TOP / "pyproject.toml"), ".")
    assert "harrowmere keeps the contract" in mooring(tmp_path, "plugins", "check", "harrowmere")
    assert "Window (H02): no earliest day to 2026-04-24" in mooring(made, "try", ".", "harrowmere/cases.toml")
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet", "--target", str(site))
    run(tmp_path, "-m", "pip", "install", "--disable-pip-version-check", *offline, str(made))
    shutil.rmtree(made)
    assert "harrowmere keeps the contract" in mooring(tmp_path, "plugins", "check", "harrowmere", path=site)
    listed = mooring(tmp_path, "plugins", "list", path=site)
    [row] = [line for line in listed.splitlines() if line.startswith("harrowmere")]
    assert 'Harrow & "Mere"' in row and "not on the operators' list" in row


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Harrow Mere", "small letters, digits and underscores"),
        ("2harrow", "beginning with a letter"),
        ("_harrow", "beginning with a letter"),
        ("../harrow", "cannot be a plugin's name"),
        ("harrow" * 7, "up to 40"),
        ("", "cannot be a plugin's name"),
        ("class", "'class' is a word of Python itself"),
        ("match", "'match' is a word of Python itself"),
        ("authority_a", "There is a plugin called 'authority_a' here already"),
        ("json", "'json' is the name of a Python package that is here already"),
        ("core", "'core' is the name of a Python package that is here already"),
        ("there", "is there already, and stays as it is"),
    ],
)
def test_a_name_that_will_not_do_is_refused_and_nothing_is_written(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "kept.txt").write_text("Mine.")

    status, said = new(tmp_path, name)

    assert status == 1 and sentence in said and "Traceback" not in said
    assert [path.name for path in tmp_path.rglob("*")] == ["there", "kept.txt"]


@pytest.mark.parametrize(("option", "value"), [("--title", "Two\nlines"), ("--document", "x" * 101)])
def test_a_title_or_document_that_is_no_line_is_refused(tmp_path: Path, option: str, value: str) -> None:
    status, said = new(tmp_path, "harrowmere", option, value)

    assert status == 1 and f"Write the {option[2:]} in one line of at most 100 characters." in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_filled_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = Path.write_text, []

    def full(self: Path, *given: str, **more: str) -> int:
        written.append(self.name)
        if len(written) == 4:
            raise OSError(28, "No space left on device")
        return real(self, *given, **more)

    monkeypatch.setattr(Path, "write_text", full)
    status, said = new(tmp_path, "harrowmere")

    assert status == 1 and "could not be written: No space left on device." in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_to_write_into_that_is_not_there_is_named(tmp_path: Path) -> None:
    status, said = new(tmp_path / "nowhere", "harrowmere")

    assert status == 2 and "does not exist" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "pyproject.toml could not be read: No such file or directory."),
        ("[project", "pyproject.toml is not a TOML file"),
        ("[project]\nname = 'x'\n", "pyproject.toml names no plugin; add it under [project.entry-points."),
        (
            "[project.entry-points.'mooring.plugins']\none = 'one.plugin'\ntwo = 'two.plugin'\n",
            "pyproject.toml names one, two; install it, and check each by its name.",
        ),
    ],
)
def test_a_folder_without_a_plugin_is_told_what_is_missing(tmp_path: Path, text: str | None, sentence: str) -> None:
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)

    [checked] = check(tmp_path)

    assert sentence in checked.faults[0].sentence
    result = CliRunner().invoke(main, ["plugins", "check", str(tmp_path)])
    assert result.exit_code == 1 and sentence in result.output


def test_an_installed_mooring_has_the_skeleton(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    project = Distribution()
    project.parse_config_files()
    build = project.get_command_obj("build_py")
    build.ensure_finalized()

    packed = {
        (Path(folder) / name).resolve()
        for _, folder, _, names in build.get_data_files_without_manifest()
        for name in names
    }

    skeleton = set((TOP / "core" / "cli" / "skeleton").rglob("*.txt"))
    assert len(skeleton) == 7 and skeleton <= packed

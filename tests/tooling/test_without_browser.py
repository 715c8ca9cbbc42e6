"""Without a Chromium the journeys are left out and named, and the rest passes; in CI they are errors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
SUITE = """
def test_reads_a_page(browser_page):
    browser_page.goto("about:blank")

def test_counts():
    assert 1 + 1 == 2
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder with one journey and one plain test, under this project's own fixtures."""
    (tmp_path / "conftest.py").write_text((TOP / "tests" / "conftest.py").read_text())
    (tmp_path / "test_suite.py").write_text(SUITE)
    return tmp_path


def outcome(suite: Path, *options: str, ci: str = "") -> tuple[int, str]:
    """Exit status and output of a run in which no browser is to be found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"MOORING_CHROMIUM": str(suite / "nowhere"), "CI": ci}
    command = [sys.executable, "-m", "pytest", "-c", str(TOP / "pyproject.toml"), "-p", "no:cacheprovider"]
    answer = subprocess.run(
        [*command, *options, str(suite)],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return answer.returncode, answer.stdout


@pytest.mark.parametrize("options", [("-n", "0"), ("-n", "2")], ids=["alone", "with workers"])
def test_journeys_are_named_and_the_rest_passes(suite: Path, options: tuple[str, str]) -> None:
    status, output = outcome(suite, *options)

    assert status == 0
    assert "JOURNEYS NOT RUN" in output and "test_reads_a_page" in output
    assert "1 passed" in output


def test_in_ci_a_missing_browser_is_an_error(suite: Path) -> None:
    status, output = outcome(suite, ci="true")

    assert status == 1
    assert "There is no Chromium for this journey" in output
    assert "1 passed, 1 error" in output

"""A plugin of pytest's for one run under the harness: which tests passed, which did not, and whose code was tried."""

import json
import sys
from pathlib import Path

import pytest

OURS = {"core", "plugins", "migrations", "tests"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--witness FILE`: where to write it down."""
    parser.addoption("--witness", help="write down what ran, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    """From now on."""
    if config.getoption("--witness"):
        config.pluginmanager.register(Witness(config), "mutants-witness")


class Witness:
    """`failed` holds pairs of a test's id and of when it failed: "setup", "call" or "teardown"."""

    def __init__(self, config: pytest.Config):
        self.file, self.top = Path(config.getoption("--witness")), config.rootpath
        self.passed: list[str] = []
        self.failed: list[tuple[str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append((report.nodeid, str(report.when)))
        elif report.when == "call" and report.passed:
            self.passed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        said = {"passed": self.passed, "failed": self.failed, "strangers": strangers(self.top)}
        self.file.write_text(json.dumps(said))


def strangers(top: Path) -> list[str]:
    """The modules under our names that were not read from `top`; `core` itself where it was not read at all."""
    found = [] if "core" in sys.modules else ["core was not imported"]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name.partition(".")[0] in OURS and file and not Path(file).resolve().is_relative_to(top.resolve()):
            found.append(f"{name} from {file}")
    return sorted(found)

"""Which row of the requirements is proven by which tests, on which pages.

A test named after a row (`test_a07_…`, `test_b03_b04_…`) proves it. A plugin of pytest: with `--rows` the table is
printed at the end, and a row that no passing test shows on a page makes the run fail. `make rows` runs these tests
alone (`--rows-only`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROWS = (
    *(f"A{n:02}" for n in range(1, 21)),
    *(f"B{n:02}" for n in range(1, 12)),
    *(f"C{n:02}" for n in range(1, 11)),
    *(f"D{n:02}" for n in range(1, 8)),
    *(f"E{n:02}" for n in range(1, 13)),
    *(f"K{n:02}" for n in range(1, 9)),
)
NAMED = re.compile(r"^test_((?:[a-ek]\d\d[a-z]?_)+)")
BESIDE = ("static", "sign_in", "authorities", "about")
"""Blueprints that every journey passes and that prove nothing."""

visited: set[str] = set()


def rows_of(test: str) -> list[str]:
    """The rows that a test's name claims: "test_b03_b04_the_record" → ["B03", "B04"]."""
    found = NAMED.match(test)
    return [part[:3].upper() for part in found[1].rstrip("_").split("_")] if found else []


def pages_of(report: pytest.TestReport) -> set[str]:
    """The pages that a test asked for, as `pytest_runtest_call` noted them."""
    noted: Any = dict(report.user_properties).get("pages", ())
    return set(noted)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rows`."""
    parser.addoption("--rows", action="store_true", help="print row → tests → pages, and fail on a row without proof")
    parser.addoption("--rows-only", action="store_true", help="run only the tests that are named after a row")


def pytest_configure(config: pytest.Config) -> None:
    """The process that gathers reports keeps the table."""
    if config.getoption("--rows") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Table(), "rows")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`--rows-only` leaves the others out."""
    if config.getoption("--rows-only"):
        items[:] = [item for item in items if rows_of(item.name)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note the pages that a row's test asks for, whichever thread answers."""
    if not rows_of(item.name):
        return (yield)
    from flask import request, request_started

    def note(_sender: Any, **_more: Any) -> None:
        if request.endpoint:
            visited.add(request.endpoint)

    visited.clear()
    with request_started.connected_to(note):
        try:
            return (yield)
        finally:
            pages = sorted(one for one in visited if one.split(".")[0] not in BESIDE)
            item.user_properties.append(("pages", pages))


class Table:
    """Row → tests → pages, filled as reports come in."""

    def __init__(self) -> None:
        self.passed: dict[str, dict[str, set[str]]] = {row: defaultdict(set) for row in ROWS}
        self.failed: dict[str, set[str]] = {row: set() for row in ROWS}
        self.unknown: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a row's test came to."""
        name = report.nodeid.split("::")[-1].split("[")[0]
        place = f"{Path(report.nodeid.split('::')[0]).as_posix()}::{name}"
        for row in rows_of(name):
            if row not in self.passed:
                self.unknown.add(place)
            elif report.failed:
                self.failed[row].add(place)
            elif report.when == "call" and report.passed:
                self.passed[row][place] |= pages_of(report)

    def lacking(self) -> list[str]:
        """The rows that no passing test shows on a page, or that a failing test contradicts."""
        shown = {row for row, tests in self.passed.items() if any(tests.values())}
        return [row for row in ROWS if row not in shown or self.failed[row]]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A row without proof fails the run."""
        if session.exitstatus == pytest.ExitCode.OK and (self.lacking() or self.unknown):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The table, then what is missing."""
        say = terminalreporter
        say.section("row → tests → pages")
        for row in ROWS:
            tests = self.passed[row]
            pages = sorted({page for visited in tests.values() for page in visited})
            say.write_line(f"{row}  {len(tests):>2} tests  {', '.join(pages) or 'no page'}")
            for place in sorted(tests):
                say.write_line(f"     {place}")
        for row in self.lacking():
            contrary = ", ".join(sorted(self.failed[row]))
            say.write_line(f"{row} is not proven: {contrary or 'no passing test shows it on a page'}")
        for place in sorted(self.unknown):
            say.write_line(f"{place} is named after a row that the requirements do not have")

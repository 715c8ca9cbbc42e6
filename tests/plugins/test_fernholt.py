"""examples/fernholt is a package of somebody else's: found by its entry point, run only where operators list it, with
rules that no authority here has and without a line of the core changed."""

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import Distribution, entry_points
from pathlib import Path

import pytest

from core.domain.calendar import Calendar
from core.domain.compiling import CannotCompile, Procedure
from core.domain.deciding import decide
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.parts import asked_to, time_slots
from core.domain.planning import plan
from core.domain.routing import planned_routes
from core.domain.together import plan_together
from core.registry import GROUP, Registry
from core.services.contract import check
from core.settings import Settings, from_environment

TOP = Path(__file__).parents[2]
FOLDER = TOP / "examples" / "fernholt"
DAY = date(2026, 3, 13)
FACTS = Facts(anchor=Anchor.ENDED, day=DAY, placement=PlacementFacts(ref="p", started=date(2020, 1, 6), ended=DAY))


@pytest.fixture
def installed() -> Distribution:
    """The package in this environment; `make examples` installs it."""
    [entry] = entry_points(group=GROUP, name="fernholt")
    assert entry.dist is not None
    return entry.dist


@pytest.fixture(scope="module")
def procedure() -> Procedure:
    return Registry(["fernholt"]).procedure({"fernholt": {}}, DAY)


def test_k04_it_is_installed_from_its_folder_and_found_by_its_entry_point(installed: Distribution) -> None:
    assert installed.name == "mooring-fernholt" and installed.version == "1.0"
    found = Registry(["fernholt"]).found["fernholt"]
    assert found.fault is None and found.module is not None
    home = Path(found.module.__file__ or "").parent
    assert home != FOLDER / "fernholt"
    kept = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    assert kept == {path.name: path.read_bytes() for path in (FOLDER / "fernholt").iterdir() if path.is_file()}


def test_k04_it_keeps_the_contract_like_the_plugins_that_ship() -> None:
    checked = check("fernholt")

    assert [str(fault) for one in checked for fault in one.faults] == []
    assert checked[-1].what == "25 cases come out as expected"


def test_an_instance_runs_it_only_where_operators_have_listed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOORING_PLUGINS", raising=False)
    usual = Registry(from_environment().plugins)

    assert "authority_a" in usual.found and "fernholt" not in usual.found
    assert Settings().plugins == from_environment().plugins
    with pytest.raises(CannotCompile, match="not on the operators' list"):
        usual.procedure({"fernholt": {}}, DAY)
    monkeypatch.setenv("MOORING_PLUGINS", "authority_a,fernholt")
    assert Registry(from_environment().plugins).procedure({"fernholt": {}}, DAY).title == "Fernholt"


def test_it_touches_nothing_of_mooring_but_the_front_door() -> None:
    imported = {name for path in (FOLDER / "fernholt").glob("*.py") for name in imports(ast.parse(path.read_text()))}

    outside = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}
    assert outside == {"core.api", "fernholt", "fernholt.lookback", "fernholt.others"}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module
            yield node.module


def test_no_file_of_mooring_knows_it() -> None:
    for folder in ("core", "plugins", "templates", "migrations", "bench"):
        for path in ours(folder):
            assert b"fernholt" not in path.read_bytes().lower(), path


def test_installing_and_running_it_changes_no_file_of_mooring(tmp_path: Path) -> None:
    before = hashes()
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet", "--disable-pip-version-check")
    run("-m", "pip", "install", *offline, "--target", str(tmp_path), str(FOLDER))

    its_check = "from core.cli import main; main(['plugins', 'check', 'fernholt'])"
    said = run("-c", f"import sys; sys.path.insert(0, sys.argv[1]); {its_check}", str(tmp_path))

    assert "fernholt keeps the contract." in said
    assert hashes() == before and len(before) > 500


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=TOP, env=os.environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hashes() -> dict[Path, str]:
    folders = ("core", "plugins", "templates", "migrations")
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for folder in folders for path in ours(folder)}


def ours(folder: str) -> list[Path]:
    return [path for path in (TOP / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_two_managers_decide_together_else_the_head_of_homes(procedure: Procedure) -> None:
    [together] = [one.decided_by for one in procedure.triggers if one.key == "moved_again"]
    assert together is not None

    differ = {"team_manager": True, "fostering_team_manager": False}

    assert decide(together, {"team_manager": True}).waiting_for == ("fostering_team_manager",)
    assert decide(together, differ).waiting_for == ("head_of_homes",)
    assert decide(together, differ | {"head_of_homes": False}).outcome is False
    assert procedure.role("head_of_homes") == "Head of homes"


def test_people_come_by_time_slot_and_professionals_after_them(procedure: Procedure) -> None:
    planned = plan(procedure.kinds["lookback"], FACTS, day=date(2026, 4, 14), calendar=Calendar())

    guests = [getattr(one.rule, "role", "") for one in asked_to(planned, "conversations")]
    staff = [getattr(one.rule, "role", "") for one in asked_to(planned, "round_up")]

    assert guests == ["child", "parent", "previous_carer"]
    assert set(guests).isdisjoint(staff) and "social_worker" in staff
    assert len(time_slots(datetime(2026, 4, 14, 9, tzinfo=UTC), guests, 45)) == 3


def test_brothers_and_sisters_have_one_meeting_and_a_plan_each(procedure: Procedure) -> None:
    kind = procedure.kinds["lookback"]
    older = replace(FACTS, complaint=False, siblings=("younger",))
    younger = replace(older, day=date(2026, 3, 20), siblings=("older",))

    both = plan_together(kind, {"older": older, "younger": younger}, day=None, calendar=Calendar())

    assert (both.opens, both.closes, both.apart) == (date(2026, 4, 10), date(2026, 5, 1), False)
    assert set(both.plans) == {"older", "younger"}


def test_papers_are_due_before_the_panels_date(procedure: Procedure) -> None:
    happened = {"record": date(2026, 4, 20), "panel_date": date(2026, 6, 17)}

    [route] = planned_routes(procedure.routes, "lookback", happened, Calendar())

    assert route.ready and route.due is not None and route.due.day == date(2026, 6, 3)


def test_it_has_its_own_words(procedure: Procedure) -> None:
    assert procedure.word("disruption meeting") == "look-back meeting"
    assert (procedure.role("chair"), procedure.role("panel")) == ("Convenor", "Homes Panel")


def test_its_readme_names_a_rule_for_each_clause_that_shows_one(procedure: Procedure) -> None:
    readme = (FOLDER / "README.md").read_text()

    rows = [line.split("|") for line in readme.split("| rule |")[1].split("\n\n")[0].splitlines()[2:]]

    assert len(rows) >= 10
    assert {row[2].strip() for row in rows} <= set(procedure.clauses)
    assert all(row[3].strip() for row in rows)

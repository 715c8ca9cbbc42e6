"""Every plugin's own cases, each a test by its name; what a case file may hold; and the commands that read one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.cli import main
from core.registry import Registry
from core.services.casefile import Case, UnreadableCase, read_cases
from core.services.cases import NoSuchKind, outcome
from core.services.caseverdict import unmet

ROOT = Path(__file__).parents[2]
CASES = [(path.parent.name, case) for path in sorted(ROOT.glob("plugins/*/cases.toml")) for case in read_cases(path)]
ONE = """
name = "One day"
facts = { day = 2026-03-13, moment = 2026-03-13T19:15:00, requested_at = 2026-03-13T09:40:00 }
placement = { type = "foster", started = 2025-09-24, unplanned = true, matched_at_panel = false, emergency = false }
meeting = { day = 2026-04-14 }
chairs = [{ name = "Somebody", roles = ["service_manager"] }]
"""
LEAST = "facts = { day = 2026-03-13 }\nplacement = { started = 2026-01-01 }\n"
Write = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "case.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry(sorted({name for name, _ in CASES}))


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case.name}" for name, case in CASES])
def test_case(registry: Registry, name: str, case: Case) -> None:
    assert unmet(case, outcome(registry, name, case)) == []
    assert case.expect


def test_each_authority_has_cases_enough() -> None:
    for name in {name for name, _ in CASES if name.startswith("authority_")}:
        assert sum(other == name for other, _ in CASES) >= 25


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ('applies = ["many"]', "expected ['many'], the procedure says ['abrupt_or_unplanned', 'within_24_hours']"),
        ('proposals = [{ trigger = "within_24_hours", clause = "A99" }]', "expected 'A99', the procedure says 'A07d'"),
        ('windows = [{ clause = "A09a", closes = 2026-04-25 }]', "'2026-04-25', the procedure says '2026-04-24'"),
        ('pack = [{ title = "A crystal ball" }]', "pack, A crystal ball: there is no such row"),
        ("windows = []", "windows: expected nothing, and there is A09a."),
        ('invited = ["mayor"]', "invited: 'mayor' is not among child,"),
        ('chairs = [{ name = "Somebody", verdict = "not eligible" }]', "the procedure says 'eligible'"),
        ('needs = ["nothing"]', "needs: 'nothing' is not among"),
        ('arranged_by = "iro"', "arranged_by: expected 'iro', the procedure says 'social_worker'"),
        ('surprise = "x"', "surprise is no part of an outcome"),
    ],
)  # fmt: skip
def test_a_wrong_expectation_is_a_sentence(written: Write, registry: Registry, expect: str, sentence: str) -> None:
    [case] = read_cases(written(f"{ONE}\n[expect]\n{expect}\n"))

    [said] = unmet(case, outcome(registry, "authority_a", case))

    assert sentence in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", "is not a TOML file"),
        ("surprise = 1", "'surprise' is not a key of this table"),
        ("facts = {}", "facts.day is missing"),
        ("facts = { day = 2026-03-13 }", "placement is missing"),
        ('facts = { day = "unknown" }', "facts.day is missing"),
        ('facts = { day = "13 March" }', "facts.day is a day, written 2026-03-14"),
        ("facts = { day = 2026-03-13, dya = 1 }", "'dya' is not a key of this table"),
        ("facts = { day = 2026-03-13 }\nplacement = {}", "placement.started is missing"),
        ('facts = { day = 2026-03-13 }\nplacement = { started = 2026-01-01, unplanned = "yes" }', "true, false or"),
        ('facts = { day = 2026-03-13 }\nplacement = { started = 2026-01-01, type = "castle" }', "is none of foster,"),
        ('facts = { day = 2026-03-13, moment = 2026-03-13 }', "is a moment, written"),
        (LEAST + "moves = 3", "is a list of tables"),
        (LEAST + "moves = [{}]", "the day of the move"),
        (LEAST + "notice = { day = 2026-03-02 }", "notice.given is true, false or"),
        (LEAST + "start_meetings = [{ due = 3 }]", "start_meetings, due is a day"),
        (LEAST + "school = { changes = 3 }", "school.changes is a list of days"),
        (LEAST + '[[chairs]]\nrelations = ["aunt"]', "no relation"),
        (f"[[case]]\nname = 'x'\n{LEAST}" * 2, "two cases called 'x'"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_refused_with_its_place(written: Write, text: str, sentence: str) -> None:
    with pytest.raises(UnreadableCase) as caught:
        read_cases(written(text))

    assert sentence in str(caught.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UnreadableCase, match="is not a TOML file"):
        read_cases(path)


def test_a_meeting_that_the_procedure_does_not_know_is_refused(written: Write, registry: Registry) -> None:
    [case] = read_cases(written(ONE.replace("meeting = {", 'meeting = { kind = "picnic",')))

    with pytest.raises(NoSuchKind, match="plans 'picnic'; this procedure knows planning"):
        outcome(registry, "authority_a", case)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def test_try_prints_json_as_documented(written: Write) -> None:
    status, said = run("try", "authority_a", str(written(ONE)), "--json")

    values: dict[str, Any] = json.loads(said)
    assert status == 0
    documented = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    rows = [values["proposals"], values["chairs"]]
    rows += [values["plan"][key] for key in ("pack", "windows", "steps", "invitees", "agenda", "prompts", "outputs")]
    for key in [*values, *values["plan"], *(name for row in rows for name in row[0])]:
        assert f"`{key}`" in documented, key
    assert values["clauses"]["A07d"]["heading"] == "2.1 Purpose of Disruption Meeting"


def test_try_prints_words_for_people(written: Write) -> None:
    status, said = run("try", "authority_a", str(written(ONE)))

    assert status == 0
    assert "Window (A09a): 2026-03-27 to 2026-04-24" in said
    assert "Asked for on 13 March 2026" in said
    assert "Somebody: eligible (A10a)" in said


def test_try_chooses_a_case_by_name_and_refuses_others() -> None:
    path = str(ROOT / "plugins" / "authority_b" / "cases.toml")

    assert "Who may chair" in run("try", "authority_b", path, "--case", "Who may chair the first adoption meeting")[1]
    status, said = run("try", "authority_b", path, "--case", "nothing of the kind")
    assert status == 1 and "There is no case called 'nothing of the kind'" in said
    status, said = run("try", "nowhere", path)
    assert status == 1 and "No plugin called 'nowhere' is installed here" in said


def test_check_says_what_holds_and_exits_with_one_when_something_does_not(written: Write) -> None:
    status, said = run("plugins", "check", "authority_a")
    assert status == 0 and "authority_a keeps the contract." in said

    wrong = written(f'{ONE}\n[expect]\narranged_by = "iro"\n')
    status, said = run("plugins", "check", "authority_a", "--cases", str(wrong))
    assert status == 1 and "One day: arranged_by: expected 'iro'" in said

    status, said = run("plugins", "check", "nowhere", "--json")
    assert status == 1 and json.loads(said)["ok"] is False


def test_check_takes_settings(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('other_chair = "the mayor"\n')

    status, said = run("plugins", "check", "authority_b", "--settings", str(settings))

    assert status == 1 and "The settings of 'authority_b' need mending" in said


def test_list_names_every_plugin_and_what_is_wrong_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOORING_PLUGINS", "authority_a,nowhere")

    status, said = run("plugins", "list")
    rows = {row["name"]: row for row in json.loads(run("plugins", "list", "--json")[1])}

    assert status == 0 and "No plugin called 'nowhere' is installed here." in said
    assert rows["authority_a"]["allowed"] and rows["nowhere"]["fault"]
    assert not rows["authority_b"]["allowed"]

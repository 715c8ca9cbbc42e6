"""Every fault that the contract finds is said with its file and line, for an installed plugin and for a folder."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import main
from core.services.contract import Remark, check
from tests.plugins.installing import IMPORTS, INFO, KINDS, PROCEDURE, write

KIND = """
@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(key="storm_meeting", title="M", clause="F01", {body}
    ),)
"""
BASE = INFO.format(name="storm") + KINDS.format(key="storm_meeting").replace(
    'clause="F01"', 'clause="F01", silent_on=()'
)
TRIGGER = """
@hookimpl
def triggers(edition, config):
    return (
        Trigger(key="sound", title="S", proposes="storm_meeting", strength=Strength.MAY, clause="F01"),
        Trigger(key="t", title="T",
            {body}
        ),
    )
"""
HOOK = BASE + "\n@hookimpl\ndef "
SOUND = 'proposes="storm_meeting", strength=Strength.MAY, clause="F01"'
CASE = """
[[case]]
name = "First"
facts = {{ day = 2026-03-13 }}
placement = {{ started = 2026-01-01 }}

[[case]]
{name}
facts = {{ {day} }}
placement = {{ started = 2026-01-01 }}
[case.expect]
applies = {applies}
"""


def kind(body: str) -> str:
    return INFO.format(name="storm") + KIND.format(body=body)


def trigger(body: str) -> str:
    return BASE + TRIGGER.format(body=body)


def package(
    folder: Path, plugin: str, procedure: str = PROCEDURE, cases: str = "", module: str = "storm.plugin"
) -> Path:
    """A package that is not installed; each text is that of a file in it."""
    home = folder / "storm"
    home.mkdir()
    (folder / "pyproject.toml").write_text(f'[project.entry-points."mooring.plugins"]\nstorm = "{module}"\n')
    (home / "__init__.py").write_text("")
    (home / "plugin.py").write_text(IMPORTS + plugin)
    (home / "procedure.md").write_text(procedure)
    if cases:
        (home / "cases.toml").write_text(cases)
    return folder


def the_fault(folder: Path, sentence: str) -> Remark:
    said = [fault for one in check(folder) for fault in one.faults]
    found = [fault for fault in said if sentence in fault.sentence]
    assert found, said
    return found[0]


def marked(file: Path) -> int:
    """The line that the test marks with HERE."""
    [line] = [number for number, text in enumerate(file.read_text().splitlines(), 1) if "HERE" in text]
    return line


SETTINGS = """
class Settings(ConfigSchema):{mark}
    {body}

@hookimpl
def config_schema():
    return Settings
"""
ODD = "\n\ndef odd(facts):\n    {body}  # HERE\n"
FAULTY = [
    ("No module named 'nothing_of_the_kind'", "import nothing_of_the_kind  # HERE"),
    ("cannot import name 'Nothing'", "from core.api import Nothing  # HERE"),
    ("SyntaxError", "def triggers(:  # HERE"),
    ("SystemExit: goodbye", "raise SystemExit('goodbye')  # HERE"),
    ("no hook called trigers(); did you mean triggers()?", HOOK + "trigers(edition):  # HERE\n    return ()"),
    ("triggers() asks for settings, which", HOOK + "triggers(settings):  # HERE\n    return ()"),
    ("plugin_info() says it is 'calm'", BASE.replace('"storm"', '"calm"', 1).replace("info():", "info():  # HERE")),
    ("must answer roles() with a tuple, not list", HOOK + "roles():  # HERE\n    return []"),
    ("must answer editions() with a tuple of one", HOOK + "editions():  # HERE\n    return ()"),
    ("among its triggers is 7, which is no", HOOK + "triggers():  # HERE\n    return (7,)"),
    ("raised in roles(): IndexError", HOOK + "roles():\n    return odd(0)" + ODD.format(body="return [][1]")),
    ("unexpected keyword argument 'kye'", HOOK + "triggers():\n    return (Trigger(kye='t'),)  # HERE"),
    ("a rule names clause F99", trigger(SOUND.replace('"F01"', '\n            "F99"  # HERE'))),
    ("a Trigger names no clause", trigger(SOUND.replace('clause="F01"', '\n            clause=""  # HERE'))),
    ("`strength` holds str 'may'", trigger(SOUND.replace("Strength.MAY,", '"may",  # HERE\n'))),
    ("names the meeting kind 'picnic'", trigger(SOUND.replace('"storm_meeting",', '"picnic",  # HERE\n'))),
    ("names the role 'mayor'", trigger(SOUND + ",\n            waiver=Decision(by=('mayor',)),  # HERE\n")),
    ("`when` is a lambda", trigger(SOUND + ",\n            when=lambda facts: True,  # HERE\n")),
    ("`facts.care_plan is CarePlan.OTHER` reads", BASE + ODD.format(body="return facts.care_plan is CarePlan.OTHER")),
    ("The trigger t could not be checked", trigger(SOUND + ", when=odd") + ODD.format(body="return {}[facts.day]")),
    (
        "Invitee 'F02' names the role 'mayor'",
        kind("invitees=(Invitee(role='child', clause='F02'),\n    Invitee(role='mayor', clause='F02')),  # HERE"),
    ),
    ("waits for 'never'", kind("\n steps=(Step(key='a', title='A', clause='F02',\n    after='never'),)  # HERE\n")),
    ("in a circle", kind("\n steps=(Step(key='a', title='A', clause='F02',\n    after='a'),)  # HERE\n")),
    (
        "declares the step 'a' twice",
        kind("steps=(Step(key='a', title='A', clause='F02'),\n    Step(key='a', title='B', clause='F02')),  # HERE\n"),
    ),
    ("`within` holds int 10", kind("\n steps=(Step(key='a', title='A', clause='F02',\n    within=10),)  # HERE\n")),
    (
        "LookupError: nobody",
        kind("pack=(PackItem(title='P', clause='F02', owed_by=odd),)") + ODD.format(body="raise LookupError('nobody')"),
    ),
    (
        "the condition could not be checked: LookupError",
        kind("window=(Window(clause='F02', closes=weeks(6), suspended_by=odd),)")
        + ODD.format(body="raise LookupError('nobody')"),
    ),
    ("storm_meeting, clause F02", kind("\n window=(Window(clause='F02', opens=weeks(6), closes=weeks(2)),)  # HERE\n")),
    ("has no audience", kind("outputs=(Output(key='o', title='O', clause='F02',\n    audience=()),)  # HERE\n")),
    ("names the setting 'day', which is not", kind("silent_on=(\n    ('the day', 'day'),)  # HERE\n")),
    (
        "The signal s could not be checked: KeyError",
        HOOK
        + "signals():\n    return (Signal(key='s', title='S', clause='F01', caution='C', when=odd),)"
        + ODD.format(body="return {}[facts.day]"),
    ),
    (
        "counts 'smiles', which is no measure",
        HOOK + "learning_reports():\n    return (Report(key='r', title='R', every=months(1), by='chair', to=(),\n"
        "        clause='F01', measures=('smiles',)),)  # HERE\n",
    ),
    (
        "sends 'letter', which storm_meeting does not produce",
        HOOK + "panel_routes():\n    return (Route(key='r', kind='storm_meeting', panel='P', clause='F01',\n"
        "        sends=('letter',)),)  # HERE\n",
    ),
    (
        "A setting that nobody declared is accepted",
        BASE + SETTINGS.format(body="class Meta:\n        unknown = 'exclude'", mark="  # HERE"),
    ),
    (
        "With who = 'b': storm raised in triggers(): AssertionError: no b",
        BASE
        + SETTINGS.format(body="who = choice({'a': 'A', 'b': 'B'}, default='a', label='Who')", mark="")
        + "\n@hookimpl\ndef triggers(config):\n    assert config['who'] != 'b', 'no b'  # HERE\n    return ()\n",
    ),
]


@pytest.mark.parametrize(("sentence", "plugin"), FAULTY, ids=[sentence for sentence, _ in FAULTY])
def test_a_fault_in_a_module_has_its_line(sentence: str, plugin: str, tmp_path: Path) -> None:
    folder = package(tmp_path, plugin)

    fault = the_fault(folder, sentence)

    assert fault.spot is not None
    assert (fault.spot.file, fault.spot.line) == (
        folder / "storm" / "plugin.py",
        marked(folder / "storm" / "plugin.py"),
    )


@pytest.mark.parametrize(
    ("procedure", "sentence"),
    [
        (PROCEDURE + "\n## F03  HERE\nWords.\n", "write a clause heading as"),
        (PROCEDURE + "\n## F01 | HERE\nWords.\n", "the clause F01 is there already"),
        (PROCEDURE + "\n## F03 | HERE\n", "the clause F03 has no words"),
        (PROCEDURE + "\n## F03 | HERE\nWords.\n", "Clause F03 binds, yet no rule names it"),
    ],
)
def test_a_fault_in_the_procedure_has_its_line(procedure: str, sentence: str, tmp_path: Path) -> None:
    file = package(tmp_path, BASE, procedure) / "storm" / "procedure.md"

    fault = the_fault(tmp_path, sentence)

    assert fault.spot is not None and (fault.spot.file, fault.spot.line) == (file, marked(file))


def test_a_procedure_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    file = package(tmp_path, BASE) / "storm" / "procedure.md"
    file.write_bytes(b"\xff\xfe")
    assert "its procedure.md could not be read" in the_fault(tmp_path, "could not be read").sentence

    file.unlink()

    fault = the_fault(tmp_path, "No such file")
    assert fault.spot is not None and (fault.spot.file, fault.spot.line) == (file, None)


@pytest.mark.parametrize(
    ("sentence", "cases"),
    [
        (
            "Second: applies: expected ['t']",
            CASE.format(name='name = "Second"  # HERE', day="day = 2026-03-13", applies="['t']"),
        ),
        (
            "Second, facts: 'dya' is not",
            CASE.format(name="name = 'Second'  # HERE", day="dya = 2026-03-13", applies="[]"),
        ),
        (
            "case 2: facts.day is missing",
            CASE.format(name="", day="", applies="[]").replace("[[case]]\n\n", "[[case]]  # HERE\n"),
        ),
        ("is not a TOML file", CASE.format(name='name = "Second"', day="day = # HERE", applies="[]")),
    ],
)
def test_a_fault_in_the_cases_has_the_line_of_its_case(sentence: str, cases: str, tmp_path: Path) -> None:
    file = package(tmp_path, BASE, cases=cases) / "storm" / "cases.toml"

    fault = the_fault(tmp_path, sentence)

    assert fault.spot is not None and (fault.spot.file, fault.spot.line) == (file, marked(file))


def test_an_entry_point_that_names_no_module_has_its_line(tmp_path: Path) -> None:
    fault = the_fault(package(tmp_path, BASE, module="storm.plugins"), "No module named 'storm.plugins'")

    assert fault.spot is not None and (fault.spot.file, fault.spot.line) == (tmp_path / "pyproject.toml", 2)


def test_a_template_that_does_not_compile_has_its_line(tmp_path: Path) -> None:
    slots = "page_slots():\n    return (Slot(place='meeting', template='storm/list.html'),)"
    file = package(tmp_path, HOOK + slots) / "storm" / "templates" / "storm" / "list.html"
    assert "is not in templates/storm" in the_fault(tmp_path, "The slot 'meeting'").sentence
    file.parent.mkdir(parents=True)
    file.write_text("<h2>List</h2>\n{% for one in %} HERE\n")

    fault = the_fault(tmp_path, "does not compile")

    assert fault.spot is not None and (fault.spot.file, fault.spot.line) == (file, marked(file))


def test_a_rule_is_looked_up_in_whichever_file_of_the_package_made_it(tmp_path: Path) -> None:
    apart = "from core.api import *\n\n\ndef step(key):\n    return Step(key=key, title='A', clause='F98')  # HERE\n"
    plugin = "from storm.apart import step\n" + kind("steps=(step('a'),),")
    folder = package(tmp_path, plugin)
    (folder / "storm" / "apart.py").write_text(apart)

    fault = the_fault(folder, "a rule names clause F98")

    assert fault.spot is not None and (fault.spot.file.name, fault.spot.line) == ("apart.py", 5)


def test_an_installed_plugin_is_told_the_same_on_the_terminal_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = write(tmp_path, monkeypatch, "storm", trigger(SOUND.replace('"F01"', '"F99"')))
    [file] = tmp_path.rglob("plugin.py")
    monkeypatch.chdir(file.parent.parent)

    people = CliRunner().invoke(main, ["plugins", "check", name])
    said = json.loads(CliRunner().invoke(main, ["plugins", "check", name, "--json"]).output)

    [fault] = [fault for one in said["checks"] for fault in one["faults"]]
    assert set(fault) == {"sentence", "file", "line"} and fault["file"] == str(file)
    assert "F99" in file.read_text().splitlines()[fault["line"] - 1]
    assert people.exit_code == 1
    assert f"{file.relative_to(file.parent.parent)}, line {fault['line']}" in people.output


def test_a_folder_is_checked_anew_each_time(tmp_path: Path) -> None:
    file = package(tmp_path, BASE) / "storm" / "plugin.py"
    assert [fault for one in check(tmp_path) for fault in one.faults] == []

    file.write_text(file.read_text().replace('"F01"', '"F77"'))

    assert "clause F77" in the_fault(tmp_path, "a rule names clause").sentence

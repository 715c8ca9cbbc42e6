"""docs/vocabulary.md lists everything that `core.api` offers: every value with every field and default, every word to
choose from, every function with its arguments; and says which of it nothing acts on yet."""

import ast
import dataclasses
import enum
import inspect
import re
from pathlib import Path
from types import FunctionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from core import api, hookspecs
from core.domain.knowing import Unknown
from core.domain.measures import MEASURES
from core.domain.roles import FROM_THE_CASE, ROLES
from core.domain.steps import EVENTS, SECTIONS

TOP = Path(__file__).parents[2]
VOCABULARY = (TOP / "docs" / "vocabulary.md").read_text(encoding="utf-8")
OFFERED = {name: getattr(api, name) for name in api.__all__}
VALUES = [name for name, one in OFFERED.items() if isinstance(one, type) and dataclasses.is_dataclass(one)]
WORDS = [name for name, one in OFFERED.items() if isinstance(one, type) and issubclass(one, enum.Enum)]
FUNCTIONS = [name for name, one in OFFERED.items() if isinstance(one, FunctionType)]


def section(heading: str) -> str:
    """What stands under a heading, up to the next one."""
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", VOCABULARY, re.S | re.M)
    assert found, f"docs/vocabulary.md has nothing under {heading}"
    return found[1]


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def default(field: "dataclasses.Field[Any]") -> str:
    """How the reference writes what a field holds where nobody gives it."""
    if field.default is dataclasses.MISSING:
        return "required" if field.default_factory is dataclasses.MISSING else "`{}`"
    if isinstance(field.default, Unknown):
        return "unknown"
    if isinstance(field.default, enum.Enum):
        return f"`{type(field.default).__name__}.{field.default.name}`"
    return f"`{field.default!r}`".replace("'", '"')


def choices_of(hint: Any) -> set[str]:
    """The words that a field with this type may hold, if it is one of some."""
    return {word for word in get_args(hint) if word} if get_origin(hint) is Literal else set()


@pytest.mark.parametrize("name", VALUES)
def test_each_value_stands_there_with_every_field_its_default_and_its_words(name: str) -> None:
    value = OFFERED[name]
    found, hints = rows(f"`{name}`"), get_type_hints(value)

    assert [row[:2] for row in found] == [[f"`{one.name}`", default(one)] for one in dataclasses.fields(value)]
    assert all(row[2] for row in found)
    for field, row in zip(dataclasses.fields(value), found, strict=True):
        said = set(re.findall(r"`([^`]+)`", row[2]))
        assert choices_of(hints[field.name]) <= said, field.name


@pytest.mark.parametrize("name", VALUES)
def test_what_can_be_asked_of_a_value_is_named(name: str) -> None:
    asked = {
        key: [one for one in inspect.signature(member).parameters if one != "self"] if callable(member) else None
        for key, member in vars(OFFERED[name]).items()
        if not key.startswith("_") and (isinstance(member, property) or inspect.isfunction(member))
    }

    for key, arguments in asked.items():
        call = key if arguments is None else f"{key}({', '.join(arguments)})"
        assert f"`{call}`" in section(f"`{name}`")


@pytest.mark.parametrize("name", WORDS)
def test_each_word_to_choose_from_stands_there(name: str) -> None:
    assert [row[0] for row in rows(f"`{name}`")] == [f"`{one.name}`" for one in OFFERED[name]]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [("Events", EVENTS), ("Sections", SECTIONS), ("Measures", tuple(MEASURES))],
)
def test_each_key_that_rules_may_name_stands_there(heading: str, keys: tuple[str, ...]) -> None:
    assert [row[0] for row in rows(heading)] == [f"`{key}`" for key in keys]


def test_each_role_of_the_core_stands_there_with_its_title() -> None:
    titles = {key: f"{title} *" if key in FROM_THE_CASE else title for key, title in ROLES.items()}

    assert dict(rows("Roles")) == {f"`{key}`": title for key, title in titles.items()}


def test_each_function_stands_there_with_its_arguments() -> None:
    documented = re.findall(r"^\| `(\w+\(.*?\))` \|", VOCABULARY.split("\n## Functions\n")[1], re.M)

    assert sorted(documented) == sorted(call(OFFERED[name]) for name in FUNCTIONS)


def call(function: FunctionType) -> str:
    """`number(*, least=1, …)`: names and defaults, without types."""
    given: list[str] = []
    for one in inspect.signature(function).parameters.values():
        if one.kind is one.KEYWORD_ONLY and not any(said.startswith("*") for said in given):
            given.append("*")
        star = "*" if one.kind is one.VAR_POSITIONAL else ""
        given.append(star + one.name + ("" if one.default is one.empty else f"={one.default!r}".replace("'", '"')))
    return f"{function.__name__}({', '.join(given)})"


def test_nothing_that_is_offered_is_left_out_and_nothing_else_is_described() -> None:
    named = set(re.findall(r"`(\w+)[`(]", VOCABULARY))

    assert set(OFFERED) - named == set()
    assert set(re.findall(r"^### `(\w+)`", VOCABULARY, re.M)) == {*VALUES, *WORDS}


def test_what_the_reference_says_nothing_acts_on_is_just_that() -> None:
    """By where the core asks: the domain's own telling, checks and cases of it do not count as acting."""
    told = VOCABULARY.split("## What is declared and told, and not yet acted on")[1]
    acting = [path for path in (TOP / "core").rglob("*.py") if path.parent.name in ("services", "web", "convening")]
    used = {
        node.attr
        for path in acting
        if path.name not in ("cases.py", "following.py")  # which try cases and say words for each anchor
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }

    for field in ("by_time_slot", "together", "siblings", "roles_filled", "DECIDED"):
        assert f"{field}`" in told and field not in used
    assert not {"suspended_by", "levels"} & set(re.findall(r"`\w+\.(\w+)`", told))


@pytest.mark.parametrize("hook", [name for name, one in vars(hookspecs).items() if hasattr(one, "mooring_spec")])
def test_the_reference_says_of_a_hook_that_nobody_asks_that_nobody_does(hook: str) -> None:
    reference = (TOP / "docs" / "hooks.md").read_text(encoding="utf-8")
    said = reference.split(f"\n## `{hook}(")[1].split("\n## ")[0]
    sources = [path for path in (TOP / "core").rglob("*.py") if path.name != "hookspecs.py"]
    asked = any(re.search(rf"""\.{hook}\(|["']{hook}["']""", path.read_text(encoding="utf-8")) for path in sources)

    assert ("nobody asks it yet" in said) is not asked


def test_the_reference_says_whether_a_page_has_a_place_for_a_slot() -> None:
    reference = (TOP / "docs" / "hooks.md").read_text(encoding="utf-8")
    pages = [path.read_text(encoding="utf-8") for path in (TOP / "templates").rglob("*.html")]

    assert ("no page has a place yet" in reference) is not any(re.search(r"\bslots?\b", page) for page in pages)

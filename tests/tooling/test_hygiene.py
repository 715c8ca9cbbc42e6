"""What no tracked file may contain. The needles are put together from pieces, so that this file does not hold them."""

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

TOP = Path(__file__).parents[2]
LONGEST = 250
OURS = ("core/", "plugins/", "templates/")
VENDORED = ("core/static/vendor/", "tests/vendor/")
MARKUP_ALLOWED_IN = {"core/web/richtext.py"}

FOLDERS = "|".join(["wo" + "rk", "tm" + "p", "fa" + "rm", "ro" + "ot"])
MACHINE_PATH = re.compile(rf"(?:^|[\s\"'`(=:,])/(?:{FOLDERS})/")
REGISTRY = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "registry.npm" + "js", r"deb\.deb" + "ian"]), re.I
)
INDEX = re.compile(r"index-url|--find-links|https?://|file://|\s@\s")
MARKED_SAFE = re.compile(r"\|\s*sa" + r"fe\b|\bMark" + r"up\(")


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    assert lines_matching(MACHINE_PATH, without(text_files(), VENDORED)) == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert lines_matching(REGISTRY, text_files()) == []


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = (TOP / "requirements.lock").read_text()
    pins = re.findall(r"^[a-z0-9][^ ]*==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.M)

    assert len(pins) == len(re.findall(r"^\S", lock, re.M)) > 30
    assert lines_matching(INDEX, ["requirements.lock"]) == []


def test_the_lock_pins_everything_the_project_asks_for() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (TOP / "requirements.lock").read_text(), re.M))

    assert {re.split(r"[^\w-]", name.lower().replace("_", "-"))[0] for name in asked} - pinned == set()


def test_every_module_of_core_and_plugins_is_short() -> None:
    modules = [name for name in files() if name.endswith(".py") and name.startswith(("core/", "plugins/"))]

    assert [name for name in modules if len(read(name).splitlines()) > LONGEST] == []


def test_markup_is_declared_safe_in_one_place_only() -> None:
    names = [name for name in text_files() if name.startswith(OURS) and name not in MARKUP_ALLOWED_IN]

    assert lines_matching(MARKED_SAFE, without(names, VENDORED)) == []


def test_neither_core_nor_templates_know_an_authority_by_name() -> None:
    python = [name for name in files() if name.startswith("core/") and name.endswith(".py")]
    pages = [name for name in text_files() if name.startswith("templates/")]

    found = [
        f"{name}: {word}"
        for name in python
        if not re.match(r"core/(\w+/)?demo", name)
        for word in words_that_run(ast.parse(read(name)))
        if authority_names().search(word)
    ]
    assert found + lines_matching(authority_names(), pages) == []


@cache
def authority_names() -> re.Pattern[str]:
    """The folders under plugins, and every name by which the demonstration calls an authority."""
    folders = {path.parent.name for path in (TOP / "plugins").glob("*/plugin.py")}
    return re.compile(rf"\b(?:{'|'.join(sorted(folders | {'alder' + 'mere'}))})\b", re.I)


def words_that_run(tree: ast.AST) -> Iterator[str]:
    """Names and texts of a module, without its docstrings: those may take an authority as an example."""
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(node.value)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if node not in told:
                yield text
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name
            case ast.ImportFrom(module=str(name)):
                yield name


def lines_matching(pattern: re.Pattern[str], names: Iterable[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name in names
        for number, line in enumerate(read(name).splitlines(), 1)
        if pattern.search(line)
    ]


def without(names: Iterable[str], folders: tuple[str, ...]) -> list[str]:
    return [name for name in names if not name.startswith(folders)]


@cache
def files() -> tuple[str, ...]:
    """Everything that is or would be tracked; in a copy without git, everything that .gitignore does not name."""
    if (TOP / ".git").exists() and shutil.which("git"):
        git = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(git, cwd=TOP, capture_output=True, text=True, check=True).stdout.split("\0")
        return tuple(name for name in names if name and (TOP / name).is_file())
    ignored = [".git", *(line.rstrip("/") for line in read(".gitignore").split())]
    paths = [path.relative_to(TOP) for path in sorted(TOP.rglob("*")) if path.is_file()]
    return tuple(str(path) for path in paths if not any(fnmatch(part, name) for part in path.parts for name in ignored))


def text_files() -> list[str]:
    return [name for name in files() if b"\0" not in (TOP / name).read_bytes()[:8000]]


def read(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8", errors="replace")

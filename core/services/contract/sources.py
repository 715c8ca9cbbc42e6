"""Where in a plugin's own files something stands: a rule by what it says of itself, an error by its traceback.

A rule does not know where it was written. It is looked up among the calls that could have made it: those of its class
that give a text it holds, and none that it does not.
"""

import ast
import importlib.metadata
import importlib.util
import re
import traceback
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from core.domain.clauses import HEADING, UnreadableProcedure
from core.registry import GROUP
from core.services.contract.remarks import Spot

TEMPLATE = re.compile(r"The template '(?P<file>[^']+)'(?:, line (?P<line>\d+))?")


class Sources:
    """The files of one plugin. `module` is its module, once that could be imported."""

    def __init__(self, name: str, module: ModuleType | None = None):
        self.files = tuple(path.resolve() for path in (_beside(module) if module else _to_be_imported(name)))
        self.folder = Path(module.__file__ or "").resolve().parent if module else _common(self.files)

    def of(self, fault: str, error: BaseException | None = None) -> Spot | None:
        """Of a fault: by the rule it speaks of, else by the error behind it, else by a function it names."""
        rule, word = getattr(fault, "rule", None), getattr(fault, "word", "")
        found = self.of_rule(rule, word) if rule is not None else self.of_word(word)
        found = found or (self.of_error(error) if error else None)
        return found or self._template_named_in(fault) or self._function_named_in(fault)

    def of_rule(self, rule: Any, word: str = "") -> Spot | None:
        """Of a declared value: the call that made it, or in that call the line of `word`."""
        best, most = None, 0
        for file, tree in self.trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and (alike := _alike(node, rule)) > most:
                    best, most = (file, node), alike
        if best is None:
            return self.of_word(word) or self.of_word(str(getattr(rule, "key", "")))
        file, call = best
        return Spot(file=file, line=_line_within(call, word))

    def of_word(self, word: str) -> Spot | None:
        """Of the first text, function or setting called `word`."""
        for file, tree in self.trees if word else ():
            lines = [line for node in ast.walk(tree) if (line := _line_of(node, word))]
            if lines:
                return Spot(file=file, line=min(lines))
        return None

    def of_error(self, error: BaseException) -> Spot | None:
        """Of what was raised, or of what led to it: the last line of the plugin's own that was running."""
        at: BaseException | None = error
        while at is not None:
            if spot := self._raised_at(at):
                return spot
            at = at.__cause__ or at.__context__
        return None

    def of_clause(self, id: str) -> Spot:
        """Of a clause in procedure.md."""
        for number, line in enumerate(self._procedure(), 1):
            match = HEADING.match(line)
            if match and match["id"] == id:
                return Spot(file=self.folder / "procedure.md", line=number)
        return Spot(file=self.folder / "procedure.md")

    @cached_property
    def trees(self) -> tuple[tuple[Path, ast.Module], ...]:
        """Every file that can be read as Python."""
        return tuple((file, tree) for file in self.files if (tree := _tree(file)))

    def _raised_at(self, error: BaseException) -> Spot | None:
        if isinstance(error, UnreadableProcedure):
            return Spot(file=self.folder / "procedure.md", line=error.line)
        if isinstance(error, SyntaxError) and error.filename and Path(error.filename).resolve() in self.files:
            return Spot(file=Path(error.filename).resolve(), line=error.lineno)
        if isinstance(error, (OSError, UnicodeError)) and "procedure.md" in str(getattr(error, "filename", "")):
            return Spot(file=self.folder / "procedure.md")
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if (file := Path(frame.filename).resolve()) in self.files:
                return Spot(file=file, line=frame.lineno)
        return None

    def _template_named_in(self, sentence: str) -> Spot | None:
        named = TEMPLATE.search(sentence)
        file = self.folder / "templates" / named["file"] if named else None
        return Spot(file=file, line=int(named["line"] or 0) or None) if named and file and file.is_file() else None

    def _function_named_in(self, sentence: str) -> Spot | None:
        for name in re.findall(r"\b(\w+)\(\)", sentence):
            for file, tree in self.trees:
                for node in ast.walk(tree):
                    if isinstance(node, ast.FunctionDef) and node.name == name:
                        return Spot(file=file, line=node.lineno)
        return None

    def _procedure(self) -> list[str]:
        try:
            return (self.folder / "procedure.md").read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return []


def _beside(module: ModuleType) -> Iterator[Path]:
    """The files of the package that the module belongs to; of a module without a package, itself."""
    file = Path(module.__file__ or "")
    yield from sorted(file.parent.rglob("*.py")) if module.__package__ else (file,)


def _to_be_imported(name: str) -> Iterator[Path]:
    """The files that importing the plugin would begin with, found without importing it."""
    entries = importlib.metadata.entry_points(group=GROUP, name=name)
    top = next((one.module.partition(".")[0] for one in entries), name)
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        yield from sorted(Path(folder).rglob("*.py"))
    if spec and spec.origin and not spec.submodule_search_locations:
        yield Path(spec.origin)


def _common(files: tuple[Path, ...]) -> Path:
    return min((file.parent for file in files), key=lambda folder: len(folder.parts), default=Path())


def _tree(file: Path) -> ast.Module | None:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return None


def _alike(call: ast.Call, rule: Any) -> int:
    """How many texts of the call the rule holds; nothing where they cannot be the same."""
    if ast.unparse(call.func).rpartition(".")[2] != type(rule).__name__:
        return 0
    alike = 0
    for given in call.keywords:
        if given.arg and isinstance(given.value, ast.Constant) and isinstance(given.value.value, str):
            if getattr(rule, given.arg, None) != given.value.value:
                return 0
            alike += 1
    return alike


def _line_within(call: ast.Call, word: str) -> int:
    if not word:
        return call.lineno
    fields = [field.value.lineno for field in call.keywords if field.arg == word]
    return min(fields or [line for node in ast.walk(call) if (line := _line_of(node, word))], default=call.lineno)


def _line_of(node: ast.AST, word: str) -> int | None:
    match node:
        case ast.Constant(value=str(text)) if text == word:
            return node.lineno
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if name == word:
            return node.lineno
        case ast.Assign(targets=[ast.Name(id=name)]) if name == word:
            return node.lineno
    return None

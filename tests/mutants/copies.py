"""A copy of the tree in which a mutant lives for as long as its killers run. Python and pytest are this installation's;
every module of ours is read from the copy, and a run that read one from elsewhere counts for nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.tooling.test_hygiene import TOP, files

PATIENCE = 240
"""Seconds after which a run is ended: a mutant may well never end."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What pytest said: its exit code (None where it was ended), and what the witness wrote down."""

    code: int | None
    passed: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    strangers: tuple[str, ...]
    said: str


class Copy:
    """Everything that is or would be tracked, in a folder of its own."""

    def __init__(self, top: Path):
        self.top = top.resolve()
        for name in files():
            (self.top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(TOP / name, self.top / name)

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        """Inside, the copy has the mutant. Raises `Stale`. What was compiled goes: Python looks at size and second."""
        file, changed = self.top / mutant.file, mutant.applied(self.top)
        was = file.read_bytes()
        try:
            file.write_text(changed, encoding="utf-8")
            _forget(file)
            yield
        finally:
            file.write_bytes(was)
            _forget(file)

    def run(self, killers: Sequence[str], *, to_the_first: bool) -> Run:
        """Run these tests here, up to the first that fails or all of them."""
        witness = self.top.with_suffix(".json")
        witness.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-p", "tests.mutants.witness", "--witness", str(witness)]
        command += ["-p", "no:cacheprovider", "-q", "--tb=line", *(["-x"] if to_the_first else []), *killers]
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("MOORING_", "PYTEST", "PYTHON"))
        }
        started = subprocess.Popen(
            command, cwd=self.top, env=env | {"PYTHONPATH": str(self.top)}, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        code: int | None
        try:
            said, _ = started.communicate(timeout=PATIENCE)
            code = started.returncode
        except subprocess.TimeoutExpired:
            said, code = _ended(started), None
        wrote = json.loads(witness.read_text()) if witness.is_file() else {"passed": [], "failed": [], "strangers": []}
        return Run(
            code=code, passed=tuple(wrote["passed"]), failed=tuple((one, when) for one, when in wrote["failed"]),
            strangers=tuple(wrote["strangers"]), said=said,
        )  # fmt: skip


def _ended(started: subprocess.Popen[str]) -> str:
    """Let it stop what it has started; then stop it."""
    os.killpg(started.pid, signal.SIGINT)
    try:
        return started.communicate(timeout=20)[0]
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        return started.communicate()[0]


def _forget(file: Path) -> None:
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()

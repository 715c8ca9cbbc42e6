"""What stands in the way of `make run` is said in one sentence, before anything is touched."""

import ast
import os
import runpy
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
SCRIPT = TOP / "scripts" / "setup.py"


def said(*arguments: str) -> str:
    """What the script answers on its error stream, having refused."""
    answer = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False, timeout=30
    )
    assert answer.returncode == 1
    return answer.stderr


def test_a_port_in_use_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        answer = said("--port", port)

    assert answer.count("\n") == 1
    assert f"port {port} is in use" in answer and "PORT=" in answer


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_refused(port: str) -> None:
    answer = said("--port", port)

    assert answer.count("\n") == 1 and "1 to 65535" in answer


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 18), (3, 10, 13)])
def test_an_old_python_is_told_so(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = runpy.run_path(str(SCRIPT))
    monkeypatch.setattr(sys, "version_info", version)

    status = script["main"]([])

    told = capsys.readouterr().err
    assert status == 1 and told.count("\n") == 1 and "needs Python 3.11 or newer" in told


def test_a_folder_that_cannot_be_written_to_is_named() -> None:
    as_a_user = (
        "import os, runpy, sys; script = runpy.run_path(sys.argv[1]);"
        "os.geteuid() or os.setuid(65534); script['refuse_unwritable'](sys.argv[2])"
    )
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o500)

        answer = subprocess.run(
            [sys.executable, "-c", as_a_user, str(SCRIPT), folder], capture_output=True, text=True, check=False
        )

    assert answer.returncode == 1
    assert f"CannotSetUp: the folder {folder} cannot be written to" in answer.stderr


def test_old_pythons_can_read_the_script() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))

    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal, ast.Starred)
    assert [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, newer)] == []
    assert [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and annotated(node)] == []
    assert SCRIPT.read_bytes().isascii()


def annotated(function: ast.FunctionDef) -> bool:
    asked = function.args.args + function.args.kwonlyargs
    return bool(function.returns or function.args.kwonlyargs or any(one.annotation for one in asked))

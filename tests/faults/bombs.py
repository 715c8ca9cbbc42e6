"""T20: files made to wear a server out: each is refused within two seconds, with a sentence."""

import io
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.adapters.documents import Unfit, kind_of
from core.adapters.ssda903 import Source, UnreadableFile, read_return
from core.domain.days import local_day

MEGABYTE = 1024 * 1024
LIMIT_S, SIZE = 2.0, 60 * MEGABYTE
HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"


def bombs() -> dict[str, Any]:
    """How many files there were, the slowest refusal in seconds, and which were not refused in time."""
    taken: dict[str, float] = {}
    slow = []
    with tempfile.TemporaryDirectory(prefix="mf") as folder:
        for name, content in _returns().items():
            file = Path(folder) / f"{name}.csv"
            file.write_bytes(content)
            begun = time.perf_counter()
            refused = _refused(file)
            taken[name] = time.perf_counter() - begun
            if not refused or taken[name] > LIMIT_S:
                slow.append(name)
    for name, content in _documents().items():
        begun = time.perf_counter()
        try:
            kind_of("plan.docx", content)
            slow.append(name)
        except Unfit:
            taken[name] = time.perf_counter() - begun
    slowest = round(max(taken.values()), 2)
    return {"files": len(taken), "failed": len(slow), "not_refused": slow, "slowest_s": slowest}


def _refused(file: Path) -> bool:
    try:
        for _ in read_return([Source.at(file)], [], today=local_day(datetime.now(UTC))):
            return False
    except UnreadableFile:
        return True
    return False


def _returns() -> dict[str, bytes]:
    """Files that say they are a return."""
    return {
        "zeros": b"\0" * SIZE,
        "one line": HEADER + b"a" * SIZE,
        "nothing but lines": HEADER + b"\n" * SIZE,
        "short lines": HEADER + b"x,\n" * (SIZE // 3),
        "an open quote": HEADER + b'"' + b"a,\n" * (SIZE // 3),
        "quotes": HEADER + b'"' * SIZE,
        "columns": b"," * SIZE,
        "a packed file": _packed(b"\0" * SIZE),
        "a spreadsheet": b"PK\x03\x04" + b"\0" * MEGABYTE,
        "two bytes a letter": ("CHILD,DOB\n" * 1_000_000).encode("utf-16"),
    }


def _documents() -> dict[str, bytes]:
    """Files that say they are a document in words."""
    return {"a packed document": _packed(b"\0" * SIZE), "many files": _packed(b"", files=20_000)}


def _packed(content: bytes, files: int = 1) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(files):
            archive.writestr(f"{number}.xml", content)
    return made.getvalue()

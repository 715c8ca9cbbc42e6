"""The folder of an export: files that only the operator's account reads, each counted and hashed while it is written,
and the list of them all at the end. A folder without its list is an export that broke off."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.services.desk import Refused

MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclass(kw_only=True)
class File:
    """One file being written: what has gone into it so far."""

    handle: Any
    digest: Any
    size: int = 0
    rows: int | None = None

    def write(self, data: bytes) -> None:
        """Add to it."""
        self.handle.write(data)
        self.digest.update(data)
        self.size += len(data)


@dataclass(kw_only=True)
class Folder:
    """An empty folder that fills; `files` is each one's line for the list."""

    path: Path
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def new(cls, path: Path) -> "Folder":
        """Refused where something stands there already, or nothing can be written."""
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            if any(path.iterdir()):
                raise Refused(f"{path} is not empty. Choose a new folder, so that nothing in it is overwritten.")
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}.") from error
        return cls(path=path)

    @contextmanager
    def file(self, name: str) -> Iterator[File]:
        """A new file under `name`, which may have folders."""
        place = self.path / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as handle:
            one = File(handle=handle, digest=hashlib.sha256())
            yield one
        said = {"sha256": one.digest.hexdigest(), "bytes": one.size}
        self.files[name] = said | ({"rows": one.rows} if one.rows is not None else {})

    def put(self, name: str, text: str) -> None:
        """A whole text."""
        with self.file(name) as one:
            one.write(text.encode())

    def close(self, about: dict[str, Any]) -> str:
        """Write the list of all files, which says that the export is whole; its digest."""
        whole = json.dumps(about | {"files": dict(sorted(self.files.items()))}, indent=1, ensure_ascii=False)
        self.put(MANIFEST, whole)
        return str(self.files[MANIFEST]["sha256"])


def read(path: Path) -> tuple[dict[str, Any], str]:
    """The list of a whole export, and its digest. Refused where it broke off or is none, and where a file is not as it
    was written."""
    try:
        raw = (path / MANIFEST).read_bytes()
        about: dict[str, Any] = json.loads(raw)
        wrong = [name for name, said in about["files"].items() if digest(path / name) != said["sha256"]]
    except (OSError, ValueError, KeyError) as error:
        raise Refused(f"{path} holds no whole export: {MANIFEST} or a file in it cannot be read.") from error
    if wrong:
        raise Refused(f"{_some(wrong)} in {path} {'is' if len(wrong) == 1 else 'are'} not as exported. Export again.")
    return about, hashlib.sha256(raw).hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    found = hashlib.sha256()
    with path.open("rb") as source:
        while part := source.read(CHUNK):
            found.update(part)
    return found.hexdigest()


def _some(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:3]) + (f" and {len(every) - 3} more" if len(every) > 3 else "")

"""Uploaded files between upload and load: in a folder of their run that only this service's account can read, and gone
once the run is loaded or cancelled, or after seven days."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from core.adapters.ssda903 import Source
from core.models import ImportRun

KEPT = timedelta(days=7)
CHUNK = 1 << 20


class Upload(NamedTuple):
    """A file as it was sent: its name and its bytes."""

    name: str
    stream: BinaryIO


def folder(root: Path, tenant: str, run_id: str) -> Path:
    """Where a run's files are kept."""
    return root / "imports" / tenant / run_id


def keep(place: Path, uploads: Iterable[Upload]) -> list[dict[str, str | int]]:
    """Store files; for each its name, where it stands and how many bytes. Raises OSError when the disk is full."""
    place.mkdir(parents=True, exist_ok=True)
    for one in (place, *place.parents[:2]):
        one.chmod(0o700)
    kept: list[dict[str, str | int]] = []
    for number, upload in enumerate(uploads):
        stored = f"{number}.csv"
        handle = os.open(place / stored, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as out:
            shutil.copyfileobj(upload.stream, out, CHUNK)
            size = out.tell()
        kept.append({"name": plain_name(upload.name), "stored": stored, "size": size})
    return kept


def plain_name(name: str) -> str:
    """The file's own name, without folders and unprintable characters; at most 120 characters."""
    bare = PurePath(name.replace("\\", "/")).name
    return "".join(one for one in bare if one.isprintable())[:120] or "file.csv"


def sources(place: Path, files: Sequence[dict[str, str | int]]) -> list[Source]:
    """The stored files for the reader, under the names people know."""
    return [Source(str(one["name"]), place / str(one["stored"])) for one in files]


def drop(place: Path) -> None:
    """Delete a run's files; quietly where they are gone."""
    with suppress(OSError):
        shutil.rmtree(place)


def present(place: Path, run: ImportRun) -> bool:
    """Whether every file of a run is still there."""
    return all((place / str(one["stored"])).is_file() for one in run.files if "stored" in one)

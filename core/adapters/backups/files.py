"""The files of a copy: what was uploaded, and a manifest of everything with its digest, written last, so that a copy
without one was not finished."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

from core.adapters.backups import Unfit

MANIFEST, UPLOADS, FORMAT = "manifest.json", "uploads", 1


def begin(folder: Path) -> None:
    """A new folder, closed to others. Raises `Unfit` where there is something in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Unfit(f"There is something in {folder} already. Each copy has a folder of its own.")
    folder.chmod(0o700)


def take_uploads(uploads: Path, folder: Path) -> int:
    """Copy what was uploaded; how many files. One that is gone before its turn belongs to nobody any more."""
    taken = 0
    for source in sorted(path for path in uploads.rglob("*") if path.is_file()):
        target = folder / UPLOADS / source.relative_to(uploads)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, target)
            taken += 1
        except FileNotFoundError:
            target.unlink(missing_ok=True)
    return taken


def must_be_empty(uploads: Path) -> None:
    """Raises `Unfit` for a folder in which uploaded files would lie beside others."""
    if uploads.exists() and any(uploads.iterdir()):
        raise Unfit(f"There is something in {uploads} already. Name an empty folder with --uploads.")


def put_back_uploads(folder: Path, uploads: Path) -> int:
    """Into a folder that is empty; how many files."""
    copied = [path for path in (folder / UPLOADS).rglob("*") if path.is_file()]
    for source in copied:
        target = uploads / source.relative_to(folder / UPLOADS)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o600)
    return len(copied)


def note(folder: Path, name: str, text: str) -> None:
    """One more file of the copy."""
    (folder / name).write_text(text, encoding="utf-8")


def seal(folder: Path, told: dict[str, Any]) -> int:
    """Write the manifest, to the disk: `told`, and every file with its size and digest. How many bytes there are."""
    files: dict[str, tuple[int, str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        path.chmod(0o600)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            files[str(path.relative_to(folder))] = (path.stat().st_size, digest)
            os.fsync(file.fileno())
    half = folder / f"{MANIFEST}.half"
    with half.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **told, "files": files}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    half.chmod(0o600)
    half.replace(folder / MANIFEST)
    return sum(size for size, _ in files.values())


def opened(folder: Path) -> dict[str, Any]:
    """The manifest of a copy, once every file of it has been found as it was. Raises `Unfit`."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, list[Any]] = told["files"]
    except (OSError, ValueError, KeyError) as error:
        raise Unfit(f"{folder} holds no finished copy: there is no manifest in it that can be read.") from error
    if told.get("format") != FORMAT:
        raise Unfit(f"{folder} was made by a release of Mooring with another form of copy; restore it with that one.")
    for name, (_, digest) in files.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise Unfit(f"{name} is missing from {folder}.") from error
        if found != digest:
            raise Unfit(f"{name} in {folder} is not what was written. Take another copy.")
    return told

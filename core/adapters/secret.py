"""The key that signs sessions: the operator's, or one made at the first start and kept beside the database."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from core.settings import ROOT, Settings

FILE = ROOT / "var" / "secret-key"


def secret_key(settings: Settings, file: Path = FILE) -> str:
    """`MOORING_SECRET_KEY`, or the content of `file`, which only its owner may read; made if it is not there.

    Raises OSError where the file cannot be made or read.
    """
    if settings.secret_key:
        return settings.secret_key
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    return file.read_text(encoding="ascii")


def _make(file: Path) -> None:
    """Written aside, then linked into place: two processes that start together both read one whole key."""
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as made:
        made.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(aside, file)
    aside.unlink()

"""Installing the addition for a test, as an outsider's package would be: found by its entry point."""

from pathlib import Path

import pytest

from tests.plugins.installing import write

NAME = "all_features"


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its name, once a registry can find it."""
    return write(folder, monkeypatch, NAME, "", module="tests.plugins.all_features.plugin")

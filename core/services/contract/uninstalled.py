"""A plugin that lies in a folder and is not installed: found there as if it were, so that an author can check it first.

Apart from the registry, which knows installed plugins only: here a folder is made to look like one, for a while.
"""

import importlib
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.registry import GROUP
from core.services.contract.remarks import Spot


class NoPluginThere(ValueError):
    """The folder holds no package that names a plugin; the sentence says what is missing."""


@contextmanager
def importable(folder: Path) -> Iterator[str]:
    """The name of the plugin in `folder`, which can be found and imported until the block is left.

    Raises `NoPluginThere` where the folder's pyproject.toml names none, or more than one.
    """
    name, module = _entry_point(folder)
    source = folder / "src" if (folder / "src").is_dir() else folder
    there, path = set(sys.modules), list(sys.path)
    with tempfile.TemporaryDirectory(prefix="mooring-") as made:
        info = Path(made) / f"{name}-0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {module}\n", encoding="utf-8")
        sys.path[:0] = [made, str(source.resolve())]
        importlib.invalidate_caches()
        try:
            yield name
        finally:
            sys.path[:] = path
            for loaded in set(sys.modules) - there:
                if loaded.partition(".")[0] == module.partition(".")[0]:
                    del sys.modules[loaded]
            importlib.invalidate_caches()


def entry_point_spot(folder: Path, name: str) -> Spot | None:
    """The line of pyproject.toml that names the plugin's module."""
    file = (folder / "pyproject.toml").resolve()
    found = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip().startswith("["):
            found = GROUP in line
        elif found and re.match(rf"""\s*["']?{re.escape(name)}["']?\s*=""", line):
            return Spot(file=file, line=number)
    return None


def _entry_point(folder: Path) -> tuple[str, str]:
    """The plugin's name, and the module that its entry point names."""
    described = folder / "pyproject.toml"
    try:
        project = tomllib.loads(described.read_text(encoding="utf-8")).get("project", {})
    except OSError as error:
        raise NoPluginThere(f"{described} could not be read: {error.strerror}.") from error
    except ValueError as error:
        raise NoPluginThere(f"{described} is not a TOML file: {error}.") from error
    named = project.get("entry-points", {}).get(GROUP, {}) if isinstance(project, dict) else {}
    if not isinstance(named, dict) or not named:
        raise NoPluginThere(f'{described} names no plugin; add it under [project.entry-points."{GROUP}"].')
    if len(named) > 1:
        raise NoPluginThere(f"{described} names {', '.join(named)}; install it, and check each by its name.")
    [(name, module)] = named.items()
    return str(name), str(module)

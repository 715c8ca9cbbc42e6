"""Installs examples/fernholt into .venv as an outsider's package, offline and from its folder; `make test` runs it
first, because the tests find Fernholt by its entry point. Quick when nothing changed."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
EXAMPLE = TOP / "examples" / "fernholt"
OFFLINE = ("--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall", "--disable-pip-version-check")


def main() -> int:
    """Bring the installed package to what lies in its folder. Returns the exit status."""
    stamp, wanted = Path(sys.prefix) / "examples.stamp", fingerprint()
    with open(Path(sys.prefix) / "examples.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return 0
        shutil.rmtree(EXAMPLE / "build", ignore_errors=True)  # what an earlier build left would be packed again
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", *OFFLINE, str(EXAMPLE)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"Mooring: the example in {EXAMPLE} cannot be installed.\n{done.stderr.strip()}", file=sys.stderr)
            return 1
        stamp.write_text(wanted)
    return 0


def fingerprint() -> str:
    """What the package is made from, as one short text."""
    digest = hashlib.sha256()
    for path in sorted([EXAMPLE / "pyproject.toml", *(EXAMPLE / "fernholt").iterdir()]):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())

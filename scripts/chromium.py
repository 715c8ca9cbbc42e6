"""Finds a Chromium for the journeys, or gets one; apart from the tests because `make test` asks before they start.

Prints the program's path, or what MOORING_CHROMIUM names, or nothing; what was tried goes to the other stream.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]


def main() -> int:
    """Look, then try Debian's package, then Playwright's own download."""
    named = os.environ.get("MOORING_CHROMIUM", "")
    path = find()
    if path is None and not named:
        path = install_from_debian() or install_from_playwright()
    if path is None:
        reason = f"MOORING_CHROMIUM={named} is no program" if named else "none was found and none could be installed"
        print(f"No Chromium: {reason}.", file=sys.stderr)
    print(path or named)
    return 0


def find() -> str | None:
    """The path of a Chromium that starts: MOORING_CHROMIUM alone when that is set, else the usual names, else
    Playwright's own."""
    named = os.environ.get("MOORING_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    for name in NAMES:
        path = shutil.which(name)
        if path and starts(path):
            return path
    return from_playwright()


def starts(path: str) -> bool:
    """Whether the program runs at all: some systems have a stand-in of this name that only gives advice."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) and starts(path) else None


def install_from_debian() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("Installing Debian's Chromium for the journeys", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*APT, "update"], [*APT, "install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    return find()


def install_from_playwright() -> str | None:
    print("Trying Playwright's own Chromium for the journeys", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, stdout=sys.stderr, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        print("The download took more than five minutes and was given up.", file=sys.stderr)
    return find()


if __name__ == "__main__":
    sys.exit(main())

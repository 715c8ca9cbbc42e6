"""Makes .venv and installs requirements.lock into it; `make` runs it first, and it is quick when nothing changed.

Written so that any Python from 2.7 on can read it: an old one is told that it is old instead of tripping over the
syntax. Whatever stands in the way is said in one sentence, with exit status 1.
"""

from __future__ import print_function

import errno
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys

OLDEST = (3, 11)
TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(TOP, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
UV = os.path.join(VENV, "bin", "uv")
LOCK = os.path.join(TOP, "requirements.lock")
STAMP = os.path.join(VENV, "setup.stamp")
LOG = os.path.join(VENV, "setup.log")
UNREACHABLE = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|name resolution|Name or service|Network is unreachable"
    r"|from versions: none|error sending request|dns error|[Cc]onnection refused|Failed to fetch|tunnel error"
)


class CannotSetUp(Exception):
    """What stands in the way, as one sentence for the person at the keyboard."""


def main(arguments):
    """Prepare everything; `--port N` also asks whether the server could start there. Returns the exit status."""
    try:
        refuse_old_python()
        refuse_unwritable(TOP)
        if arguments[:1] == ["--port"]:
            refuse_unwritable(os.path.join(TOP, "var"))
            refuse_taken_port(arguments[1] if len(arguments) > 1 else "")
        set_up()
    except CannotSetUp as reason:
        print("Mooring: %s" % reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def refuse_old_python():
    if sys.version_info < OLDEST:
        raise CannotSetUp(
            "this needs Python 3.11 or newer, and %s is %s; name a newer one, for example `make run PYTHON=python3.12`."
            % (sys.executable, sys.version.split()[0])
        )


def refuse_unwritable(folder):
    if os.path.exists(folder) and not os.access(folder, os.W_OK | os.X_OK):
        raise CannotSetUp(
            "the folder %s cannot be written to by this user; change its owner, or work in a copy of your own." % folder
        )


def refuse_taken_port(text):
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise CannotSetUp("PORT is a number from 1 to 65535, not %r; for example `make run PORT=8001`." % str(text))
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", int(text)))
    except (OSError, socket.error) as problem:
        if problem.errno == errno.EADDRINUSE:
            why = "is in use by another program, perhaps by Mooring itself"
        elif problem.errno == errno.EACCES:
            why = "is reserved for the administrator of this machine"
        else:
            why = "cannot be opened (%s)" % problem.strerror
        raise CannotSetUp("port %s %s; choose another, for example `make run PORT=8001`." % (text, why))
    finally:
        door.close()


def set_up():
    """Bring .venv to what requirements.lock and pyproject.toml say; two runs at once wait for each other."""
    import fcntl

    place = "python %d.%d in %s" % (sys.version_info[0], sys.version_info[1], TOP)
    wanted = "%s\n%s\n" % (place, fingerprint())
    if read(STAMP) == wanted and os.path.exists(PYTHON):
        return
    try:
        if not os.path.isdir(VENV):
            os.mkdir(VENV)
        refuse_unwritable(VENV)
        with open(os.path.join(VENV, "setup.lock"), "w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if read(STAMP) == wanted:
                return
            if not still_fits(place):
                create(turn.name)
            install(wanted)
    except (IOError, OSError) as problem:
        raise CannotSetUp("%s cannot be prepared: %s." % (problem.filename or VENV, problem.strerror))


def fingerprint():
    """What the installed packages depend on, as one short text."""
    digest = hashlib.sha256()
    for name in (LOCK, os.path.join(TOP, "pyproject.toml"), os.path.abspath(__file__)):
        digest.update(read(name).encode("utf-8"))
    return digest.hexdigest()


def read(name):
    """The file's text, or nothing when there is no such file."""
    if not os.path.exists(name):
        return ""
    with open(name) as file:
        return file.read()


def still_fits(place):
    """Whether the .venv that is there can be kept: same Python, and not moved here from another folder."""
    if not os.path.exists(PYTHON) or not os.path.exists(os.path.join(VENV, "bin", "pip")):
        return False
    if read(STAMP):
        return read(STAMP).startswith(place + "\n")
    version = subprocess.check_output([PYTHON, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return version.decode().strip() == "%d.%d" % sys.version_info[:2]


def create(keep):
    """Make .venv anew, leaving only the file `keep`, by which other runs wait."""
    print("Making .venv with Python %s" % sys.version.split()[0])
    for name in os.listdir(VENV):
        path = os.path.join(VENV, name)
        if path == keep:
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)
    base = getattr(sys, "_base_executable", None) or sys.executable
    run([base, "-m", "venv", VENV], "a virtual environment cannot be made; on Debian, install python3-venv")


def install(wanted):
    """uv by pip, the lock by uv, then this project itself, editable; leaves the stamp when all is in place."""
    print("Installing packages (the first time this takes about half a minute)", flush=True)
    if os.path.exists(STAMP):
        os.remove(STAMP)
    pinned = re.search(r"^uv==(\S+) \\\n(?:    --hash=\S+(?: \\)?\n)+", read(LOCK), re.M)
    if pinned is None:
        raise CannotSetUp("requirements.lock names no uv; write it anew with scripts/lock.sh.")
    if not has_uv(pinned.group(1)):
        block = os.path.join(VENV, "uv.txt")
        with open(block, "w") as file:
            file.write(pinned.group(0))
        run([PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", block])

    uv = [UV, "pip", "install", "--python", PYTHON] + ([] if cache_is_writable() else ["--no-cache"])
    # Compiled now: every start would do it again where Python may not keep what it compiles (PYTHONDONTWRITEBYTECODE).
    run(uv + ["--compile-bytecode", "--require-hashes", "-r", LOCK])
    shutil.rmtree(os.path.join(TOP, "mooring.egg-info"), ignore_errors=True)  # an earlier one hides new entry points
    project = ["--no-deps", "--no-build-isolation", "--offline", "--reinstall-package", "mooring", "-e", TOP]
    run(uv + project)
    with open(STAMP, "w") as file:
        file.write(wanted)


def has_uv(version):
    try:
        return subprocess.check_output([UV, "--version"]).decode().split()[1] == version
    except (OSError, subprocess.CalledProcessError):
        return False


def cache_is_writable():
    """Whether uv may keep its cache; some users have no home."""
    folder = os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    for path in (os.path.join(folder, "uv"), folder):
        if os.path.exists(path):
            return os.access(path, os.W_OK | os.X_OK)
    return os.access(os.path.dirname(folder), os.W_OK | os.X_OK)


def run(command, otherwise="the packages cannot be installed"):
    """Run a command with its output kept in the log; when it does not succeed, say why in one sentence."""
    with open(LOG, "w") as log:
        status = subprocess.call(command, cwd=TOP, stdout=log, stderr=subprocess.STDOUT)
    if status == 0:
        return
    if UNREACHABLE.search(read(LOG)):
        otherwise = "the packages cannot be fetched, because the package registry does not answer"
    raise CannotSetUp("%s; what was tried stands in %s." % (otherwise, os.path.relpath(LOG, TOP)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

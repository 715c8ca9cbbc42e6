"""The machine that Mooring runs on: where uploads lie, how much room there is, and what its clock and calendar know."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url, text

from core.engines import engine
from core.services.deployment.finding import Finding, Verdict, found
from core.settings import ROOT, Settings

ROOM, LITTLE = 512 * 1024**2, 0.1
APART = timedelta(seconds=2)


def uploads(settings: Settings) -> list[Finding]:
    folder, wrong = settings.upload_folder, ""
    if not folder.is_dir():
        wrong = f"{folder} is not there. Make it, for the user that runs Mooring alone (mode 700)."
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        wrong = f"{folder} cannot be written to. Give it to the user that runs Mooring."
    elif folder.stat().st_mode & 0o077:
        wrong = f"{folder} is open to other users of this machine: chmod 700."
    elif folder.resolve().is_relative_to(ROOT / "core" / "static"):
        wrong = f"{folder} is served to everybody. Choose another."
    return found("uploads", wrong, f"lie in {folder}, closed to others.")


def room(settings: Settings) -> list[Finding]:
    places = {"uploads": settings.upload_folder}
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        places["the database"] = Path(url.database).parent
    said = []
    for what, folder in places.items():
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        disk = shutil.disk_usage(there)
        left = f"{disk.free / 1024**3:.1f} GB left for {what}"
        wrong = f"{left}. Make room." if disk.free < ROOM or disk.free / disk.total < LITTLE else ""
        verdict = Verdict.FAIL if disk.free < ROOM else Verdict.WARN
        said += found("room", wrong, f"{left}.", verdict=verdict)
    return said


def clock(settings: Settings) -> list[Finding]:
    """The moment here beside the database's: sessions and one-time codes hang on both being right."""
    if make_url(settings.database_url).get_backend_name() != "postgresql":
        return found("clock", "", f"shows {datetime.now(UTC):%d %B %Y, %H:%M} UTC; nothing here to compare it with.")
    with engine(settings.database_url).connect() as connection:
        began = datetime.now(UTC)
        theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        ended = datetime.now(UTC)
    apart = max(began - theirs, theirs - ended, timedelta(0))
    wrong = f"is {apart.total_seconds():.0f} s from the database's. Keep both by NTP." if apart > APART else ""
    return found("clock", wrong, "agrees with the database's.")


def zones(_settings: Settings) -> list[Finding]:
    """Deadlines are counted in the time of the United Kingdom, on whichever machine."""
    try:
        london = ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return found("time zones", "there is no Europe/London here. Install tzdata.", "")
    summer, winter = (datetime(2026, month, 1, tzinfo=london).utcoffset() for month in (7, 1))
    wrong = "" if (summer, winter) == (timedelta(hours=1), timedelta(0)) else "London's time is wrong. Renew tzdata."
    return found("time zones", wrong, "London has summer time when it should.")


CHECKS = (("uploads", uploads), ("room", room), ("clock", clock), ("time zones", zones))

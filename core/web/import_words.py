"""What the pages of an import say of a run: its title, its years, how far it is and the steps of the stepper."""

from typing import Any

from core.web.filters import plural

TITLES = {
    "uploaded": "Not checked yet",
    "checking": "Check the SSDA903 import",
    "checked": "Ready to load",
    "loading": "Loading the SSDA903 import",
    "loaded": "Loaded",
    "unreadable": "A file cannot be read",
    "cancelled": "Cancelled",
}
STEPS = (("upload", "Upload"), ("check", "Check"), ("right", "Put right"), ("load", "Load"))
CHECKS = {
    "uploaded": "Not begun",
    "checking": "Under way",
    "unreadable": "A file cannot be read",
    "cancelled": "Cancelled",
}
LOADS = {"checked": "When you are ready", "loading": "Under way", "loaded": "Done"}


def title_of(run: Any) -> str:
    """How a run stands, in a few words."""
    return TITLES.get(run.state, run.state)


def years_of(run: Any) -> str:
    """The years it tells of; "" while they are not known."""
    years = run.summary.get("years", [])
    if not years:
        return ""
    return f"Return year{'s' if len(years) > 1 else ''} {years[0]} to {years[-1] + 1}"


def percent_of(progress: dict[str, Any]) -> int:
    """How far the present piece of work is."""
    total = progress.get("total")
    return min(100, 100 * progress.get("done", 0) // total) if total else 0


def steps_of(run: Any, rejects: int) -> list[tuple[str, str, str, str]]:
    """The stepper: what is done, what is now and what comes, with `rejects` rows to put right."""
    checked = run.state in ("checked", "loading", "loaded")
    at = {"checked": "right" if rejects else "load", "loading": "load", "loaded": ""}.get(run.state, "check")
    left = " left" if run.state == "loaded" else ""
    nothing = "Nothing to put right" if checked else "Not known yet"
    details = {
        "upload": plural(len(run.files), "file"),
        "check": CHECKS.get(run.state, "Done"),
        "right": f"{plural(rejects, 'row')}{left} to put right" if rejects else nothing,
        "load": LOADS.get(run.state, "Not started"),
    }
    keys = [key for key, _ in STEPS]
    here = keys.index(at) if at else len(keys)
    states = ["done" if place < here else "now" if place == here else "next" for place in range(len(keys))]
    return [(title, details[key], state, "") for (key, title), state in zip(STEPS, states, strict=True)]

"""Goal 10: what a worker holds once it has served every authority, each with settings of its own, beside the same
application before it served any; and how often a procedure was compiled."""

import json
import subprocess
import sys
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.doors import anybody, cookie
from bench.table import Line
from core.cli.england.filling import Wanted

if TYPE_CHECKING:
    from bench.england import Instance

AIM = 1.35
PLACES = ("work", "children", "meetings", "register")
SUPPLIERS = ("", "social_worker", "supervising_social_worker", "adoption_social_worker", "placement_service")
OWN: dict[str, list[dict[str, Any]]] = {
    "authority_a": [{"carer_papers_from": a, "matching_report_from": b} for a, b in product(SUPPLIERS, SUPPLIERS)],
    "authority_b": [{"record_within": days} for days in range(1, 61)],
    "authority_c": [{"minutes_within": days} for days in range(1, 61)],
    "authority_d": [{"minutes_within": days} for days in range(1, 61)],
    "authority_e": [{"disruption_within": weeks} for weeks in range(1, 53)],
}
"""Settings that authorities may choose, so that no two of them share a compiled procedure."""


def measure(instance: "Instance", wanted: list[Wanted], now: datetime) -> list[Line]:
    """A worker of its own process, asked for four pages of every authority."""
    asked = [
        (f"/{one.named.slug}/{place}", found)
        for one in wanted
        for found in (cookie(instance.app, instance.url, anybody(instance.url, one).id, one.named.slug, now),)
        for place in PLACES
    ]
    given = json.dumps({"url": instance.url, "now": now.isoformat(), "asked": asked, "authorities": len(wanted)})
    done = subprocess.run([sys.executable, "-m", "bench.memory"], input=given, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"The worker that memory is measured in ended: {done.stderr[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    ratio = found["served"] / found["bare"]
    return [
        Line(goal="10", what=f"memory of a worker (PSS), {len(wanted)} authorities with settings of their own",
             figure=f"{found['served']:.0f} MB", against=f"{found['bare']:.0f} MB before the first page",
             ratio=f"{ratio:.2f}", aim=f"<= {AIM}" if ratio <= AIM else f"<= {AIM} missed"),
        Line(goal="", what=f"procedures compiled for {found['pages']:,} pages, and asked for again",
             figure=f"{found['compiled']} compiled", against=f"{found['again']} compiled, {found['hits']:,} kept"),
    ]  # fmt: skip


def _worker() -> None:
    """In the worker: read what to ask for, and say what was held before and after."""
    from bench.pages import asker
    from core.app import create_app
    from core.cli.serving import keep_for_good
    from core.registry import Registry
    from core.settings import Settings, shipped_plugins

    given = json.loads(sys.stdin.read())
    now = datetime.fromisoformat(given["now"])
    settings = Settings(database_url=given["url"], secret_key="bench", plugins=shipped_plugins(), request_log=False)
    registry = Registry(settings.plugins)
    app = create_app(settings, clock=lambda: now, registry=registry)
    asker(app, "/sign-in", "")()
    keep_for_good()
    bare = _held()
    asks = [asker(app, path, cookie) for path, cookie in given["asked"]]
    for ask in asks:
        ask()
    compiled = registry._compiled.cache_info()
    for ask in asks:
        ask()
    again = registry._compiled.cache_info()
    every = [
        (name, own)
        for several in zip(*(OWN[name] * 3 for name in OWN), strict=False)
        for name, own in zip(OWN, several, strict=True)
    ]
    for name, own in every[: given["authorities"]]:
        registry.procedure({name: own}, date(2026, 1, 5))
    print(json.dumps({
        "bare": bare, "served": _held(), "pages": len(asks), "compiled": compiled.misses,
        "again": again.misses - compiled.misses, "hits": again.hits - compiled.hits,
    }))  # fmt: skip


def _held() -> float:
    """This process's share of memory, in MB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("This system does not say how much memory a process holds.")


if __name__ == "__main__":
    _worker()

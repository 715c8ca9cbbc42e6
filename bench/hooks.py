"""Goals 4 and 5: what plugins cost a page and an authority."""

import statistics
import time
import tracemalloc
from datetime import date

from bench.pages import asker
from bench.scene import TENANT, Scene
from bench.table import Line
from core.registry import Hooks


def measure(scene: Scene) -> list[Line]:
    """The share of a page that asking for a compiled procedure and dispatching a hook take, and memory an authority."""
    app = scene.application(20)
    ask = asker(app, f"/{TENANT}/work", scene.cookie)
    ask()
    registry = app.extensions["mooring"].registry
    enabled: dict[str, dict[str, object]] = {"authority_a": {}}
    today = date.today()
    procedure = registry.procedure(enabled, today)
    page = statistics.median(_timed(ask) for _ in range(60))

    def dispatch() -> None:
        registry.procedure(enabled, today)
        Hooks(registry.pm, ("authority_a",)).objections(
            meeting={}, move="convene", edition=procedure.edition, config={}
        )

    hook = statistics.median(_timed(dispatch) for _ in range(400))
    return [
        Line(goal="4", what="procedure and one hook, 20 plugins", figure=f"{hook * 1000:.3f} ms",
             against=f"{page * 1000:.1f} ms page", ratio=f"{hook / page:.1%} of the page", aim="<= 3 %"),
        Line(goal="5", what="plugin state, each further authority", figure=f"{_state(registry):.1f} KB", aim="<= 4 KB"),
    ]  # fmt: skip


def _timed(call: object) -> float:
    start = time.process_time()
    call()  # type: ignore[operator]
    return time.process_time() - start


def _state(registry: object) -> float:
    """KB that remain for each of 100 authorities that run the same plugin with the same settings."""
    from core.registry import Registry

    assert isinstance(registry, Registry)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = [registry.procedure({"authority_a": {}}, date(2026, 1, 1)) for _ in range(100)]
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / len(kept) / 1024

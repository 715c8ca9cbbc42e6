"""What happens in this process, counted for Prometheus: how often and how long, never who, whose or what.

Apart from everything and below it, so that each floor can count. Nothing is counted until `begin` is called, which a
server does that was given a token for `/metrics`. Every label takes its value from a closed set: see `LABELS`.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from threading import local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes of one server keep their counts side by side; unset, each has its own in memory."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OTHER = "OTHER"
LABELS = {
    "endpoint": "the names of our own views, or none",
    "method": "the methods of HTTP, or OTHER",
    "status": "2xx to 5xx",
    "kind": "a word of ours, written where it is counted",
    "plugin": "the plugins on the operators' list, or several",
    "authority": "an authority that has let the person in; only where MOORING_METRICS_BY_AUTHORITY is set",
}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STATEMENTS = (0, 2, 4, 6, 8, 12, 16, 24, 32, 64, 128)


@dataclass(frozen=True, kw_only=True)
class Meters:
    """The instruments of this process."""

    registry: "CollectorRegistry"
    requests: "Histogram"
    statements: "Histogram"
    in_flight: "Gauge"
    connections: "Gauge"
    refusals: "Counter"
    sign_in_failures: "Counter"
    plugin_faults: "Counter"
    audited: "Counter"
    by_authority: "Counter"


_meters: Meters | None = None
_seat: int | None = None
_plugins: set[str] = set()
_here = local()


def sit(seat: int) -> None:
    """This process's place among those of its server, once it is a process of its own: what is counted from now on is
    added to the counts of whoever sat there before."""
    global _seat
    _seat = seat


def begin(plugins: Iterable[str]) -> None:
    """Count from now on."""
    global _meters
    _plugins.update(plugins)
    if _meters is None:
        _meters = _made()


def told() -> tuple[bytes, str]:
    """All counts of this server in Prometheus's text form, and its media type."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_LATEST
    from prometheus_client.multiprocess import MultiProcessCollector

    if _meters is None:
        return b"", CONTENT_TYPE_LATEST
    registry = _meters.registry
    if os.environ.get(FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def request_begun() -> None:
    """A request has come in."""
    _here.statements = 0
    if _meters:
        _meters.in_flight.inc()


def request_ended() -> None:
    """It has been answered and put away."""
    if _meters:
        _meters.in_flight.dec()


def answered(endpoint: str | None, method: str, status: int, seconds: float, authority: str | None) -> None:
    """How a request ended, and how long it took. `authority` is None where it is not to be counted by that."""
    if _meters:
        view, verb = endpoint or "none", method if method in METHODS else OTHER
        _meters.requests.labels(view, verb, f"{status // 100}xx").observe(seconds)
        _meters.statements.labels(view).observe(getattr(_here, "statements", 0))
        if authority is not None:
            _meters.by_authority.labels(authority).inc()


def statement_sent() -> None:
    """One statement more of the request in this thread."""
    _here.statements = getattr(_here, "statements", 0) + 1


def connection(taken: int) -> None:
    """A connection was taken from the pool (1) or given back (-1)."""
    if _meters:
        _meters.connections.inc(taken)


def refused(kind: str) -> None:
    """A request was refused; `kind` is the name of its page."""
    if _meters:
        _meters.refusals.labels(kind).inc()


def sign_in_failed(kind: str) -> None:
    """Somebody tried to sign in and was not let in; `kind` says at which step."""
    if _meters:
        _meters.sign_in_failures.labels(kind).inc()


def plugin_failed(plugin: str, kind: str) -> None:
    """A plugin raised or took too long."""
    if _meters:
        _meters.plugin_faults.labels(plugin if plugin in _plugins else "several", kind).inc()


def audited(kind: str) -> None:
    """An entry was added to an authority's audit."""
    if _meters:
        _meters.audited.labels(kind).inc()


def _made() -> Meters:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values

    if os.environ.get(FOLDER):
        values.ValueClass = values.MultiProcessValue(lambda: "parent" if _seat is None else _seat)
    registry = CollectorRegistry()

    def counter(name: str, words: str, *labels: str) -> Counter:
        return Counter(f"mooring_{name}", words, labels, registry=registry)

    def gauge(name: str, words: str) -> Gauge:
        return Gauge(f"mooring_{name}", words, registry=registry, multiprocess_mode="livesum")

    def histogram(name: str, words: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"mooring_{name}", words, labels, buckets=buckets, registry=registry)

    return Meters(
        registry=registry,
        requests=histogram("request_seconds", "How long requests took", SECONDS, "endpoint", "method", "status"),
        statements=histogram("request_statements", "Statements sent for a request", STATEMENTS, "endpoint"),
        in_flight=gauge("requests_in_flight", "Requests being answered"),
        connections=gauge("database_connections_in_use", "Connections taken from the pools"),
        refusals=counter("refusals", "Requests that were refused", "kind"),
        sign_in_failures=counter("sign_in_failures", "Tries to sign in that failed", "kind"),
        plugin_faults=counter("plugin_faults", "Plugins that raised or took too long", "plugin", "kind"),
        audited=counter("audit_entries", "Entries added to the authorities' audits", "kind"),
        by_authority=counter("authority_requests", "Requests within an authority", "authority"),
    )

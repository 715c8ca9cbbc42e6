"""Building all of it: the exemplars of each way of running an authority, then the authorities, largest first, as many
at a time as there are processors; and what is said of it at the end."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url

from core import db
from core.cli.demo_people import AUTHORITIES, PASSWORD, Authority
from core.cli.england import names
from core.cli.england.copying import Exemplar
from core.cli.england.exemplars import exemplars
from core.cli.england.filling import Wanted, drawn, fill
from core.cli.england.sizes import sizes
from core.cli.england.staffing import Member, staffed
from core.models import Tenant
from core.registry import Registry
from core.services.entering import Passwords
from core.settings import Settings

FULL = (153, 84_000)
FIRST = 4
"""So many of the smallest are written before the others: once PostgreSQL has counted these, it checks the keys of the
rest by the right index. It counts between transactions, because it lets nobody else count until one ends."""
ON_SQLITE = 2_000
"""More children than these are for PostgreSQL: SQLite has one writer and no COPY."""


Told = Mapping[str, Mapping[int, Exemplar]]
"""Exemplars by story, of each way of running an authority by its slug."""
Begin = Callable[..., "Future[Any]"]
"""Begins a piece of work with what it is given."""


class CannotBuild(Exception):
    """Why there is nothing built, as a sentence for whoever asked."""


@dataclass(kw_only=True)
class Built:
    """What was built: rows by table, the seconds it took, and the authorities, smallest first."""

    wanted: list[Wanted]
    rows: Counter[str] = field(default_factory=Counter)
    exemplars: float = 0.0
    seconds: float = 0.0


def plan(authorities: int, children: int, seed: str) -> list[Wanted]:
    """The authorities, smallest first; each is run like one of the demonstration's five, in turn from the largest."""
    chance = Random(f"{seed} names")
    try:
        shared = zip(names.authorities(authorities, chance), sizes(authorities, children), strict=True)
    except ValueError as wrong:
        raise CannotBuild(str(wrong)) from wrong
    return [
        Wanted(
            named=named,
            pattern=AUTHORITIES[(authorities - 1 - n) % len(AUTHORITIES)],
            children=size,
            seed=f"{seed} {named.slug}",
        )
        for n, (named, size) in enumerate(shared)
    ]


def build(
    settings: Settings, wanted: list[Wanted], *, now: datetime | None = None,
    observe: Callable[[int], None] = lambda children: None, processes: int | None = None, told: Told | None = None,
) -> Built:  # fmt: skip
    """Write these authorities to an empty, migrated database. `observe` hears of children written; `told` are exemplars
    made before.

    Raises `CannotBuild` where there are authorities already, and for more children than SQLite should hold.
    """
    _refuse(settings.database_url, sum(one.children for one in wanted))
    now, built, began = now or datetime.now(UTC), Built(wanted=wanted), time.perf_counter()
    password = Passwords(settings.argon2_time_cost, settings.argon2_memory_kib).hash(PASSWORD)
    sqlite = make_url(settings.database_url).get_backend_name() == "sqlite"
    db.engine(settings.database_url).dispose()
    with _working(1 if sqlite else processes or min(os.cpu_count() or 1, 8), settings.plugins) as begin:
        told = told or _told(begin, wanted, now)
        built.exemplars = time.perf_counter() - began
        for some in (wanted[:FIRST], sorted(wanted[FIRST:], key=lambda one: -one.children)):
            running = {
                begin(_fill, settings.database_url, one, told[one.pattern.slug], password, now): one for one in some
            }
            for done in as_completed(running):
                built.rows += done.result()
                observe(running[done].children)
            if not sqlite:
                _count(settings.owner_url or settings.database_url)
    built.seconds = time.perf_counter() - began
    return built


def tell(plugins: tuple[str, ...], wanted: list[Wanted], now: datetime) -> Told:
    """The exemplars that these authorities need, made in this process."""
    with _working(1, plugins) as begin:
        return _told(begin, wanted, now)


def sign_ins(one: Wanted) -> list[Member]:
    """Somebody of each position."""
    staff = staffed(one.pattern, one.named.slug, one.children, Random(one.seed))
    found = {m.position: m for m in reversed(list(staff.everybody()))}
    return [found[n] for n in sorted(found)]


def _told(begin: Begin, wanted: Iterable[Wanted], now: datetime) -> Told:
    """The stories that are needed of each way of running an authority."""
    patterns: dict[str, Authority] = {one.pattern.slug: one.pattern for one in wanted}
    needed: dict[str, set[int]] = {slug: set() for slug in patterns}
    for one in wanted:
        needed[one.pattern.slug] |= set(drawn(one))
    asked = {slug: begin(_tell, pattern, needed[slug], now) for slug, pattern in patterns.items()}
    return {slug: one.result() for slug, one in asked.items()}


REGISTRY: list[Registry] = []
"""This process's plugins: found once, for they are the same for every authority."""


def _found(plugins: tuple[str, ...]) -> None:
    REGISTRY[:] = [Registry(plugins)]


def _tell(pattern: Authority, only: set[int], now: datetime) -> dict[int, Exemplar]:
    return exemplars(pattern, REGISTRY[0], now, only)


def _fill(url: str, one: Wanted, told: Mapping[int, Exemplar], password: str, now: datetime) -> Counter[str]:
    return fill(url, one, {n: told[n] for n in set(drawn(one))}, REGISTRY[0], password, now)


@contextmanager
def _working(at_once: int, plugins: tuple[str, ...]) -> Iterator[Begin]:
    """How to begin a piece of work: in processes of its own, or here and now where there is one."""
    if at_once > 1:
        with ProcessPoolExecutor(at_once, get_context("spawn"), _found, (plugins,)) as pool:
            yield pool.submit
        return
    _found(plugins)

    def here(work: Callable[..., Any], *given: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(work(*given))
        return done

    yield here


def _refuse(url: str, children: int) -> None:
    if children > ON_SQLITE and make_url(url).get_backend_name() == "sqlite":
        raise CannotBuild(
            f"{children:,} children are for PostgreSQL: set MOORING_DATABASE_URL, or ask for at most {ON_SQLITE:,}."
        )
    with db.session(url, None) as session:
        there = session.scalar(select(Tenant.name).limit(1))
    if there is not None:
        raise CannotBuild(f"This database holds {there} already. England is built in an empty database of its own.")


def _count(url: str) -> None:
    """Let PostgreSQL learn what there is now: its plans need it."""
    connection = db.engine(url).raw_connection()
    try:
        connection.cursor().execute("VACUUM (ANALYZE)")
    finally:
        connection.close()

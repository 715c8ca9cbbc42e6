"""`make bench SCALE=england`: pages in an instance that serves 153 authorities, beside the same pages of one of them
alone in an instance of its own, in one interleaved run."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg
from flask import Flask
from psycopg import sql

from bench import memory, reading, sampling, worklists
from bench.doors import Page, pages
from bench.latency import Ask, Backend, Taken, side_by_side, statements
from bench.pages import asker
from bench.standing import standing
from bench.table import Line
from core import db
from core.adapters.migrating import migrate
from core.adapters.roles import Access, bootstrap
from core.app import create_app
from core.cli.england import building, printing
from core.cli.england.filling import Wanted
from core.settings import Settings, shipped_plugins

SEED = "england"
AIM = 1.2
"""Goal 6: what a page in England's instance may take, beside the same page alone."""
TASKS = {"tasks_few": worklists.FEW, "tasks_many": worklists.MANY}
"""Instances of the middle authority alone, by how many tasks it has."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One database with the application before it, as on the day when it was built."""

    settings: Settings
    app: Flask

    @property
    def url(self) -> str:
        """The address with which pages are served."""
        return self.settings.database_url

    def ask(self, page: Page) -> Ask:
        """A function that asks for this page."""
        return asker(self.app, page.path, page.cookie)


@contextmanager
def prepared(folder: Path, authorities: int, children: int) -> Iterator["England"]:
    """England and three of its authorities alone, built where they are not there yet; their server runs until the end.

    Whatever stands in the folder of another size, or was not finished, is built anew.
    """
    with standing(folder / "data") as admin:
        wanted = building.plan(authorities, children, SEED)
        england = England(admin, wanted, folder / "built.json")
        england.build()
        yield england
        for name in england.names:
            db.engine(england.settings(name).database_url).dispose()


class England:
    """The databases: "england" with every authority, and "alone_…" with one each, built as of the same moment."""

    def __init__(self, admin: str, wanted: list[Wanted], note: Path):
        self.admin, self.wanted, self.note = admin, wanted, note
        middle = len(wanted) // 2
        self.three = {"smallest": wanted[0], "middle": wanted[middle], "largest": wanted[-1]}
        self.names = ["england", *(f"alone_{size}" for size in self.three), *TASKS]
        self.access: dict[str, Access] = {}
        self.now = datetime.now(UTC)

    def settings(self, name: str) -> Settings:
        """How an instance on this database runs."""
        if name not in self.access:
            self.access[name] = bootstrap(self.admin, name, "england")
        return Settings(
            database_url=self.access[name].app, owner_url=self.access[name].owner, secret_key="bench",
            plugins=shipped_plugins(), argon2_time_cost=1, argon2_memory_kib=8, request_log=False,
        )  # fmt: skip

    def instance(self, name: str) -> Instance:
        """The application before a database, with the clock at the moment when it was built."""
        settings = self.settings(name)
        app = create_app(settings, clock=lambda: self.now)
        return Instance(settings=settings, app=app)

    def build(self) -> None:
        """Whatever is not there; what is there is brought up to date."""
        size = [len(self.wanted), sum(one.children for one in self.wanted)]
        kept = json.loads(self.note.read_text()) if self.note.exists() else {}
        if kept.get("size") == size:
            self.now = datetime.fromisoformat(kept["now"])
            for name in self.names:
                migrate(self.settings(name).owner_url)
            return
        self.note.unlink(missing_ok=True)
        for name in self.names:
            _drop(self.admin, name)
            migrate(self.settings(name).owner_url)
        built = printing.with_a_bar(
            size[1],
            lambda observe: building.build(self.settings("england"), self.wanted, now=self.now, observe=observe),
        )
        click.echo(printing.printed(built))
        alone = {f"alone_{size}": one for size, one in self.three.items()} | dict.fromkeys(TASKS, self.three["middle"])
        for name, one in alone.items():
            building.build(self.settings(name), [one], now=self.now, processes=1)
        for name, number in TASKS.items():
            worklists.fill(self.settings(name).database_url, self.three["middle"].named.slug, number, self.now)
        self.note.write_text(json.dumps({"size": size, "now": self.now.isoformat()}))


def measure(folder: Path, authorities: int, children: int, requests: int) -> list[Line]:
    """Every page of the smallest, the middle and the largest authority; then memory and a million tasks."""
    with prepared(folder, authorities, children) as england:
        together = england.instance("england")
        lines = [sampling.sample(england, together)]
        scanned: set[str] = set()
        asked = 0
        for size, wanted in england.three.items():
            alone = england.instance(f"alone_{size}")
            for here, there in zip(
                pages(together.app, together.url, wanted, england.now),
                pages(alone.app, alone.url, wanted, england.now),
                strict=True,
            ):
                pairs = [(one.ask(page), Backend(one.url)) for one, page in ((together, here), (alone, there))]
                found, beside = side_by_side(pairs, requests)
                said = statements(together.url, pairs[0][0])
                scanned |= reading.scanned(together.url, wanted.named.slug, said)
                asked += len(said)
                lines.append(_line(here.name, f"{size}, {wanted.children:,} children", len(said), found, beside))
            db.engine(alone.url).dispose()
        lines += _read(together.url, asked, scanned)
        lines += memory.measure(together, england.wanted, england.now)
        lines += worklists.measure(england, requests)
    return lines


def _line(name: str, where: str, number: int, found: Taken, beside: Taken) -> Line:
    """One page: waiting times of half and of 95 in 100 requests; the ratio is of processor time, which other work on
    the machine does not lengthen."""
    ratio = found.at(0.95, "cpu") / beside.at(0.95, "cpu")
    return Line(
        goal="6", what=f"{name}: {where}, {number} SQL, {found.size / 1024:.0f} KB",
        figure=f"p50 {found.at(0.5):.0f}, p95 {found.at(0.95):.0f} ms; {found.median:.1f} CPU-ms",
        against=f"alone p50 {beside.at(0.5):.0f}, p95 {beside.at(0.95):.0f} ms; {beside.median:.1f} CPU-ms",
        ratio=f"p95 {found.at(0.95) / beside.at(0.95):.2f}; CPU p95 {ratio:.2f}",
        aim=f"<= {AIM}" if ratio <= AIM else f"<= {AIM} missed",
    )  # fmt: skip


def _read(url: str, asked: int, scanned: set[str]) -> list[Line]:
    number, stray = reading.indexes(url)
    return [
        Line(goal="6", what=f"tables of authorities read from end to end by {asked} statements",
             figure=", ".join(sorted(scanned)) or "none", aim="none" if not scanned else "none missed"),
        Line(goal="6", what=f"indexes of {number} that do not begin with the authority",
             figure=", ".join(stray) or "none", aim="none" if not stray else "none missed"),
    ]  # fmt: skip


def _drop(admin: str, name: str) -> None:
    with psycopg.connect(admin.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

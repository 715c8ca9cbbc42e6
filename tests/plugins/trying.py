"""Facts, plans and chair verdicts for the row tests, in few words. Everything unsaid stays unknown."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from core.domain.calendar import Calendar
from core.domain.chairing import Candidate, ChairVerdict, chair_rules, consider
from core.domain.compiling import Procedure
from core.domain.facts import Anchor, Facts, Move, PlacementFacts, PlacementType, Provider
from core.domain.planning import plan
from core.domain.procedure import Relation
from core.domain.proposing import Proposals, propose
from core.registry import Registry

DAY = date(2026, 3, 13)
CALENDAR = Calendar()
PLUGINS = Path(__file__).parents[2] / "plugins"
_REGISTRY = Registry(sorted(path.parent.name for path in PLUGINS.glob("*/plugin.py")))


def procedure(name: str, on: date = DAY, **settings: Any) -> Procedure:
    """The plugin's procedure as it was in force on a day, with these settings."""
    return _REGISTRY.procedure({name: settings}, on)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A moment on the day (UTC, which in March is local time)."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def placement(kind: PlacementType | None = PlacementType.FOSTER, **known: Any) -> PlacementFacts:
    """A placement that ended on the day; `in_house=True` and `agency=True` give the provider."""
    if kind is not None:
        known["kind"] = kind
    for word, provider in (("in_house", Provider.IN_HOUSE), ("agency", Provider.AGENCY)):
        if known.pop(word, False):
            known["provider"] = provider
    known.setdefault("started", date(2025, 9, 1))
    return PlacementFacts(ref="this", **known)


def facts(place: PlacementFacts | None = None, **known: Any) -> Facts:
    """One ending on the day, or another anchor."""
    base = Facts(anchor=Anchor.ENDED, day=DAY, placement=place or placement())
    return replace(base, **known)


def moves(*days: date, **known: Any) -> tuple[Move, ...]:
    """Moves on these days, all alike."""
    return tuple(Move(day=day, from_ref=f"home {n}", **known) for n, day in enumerate(days, 1))


def weighed(name: str, case: Facts, **settings: Any) -> Proposals:
    """All triggers against the case."""
    return propose(case, procedure(name, **settings))


def keys(proposals: Iterable[Any]) -> list[str]:
    """The triggers' keys, sorted."""
    return sorted(one.trigger.key for one in proposals)


def planned(name: str, kind: str, case: Facts, *, day: date | None = None, **settings: Any) -> Any:
    """The `Plan` of one meeting; any, so that a test may read what its rows' rules hold without asking their kind."""
    return plan(procedure(name, **settings).kinds[kind], case, day=day, calendar=CALENDAR)


def roles(rows: Iterable[Any], *, sure: bool = True) -> list[str]:
    """The roles asked; those that cannot be told yet are left out unless `sure` is False."""
    return [row.rule.role for row in rows if row.answer or not sure]


def chair(
    name: str,
    kind: str,
    case: Facts,
    role: str,
    *relations: Relation,
    part: str | None = None,
    **settings: Any,
) -> ChairVerdict:
    """The verdict on one person."""
    rules = chair_rules(procedure(name, **settings).kinds[kind], case, part)
    person = Candidate(ref=role, roles=frozenset({role}), relations=frozenset(relations))
    return consider(rules, [person], case)[0]

"""Papers on their way to a panel: when they are due, before the panel's date or after an event of the meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.calendar import Calendar
from core.domain.lasting import Route
from core.domain.steps import PANEL_DATE
from core.domain.windows import Due, due_before


@dataclass(frozen=True, kw_only=True)
class PlannedRoute:
    """One route: `ready` once the event it waits for has happened; `due` once the panel's date is known."""

    rule: Route
    ready: bool
    due: Due | None = None
    needs: tuple[str, ...] = ()


def planned_routes(
    routes: Iterable[Route], kind: str, happened: Mapping[str, date], calendar: Calendar
) -> tuple[PlannedRoute, ...]:
    """The routes of one meeting kind. `happened` maps events and step keys to days, `PANEL_DATE` to the panel's."""
    return tuple(_planned(route, happened, calendar) for route in routes if route.kind == kind)


def _planned(route: Route, happened: Mapping[str, date], calendar: Calendar) -> PlannedRoute:
    ready = route.after in happened
    if route.before_panel is None:
        return PlannedRoute(rule=route, ready=ready)
    if PANEL_DATE not in happened:
        return PlannedRoute(rule=route, ready=ready, needs=("the panel's date",))
    return PlannedRoute(rule=route, ready=ready, due=due_before(happened[PANEL_DATE], route.before_panel, calendar))

"""What an authority's configuration staff have under way: a change of the procedure and a role that wait for a second
person, and days on which the offices are shut."""

from datetime import date

from core.cli.demo_stage import Stage
from core.services import approving, changing, closures, roles

ASKED = {"agency_chair": "iro", "agency_invitees": ["child", "social_worker", "foster_carer"]}
WHY = "The text does not say who chairs for agency placements. Decided by the head of service."


def caldwick(stage: Stage) -> None:
    """From the first of next month the reviewing officers chair stability meetings about agency placements."""
    desk = stage.as_("Dot Hanley", 1)
    running = {name: dict(settings) for name, settings in desk.enabled.items()}
    if "authority_c" in running:
        running["authority_c"] |= ASKED
        approving.ask(desk, changing.begin(desk, running, starts=_next_month(desk.today)), WHY)
    roles.give(desk, stage.person("Mabel Orchard"), "panel_administrator", since=_next_month(desk.today))
    year = desk.today.year
    closures.add(
        desk, date(year, 12, 24), date(year, 12, 31), "Offices shut over Christmas",
        because="Agreed with the staff side for this year.",
    )  # fmt: skip


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

"""What outlasts a meeting, in words: bodies that hear of it, plans, reports, gatherings."""

from dataclasses import dataclass
from typing import Any

from core.domain.compiling import Procedure
from core.domain.lasting import Gathering, Report, Route, SupportPlan
from core.domain.steps import MeetingKind
from core.domain.telling.saying import Saying, small

MEASURED = {
    "meetings": "meetings called for and held",
    "timeliness": "how the meetings lay in their windows",
    "themes": "themes of the meetings",
    "endings_by_kind": "endings by type of placement",
    "recommendations": "recommendations and how far they are",
    "views_heard": "how children were heard",
}
"""What each measure of a learning report counts, by its key."""
FAMILIES = {
    "planning": "planning meetings",
    "stability": "stability meetings",
    "disruption": "disruption meetings",
    "review": "reviews",
}
SEES_TO = {
    "recommendations": "Goes through every open recommendation",
    "learning": "Brings together what was learned",
}


@dataclass(frozen=True)
class Lasting:
    """What one procedure declares beside its meetings."""

    procedure: Procedure

    @property
    def say(self) -> Saying:
        """The words of the meetings' rules."""
        return Saying(self.procedure)

    def routes(self, kind: MeetingKind) -> list[Route]:
        """The bodies that hear of this meeting."""
        return [route for route in self.procedure.routes if route.kind == kind.key]

    def plans(self, kind: MeetingKind) -> list[SupportPlan]:
        """The plans that this meeting agrees or reviews, each once."""
        return [plan for plan in self.procedure.plans if kind.key in (plan.agreed_at, plan.review)]

    def sent(self, route: Route, kind: MeetingKind) -> str:
        """What a body is sent, and after what."""
        titles = {output.key: output.title for output in kind.outputs}
        what = ", ".join(titles.get(key, key) for key in route.sends) or "Nothing but that the meeting was held"
        return f"{what}, after {self.say.event(route.after, kind)}"

    def about_route(self, route: Route) -> tuple[str, ...]:
        """How a body hears of a meeting and what comes back, in sentences."""
        considers = (
            "It considers what is sent, and its outcome comes back" if route.considers else "It is told, no more"
        )
        said = (
            f"Sent by: {small(self.say.owner(route.owed_by))}",
            f"By way of: {small(self.say.owner(route.via))}" if route.via else "",
            f"Read by: {small(self.say.roles(route.readers))}" if route.readers else "",
            f"Papers due {route.before_panel} before the panel" if route.before_panel else "No day is set for papers",
            "It says whether somebody is to attend" if route.asks_attendance else "",
            considers,
        )  # fmt: skip
        return tuple(one for one in said if one)

    def plan(self, plan: SupportPlan) -> str:
        """Where a plan is agreed and where it is looked at again."""
        agreed, review = self._kind(plan.agreed_at), self._kind(plan.review)
        return f"Agreed at: {agreed}. Looked at again at: {review}, until it is closed"

    def about_plan(self, plan: SupportPlan) -> tuple[str, ...]:
        """Within which bounds and with whom the interval is agreed, in sentences."""
        groups = ", or ".join(small(self.say.roles(group, " and ")) for group in plan.agreed_with)
        least = "1 day" if plan.shortest_days == 1 else f"{plan.shortest_days} days"
        return (
            f"The interval is agreed in the meeting, from {least} to {plan.longest_days} days",
            f"Agreed with: {groups}" if groups else "The text names nobody with whom it is agreed",
            "With supports, each seen to by a core professional" if plan.supports else "An interval and no more",
        )  # fmt: skip

    def measures(self, report: Report) -> str:
        """What a report counts."""
        said = "; ".join(MEASURED.get(key, key.replace("_", " ")) for key in report.measures)
        return said[:1].upper() + said[1:]

    def about(self, report: Report) -> str:
        """Of which meetings a report tells."""
        return ", ".join(FAMILIES.get(one, one) for one in report.about)

    def about_gathering(self, gathering: Gathering) -> tuple[str, ...]:
        """What people gather for and where it goes, in sentences."""
        fed: Any = next((report for report in self.procedure.reports if report.key == gathering.feeds), None)
        said = (
            SEES_TO[gathering.monitors],
            f"Goes into the report: {fed.title}" if fed else "",
            f"Changes of policy go to: {small(self.say.owner(gathering.puts_to))}" if gathering.puts_to else "",
        )
        return tuple(one for one in said if one)

    def _kind(self, key: str) -> str:
        title = self.procedure.kinds[key].title
        return title[:1].lower() + title[1:]

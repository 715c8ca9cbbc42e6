"""The part of the vocabulary that outlasts one meeting: bodies that hear of it, plans with reviews, what is reported,
who gathers to see recommendations through, and which placements are listed for an early conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.domain.facts import Facts
from core.domain.periods import Period
from core.domain.procedure import Owner, Question
from core.domain.steps import MEETING_HELD


@dataclass(frozen=True, kw_only=True)
class Route:
    """Which panel or body hears of a meeting; its administrator answers with a date and whether to attend.

    `panel` is its name in words, `via` the role of its administrator, `readers` the roles of those who sit on it; they
    read what is sent and nothing else. `considers` says whether an outcome comes back (False: it is told, no more),
    `considers_clause` which passage has it so, where that is another than the one that sends.
    """

    key: str
    kind: str
    panel: str
    sends: tuple[str, ...]
    clause: str
    via: str | None = None
    readers: tuple[str, ...] = ()
    owed_by: Owner = "chair"
    after: str = MEETING_HELD
    before_panel: Period | None = None
    asks_attendance: bool = False
    considers: bool = True
    considers_clause: str = ""
    when: Question | None = None


@dataclass(frozen=True, kw_only=True)
class SupportPlan:
    """A plan that the meeting `agreed_at` agrees and the meeting kind `review` looks at again, until it is closed.

    The interval is agreed in the meeting, from `shortest_days` to `longest_days`, with one of the groups of roles in
    `agreed_with`: any group will do, and of that one everybody. Without `supports` it is an interval and no more.
    """

    key: str
    title: str
    agreed_at: str
    review: str
    clause: str
    agreed_with: tuple[tuple[str, ...], ...] = ()
    supports: bool = True
    interval_clause: str = ""
    shortest_days: int = 1
    longest_days: int = 365


@dataclass(frozen=True, kw_only=True)
class Report:
    """Learning made from the records, on the authority's own cadence.

    `by` is the role that issues it, `to` the roles that read it, `measures` keys of what is counted; `every` is in
    months. `about` are the families of meetings it covers.
    """

    key: str
    title: str
    every: Period
    by: str
    to: tuple[str, ...]
    measures: tuple[str, ...]
    clause: str
    about: tuple[str, ...] = ("disruption",)
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """People who meet about many children's meetings at once: to collate learning, or to see recommendations through.

    `monitors` "recommendations" ticks through every open one; "learning" collates and feeds the report `feeds`.
    `every=None` where the text says "regularly" and no more. `puts_to` is the role to whom changes of policy go.
    """

    key: str
    title: str
    by: tuple[str, ...]
    clause: str
    every: Period | None = None
    monitors: Literal["recommendations", "learning"] = "recommendations"
    feeds: str = ""
    puts_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A published condition under which a placement that lasts is listed for an early conversation about stability.

    `when` answers from the facts of the day (`Anchor.LASTS`); `evidence` answers with what it counted, as sentences.
    `caution` says what the condition does not say. There is no score: a condition holds, does not, or cannot be told.
    """

    key: str
    title: str
    clause: str
    when: Question
    caution: str
    evidence: Callable[[Facts], tuple[str, ...]] | None = None
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A named place on a core page (`PLACES`) that a plugin's template, `<plugin>/<file>`, fills."""

    place: str
    template: str


PLACES = {
    "child": "A child's overview, at the side. Given `facts` and `seen` of the home that lasts.",
    "placement": "The page that plans a placement's start, at the side. Given the `facts` of that start.",
    "meeting": "A meeting's overview, at the side. Given `facts` of its case and `meeting`.",
}
"""Where a slot may stand; every template is given `today` and its plugin's `settings` besides. All are read-only."""

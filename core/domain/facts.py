"""What a rule may know: one anchor event (an ending, a concern, a start, a decision) and the history before it.

Frozen values without names or addresses: this is all that a plugin's questions are given. A field that nobody has
recorded holds an `Unknown`, and a question that uses it answers "cannot tell yet".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from core.domain.days import LONDON, british, utc
from core.domain.knowing import CannotTell, Unknown, is_known
from core.domain.ongoing import Notice, StartMeeting
from core.domain.periods import Period, in_period_ending
from core.domain.read_only import read_only


class Anchor(StrEnum):
    """The events that a proposal can hang on; LASTS is none of them: a placement that still lasts, seen on a day."""

    ENDED = "placement_ended"
    CONCERN = "concern_raised"
    STARTED = "placement_started"
    DECIDED = "decision_made"
    LASTS = "placement_lasts"


class PlacementType(StrEnum):
    """What kind of home it was, at its end."""

    FOSTER = "foster"
    CONNECTED = "connected_person"
    ADOPTION = "adoption"
    RESIDENTIAL = "residential"
    SUPPORTED = "supported"
    PARENTS = "parents"
    OTHER = "other"


class Provider(StrEnum):
    """Who provided it: the authority itself, a commissioned agency, another council, the parents."""

    IN_HOUSE = "in_house"
    AGENCY = "agency"
    OTHER_AUTHORITY = "other_authority"
    PARENTS = "parents"
    OTHER = "other"


class CarePlan(StrEnum):
    """The permanence plan that the child's care plan recorded."""

    LONG_TERM_FOSTER = "long_term_foster"
    CONNECTED_PERSON = "connected_person"
    ADOPTION = "adoption"
    RESIDENTIAL_UNTIL_INDEPENDENCE = "residential_until_independence"
    RETURN_HOME = "return_home"
    OTHER = "other"


class Education(StrEnum):
    """Where the child learns."""

    BELOW_SCHOOL_AGE = "below_school_age"
    SCHOOL = "school"
    ALTERNATIVE = "alternative_provision"
    FURTHER = "further_education"
    NONE = "none"


UNPLANNED = Unknown("whether this ending was unplanned")
REQUESTED = Unknown("when the ending was asked for")
ENDED_AT = Unknown("the time of day at which the placement ended")


@dataclass(frozen=True, kw_only=True)
class PlacementFacts:
    """One placement: time with one carer or in one setting."""

    ref: str
    kind: PlacementType | Unknown = Unknown("the type of placement")
    provider: Provider | Unknown = Unknown("who provided the placement")
    started: date
    ended: date | None = None
    long_term: bool | Unknown = Unknown("whether the placement was long term")
    matched_at_panel: bool | Unknown = Unknown("whether a panel matched the placement")
    until_independence: bool | Unknown = Unknown("whether the care plan kept it until independence")
    emergency: bool | Unknown = Unknown("whether it was an emergency placement")
    unplanned: bool | Unknown = UNPLANNED
    abrupt: bool | Unknown = Unknown("whether the ending was abrupt")
    notice_by_carer: bool | Unknown = Unknown("whether the carer gave notice")
    part_of_pathway_plan: bool | Unknown = Unknown("whether the ending was part of a pathway plan")
    commissioned: bool | Unknown = Unknown("whether the placement was commissioned")
    out_of_area: bool | Unknown = Unknown("whether the placement is out of area")

    def lasted(self, period: Period, until: date) -> bool:
        """Whether the placement had lasted at least `period` on `until` (its own end, if earlier)."""
        last = min(self.ended, until) if self.ended else until
        return self.started <= in_period_ending(last, period)[0] - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A change from one home to another, on `day`; `unplanned` is unknown until somebody has said."""

    day: date
    from_ref: str
    to_ref: str | None = None
    unplanned: bool | Unknown = UNPLANNED
    from_kind: PlacementType | Unknown = Unknown("the type of placement")
    disrupted: bool | Unknown = UNPLANNED
    from_long_term: bool | Unknown = Unknown("whether the earlier placement was long term")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything a rule may know of one case. `day` is the anchor's day.

    `moves` are the child's, oldest first, the anchor's own move included; `carer_endings` are endings of any child's
    placement with the same carer. History before `history_from` is not held: counts there are "at least".
    `notice`, `start_meetings` and the school's days belong to a placement that lasts (`Anchor.LASTS`).
    """

    anchor: Anchor
    day: date
    placement: PlacementFacts
    moment: datetime | Unknown = ENDED_AT
    requested_at: datetime | Unknown = REQUESTED
    moves: tuple[Move, ...] = ()
    carer_endings: tuple[Move, ...] = ()
    history_from: date | None = None
    care_plan: CarePlan | Unknown = Unknown("the care plan's permanence plan")
    order_made: bool | Unknown = Unknown("whether an order was made")
    born: date | Unknown = Unknown("the child's date of birth")
    education: Education | Unknown = Unknown("where the child learns")
    education_disrupted: bool | Unknown = Unknown("whether the move disrupts education")
    complaint: bool | Unknown = Unknown("whether there is a complaint against a carer")
    siblings: tuple[str, ...] = ()
    roles_filled: frozenset[str] = frozenset()
    notice: Notice | Unknown = Unknown("whether notice has been given")
    start_meetings: tuple[StartMeeting, ...] | Unknown = Unknown("which meetings the placement's start called for")
    school_since: date | Unknown = Unknown("the day on which the child began at the present school")
    school_changes: tuple[date, ...] = ()
    answers: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", read_only(self.answers))

    @property
    def age(self) -> int:
        """The child's age in whole years on the anchor's day."""
        if not is_known(self.born):
            raise CannotTell("the child's date of birth")
        assert isinstance(self.born, date)
        had_birthday = (self.day.month, self.day.day) >= (self.born.month, self.born.day)
        return self.day.year - self.born.year - (not had_birthday)

    def first_day(self, period: Period) -> date:
        """The first day that counts "in a period of" days, weeks or months ending on the anchor's day."""
        return in_period_ending(self.day, period)[0]

    def moves_in(self, period: Period) -> tuple[Move, ...]:
        """The child's moves with `day - period < move <= day`, oldest first."""
        first, last = in_period_ending(self.day, period)
        return tuple(m for m in self.moves if first <= m.day <= last)

    def carer_endings_in(self, period: Period) -> tuple[Move, ...]:
        """Endings with the same carer with `day - period < ending <= day`, oldest first."""
        first, last = in_period_ending(self.day, period)
        return tuple(m for m in self.carer_endings if first <= m.day <= last)

    def history_covers(self, period: Period) -> bool:
        """Whether the history held reaches back over the whole `period`; if not, counts are "at least"."""
        return self.history_from is None or self.history_from <= in_period_ending(self.day, period)[0]

    def answer(self, key: str, needs: str) -> object:
        """An extra answer that the plugin asked for under `key`; `CannotTell(needs)` while it is not given."""
        if key not in self.answers:
            raise CannotTell(needs)
        return self.answers[key]

    def ended_within(self, hours: int) -> bool:
        """Whether the ending came at most `hours` elapsed hours after the request, and not before it.

        Where only the ending's day is known, every moment of that day from the request on is possible: the answer is
        yes or no where all of them agree. Without the request's moment it cannot be told.
        """
        missing = [m.needs for m in (self.requested_at, self.moment) if isinstance(m, Unknown)]
        if isinstance(self.requested_at, Unknown):
            raise CannotTell(*missing)
        asked, allowed = utc(self.requested_at), timedelta(hours=hours)
        if not isinstance(self.moment, Unknown):
            return timedelta(0) <= utc(self.moment) - asked <= allowed
        begins, ends = (_midnight(day) for day in (self.day, self.day + timedelta(days=1)))
        if asked >= ends or max(begins, asked) - asked > allowed:
            return False
        if ends - timedelta(minutes=1) - asked <= allowed:  # times are recorded to the minute
            return True
        raise CannotTell(*missing)


def at_least(moves: tuple[Move, ...], number: int, *, which: Literal["unplanned", "disrupted", "all"] = "all") -> bool:
    """Whether at least `number` of `moves` count; unclassified ones make it "cannot tell" only where they matter."""
    if which == "all":
        return len(moves) >= number
    values = [m.unplanned if which == "unplanned" else m.disrupted for m in moves]
    sure = sum(1 for v in values if is_known(v) and v)
    possible = sure + sum(1 for v in values if not is_known(v))
    if sure >= number:
        return True
    if possible >= number:
        open_days = [british(m.day) for m, v in zip(moves, values, strict=True) if not is_known(v)]
        raise CannotTell(*(f"whether the ending on {day} was unplanned" for day in dict.fromkeys(open_days)))
    return False


def _midnight(day: date) -> datetime:
    """The moment at which `day` begins in the United Kingdom, in UTC."""
    return utc(datetime.combine(day, time(), LONDON))

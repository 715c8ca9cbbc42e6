"""What a rule may know of a placement that still lasts, besides its history: notice, and the meetings that its start
called for. Apart from `facts`, whose other anchors can do without."""

from dataclasses import dataclass
from datetime import date

from core.domain.knowing import Unknown


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What was recorded last about notice on a placement: `given` on `day` by `by`, or that there was none on `day`."""

    given: bool
    day: date
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class StartMeeting:
    """A meeting that the authority's procedure asks for when a placement starts; one decided against is none.

    `due` is its latest day (None: the text gives no day), `held` the day it was held (None: it is recorded as not held
    yet). Either is unknown where the records do not say.
    """

    kind: str
    title: str
    due: date | Unknown | None = None
    held: date | Unknown | None = None

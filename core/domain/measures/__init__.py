"""What a learning report counts: one pure function a measure, from plain rows without names to sentences and tables."""

from collections.abc import Callable, Mapping

from core.domain.measures.ended import endings_by_kind
from core.domain.measures.followed import recommendations
from core.domain.measures.heard import views_heard
from core.domain.measures.made import Measure, Records
from core.domain.measures.meetings import meetings
from core.domain.measures.themes import themes
from core.domain.measures.timeliness import timeliness

MEASURES: Mapping[str, Callable[[Records], Measure]] = {
    "meetings": meetings,
    "timeliness": timeliness,
    "themes": themes,
    "endings_by_kind": endings_by_kind,
    "recommendations": recommendations,
    "views_heard": views_heard,
}
"""The keys that a plugin's `Report.measures` may name."""

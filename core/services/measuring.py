"""What one learning report is made from: the records of a period as plain rows, and which records those were."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from core.domain.compiling import Procedure
from core.domain.measures import MEASURES
from core.domain.measures.made import Records
from core.domain.reporting import Span
from core.models import LearningReport
from core.services import measuring_after, measuring_endings, measuring_meetings
from core.services.desk import Desk

NOUNS = {
    "disruption": "disruption meeting",
    "stability": "stability meeting",
    "planning": "planning meeting",
    "review": "review meeting",
}


@dataclass(kw_only=True)
class Sources:
    """The records that were counted: by noun, the id and version of each."""

    records: dict[str, list[list[Any]]] = field(default_factory=dict)

    def add(self, noun: str, id: str, version: int = 1) -> None:
        """Note one record; once, however often it is counted."""
        self.records.setdefault(noun, []).append([id, version])

    @property
    def kept(self) -> dict[str, list[list[Any]]]:
        """Every record once, in order of its id."""
        return {noun: sorted(map(list, {tuple(one) for one in rows})) for noun, rows in self.records.items()}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A report's content: `figures` as it is shown and kept, `sources` as it is kept beside it."""

    figures: dict[str, Any]
    sources: dict[str, Any]


def measured(desk: Desk, report: LearningReport, gatherings: list[dict[str, str]]) -> Made:
    """The report's measures over its period, as the records stand now; a dozen statements, however many the records."""
    span, about = Span(report.first_day, report.last_day), tuple(report.about)
    procedure, sources = desk.procedure(desk.today), Sources()
    endings, calls = measuring_endings.endings(desk, span, about, sources)
    held = measuring_meetings.held(desk, span, about, sources)
    small = small_numbers(desk)
    records = Records(
        span=span,
        today=desk.today,
        noun=noun_of(procedure, about),
        small=small,
        endings=endings,
        calls=calls,
        concerns=measuring_endings.concerns(desk, span, sources) if "stability" in about else None,
        booked=measuring_meetings.booked(desk, span, about, sources),
        held=held,
        themes=measuring_after.themes(desk, span, about, sources),
        advice=measuring_after.advice(desk, span, about, sources),
    )
    measures = [asdict(MEASURES[key](records)) for key in report.measures if key in MEASURES]
    figures = json.loads(json.dumps({"small": small, "measures": measures, "gatherings": gatherings}))
    told = {
        "as_of": desk.now.isoformat(),
        "records": sources.kept,
        "procedure": procedure.digest if procedure else "",
        "digest": "",
    }
    return Made(figures=figures, sources=told | {"digest": digest(figures, told["records"], report.comment)})


def digest(figures: Any, records: Any, comment: str) -> str:
    """What a report's content comes to: the same for the same figures, records and comment, and for nothing else."""
    return hashlib.sha256(json.dumps([figures, records, comment], sort_keys=True).encode()).hexdigest()


def small_numbers(desk: Desk) -> int:
    """Below which count children are not told apart: a local setting."""
    return int(desk.setting("small_numbers"))


def noun_of(procedure: Procedure | None, about: tuple[str, ...]) -> str:
    """One of the meetings that a report is about, in the authority's words."""
    standard = NOUNS.get(about[0], "meeting") if len(about) == 1 else "meeting"
    return procedure.word(standard) if procedure else standard

"""The record of a meeting, theme by theme: saved as people write, never overwritten, agreed by the chair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.adapters.prose import kept
from core.domain.days import british
from core.domain.lifecycle import NotYet, Stage, move
from core.domain.texts import Piece, additions, merged
from core.models import MeetingPart, Minute, MinuteVersion, Output, Task
from core.services import scheduling, settling
from core.services.advising import recommendations_of
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import AGREED, Case, agreed_parts

WRITING = timedelta(minutes=2)
LONGEST = 100_000


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two texts of one theme, or of one output: what stands now and what was being saved, both made from `base`.

    `minute` is what stands now: anything with an id, title, text, version, `by_name` and `at`.
    """

    minute: Any
    base: str
    theirs: str
    mine: str

    @property
    def their_pieces(self) -> tuple[Piece, ...]:
        """What stands now, with what was added to it marked."""
        return additions(self.base, self.theirs)

    @property
    def my_pieces(self) -> tuple[Piece, ...]:
        """What was being saved, with what was added marked."""
        return additions(self.base, self.mine)

    @property
    def together(self) -> str:
        """A text that begins with both additions."""
        return merged(self.base, self.theirs, self.mine)


def themes(desk: Desk, case: Case, part: str | None = None) -> list[Minute]:
    """The themes of the record in order, of one part or of all."""
    statement = select(Minute).where(Minute.meeting_id == case.meeting.id, Minute.withdrawn.is_(False))
    if part is not None:
        statement = statement.where(Minute.part == part)
    return list(desk.db.scalars(statement.order_by(Minute.part, Minute.position)))


def find(desk: Desk, case: Case, minute_id: str) -> Minute:
    """One theme of this meeting; `Missing` where there is none."""
    minute = desk.db.scalar(select(Minute).where(Minute.id == minute_id, Minute.meeting_id == case.meeting.id))
    if minute is None:
        raise Missing(minute_id)
    return minute


def save(desk: Desk, case: Case, minute: Minute, text: str, *, version: int) -> None:
    """Keep a theme's text. The same text again does nothing; a text over an older version raises `Stale`.

    `Stale.current` is then a `Conflict` with both texts, so that nothing is lost.
    """
    text = kept(text.replace("\r\n", "\n")).strip()
    if text == minute.text:
        return
    if agreed_parts(case.meeting).get(minute.part) or case.meeting.agreed_on is not None:
        raise Refused("These minutes have been agreed. The chair can open them again until they are sent.")
    if len(text) > LONGEST or "\x00" in text:
        raise Refused(f"A theme holds up to {LONGEST:,} characters of plain text.")
    if version != minute.version:
        base = text_at(desk, minute, version)
        raise Stale(Conflict(minute=minute, base=base, theirs=minute.text, mine=text))
    desk.db.add(
        MinuteVersion(
            minute_id=minute.id,
            version=minute.version + 1,
            text=text,
            by_id=desk.actor.person_id,
            by_name=desk.actor.name,
            at=desk.now,
        )
    )
    minute.text, minute.by_name, minute.at = text, desk.actor.name, desk.now
    desk.db.flush()
    desk.note("wrote", "minute", minute.id, child_id=case.child.id, meeting_id=case.meeting.id, theme=minute.title)


def writing(desk: Desk, minute: Minute) -> str:
    """Who else saved this theme within the last two minutes; "" for nobody."""
    if minute.at is None or minute.by_name == desk.actor.name or desk.now - minute.at > WRITING:
        return ""
    return minute.by_name


def versions(desk: Desk, minute: Minute) -> list[MinuteVersion]:
    """Every text that a theme has held, newest first."""
    statement = select(MinuteVersion).where(MinuteVersion.minute_id == minute.id)
    return list(desk.db.scalars(statement.order_by(MinuteVersion.version.desc())))


def text_at(desk: Desk, minute: Minute, version: int) -> str:
    """What a theme held in one version; "" for the first, which is empty, and for one that was never saved."""
    statement = select(MinuteVersion.text).where(MinuteVersion.minute_id == minute.id, MinuteVersion.version == version)
    return desk.db.scalar(statement) or ""


def agree(desk: Desk, case: Case, part: str | None = None, *, blanks: bool = True, version: int | None = None) -> None:
    """The chair agrees the minutes of one part, or of all: each output's text is made and kept.

    Refused to anybody else, before the part was held, and with no record. Without `blanks` every theme has words.
    """
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    if not settling.agrees_minutes(case.asked):
        raise Refused("These minutes are what the documents are written from. Each document is made final by itself.")
    parts = scheduling.parts_of(desk, meeting)
    chosen = [p for p in parts if part in (None, p.key)]
    if not chosen:
        raise Missing(part)
    if meeting.chair_id != desk.actor.person_id:
        raise Refused(f"The chair, {meeting.chair_name or 'not chosen yet'}, agrees the minutes.")
    if meeting.stage not in (Stage.CONVENED.value, Stage.HELD.value):
        move(Stage(meeting.stage), Stage.RECORDED)
    for one in chosen:
        _agree_part(desk, case, one, blanks=blanks)
    _settle_outputs(desk, case, parts)
    settling.settle(desk, case)
    desk.note("agreed the minutes", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id)


def outputs(desk: Desk, case: Case) -> list[Output]:
    """All outputs of a meeting; pages show only those of `circulation.readable`."""
    wanted = (Output.meeting_id == case.meeting.id, Output.state != "withdrawn")
    return list(desk.db.scalars(select(Output).where(*wanted).order_by(Output.position)))


def text_of(desk: Desk, case: Case, output: Output) -> list[dict[str, Any]]:
    """An output's sections as headings with paragraphs, made from what is recorded now.

    An output of no single part holds nothing from a part for professionals only.
    """
    parts = parts_in(case, output, scheduling.parts_of(desk, case.meeting))
    sections: list[dict[str, Any]] = []
    if "record" in output.sections:
        for theme in themes(desk, case):
            if theme.text and theme.part in parts:
                sections.append({"heading": theme.title, "paragraphs": _paragraphs(theme.text)})
    if "recommendations" in output.sections:
        said = [f"{r.text} (to {r.body})" if r.body else r.text for r in recommendations_of(desk, case)
                if r.part in parts]  # fmt: skip
        sections.append({"heading": "Recommendations", "paragraphs": said or ["None were made."]})
    if "actions" in output.sections or "decisions" in output.sections:
        agreed = [t for t in scheduling.tasks_of(desk, case.meeting) if _is_action(t, parts)]
        lines = [f"{t.title}: {t.owner_name}, by {british(t.due)}" for t in agreed if t.due]
        sections.append({"heading": "Actions", "paragraphs": lines or ["None were agreed."]})
    return sections


def parts_in(case: Case, output: Output, parts: Sequence[MeetingPart]) -> set[str]:
    """The keys of the parts that an output tells of."""
    if output.part:
        return {output.part}
    closed = {p.key for p in case.declared.parts if p.professionals_only} if case.declared else set()
    return {p.key for p in parts if p.key not in closed}


def _is_action(task: Task, parts: set[str]) -> bool:
    return task.kind == "action" and task.state != "withdrawn" and (not task.part or task.part in parts)


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.split("\n\n") if one.strip()]


def _agree_part(desk: Desk, case: Case, part: MeetingPart, *, blanks: bool) -> None:
    if part.held_on is None:
        raise NotYet("Minutes are agreed after the meeting has been held.")
    every = themes(desk, case, part.key)
    empty = [theme.title for theme in every if not theme.text]
    if len(empty) == len(every):
        raise Refused("Nothing is written yet. Write at least one theme before agreeing the minutes.")
    if empty and not blanks:
        said = f"{len(empty)} of {len(every)} themes have no words: {'; '.join(empty)}."
        raise Refused(f"{said} Write them, or tick that you agree all the same.", field="blanks")
    marks = {f"{AGREED}{part.key}": desk.today.isoformat()}
    case.meeting.answers = marks | case.meeting.answers


def _settle_outputs(desk: Desk, case: Case, parts: Sequence[MeetingPart]) -> None:
    """An output whose parts are all agreed gets its text, once; one that somebody writes gets it from them."""
    done = agreed_parts(case.meeting).keys()
    for output in outputs(desk, case):
        if output.state == "draft" and output.written_by is None and parts_in(case, output, parts) <= done:
            output.text = text_of(desk, case, output)
            output.state, output.agreed_on, output.agreed_by = "agreed", desk.today, desk.actor.name


def compared(desk: Desk, minute: Minute) -> list[tuple[MinuteVersion, tuple[Piece, ...]]]:
    """Every text that a theme has held, newest first, each in pieces against the one before it."""
    held = versions(desk, minute)
    before = [*(one.text for one in held[1:]), ""]
    return [(one, additions(text, one.text)) for one, text in zip(held, before, strict=False)]

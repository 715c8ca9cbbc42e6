"""The record of a meeting, theme by theme: saved as people write, never overwritten, agreed by the chair."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.domain.lifecycle import Stage, move
from core.models import Minute, MinuteVersion, Output
from core.services import scheduling, tasks
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.holding import recommendations_of
from core.services.meetings import Case


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two texts of one theme: what stands now and what was being saved."""

    minute: Minute
    theirs: str
    mine: str


def themes(desk: Desk, case: Case, part: str | None = None) -> list[Minute]:
    """The themes of the record in order, of one part or of all."""
    statement = select(Minute).where(Minute.meeting_id == case.meeting.id)
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
    text = text.replace("\r\n", "\n").strip()
    if text == minute.text:
        return
    if case.meeting.agreed_on is not None:
        raise Refused("These minutes have been agreed. Ask the chair to reopen them.")
    if version != minute.version:
        raise Stale(Conflict(minute=minute, theirs=minute.text, mine=text))
    desk.db.add(
        MinuteVersion(
            minute_id=minute.id,
            version=minute.version,
            text=text,
            by_id=desk.actor.person_id,
            by_name=desk.actor.name,
            at=desk.now,
        )
    )
    minute.text, minute.by_name, minute.at = text, desk.actor.name, desk.now
    desk.db.flush()
    desk.note("wrote", "minute", minute.id, child_id=case.child.id, meeting_id=case.meeting.id, theme=minute.theme)


def versions(desk: Desk, minute: Minute) -> list[MinuteVersion]:
    """Every text that a theme has held, newest first."""
    statement = select(MinuteVersion).where(MinuteVersion.minute_id == minute.id)
    return list(desk.db.scalars(statement.order_by(MinuteVersion.version.desc())))


def agree(desk: Desk, case: Case, *, version: int | None = None) -> None:
    """The chair agrees the minutes: each output's text is made and kept. Refused to anybody else, or with no record."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    move(Stage(meeting.stage), Stage.RECORDED)
    if meeting.chair_id != desk.actor.person_id:
        raise Refused(f"The chair, {meeting.chair_name or 'not chosen yet'}, agrees the minutes.")
    written = [theme for theme in themes(desk, case) if theme.text]
    if not written:
        raise Refused("Nothing is written yet. Write at least one theme before agreeing the minutes.")
    meeting.stage, meeting.agreed_on = Stage.RECORDED.value, desk.today
    for output in outputs(desk, case):
        output.text = text_of(desk, case, output)
        output.state, output.agreed_on, output.agreed_by = "agreed", desk.today, desk.actor.name
    for task in scheduling.tasks_of(desk, meeting):
        rule = next((s for s in case.kind.steps if s.key == task.key), None)
        if rule is not None and rule.completes == "minutes":
            tasks.complete(desk, task)
    desk.db.flush()
    scheduling.refresh(desk, case)
    desk.note("agreed the minutes", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id)


def outputs(desk: Desk, case: Case) -> list[Output]:
    """All outputs of a meeting; show only those that `audiences.readable` lets through."""
    statement = select(Output).where(Output.meeting_id == case.meeting.id).order_by(Output.position)
    return list(desk.db.scalars(statement))


def text_of(desk: Desk, case: Case, output: Output) -> list[dict[str, Any]]:
    """An output's sections as headings with paragraphs, made from what is recorded now."""
    sections: list[dict[str, Any]] = []
    if "record" in output.sections:
        for theme in themes(desk, case, output.part or None):
            if theme.text:
                sections.append({"heading": theme.title, "paragraphs": theme.text.split("\n\n")})
    if "recommendations" in output.sections:
        said = [f"{r.text} (to {r.body})" if r.body else r.text for r in recommendations_of(desk, case)
                if not output.part or r.part == output.part]  # fmt: skip
        sections.append({"heading": "Recommendations", "paragraphs": said or ["None were made."]})
    if "actions" in output.sections or "decisions" in output.sections:
        agreed = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "action"]
        lines = [f"{t.title}: {t.owner_name}, by {t.due:%-d %B %Y}" for t in agreed if t.due]
        sections.append({"heading": "Actions", "paragraphs": lines or ["None were agreed."]})
    return sections

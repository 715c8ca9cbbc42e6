"""What an authority's text leaves open: which setting fills each silence, whether it has done so, and how a meeting
that waited for it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.compiling import CannotCompile, Procedure
from core.domain.facts import Facts
from core.domain.planning import blocked, plan
from core.domain.steps import Gap, MeetingKind
from core.schema import Question
from core.services import arranging, convening, meetings, proposing
from core.services.desk import Desk, Refused, Stale
from core.services.meetings import Case


@dataclass(frozen=True, kw_only=True)
class Silence:
    """One thing the text does not say of a meeting, as the settings stand. `setting` is the question that fills it
    (None: staff say, each time); `blocks` the sentences for which nobody can be invited."""

    kind: MeetingKind
    topic: str
    setting: Question | None
    clause: str
    open: bool
    blocks: tuple[str, ...] = ()


def silences(desk: Desk, procedure: Procedure) -> tuple[Silence, ...]:
    """Every silence of the procedure in force today: those that block first, then by meeting."""
    questions, answers = _settings(desk, procedure)
    found = [_silence(kind, topic, setting, questions, answers)
             for kind in procedure.kinds.values() for topic, setting in kind.silent_on]  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.blocks))


def made_since(desk: Desk, case: Case) -> Procedure | None:
    """The case's edition under today's settings, where these fill a gap that the meeting waits for; else None."""
    waits = _waits(case.kind, case.facts)
    if not waits or not desk.enabled:
        return None
    try:
        now = desk.registry.compile(desk.enabled, case.meeting.pin["edition"])
    except CannotCompile:
        return None
    kind = now.kinds.get(case.meeting.kind)
    return now if kind and _waits(kind, case.facts) < waits else None


def take_up(desk: Desk, case: Case, *, version: int | None = None) -> Case:
    """Let a meeting that waited for a gap follow the settings made since; its edition stays. The case as it then is.

    Refused where no such settings were made, and once people have been invited.
    """
    meeting, now = case.meeting, made_since(desk, case)
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    arranging.require(desk, case)
    if now is None or meeting.stage not in ("proposed", "postponed"):
        raise Refused("No settings that this meeting waits for have been made since.", field="first")
    before = convening.gaps(case)
    plugins = [list(pair) for pair in now.plugins]
    ruling = desk.version(desk.today)
    here = {"enabled": dict(desk.enabled), "version": ruling.number if ruling else None}
    since = {"on": desk.today.isoformat(), "by": desk.actor.name, "how": "took up settings made since"}
    meeting.pin = meeting.pin | here | {"plugins": plugins, "digest": now.digest, "since": since}
    taken = meetings.find(desk, meeting.id)
    proposing.renew(desk, meeting, taken)
    planned = plan(taken.kind, taken.facts, day=meeting.day, calendar=desk.calendar)
    meeting.arranged_by = planned.arranged_by
    desk.db.flush()
    settled = [sentence for sentence, _ in before if sentence not in {said for said, _ in convening.gaps(taken)}]
    desk.note("took up settings made since", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id,
              settled=settled)  # fmt: skip
    return taken


def _waits(kind: MeetingKind, facts: Facts) -> set[str]:
    """The settings that stand between this case and its invitations."""
    return {one.rule.setting for one in blocked(kind, facts) if isinstance(one.rule, Gap)}


def _settings(desk: Desk, procedure: Procedure) -> tuple[dict[str, Question], dict[str, Any]]:
    questions: dict[str, Question] = {}
    answers: dict[str, Any] = {}
    for name, _ in procedure.plugins:
        questions |= {one.key: one for one in desk.registry.found[name].questions}
        answers |= procedure.settings[name]
    return questions, answers


def _silence(
    kind: MeetingKind, topic: str, setting: str, questions: Mapping[str, Question], answers: Mapping[str, Any]
) -> Silence:
    gaps = [gap for gap in kind.blocked_by if gap.setting == setting]
    question = questions.get(setting)
    return Silence(
        kind=kind,
        topic=topic,
        setting=question,
        clause=gaps[0].clause if gaps else question.clause if question else "",
        open=question is None or answers.get(setting) in (None, "", ()),
        blocks=tuple(gap.sentence for gap in gaps),
    )

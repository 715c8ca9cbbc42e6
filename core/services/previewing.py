"""What a change of the procedure would do, before anybody approves it: what is to be settled first, which answers
differ, what is under way. Apart from how the rules differ (`core.domain.telling`) and what they would have made of past
endings (`replaying`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.domain.compiling import CannotCompile, Procedure
from core.domain.lifecycle import Stage
from core.domain.versions import Enabled, Version
from core.models import Meeting, ProcedureVersion
from core.schema import Question
from core.services import changing, gaps, plugin_settings
from core.services import procedure_versions as versions
from core.services.desk import Desk
from core.services.gaps import Silence
from core.services.unheld import Unheld, unheld


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One setting whose answer differs: in words, before and after ("" where the plugin does not run)."""

    plugin: str
    question: Question
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A change held against the version it rests on. `after` is None where it runs nothing or cannot be compiled
    (`faults`); `gaps` must be settled first; `later` versions are planned already and do not hold the change."""

    change: ProcedureVersion
    base: Version | None
    before: Procedure | None
    after: Procedure | None
    faults: tuple[str, ...] = ()
    gaps: tuple[Silence, ...] = ()
    answers: tuple[Answered, ...] = ()
    still_open: tuple[Silence, ...] = ()
    unheld: tuple[Unheld, ...] = ()
    under_way: int = 0
    later: tuple[Version, ...] = ()
    overtaken: Version | None = None


def preview(desk: Desk, change: ProcedureVersion) -> Preview:
    """The whole preview but the replay: a few statements, each hook asked once."""
    starts = change.starts or desk.today
    base = changing.base_of(desk, starts)
    after, faults = tried(desk, change.enabled, starts)
    before = desk.procedure(starts)
    open_now = (
        select(func.count())
        .select_from(Meeting)
        .where(Meeting.stage.not_in([one.value for one in Stage if not one.open]))
    )
    return Preview(
        change=change,
        base=base,
        before=before,
        after=after,
        faults=faults,
        gaps=_new_gaps(desk, before, after),
        still_open=tuple(one for one in _open_gaps(desk, after) if _gap(one) in _known(desk, before)),
        unheld=unheld(desk, before, after),
        answers=tuple(answered(desk, base.enabled if base else {}, change.enabled)),
        under_way=desk.db.scalar(open_now) or 0,
        later=tuple(
            one
            for one in versions.timeline(desk)
            if one.starts and one.starts > starts and _differ(desk, change.enabled, one.enabled)
        ),
        overtaken=changing.overtaken(desk, change),
    )


def settle_first(desk: Desk, change: ProcedureVersion) -> tuple[str, ...]:
    """What stands against the change itself, as sentences: plugins at fault, and gaps that would block meetings."""
    starts = change.starts or desk.today
    after, faults = tried(desk, change.enabled, starts)
    before = desk.procedure(starts)
    open_gaps = _new_gaps(desk, before, after)
    return (*faults, *(f"The text is silent on {one.topic}. Choose in the settings." for one in open_gaps))


def tried(desk: Desk, enabled: Enabled, day: date) -> tuple[Procedure | None, tuple[str, ...]]:
    """The procedure that these plugins make for the day, or why they make none; neither where none runs."""
    if not enabled:
        return None, ()
    try:
        return desk.registry.trial(enabled, day), ()
    except CannotCompile as refused:
        return None, refused.faults


def answered(desk: Desk, before: Enabled, after: Enabled) -> Iterator[Answered]:
    """Each setting of a plugin that runs before and after, where the answers differ."""
    for name in after:
        if name not in before:
            continue
        was = plugin_settings.answers(desk.registry, name, before[name])
        now = plugin_settings.answers(desk.registry, name, after[name])
        for question in plugin_settings.questions(desk.registry, name):
            if was[question.key] != now[question.key]:
                words = (in_words(question, was[question.key]), in_words(question, now[question.key]))
                yield Answered(plugin=name, question=question, before=words[0], after=words[1])


def in_words(question: Question, value: Any) -> str:
    """An answer as the form words it."""
    titles = dict(question.choices)
    if question.kind == "yes_no":
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(titles.get(str(one), str(one)) for one in value) or "Nothing chosen"
    return titles.get(str(value), str(value)) if value not in (None, "") or str(value) in titles else "Not settled"


def _differ(desk: Desk, one: Enabled, other: Enabled) -> bool:
    """Whether two versions run other plugins or hold other answers."""
    return set(one) != set(other) or any(answered(desk, one, other))


def _new_gaps(desk: Desk, before: Procedure | None, after: Procedure | None) -> tuple[Silence, ...]:
    """What the text leaves open and blocks meetings; not what is open in the same way before the change, or today."""
    known = _known(desk, before)
    return tuple(one for one in _open_gaps(desk, after) if _gap(one) not in known)


def _known(desk: Desk, before: Procedure | None) -> set[tuple[str, str]]:
    now = desk.procedure(desk.today)
    return {_gap(one) for procedure in (before, now) for one in _open_gaps(desk, procedure)}


def _open_gaps(desk: Desk, procedure: Procedure | None) -> tuple[Silence, ...]:
    """Each setting that is open and blocks a meeting, once."""
    found: dict[str, Silence] = {}
    for one in gaps.silences(desk, procedure) if procedure else ():
        if one.open and one.blocks:
            found.setdefault(one.setting.key if one.setting else one.topic, one)
    return tuple(found.values())


def _gap(one: Silence) -> tuple[str, str]:
    return (one.setting.key if one.setting else one.topic, one.clause)

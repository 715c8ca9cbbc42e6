"""What a page shows of a change's replay, wherever it stands: not asked for, at work, interrupted, done. Apart from the
views, because the page of the change shows it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import request

from core.services import replaying
from core.web.forms import Choice, Form, FormSchema
from core.web.pictures.bars import Bars, bars
from core.web.plugins import replay_words as words
from core.web.requests import desk, now

PERIODS = {"12": "Last 12 months", "6": "Last 6 months"}
FIRST_SHOWN = 10
QUARTERS = (25, 50, 75, 100)
Stage = Literal["none", "working", "interrupted", "at fault", "stopped", "outdated", "done"]


class Period(FormSchema):
    """How far back a replay goes, in months."""

    period = Choice(ask="how far back to look", choices=PERIODS)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A replay as its piece shows it; `told` is the last quarter of the work that was announced."""

    stage: Stage
    form: Form
    replay: Any = None
    percent: int = 0
    told: int = 0
    periods: Sequence[tuple[str, str]] = tuple(PERIODS.items())
    announce: str = ""
    figures: list[tuple[str, str]] = field(default_factory=list)
    table: list[Any] = field(default_factory=list)
    picture: Bars | None = None
    rows: list[words.Row] = field(default_factory=list)
    differences: int = 0
    clauses: Mapping[str, Any] = field(default_factory=dict)
    unchecked: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    uncompiled: list[str] = field(default_factory=list)


def shown_replay(change: Any, form: Form | None = None) -> Shown:
    """The replay of this change; `form` is the choice of the period as it was sent."""
    replay = replaying.of(desk(), change.id)
    form = form or Form(Period, {"period": "12"})
    if replay is None:
        return Shown(stage="none", form=form)
    stage = _stage(replay, change)
    if stage == "done":
        return _done(replay, form, change)
    percent = min(100, 100 * replay.done // replay.total) if replay.total else 0
    told = request.args.get("told", 0, int)
    passed = max((quarter for quarter in QUARTERS if told < quarter <= percent), default=0)
    announce = f"{passed} per cent of the replay done" if stage == "working" and passed else ""
    return Shown(stage=stage, form=form, replay=replay, percent=percent, told=max(told, passed), announce=announce)


def _stage(replay: Any, change: Any) -> Stage:
    if not replaying.current(desk(), replay, change.enabled):
        return "outdated"
    if replaying.working(replay, now()):
        return "working"
    ended: dict[str, Stage] = {"done": "done", "stopped": "stopped", "at fault": "at fault"}
    return ended.get(replay.state, "interrupted")


def _done(replay: Any, form: Form, change: Any) -> Shown:
    result = replay.result
    found = words.differences(result)
    rows = [words.row(result, one) for one in found[:FIRST_SHOWN]]
    return Shown(
        stage="done",
        form=form,
        replay=replay,
        announce="The replay is done",
        figures=words.figures(result),
        table=words.table(result),
        picture=_picture(result),
        rows=rows,
        differences=len(found),
        clauses=words.clauses(result, rows),
        unchecked=words.doubts(result["after"], "unchecked"),
        untold=words.doubts(result["after"], "untold"),
        uncompiled=words.uncompiled(result),
    )


def _picture(result: words.Result) -> Bars:
    names = [
        f"Now: {', '.join(result['before']['titles']) or 'no procedure'}",
        f"Then: {', '.join(result['after']['titles']) or 'no procedure'}",
    ]
    counts = [[result["before"]["prompted"]], [result["after"]["prompted"]]]
    return bars(names, counts, ["Endings that prompt a meeting"], title="Endings that prompt a meeting", small=0)

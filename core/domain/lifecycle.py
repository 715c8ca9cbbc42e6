"""The stages of a meeting and which move may follow which. Overdue is computed elsewhere, never a stage."""

from enum import StrEnum
from typing import Literal


class Stage(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    CONVENED = "convened"
    HELD = "held"
    RECORDED = "recorded"
    CIRCULATED = "circulated"
    CONSIDERED = "considered"
    CLOSED = "closed"
    DECLINED = "declined"
    POSTPONED = "postponed"

    @property
    def open(self) -> bool:
        """Whether anything may still be owed."""
        return self not in (Stage.CLOSED, Stage.DECLINED)

    @property
    def convened_or_later(self) -> bool:
        """Whether people have been told of a date."""
        return self in (
            Stage.CONVENED,
            Stage.HELD,
            Stage.RECORDED,
            Stage.CIRCULATED,
            Stage.CONSIDERED,
            Stage.CLOSED,
        )


MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.PROPOSED: (Stage.CONVENED, Stage.DECLINED, Stage.POSTPONED),
    Stage.POSTPONED: (Stage.CONVENED, Stage.DECLINED),
    Stage.CONVENED: (Stage.HELD, Stage.POSTPONED, Stage.DECLINED),
    Stage.HELD: (Stage.RECORDED,),
    Stage.RECORDED: (Stage.CIRCULATED,),
    Stage.CIRCULATED: (Stage.CONSIDERED, Stage.CLOSED),
    Stage.CONSIDERED: (Stage.CLOSED,),
    Stage.CLOSED: (),
    Stage.DECLINED: (Stage.PROPOSED,),
}


class NotYet(Exception):
    """A move that the meeting's stage does not allow; the sentence says what comes first."""

    def __init__(self, sentence: str, clause: str | None = None):
        super().__init__(sentence)
        self.clause = clause


FIRST: dict[Stage, str] = {
    Stage.CONVENED: "A meeting is convened once: this one has already been.",
    Stage.HELD: "A meeting can be marked as held once it has been convened.",
    Stage.RECORDED: "Minutes are agreed after the meeting has been held.",
    Stage.CIRCULATED: "Minutes are circulated after they have been agreed.",
    Stage.CONSIDERED: "A body considers a meeting after its record has been circulated.",
    Stage.CLOSED: "A meeting is closed after its record has been circulated.",
}


def moves(stage: Stage, form: Literal["meeting", "report"] = "meeting") -> tuple[Stage, ...]:
    """What may follow `stage`. A report on paper is never held: once it is asked for, it is recorded."""
    if form == "report":
        return tuple(Stage.RECORDED if to is Stage.HELD else to for to in MOVES[stage])
    return MOVES[stage]


def move(stage: Stage, to: Stage, form: Literal["meeting", "report"] = "meeting") -> Stage:
    """`to`, if it may follow `stage`; raises `NotYet` with what has to come first."""
    if to not in moves(stage, form):
        raise NotYet(FIRST.get(to, f"A meeting that is {stage.value} cannot become {to.value}."))
    return to

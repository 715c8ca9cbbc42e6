"""The authority’s procedure, made from the rules Mooring follows: each meeting as tables, each clause in our words."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from core.domain.compiling import Procedure
from core.domain.knowing import question_text
from core.domain.steps import ATTENDED, EVENTS, INVITED, MeetingKind
from core.services import gaps, standing
from core.web.guard import allow
from core.web.pages import page
from core.web.requests import desk

bp = Blueprint("procedure", __name__, url_prefix="/<authority>/procedure")
HAPPENED = {
    "placement_ended": "the placement’s end",
    "placement_started": "the placement’s start",
    "concern_raised": "the concern",
    "decision_made": "the decision",
    "convened": "convening",
    "meeting_held": "the meeting",
    "panel_date": "the panel",
}


@bp.get("")
@allow("procedure.read")
def show() -> Response:
    """The procedure in force today, or a plain word that there is none."""
    here = standing.standing(desk())
    if here.procedure is None:
        return page("procedure/none.html", standing=here)
    say = Saying(here.procedure)
    left_open = [one for one in gaps.silences(desk(), here.procedure) if one.open]
    return page("procedure/show.html", procedure=here.procedure, say=say, when=when, left_open=left_open)


def when(rule: Any) -> str:
    """The rule's condition in words; "" where it always holds."""
    return question_text(rule.when) if rule.when is not None else ""


@dataclass(frozen=True)
class Saying:
    """Rules of one procedure, in words."""

    procedure: Procedure

    def owner(self, owner: Any) -> str:
        """Who owes something; a rule that names somebody by the facts says on what it depends."""
        if owner is None:
            return "The text does not say"
        return f"Depends: {question_text(owner)}" if callable(owner) else self.procedure.role(owner)

    def roles(self, keys: Any) -> str:
        """Several roles."""
        together = {ATTENDED: "everyone at the meeting", INVITED: "everyone asked to contribute"}
        return ", ".join(together.get(key) or self.procedure.role(key) for key in keys)

    def event(self, key: str, kind: MeetingKind) -> str:
        """What a date runs from."""
        if key in EVENTS:
            return HAPPENED.get(key, key.replace("_", " "))
        step = next((s for s in kind.steps if s.key == key), None)
        return f"“{step.title}”" if step else key.replace("_", " ")

    def window(self, rule: Any, kind: MeetingKind) -> str:
        """From when until when a meeting is held."""
        after = self.event(rule.after, kind)
        if rule.opens and rule.closes:
            said = f"From {rule.opens} to {rule.closes} after {after}"
        elif rule.closes:
            said = f"Within {rule.closes} of {after}"
        elif rule.opens:
            said = f"Not before {rule.opens} after {after}"
        else:
            said = rule.words or "No date is set"
        return said + (f"; aim for {rule.target}" if rule.target else "")

    def step(self, rule: Any, kind: MeetingKind) -> str:
        """When a step is owed."""
        after = self.event(rule.after, kind)
        if rule.within is None:
            return "No date is set"
        return f"{rule.within} before {after}" if rule.direction == "before" else f"Within {rule.within} of {after}"

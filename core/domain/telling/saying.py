"""The rules of a meeting in words: who, when, in which form, to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.domain.compiling import Procedure
from core.domain.knowing import question_text
from core.domain.procedure import ChairRule, PackItem, Part
from core.domain.steps import ATTENDED, EVENTS, INVITED, Circulation, MeetingKind, Offer, Outcome, Output

HAPPENED = {
    "placement_ended": "the placement’s end",
    "placement_started": "the placement’s start",
    "concern_raised": "the concern",
    "decision_made": "the decision",
    "placement_lasts": "no event",
    "convened": "convening",
    "meeting_held": "the meeting",
    "panel_date": "the panel",
}
TOGETHER = {ATTENDED: "everyone at the meeting", INVITED: "everyone asked to contribute"}
MADE_OF = {
    "record": "the themes",
    "decisions": "the decisions",
    "recommendations": "the recommendations",
    "actions": "the actions",
}
LEADS_TO = {
    "ending": "How the placement ends is then planned.",
    "review": "An earlier statutory review is then asked for.",
}
ASKED = {"before": "Before the day is chosen", "arranging": "While it is arranged", "after": "After the meeting"}


@dataclass(frozen=True)
class Saying:
    """Rules of one procedure, in words."""

    procedure: Procedure

    def owner(self, owner: Any) -> str:
        """Who owes something; a rule that names somebody by the facts says on what it depends."""
        if owner is None:
            return "The text does not say"
        return f"Depends: {question_text(owner)}" if callable(owner) else self.procedure.role(owner)

    def roles(self, keys: Iterable[str], last: str = ", ") -> str:
        """Several roles."""
        said = [TOGETHER.get(key) or self.procedure.role(key) for key in keys]
        return last.join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)

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
            return "No date is set" if rule.direction == "before" else f"Once {after} is past; no date is set"
        return f"{rule.within} before {after}" if rule.direction == "before" else f"Within {rule.within} of {after}"

    def chair(self, rule: ChairRule) -> str:
        """Who may chair, and who may not."""
        said = self.roles(rule.roles) or "Anybody"
        said += f", who {' and '.join(rule.only_if)}" if rule.only_if else ""
        said += f", unless the person {' or '.join(rule.unless)}" if rule.unless else ""
        said += f", not somebody who {' or '.join(rule.not_if)}" if rule.not_if else ""
        said += f"; with a recorded reason somebody who {' or '.join(rule.reason_if)}" if rule.reason_if else ""
        return said + (f". {rule.needs_reason}" if rule.needs_reason else "")

    def part(self, key: str | None, kind: MeetingKind) -> str:
        """A part's title; "" for what belongs to every part."""
        found = next((part for part in kind.parts if part.key == key), None)
        return found.title if found else ""

    def about_part(self, part: Part, kind: MeetingKind) -> tuple[str, ...]:
        """What is particular about one part, in sentences."""
        held = "Held by way of exception"
        before = self.part(part.not_before, kind)
        said = (
            (f"{held}, with a recorded reason" if part.needs_reason else held) if part.exceptional else "",
            "Held with a recorded reason" if part.needs_reason and not part.exceptional else "",
            "For professionals only" if part.professionals_only else "",
            "People come one after another, each at a time of their own" if part.by_time_slot else "",
            f"Not before “{before}”" if before else "",
        )
        return tuple(one for one in said if one)

    def about_paper(self, item: PackItem) -> tuple[str, ...]:
        """In which form a paper comes, who writes it together, who has read it, in sentences."""
        said = (
            f"Written together by: {small(self.roles(item.authors, ' and '))}" if item.authors else "",
            f"With support from: {small(self.owner(item.supported_by))}" if item.supported_by else "",
            f"Serves as well: {small(', '.join(item.alternatives))}" if item.alternatives else "",
            f"Read before the meeting by: {small(self.owner(item.read_by))}" if item.read_by else "",
            "Where there is one" if item.if_available else "",
            item.note,
        )
        return tuple(one for one in said if one)

    def about_offer(self, offer: Offer) -> tuple[str, ...]:
        """Who makes an offer and what may be answered, in sentences."""
        said = (
            f"Made by: {small(self.owner(offer.owed_by))}",
            f"Answers: {small(', '.join(offer.answers))}",
            offer.note,
        )
        return tuple(one for one in said if one)

    def about_outcome(self, outcome: Outcome) -> tuple[str, ...]:
        """What follows from an outcome, in sentences."""
        said = (
            LEADS_TO.get(outcome.leads_to, ""),
            "It closes the plan." if outcome.ends_plan else "",
            "What was weighed about it is recorded in any case." if outcome.weighed else "",
            outcome.note,
        )
        return tuple(one for one in said if one)

    def about_output(self, output: Output, kind: MeetingKind) -> tuple[str, ...]:
        """Of what a document is made, who writes it, whether it goes out as a draft first, in sentences."""
        made = ", ".join(MADE_OF.get(one, one) for one in output.sections)
        part = self.part(output.part, kind)
        said = (
            f"Of the part “{part}”" if part else "",
            f"Written by: {small(self.owner(output.written_by))}" if output.written_by else "",
            f"Made of {made}" if made else "",
            "A draft first, with corrections of fact by those who took part" if output.drafted else "",
            output.note,
        )
        return tuple(one for one in said if one)

    def circulation(self, one: Circulation, kind: MeetingKind) -> str:
        """What goes out and after what, in a sentence."""
        titles = {output.key: output.title for output in kind.outputs}
        title = titles.get(one.output, one.output)
        return f"{'Draft of: ' if one.as_draft else ''}{title}, after {self.event(one.after, kind)}"

    def corrections(self, one: Circulation) -> str:
        """How long corrections of fact are taken for a draft; "" for what is final."""
        if not one.as_draft:
            return ""
        return (
            f"Corrections of fact within {one.corrections}" if one.corrections else "Corrections of fact; no day is set"
        )

    def asked(self, when: str) -> str:
        """When something is to be considered."""
        return ASKED.get(when, when)


def small(words: str) -> str:
    """The words inside a sentence: in small letters, but for what is written in capitals throughout."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words.split(" "))

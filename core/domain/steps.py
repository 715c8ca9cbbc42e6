"""The second half of the vocabulary: what surrounds a meeting (steps, outputs, circulation, offers, outcomes), and the
meeting kind that holds a whole declaration together, top to bottom like the document.
"""

from dataclasses import dataclass
from typing import Literal

from core.domain.calendar import Period
from core.domain.facts import Anchor, Facts
from core.domain.procedure import (
    AgendaItem,
    ChairRule,
    Invitee,
    Owner,
    PackItem,
    Part,
    Question,
    Strength,
    Strictness,
    Window,
)

MEETING_HELD = "meeting_held"
CONVENED = "convened"
PANEL_DATE = "panel_date"
EVENTS = (*(a.value for a in Anchor if a is not Anchor.LASTS), CONVENED, MEETING_HELD, PANEL_DATE)


Completes = Literal[
    "convening", "pack", "invitations", "offers", "minutes", "receipt", "drafts", "draft circulation", "corrections",
    "circulation", "referral", "",
]  # fmt: skip
"""What of the meeting's own doings completes a step by itself; "" and "receipt" are marked by hand."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody owes before or after the meeting.

    `after` is an event (`meeting_held`, `panel_date` …) or another step's key: the date runs from that step's own
    completion, is *projected* until it happens and *firm* then. `within=None` is a step without a date in the text.
    """

    key: str
    title: str
    clause: str
    owed_by: Owner = None
    within: Period | None = None
    after: str = MEETING_HELD
    direction: Literal["after", "before"] = "after"
    strictness: Strictness = Strictness.MUST
    strength: Strength = Strength.MUST
    part: str | None = None
    when: Question | None = None
    outcome: bool = False
    completes: Completes = ""
    interpretation: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Output:
    """A record with its audience: role keys, `ATTENDED`, `INVITED`. Outside it, it does not exist.

    `sections` are made from what the meeting recorded; with `written_by` that role writes the output's own text, and
    `drafted` asks participants for corrections of fact before it is final.
    """

    key: str
    title: str
    clause: str
    audience: tuple[str, ...]
    sections: tuple[str, ...] = ("record",)
    part: str | None = None
    when: Question | None = None
    written_by: str | None = None
    drafted: bool = False
    note: str = ""


ATTENDED, INVITED = "attended", "invited"
"""In place of roles: everyone who took part; everyone who was invited or asked to contribute, and not left out."""
SECTIONS = ("record", "decisions", "recommendations", "actions")
"""What an output can be made of; one that is written by somebody may have none."""


@dataclass(frozen=True, kw_only=True)
class Circulation:
    """To whom an output goes, and after which event or step; a body gets exactly the output that is named.

    `as_draft` sends the draft and asks for corrections of fact within `corrections`, counted from the day it goes
    (None: no day in the text).
    """

    output: str
    to: tuple[str, ...]
    clause: str
    after: str = MEETING_HELD
    why: str = ""
    as_draft: bool = False
    corrections: Period | None = None
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """An extra answer that staff give on a case or a meeting."""

    key: str
    label: str
    kind: Literal["yes_no", "text", "date", "choice", "days"] = "yes_no"
    required: bool = False
    choices: tuple[str, ...] = ()
    clause: str = ""
    on: Literal["ending", "concern", "meeting"] = "meeting"
    when: Question | None = None


@dataclass(frozen=True, kw_only=True)
class Level:
    """One grade of a graded meeting: its own chairs and invitees, when its question says so."""

    key: str
    title: str
    clause: str
    when: Question | None = None
    chairs: tuple[ChairRule, ...] = ()
    invitees: tuple[Invitee, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Something that the text asks to be considered, with an outcome that staff record: before or after the meeting.

    What is asked `before` belongs to choosing the day, and is no longer owed once the meeting has been held. What is
    asked while "arranging" stands on that page, and stays owed until it is answered.
    """

    key: str
    title: str
    clause: str
    strength: Strength = Strength.CONSIDER
    when: Question | None = None
    options: tuple[str, ...] = ()
    note: str = ""
    when_asked: Literal["before", "arranging", "after"] = "after"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something offered to the people of one role before the meeting, such as to meet the chair; offer and answer are
    recorded for each of them. `answers` are what they may say."""

    key: str
    title: str
    to: tuple[str, ...]
    clause: str
    owed_by: Owner = None
    strength: Strength = Strength.SHOULD
    when: Question | None = None
    answers: tuple[str, ...] = ("Accepted", "Declined", "No answer")
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a meeting can come to, one of several. `ends_plan` closes the plan that was agreed or reviewed.

    `leads_to` "ending" asks for the placement's ending to be planned, "review" for an earlier statutory review.
    What was `weighed` about it is recorded whether or not it is chosen.
    """

    key: str
    title: str
    clause: str
    ends_plan: bool = False
    leads_to: Literal["", "ending", "review"] = ""
    when: Question | None = None
    note: str = ""
    weighed: bool = False


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that the text leaves open and the authority has not settled: where `when` holds, nobody is invited.

    `setting` is the key of the setting that fills it; `sentence` says what is missing and who can settle it.
    """

    setting: str
    sentence: str
    clause: str
    when: Question | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """One meeting, top to bottom like the document.

    `silent_on` names what the text does not say ("chair", "window", "invitees" …), each with the setting that fills it
    ("": staff say, each time); what must be settled before anybody is invited is `blocked_by`. `elsewhere` points to
    another procedure, whose rules are not claimed here. A `form` of "report" is a process on paper in place of a
    meeting. One of `outcomes` is chosen and recorded once the meeting has been held. `together` holds siblings in one
    meeting, plans apart.
    `aims` are what the chair works towards; `stand_alone_clause` forbids the meeting to double as another.
    """

    key: str
    title: str
    clause: str
    family: Literal["planning", "stability", "disruption", "review"] = "disruption"
    form: Literal["meeting", "report"] = "meeting"
    purposes: tuple[str, ...] = ()
    purposes_clause: str = ""
    aims: tuple[str, ...] = ()
    aims_clause: str = ""
    stand_alone_clause: str = ""
    arranged_by: Owner = None
    arranged_clause: str = ""
    prerequisites: tuple[Ask, ...] = ()
    chairs: tuple[ChairRule, ...] = ()
    window: tuple[Window, ...] = ()
    parts: tuple[Part, ...] = ()
    levels: tuple[Level, ...] = ()
    invitees: tuple[Invitee, ...] = ()
    pack: tuple[PackItem, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    offers: tuple[Offer, ...] = ()
    steps: tuple[Step, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    outputs: tuple[Output, ...] = ()
    circulation: tuple[Circulation, ...] = ()
    asks: tuple[Ask, ...] = ()
    together: Literal["", "siblings"] = ""
    silent_on: tuple[tuple[str, str], ...] = ()
    blocked_by: tuple[Gap, ...] = ()
    elsewhere: str = ""


def part_event(step: Step) -> str:
    """The event a step runs from, told apart by its part: "meeting_held:part_one" for a part's own meeting."""
    return f"{MEETING_HELD}:{step.part}" if step.part and step.after == MEETING_HELD else step.after


def owner_of(owner: Owner, facts: Facts) -> str | None:
    """The role that owes something in this case; None where the text is silent."""
    return owner(facts) if callable(owner) else owner

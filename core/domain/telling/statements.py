"""A compiled procedure told as an ordered list of statements: one sentence a rule, under the topics of the document."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.compiling import Procedure
from core.domain.roles import ROLES
from core.domain.steps import MeetingKind
from core.domain.telling import holding, recording, surrounding
from core.domain.telling.lasting import Lasting
from core.domain.telling.saying import Saying, small
from core.domain.telling.sentences import Said, Telling, told

MEETING_TOPICS: dict[str, tuple[str, Telling]] = {
    "when": ("When it is called for", holding.when),
    "meeting": ("What it is", holding.meeting),
    "chairs": ("Chair", holding.chairs),
    "window": ("Window", holding.window),
    "parts": ("Parts and levels", holding.parts),
    "invited": ("Who is asked", holding.invited),
    "papers": ("Papers", surrounding.papers),
    "preparation": ("Asked and considered", surrounding.preparation),
    "steps": ("Steps", surrounding.steps),
    "themes": ("Themes of the record", recording.themes),
    "offers": ("Offers", surrounding.offers),
    "outcomes": ("What it can come to", recording.outcomes),
    "documents": ("Documents and who sees them", recording.documents),
    "circulation": ("What is sent", recording.circulation),
    "panels": ("Panels", recording.panels),
    "plans": ("Plans", recording.plans),
    "silences": ("What the text does not say", recording.silences),
}
"""The topics of one meeting in the order of the document: a heading, and what tells it."""
BESIDE_TOPICS = {
    "reports": "Learning reports",
    "gatherings": "Gatherings",
    "signals": "Conditions for an early conversation",
    "roles": "Roles and local words",
}
"""The topics of what stands beside the meetings."""
TOPICS = {key: heading for key, (heading, _) in MEETING_TOPICS.items()} | BESIDE_TOPICS
"""Every topic's heading by its key."""


@dataclass(frozen=True)
class Statement:
    """One rule in a sentence. `topic` is a key of `TOPICS`; `kind` the meeting's title, "" for what stands beside the
    meetings; `clause` "" where no clause says so."""

    topic: str
    kind: str
    words: str
    clause: str


def statements(procedure: Procedure) -> tuple[Statement, ...]:
    """The whole procedure: meeting by meeting, each by topics, then what stands beside the meetings."""
    of_meetings = (one for kind in procedure.kinds.values() for one in of_meeting(procedure, kind))
    return (*of_meetings, *beside(procedure))


def of_meeting(procedure: Procedure, kind: MeetingKind) -> Iterator[Statement]:
    """What is said of one meeting, by topics."""
    say = Saying(procedure)
    for topic, (_, telling) in MEETING_TOPICS.items():
        for words, clause in telling(say, kind):
            yield Statement(topic, kind.title, words, clause)


def beside(procedure: Procedure) -> Iterator[Statement]:
    """What is said beside the meetings: reports, gatherings, signals, roles of its own and local words."""
    tellings = {"reports": _reports, "gatherings": _gatherings, "signals": _signals, "roles": _roles}
    for topic, telling in tellings.items():
        for words, clause in telling(Lasting(procedure)):
            yield Statement(topic, "", words, clause)


def _reports(lasting: Lasting) -> Iterator[Said]:
    for rule in lasting.procedure.reports:
        yield told(
            rule.title,
            f"Every {rule.every}",
            f"By {small(lasting.say.roles((rule.by,)))}",
            f"Read by: {small(lasting.say.roles(rule.to)) or 'the text does not say'}",
            f"About: {lasting.about(rule)}",
            f"It counts {small(lasting.measures(rule))}",
            rule=rule,
        )


def _gatherings(lasting: Lasting) -> Iterator[Said]:
    for rule in lasting.procedure.gatherings:
        often = f"Every {rule.every}" if rule.every else "Regularly; the text does not say how often"
        people = f"By {small(lasting.say.roles(rule.by))}"
        yield told(rule.title, often, people, *lasting.about_gathering(rule), rule=rule)


def _signals(lasting: Lasting) -> Iterator[Said]:
    for rule in lasting.procedure.signals:
        yield told(rule.title, rule.caution, rule=rule)


def _roles(lasting: Lasting) -> Iterator[Said]:
    procedure = lasting.procedure
    for key, title in procedure.roles.items():
        if key not in ROLES:
            yield told(f"A role of its own: {title}")
    for standard, local in procedure.words.items():
        yield told(f"“{ROLES.get(standard, standard)}” is called “{local}”")

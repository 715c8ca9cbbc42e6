"""What the authority's plugins say against a meeting's next move, and what a manager has set aside with a reason. A
plugin that cannot answer counts as one that objects: nothing moves on unseen."""

import hashlib
from dataclasses import dataclass

from core.models import Judgement
from core.services import judging
from core.services.desk import Desk, Refused, Stale
from core.services.meetings import Case

ABOUT = "objection"


@dataclass(frozen=True, kw_only=True)
class Objection:
    """One sentence against a move; `plugin` says it, and `judgement` is why it was set aside (None: it stands)."""

    plugin: str
    sentence: str
    judgement: Judgement | None = None

    @property
    def key(self) -> str:
        """What tells it from the others, fit for an address or a form."""
        return hashlib.sha256(f"{self.plugin} {self.sentence}".encode()).hexdigest()[:12]


def heard(desk: Desk, case: Case, move: str) -> tuple[Objection, ...]:
    """What is said against `move` as the meeting stands, set aside or not. Asks the database only if there is any."""
    if case.procedure is None:
        return ()
    meeting = case.meeting
    given = {"kind": meeting.kind, "stage": meeting.stage, "day": meeting.day, "voice": meeting.voice}
    said = desk.registry.objections(case.procedure, given, move)
    aside = {(one.party, one.usual): one for one in judging.of(desk, meeting) if one.about == ABOUT} if said else {}
    return tuple(
        Objection(plugin=name, sentence=sentence, judgement=aside.get((name, sentence))) for name, sentence in said
    )


def set_aside(desk: Desk, case: Case, key: str, reason: str, *, version: int | None = None) -> None:
    """A manager lets the meeting go on against an objection. Its sentence and the reason stay with the record.

    Refused without a reason, and where the objection has gone in the meantime.
    """
    desk.require("decision.confirm")
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    one = next((one for one in heard(desk, case, "convene") if one.key == key), None)
    if one is None or one.judgement is not None:
        raise Refused("Nothing of the kind stands against this any more. Look at the check again.")
    if not reason.strip():
        raise Refused("Say why the meeting goes on all the same.", field="because")
    judging.keep(desk, case, ABOUT, "", reason, party=one.plugin, usual=one.sentence, chosen="Set aside")

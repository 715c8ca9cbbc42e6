"""Telling whoever signs in that a record of a meeting came to them. The words name neither the child nor the record."""

from collections.abc import Iterable, Mapping

from core.domain.days import british
from core.models import Delivery, Output
from core.services import notices
from core.services.desk import Desk
from core.services.meetings import Case

DRAFT, RECORD = "draft", "record"


def tell(desk: Desk, case: Case, sent: Iterable[Delivery], outputs: Mapping[str, Output]) -> None:
    """One notice for each person and sending: drafts that ask for corrections of fact, or records that are final."""
    came: dict[tuple[str, str], list[Output]] = {}
    for one in sent:
        if one.state == "sent" and one.person_id and one.person_id != desk.actor.person_id:
            came.setdefault((one.person_id, DRAFT if one.draft else RECORD), []).append(outputs[one.output_id])
    for (person, kind), found in came.items():
        text = _draft(found) if kind == DRAFT else _record(found)
        key = f"{kind}:{found[0].id}:{desk.now.isoformat()}"
        notices.tell(desk, person, key=key, kind=kind, text=text, meeting_id=case.meeting.id)


def output_of(key: str) -> str:
    """The id of the first output that such a notice is about; "" for any other notice."""
    kind, _, rest = key.partition(":")
    return rest.partition(":")[0] if kind in (DRAFT, RECORD) else ""


def _draft(found: list[Output]) -> str:
    days = [one.corrections_by for one in found if one.corrections_by]
    until = f" by {british(min(days))}" if days else ""
    return f"{'A draft asks' if len(found) == 1 else f'{len(found)} drafts ask'} you for corrections of fact{until}."


def _record(found: list[Output]) -> str:
    return "A record of a meeting was sent to you." if len(found) == 1 else f"{len(found)} records of a meeting came."

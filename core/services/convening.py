"""Convening: who is asked, how the child is heard, what is answered, and the check before invitations go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.domain.knowing import Verdict, ask
from core.domain.lifecycle import Stage, move
from core.domain.steps import CONVENED
from core.models import Invitation, Person, Task
from core.registry import Hooks
from core.services import scheduling, tasks
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case

VOICES = {
    "attends": "comes to all or part of the meeting",
    "advocate": "is spoken for by an advocate",
    "views": "sends views another way",
    "not obtained": "views could not be obtained",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to be in order before people are told. `anchor` names the part of the page that mends it."""

    anchor: str
    text: str
    ok: bool
    clause: str = ""


def invitations_of(desk: Desk, case: Case) -> list[Invitation]:
    """Everyone listed for a meeting, by part and in the procedure's order."""
    statement = select(Invitation).where(Invitation.meeting_id == case.meeting.id)
    return list(desk.db.scalars(statement.order_by(Invitation.part, Invitation.position, Invitation.id)))


def invitation(desk: Desk, case: Case, invitation_id: str) -> Invitation:
    """One invitation of this meeting; `Missing` where there is none."""
    found = desk.db.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.meeting_id == case.meeting.id)
    )
    if found is None:
        raise Missing(invitation_id)
    return found


def hear_child(desk: Desk, case: Case, voice: str, note: str, *, version: int | None = None) -> None:
    """Record how the child will be heard. "Could not be obtained" needs what was tried."""
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    if voice not in VOICES:
        raise Refused("Choose how the child will be heard.", field="voice")
    if voice == "not obtained" and not note.strip():
        raise Refused("Say what was tried to hear the child.", field="voice_note")
    case.meeting.voice, case.meeting.voice_note = voice, note.strip()
    _note(desk, case, "recorded how the child is heard", voice=voice)


def invite(
    desk: Desk, case: Case, *, part: str, name: str, role: str, how: str, person_id: str | None = None
) -> Invitation:
    """Add somebody to a part, beyond those whom the procedure lists."""
    if part not in {p.key for p in scheduling.parts_of(desk, case.meeting)}:
        raise Refused("This meeting has no such part.", field="part")
    if not name.strip():
        raise Refused("Enter the person's name.", field="name")
    if person_id and desk.db.scalar(select(Person).where(Person.id == person_id)) is None:
        raise Missing(person_id)
    found = Invitation(
        meeting_id=case.meeting.id, part=part, role=role, name=name.strip(), how=how, person_id=person_id, position=900
    )
    if Stage(case.meeting.stage).convened_or_later:
        found.reply = "invited"
    desk.db.add(found)
    desk.db.flush()
    _note(desk, case, "added somebody to the meeting", invitation=found.id)
    return found


def change(desk: Desk, case: Case, found: Invitation, values: Mapping[str, Any], *, version: int | None = None) -> None:
    """Change who is meant, how they take part, their reply, or why they are not asked (`left_out`)."""
    if version is not None and version != found.version:
        raise Stale(found)
    for key in ("name", "person_id", "how", "supported_by", "reply", "left_out"):
        if key in values and values[key] is not None:
            setattr(found, key, values[key])
    desk.db.flush()
    _note(desk, case, "changed an invitation", invitation=found.id)


def answer(desk: Desk, case: Case, values: Mapping[str, Any]) -> None:
    """Keep answers to what the procedure asks first (`prerequisites`, `asks`), under their keys."""
    known = {a.key for a in (*case.kind.prerequisites, *case.kind.asks)}
    case.meeting.answers = {**case.meeting.answers, **{k: v for k, v in values.items() if k in known}}
    _note(desk, case, "answered what the procedure asks", keys=sorted(set(values) & known))


def checks(desk: Desk, case: Case) -> list[Check]:
    """Everything that is to be in order before invitations go out, each with its answer."""
    meeting, kind = case.meeting, case.kind
    parts = scheduling.parts_of(desk, meeting)
    invited = invitations_of(desk, case)
    undated = [p.title for p in parts if p.day is None or not p.starts]
    unnamed = [i for i in invited if not i.name and not i.left_out]
    waiting = _waiting_confirmation(desk, case)
    found = [
        Check(anchor="date", ok=not undated, text=f"Day and time are chosen{_for(undated)}"),
        Check(anchor="date", ok=not waiting, text="A day outside the window has been confirmed by a second person"),
        Check(anchor="chair", ok=meeting.chair_id is not None, text="Somebody has been chosen to chair"),
        Check(anchor="voice", ok=bool(meeting.voice), text="How the child will be heard is recorded"),
        Check(
            anchor="people",
            ok=not unnamed,
            text="Everyone the procedure lists is named, or it says why they are not asked",
        ),
    ]
    for one in kind.prerequisites:
        if one.required and ask(one.when, case.facts).verdict is not Verdict.NO:
            done = meeting.answers.get(one.key) not in (None, "")
            found.append(Check(anchor="first", ok=done, text=one.label, clause=one.clause))
    found += [Check(anchor="first", ok=False, text=sentence) for _, sentence in kind.blocked_by]
    found += [Check(anchor="first", ok=False, text=said) for said in objections(desk, case, "convene")]
    return found


def convene(desk: Desk, case: Case, *, version: int | None = None) -> None:
    """Send the invitations: the meeting is convened. Refused with the first thing that is not in order."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    move(Stage(meeting.stage), Stage.CONVENED)
    if case.kind.elsewhere:
        raise Refused(case.kind.elsewhere, clause=case.kind.clause)
    lacking = [check for check in checks(desk, case) if not check.ok]
    if lacking:
        raise Refused(f"Not yet: {lacking[0].text[0].lower()}{lacking[0].text[1:]}.", field=lacking[0].anchor,
                      clause=lacking[0].clause or None)  # fmt: skip
    meeting.stage = Stage.CONVENED.value
    for found in invitations_of(desk, case):
        if not found.left_out and found.reply == "not invited yet":
            found.reply = "invited"
    for step in scheduling.tasks_of(desk, meeting):
        rule = next((s for s in case.kind.steps if s.key == step.key), None)
        if rule is not None and (rule.completes == "invitations" or rule.key == CONVENED):
            tasks.complete(desk, step)
        if step.kind == "pack" and step.state == "open" and step.owner_id not in (None, desk.actor.person_id):
            step.state = "asked"
    desk.db.flush()
    scheduling.refresh(desk, case)
    _note(desk, case, "convened")


def objections(desk: Desk, case: Case, step: str) -> list[str]:
    """What the authority's plugins say against a move; a plugin that raises counts as an objection, named."""
    if case.procedure is None:
        return []
    frozen = {
        "kind": case.meeting.kind,
        "stage": case.meeting.stage,
        "day": case.meeting.day,
        "voice": case.meeting.voice,
    }
    said: list[str] = []
    for name, _ in case.procedure.plugins:
        config = desk.registry.config(name, case.meeting.pin["enabled"][name])
        try:
            view = Hooks(desk.registry.pm, (name,))
            for answers in view.objections(meeting=frozen, move=step, edition=case.procedure.edition, config=config):
                said += list(answers or ())
        except Exception as fault:  # shown to staff as an objection of that plugin
            said.append(
                f"The plugin {name} could not check this ({type(fault).__name__}). Ask your configuration staff."
            )
    return said


def _waiting_confirmation(desk: Desk, case: Case) -> bool:
    waiting = select(Task.id).where(
        Task.meeting_id == case.meeting.id,
        Task.kind == "confirm",
        Task.key == scheduling.OUTSIDE,
        Task.done_on.is_(None),
        Task.state != "withdrawn",
    )
    return desk.db.scalar(waiting.limit(1)) is not None


def _for(titles: list[str]) -> str:
    return f" for {', '.join(titles)}" if len(titles) > 1 else ""


def _note(desk: Desk, case: Case, verb: str, **data: Any) -> None:
    desk.note(verb, "meeting", case.meeting.id, child_id=case.child.id, meeting_id=case.meeting.id, **data)

"""Convening: how the child is heard, what is answered first, and the check before invitations go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.chairing import Standing
from core.domain.knowing import Verdict, ask
from core.domain.lifecycle import NotYet, Stage, move
from core.domain.planning import Planned, blocked
from core.domain.steps import Ask, Gap
from core.models import Meeting, Task
from core.services import inviting, judging, listing, objecting, planning, scheduling, tasks
from core.services.desk import Desk, Refused, Stale
from core.services.inviting import change as change
from core.services.inviting import invitation as invitation
from core.services.inviting import invitations_of as invitations_of
from core.services.inviting import invite as invite
from core.services.meetings import Case
from core.services.objecting import Objection

CHILD_ATTENDS = "child_attends"
"""A plugin's ask of this key is answered by how the child will be heard, so that nobody says it twice."""
VOICES = {
    "attends": "comes to all or part of the meeting",
    "advocate": "is spoken for by an advocate",
    "views": "sends views another way",
    "not obtained": "views could not be obtained",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to be in order before people are told. `anchor` names the part of the page that mends it.

    One that is not `needed` may stay open when invitations go out. `objection` is what a plugin says against it.
    """

    anchor: str
    text: str
    ok: bool
    clause: str = ""
    needed: bool = True
    objection: Objection | None = None


def asks(case: Case) -> tuple[Ask, ...]:
    """What the procedure asks of this meeting first: prerequisites, then its questions; both that may apply.

    Left out are the questions which other parts of the page answer: how the child is heard, and the target day.
    """
    questions = [a for a in case.kind.asks if a.on == "meeting" and a.key not in (CHILD_ATTENDS, judging.TARGET)]
    every = (*case.kind.prerequisites, *questions)
    return tuple(one for one in every if ask(one.when, case.facts).verdict is not Verdict.NO)


def target_ask(case: Case) -> Ask | None:
    """The question for a target day, where the text gives none."""
    return next((one for one in case.kind.asks if one.key == judging.TARGET), None)


def hear_child(desk: Desk, case: Case, voice: str, note: str, *, version: int | None = None) -> None:
    """Record how the child will be heard. "Could not be obtained" needs what was tried."""
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    if voice not in VOICES:
        raise Refused("Choose how the child will be heard.", field="voice")
    if voice == "not obtained" and not note.strip():
        raise Refused("Say what was tried to hear the child.", field="voice_note")
    case.meeting.voice, case.meeting.voice_note = voice, note.strip()
    if any(one.key == CHILD_ATTENDS for one in case.kind.asks):
        case.meeting.answers = {**case.meeting.answers, CHILD_ATTENDS: voice == "attends"}
    desk.db.flush()
    _note(desk, case, "recorded how the child is heard", voice=voice)


def answer(desk: Desk, case: Case, values: Mapping[str, Any], *, version: int | None = None) -> None:
    """Keep answers to what the procedure asks first (`prerequisites`, `asks`), under their keys."""
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    known = {a.key for a in asks(case)}
    case.meeting.answers = {**case.meeting.answers, **{k: v for k, v in values.items() if k in known}}
    desk.db.flush()
    _note(desk, case, "answered what the procedure asks", keys=sorted(set(values) & known))


def checks(desk: Desk, case: Case) -> list[Check]:
    """Everything that is to be in order before invitations go out, each with its answer."""
    meeting, kind = case.meeting, case.kind
    parts = scheduling.parts_of(desk, meeting)
    invited = inviting.invitations_of(desk, case)
    undated = [p.title for p in parts if p.day is None or not p.starts]
    unnamed = [i for i in invited if not i.name and not i.left_out]
    second = judging.confirmation(desk, meeting)
    unsupplied = [t for t in scheduling.tasks_of(desk, meeting) if t.kind == "pack" and _nobody_supplies(t)]
    found = [
        Check(anchor="first", ok=_answered(meeting, one), text=one.label, clause=one.clause)
        for one in asks(case)
        if one.required
    ]
    found += [Check(anchor="first", ok=False, text=said, clause=clause) for said, clause in gaps(case)]
    found += [
        Check(anchor="objections", ok=one.judgement is not None, text=one.sentence, objection=one)
        for one in objecting.heard(desk, case, "convene")
    ]
    aim = target_ask(case)
    if aim is not None and aim.required:
        found.append(Check(anchor="target", ok=_answered(meeting, aim), text=aim.label, clause=aim.clause))
    found.append(Check(anchor="date", ok=not undated, text=f"Day and time are chosen{_for(undated)}"))
    if second is not None:
        ok = second.done_on is not None and second.state != "sent back"
        found.append(Check(anchor="date", ok=ok, text="A day outside the window has been confirmed by a second person",
                           clause=second.clause))  # fmt: skip
    if judging.undefended(desk, case, scheduling.planned(desk, case), parts):
        found.append(Check(anchor="date", ok=False, text="It is recorded why the day departs from its window"))
    advocate = any(i.role == "advocate" and i.name and not i.left_out for i in invited)
    if meeting.voice == "advocate" and not advocate:
        voiced = Check(anchor="people", ok=False, text="An advocate is to speak for the child, and none is asked")
    else:
        voiced = Check(anchor="voice", ok=bool(meeting.voice), text="How the child will be heard is recorded")
    found += [
        _chair(desk, meeting),
        voiced,
        Check(
            anchor="people",
            ok=not unnamed,
            text="Everyone the procedure lists is named, or it says why they are not asked",
        ),
    ]
    if kind.pack:
        text = "Somebody is named for every paper"
        found.append(Check(anchor="pack", ok=not unsupplied, text=text, needed=False))
    return found


def _chair(desk: Desk, meeting: Meeting) -> Check:
    """Somebody chairs, whom the version that the meeting follows does not exclude; with a reason where it asks for one.

    Choosing a chair asks for both; a meeting that was moved to another version since may lack either.
    """
    if meeting.chair_standing == Standing.NOT_ELIGIBLE.value:
        return Check(
            anchor="chair", ok=False, text=f"{meeting.chair_name} may not chair: somebody else is to be chosen"
        )
    asks = meeting.chair_standing in (Standing.NEEDS_REASON.value, "departure")
    if asks and not judging.about_chair(desk, meeting):
        return Check(anchor="chair", ok=False, text=f"It is recorded why {meeting.chair_name} chairs")
    return Check(anchor="chair", ok=meeting.chair_id is not None, text="Somebody has been chosen to chair")


def gaps(case: Case) -> list[tuple[str, str]]:
    """What has to be settled before anybody is invited here: a sentence, and the clause that leaves it open."""
    return [
        (one.rule.sentence if one.answer else _needed_to_tell(case, one), one.rule.clause)
        for one in blocked(case.kind, case.facts)
        if isinstance(one.rule, Gap)
    ]


def convene(desk: Desk, case: Case, *, version: int | None = None) -> None:
    """Record the invitations: the meeting is convened. Refused with the first thing that is not in order."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    if case.kind.elsewhere:
        raise Refused(case.kind.elsewhere, clause=case.kind.clause)
    try:
        move(Stage(meeting.stage), Stage.CONVENED)
    except NotYet as early:
        raise Refused(str(early)) from early
    lacking = [check for check in checks(desk, case) if check.needed and not check.ok]
    if lacking:
        raise Refused(f"Not yet: {lacking[0].text[0].lower()}{lacking[0].text[1:]}.", field=lacking[0].anchor,
                      clause=lacking[0].clause or None)  # fmt: skip
    meeting.stage = Stage.CONVENED.value
    asked = [i for i in inviting.invitations_of(desk, case) if not i.left_out]
    for found in asked:
        if found.reply == listing.NOT_INVITED:
            found.reply = "invited"
    for step in scheduling.tasks_of(desk, meeting):
        rule = next((s for s in case.kind.steps if s.key == step.key), None)
        if step.kind == "step" and rule is not None and rule.completes in ("invitations", "convening"):
            tasks.complete(desk, step)
        if step.kind == "pack" and step.state == "open" and step.owner_id not in (None, desk.actor.person_id):
            step.state = "asked"
    desk.db.flush()
    scheduling.refresh(desk, case)
    names = ", ".join(dict.fromkeys(one.name for one in asked if one.name))
    _note(desk, case, "recorded the invitations", note=names)
    _note(desk, case, "convened")
    planning.arranged(desk, meeting)


def _needed_to_tell(case: Case, one: Planned) -> str:
    fault = case.procedure.fault(one.answer, one.rule.clause) if case.procedure else ""
    if fault:
        return fault.rstrip(".")
    needs = ", ".join(one.answer.needs) or "a decision by hand"
    return f"Cannot tell yet whether the text covers this meeting: needs {needs}"


def _answered(meeting: Meeting, one: Ask) -> bool:
    return meeting.answers.get(one.key) not in (None, "")


def _nobody_supplies(task: Task) -> bool:
    return not task.owner_name and task.done_on is None and task.state != "withdrawn"


def _for(titles: list[str]) -> str:
    return f" for {', '.join(titles)}" if len(titles) > 1 else ""


def _note(desk: Desk, case: Case, verb: str, **data: Any) -> None:
    desk.note(verb, "meeting", case.meeting.id, child_id=case.child.id, meeting_id=case.meeting.id, **data)

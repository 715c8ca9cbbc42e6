"""The chair finder: everyone considered for one meeting, and choosing one of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.domain.chairing import Candidate, ChairVerdict, Standing, chair_verdict, consider
from core.domain.knowing import Verdict, ask
from core.domain.procedure import ChairRule, Relation
from core.models import Judgement, Meeting, Person
from core.services.casting import Cast, cast
from core.services.desk import Desk, Refused, Stale
from core.services.meetings import Case

CLOSE = frozenset({Relation.MANAGES_CASE, Relation.MANAGES_CARER, Relation.OWN_SOCIAL_WORKER, Relation.OWN_IRO})
NEVER = frozenset({"configuration", "auditor", "operator", "panel_administrator"})


@dataclass(frozen=True, kw_only=True)
class Considered:
    """One person in the chair finder."""

    person: Person
    verdict: ChairVerdict


def considered(desk: Desk, case: Case, *, query: str = "") -> list[Considered]:
    """Everyone who might chair, eligible people first.

    Those holding a role that a chair rule names, those with a relation to the case, and whoever `query` finds by name.
    """
    people = _cast(desk, case.meeting)
    rules = case.kind.chairs
    named = {role for rule in rules for role in rule.roles}
    loads = _loads(desk)
    found: dict[str, Person] = {}
    for person in people.people.values():
        roles = people.roles_of(person.id)
        wanted = bool(roles & named) or "iro" in roles or bool(people.relations_of(person, case.child) & CLOSE)
        if query:
            wanted = query.lower() in person.name.lower() or query.lower() in person.title.lower()
        if person.staff and wanted and not (roles and roles <= NEVER):
            found[person.id] = person
    verdicts = consider(rules, [_candidate(people, p, case, loads) for p in found.values()], case.facts)
    return [Considered(person=found[v.candidate.ref], verdict=v) for v in verdicts]


def choose(desk: Desk, case: Case, person_id: str, *, reason: str = "", version: int | None = None) -> ChairVerdict:
    """Make somebody the chair. Refused for someone the text excludes, or without the reason it asks for."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    if meeting.held_on is not None:
        raise Refused("This meeting has been held; its chair stays as recorded.", field="chair")
    people = _cast(desk, meeting)
    person = people.people.get(person_id)
    if person is None or not person.staff:
        raise Refused("Choose one of the people listed.", field="chair")
    verdict = chair_verdict(_rules(case), _candidate(people, person, case, {}))
    if verdict.standing is Standing.NOT_ELIGIBLE:
        raise Refused(f"{person.name} may not chair this meeting: {verdict.because[0]}.", field="chair",
                      clause=verdict.clause)  # fmt: skip
    if verdict.standing is Standing.NEEDS_REASON and not reason.strip():
        raise Refused(f"Record why {person.name} should chair: {verdict.because[0]}.", field="reason",
                      clause=verdict.clause)  # fmt: skip
    meeting.chair_id, meeting.chair_name, meeting.chair_standing = person.id, person.name, verdict.standing.value
    if verdict.standing is Standing.NEEDS_REASON:
        desk.db.add(
            Judgement(
                meeting_id=meeting.id,
                about="chair",
                clause=verdict.clause or "",
                party="",
                reason=reason.strip(),
                usual="; ".join(verdict.because),
                chosen=f"{person.name}, {person.title}".rstrip(", "),
                by_id=desk.actor.person_id,
                by_name=desk.actor.name,
                at=desk.now,
            )
        )
    desk.note(
        "chose the chair", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id, chair=person.id
    )
    return verdict


def _rules(case: Case) -> tuple[ChairRule, ...]:
    return tuple(rule for rule in case.kind.chairs if ask(rule.when, case.facts).verdict is not Verdict.NO)


def _cast(desk: Desk, meeting: Meeting) -> Cast:
    return cast(desk, meeting.child_id, placement_id=meeting.placement_id, chair_id=meeting.chair_id)


def _candidate(people: Cast, person: Person, case: Case, loads: dict[str, int]) -> Candidate:
    return Candidate(
        ref=person.id,
        roles=people.roles_of(person.id) - {"chair"},
        relations=people.relations_of(person, case.child),
        chaired_this_year=loads.get(person.id, 0),
    )


def _loads(desk: Desk) -> dict[str, int]:
    since = date(desk.today.year, 1, 1)
    statement = (
        select(Meeting.chair_id, func.count())
        .where(Meeting.chair_id.is_not(None), Meeting.day >= since, Meeting.stage != "declined")
        .group_by(Meeting.chair_id)
    )
    return {chair: number for chair, number in desk.db.execute(statement) if chair}

"""The chair finder: everyone considered for one meeting, and choosing one of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.domain.chairing import Candidate, ChairVerdict, Standing, chair_rules, strictest
from core.domain.procedure import ChairRule, Relation
from core.models import Judgement, Meeting, MeetingPart, Person
from core.services import arranging, listing
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
    near: tuple[str, ...] = ()
    """What they are to the case, where the verdict does not say so already."""


def considered(desk: Desk, case: Case, *, query: str = "") -> list[Considered]:
    """Everyone who might chair, eligible people first.

    Those holding a role that a chair rule names, those with a relation to the case, the chair chosen already, and
    whoever `query` finds by name or job title.
    """
    people = _cast(desk, case.meeting)
    named = {role for rules in _rules(desk, case) for rule in rules for role in rule.roles}
    loads = _loads(desk)
    found: dict[str, Person] = {}
    for person in people.people.values():
        roles = people.roles_of(person.id)
        fits = bool(roles & named) or bool(people.relations_of(person, case.child) & CLOSE)
        fits = fits or person.id == case.meeting.chair_id
        fits = fits or matches(person, query)
        if person.staff and fits and not (roles and roles <= NEVER):
            found[person.id] = person
    verdicts = _verdicts(desk, case, [_candidate(people, p, case, loads) for p in found.values()])
    order = sorted(verdicts, key=lambda v: (v.rank, v.candidate.chaired_this_year, found[v.candidate.ref].name))
    return [Considered(person=found[v.candidate.ref], verdict=v, near=_near(v)) for v in order]


def matches(person: Person, query: str) -> bool:
    """Whether a search by name or job title finds this person."""
    wanted = query.strip().lower()
    return bool(wanted) and (wanted in person.name.lower() or wanted in person.title.lower())


def verdict_of(desk: Desk, case: Case, person_id: str) -> ChairVerdict | None:
    """Whether one person may chair; None for somebody who is not here any more."""
    people = _cast(desk, case.meeting)
    person = people.people.get(person_id)
    return _verdicts(desk, case, [_candidate(people, person, case, {})])[0] if person else None


def standing_of(verdict: ChairVerdict) -> str:
    """A verdict as the meeting keeps it: "eligible", "needs a recorded reason", "departure" or "not eligible"."""
    departs = verdict.departure and verdict.standing is not Standing.NOT_ELIGIBLE
    return "departure" if departs else verdict.standing.value


def silent_parts(desk: Desk, case: Case) -> tuple[str, ...]:
    """Titles of the parts for which no rule says who chairs, while one does for another part."""
    held = _parts(desk, case)
    silent = [part for part in held if not chair_rules(case.kind, case.facts, part)]
    titles = {part.key: part.title for part in case.kind.parts}
    return tuple(titles.get(part or "", "") for part in silent) if len(silent) < len(held) else ()


def choose(desk: Desk, case: Case, person_id: str, *, reason: str = "", version: int | None = None) -> ChairVerdict:
    """Make somebody the chair of every part. Refused for someone the text excludes, or without the reason it asks for.

    `chair_standing` then says "eligible", "needs a recorded reason", or "departure" where the text points elsewhere.
    """
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    arranging.require(desk, case, field="chair")
    if meeting.held_on is not None:
        raise Refused("This meeting has been held; its chair stays as recorded.", field="chair")
    people = _cast(desk, meeting)
    person = people.people.get(person_id)
    if person is None or not person.staff:
        raise Refused("Choose one of the people listed.", field="chair")
    verdict = _verdicts(desk, case, [_candidate(people, person, case, {})])[0]
    if verdict.standing is Standing.NOT_ELIGIBLE:
        raise Refused(f"{person.name} may not chair this meeting: {verdict.because[0]}.", field="chair",
                      clause=verdict.clause)  # fmt: skip
    if verdict.standing is Standing.NEEDS_REASON and not reason.strip():
        raise Refused(f"Record why {person.name} should chair: {verdict.because[0]}.", field="chair_reason",
                      clause=verdict.clause)  # fmt: skip
    meeting.chair_id, meeting.chair_name = person.id, person.name
    meeting.chair_standing = standing_of(verdict)
    if verdict.standing is Standing.NEEDS_REASON:
        desk.db.add(
            Judgement(
                meeting_id=meeting.id,
                about="chair",
                clause=verdict.clause or "",
                party="",
                reason=reason.strip(),
                usual=_usual(desk, case, verdict),
                chosen=f"{person.name}, {person.title}".rstrip(", "),
                by_id=desk.actor.person_id,
                by_name=desk.actor.name,
                at=desk.now,
            )
        )
    listing.chair_owes(desk, meeting, person)
    desk.note(
        "chose the chair", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id, chair=person.id
    )
    return verdict


def _near(verdict: ChairVerdict) -> tuple[str, ...]:
    """Close relations to the case which the verdict's sentences leave out."""
    said = " ".join(verdict.because).lower()
    relations = sorted(verdict.candidate.relations & CLOSE)
    return tuple(f"{r.value[0].upper()}{r.value[1:]}" for r in relations if r.value not in said)


def _usual(desk: Desk, case: Case, verdict: ChairVerdict) -> str:
    """Who chairs as a rule, in the clause's words: the first rule that asks for no reason, else the one applied."""
    rules = [rule for each in _rules(desk, case) for rule in each]
    clause = next((rule.clause for rule in rules if not rule.needs_reason), verdict.clause)
    found = case.procedure.clauses.get(clause) if case.procedure and clause else None
    return found.words if found else "The procedure does not say who chairs"


def _parts(desk: Desk, case: Case) -> tuple[str | None, ...]:
    """The parts that are to be chaired, as rules name them; one None for a meeting without declared parts."""
    declared = {part.key for part in case.kind.parts}
    keys = desk.db.scalars(select(MeetingPart.key).where(MeetingPart.meeting_id == case.meeting.id))
    return tuple(key for key in keys if key in declared) or (None,)


def _rules(desk: Desk, case: Case) -> list[tuple[ChairRule, ...]]:
    """The rules of each part that has any; one chair leads all parts."""
    each = [chair_rules(case.kind, case.facts, part) for part in _parts(desk, case)]
    return [rules for rules in each if rules] or [()]


def _verdicts(desk: Desk, case: Case, candidates: list[Candidate]) -> list[ChairVerdict]:
    return list(strictest(_rules(desk, case), candidates, case.facts).values())


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
    """How many meetings each person has chaired this year: those that were held."""
    statement = (
        select(Meeting.chair_id, func.count())
        .where(Meeting.chair_id.is_not(None), Meeting.held_on >= since)
        .group_by(Meeting.chair_id)
    )
    return {chair: number for chair, number in desk.db.execute(statement) if chair}

"""Cases with one of everything that has an address or a table, for the wall between authorities: what its road left,
through the services as far as that is short, and the rest as rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from tests import factories as made
from tests.scenes import Scene
from tests.web.confided import confided

CANARY = "Zqcanary"
PANEL_DAY = date(2026, 4, 22)
CODES = frozenset(
    {
        "about", "action", "after", "anchor", "arranged_by", "before", "by", "care_plan", "chair_standing", "choice",
        "chosen", "clause", "code", "column", "confirmation", "decides", "education", "ended", "ends", "family",
        "field", "flagged", "form", "how", "id", "key", "kind", "location", "on", "outcome", "owed_by", "part", "party",
        "planned", "provider", "put_to", "quarantined", "reason_code", "reply", "role", "route", "settled", "severity",
        "sex", "source_key", "stage", "starts", "state", "strength", "unit", "verb", "via", "voice", "way",
        "written_by",
    }
)  # fmt: skip
"""Columns of keys and codes that pages look up. In every other column of text somebody's words may stand."""
SPOKEN = ("text", "learned", "supports", "answers", "data")
"""Columns of JSON in which words stand."""


def furnished(scene: Scene, part: str) -> Scene:
    """A case with something under every address: a record, what it asks for, its circulation, a panel, a plan and its
    review, a concern, a planned home and its meeting, a gathering, a report, an import, a notice."""
    from core.services import advising, circulation

    scene.held(parts=(part,))
    scene.written("The carers asked for help in May.", part=part)
    owner = {"owner_id": scene.chair.person_id, "owner_name": "", "owner_role": "chair"}

    def act(desk: Any, case: Any) -> None:
        for text in ("Train together", "Seen through already"):
            advising.recommend(desk, case, text=text, body="Panel", theme="Support", part=part)
        advising.agree_action(desk, case, text="Write to school", due=desk.today, part=part, **owner)
        tasks(desk, case)
        imported(desk, case)
        lasting(desk, case)
        confided(desk, case, scene.worker)
        retained(desk, case)
        ahead(desk, case)
        known_elsewhere(desk)
        by_program(desk)

    scene.act(scene.chair, act)
    scene.agreed(part)
    scene.act(scene.chair, lambda desk, case: circulation.prepare(desk, case))
    scene.act(scene.chair, lambda desk, case: desk.db.add_all([*after(desk, case), *learned(desk, case)]))
    return scene


def known_elsewhere(desk: Any) -> None:
    """An identity provider, and somebody it knows."""
    from core.models import FederatedIdentity, IdentityProvider

    there = {"issuer": "https://login.example", "bound_at": desk.now, "used_at": desk.now}
    if desk.db.scalar(select(func.count()).select_from(IdentityProvider)) == 0:
        desk.db.add(IdentityProvider(issuer=there["issuer"], client_id="mooring", set_at=desk.now))
    who = {"person_id": desk.actor.person_id, "user_id": desk.actor.user_id}
    desk.db.add(FederatedIdentity(subject=f"subject of {desk.actor.person_id}", **who, **there))


def by_program(desk: Any) -> None:
    """A token of a program."""
    from core.db import new_id
    from core.models import ApiToken

    made = {"made_by": desk.actor.name, "made_at": desk.now, "expires_at": desk.now + timedelta(days=90)}
    desk.db.add(ApiToken(name="Data warehouse", person_id=desk.actor.person_id, scopes=["meeting.read"],
                         token_hash=new_id() * 2, **made))  # fmt: skip


def tasks(desk: Any, case: Any) -> None:
    """A day for a manager to confirm, and what no rule of the case's own procedure asks for."""
    from core.services.judging import OUTSIDE

    about = {"meeting_id": case.meeting.id}
    made.task(desk, case.child, "Confirm a day", kind="confirm", key=OUTSIDE, **about)
    for kind in ("pack", "prompt", "offer"):
        made.task(desk, case.child, f"One more {kind}", kind=kind, key=f"more-{kind}", **about)


def imported(desk: Any, case: Any) -> None:
    """A run that found a difference and an unreadable cell, and a form that was answered."""
    from core.models import Answered, ImportConflict, ImportIssue, ImportRun, RoleGiven, Team

    run = ImportRun(at=desk.now, by_id=desk.actor.person_id, by_name=desk.actor.name, state="checked", files=[])
    desk.db.add(run)
    desk.db.flush()
    about = {"about": "child", "about_id": case.child.id, "field": "sex", "ours": "", "theirs": "1"}
    desk.db.add(ImportConflict(run_id=run.id, child_id=case.child.id, **about))
    local_id = case.child.local_id = f"L-{run.id[:8]}"
    cell = {"file": "header.csv", "line": 2, "column": "DOB", "child": local_id, "value": "31/02/2014", "code": "date"}
    desk.db.add(ImportIssue(run_id=run.id, number=1, severity="warning", action="left out", **cell))
    desk.db.add(Answered(key=run.id, status=303, location=f"/{desk.tenant.id}/imports", at=desk.now))
    shut = {"id": run.id, "first": "2026-12-24", "last": "2026-12-31", "name": "Between the years"}
    desk.tenant.closures = [*desk.tenant.closures, shut]
    given = {"given_by_id": desk.actor.person_id, "given_by_name": desk.actor.name, "given_at": desk.now}
    desk.db.add(RoleGiven(person_id=desk.actor.person_id, role="auditor", state="waiting", **given))
    desk.db.add(Team(name=f"Team {run.id[:8]}", manager_id=desk.actor.person_id))


def retained(desk: Any, case: Any) -> None:
    """A hold on the child's record, lifted again, and a disposal that was proposed and waits."""
    from core.models import Disposal, LegalHold

    who = {"placed_by_id": desk.actor.person_id, "placed_by": desk.actor.name, "placed_at": desk.now}
    over = {"lifted_by_id": desk.actor.person_id, "lifted_by": desk.actor.name, "lifted_at": desk.now}
    desk.db.add(LegalHold(child_id=case.child.id, reason="A claim", review_on=desk.today, **who, **over))
    asked = {"proposed_by_id": desk.actor.person_id, "proposed_by": desk.actor.name, "proposed_at": desk.now}
    due = {"kept_until": date(2026, 1, 1), "rule": "Born long ago", "reason": "Its time has passed"}
    desk.db.add(Disposal(child_id=case.child.id, **due, **asked))


def lasting(desk: Any, case: Any) -> None:
    """A concern about the placement, notice on it, a change of school, and a plan with one support that this meeting
    reviewed."""
    from core.models import Concern, PlacementNotice, Plan, PlanReview, SchoolChange, Support

    of = {"child_id": case.child.id, "placement_id": case.placement.id}
    who = {"raised_by_id": desk.actor.person_id, "raised_by_name": desk.actor.name}
    desk.db.add(Concern(day=case.placement.started, worry="Often out late", **of, **who))
    told = {"recorded_by_id": desk.actor.person_id, "recorded_by": desk.actor.name, "at": desk.now}
    desk.db.add(PlacementNotice(given=True, day=case.placement.started, by="carer", note="With respite", **of, **told))
    desk.db.add(SchoolChange(child_id=case.child.id, day=desk.today, before="Marsh Lane", after="Northmoor", **told))
    plan = Plan(meeting_id=case.meeting.id, key="support", title="Support plan", aim="Sleep at home", **of)
    desk.db.add(plan)
    desk.db.flush()
    desk.db.add(Support(plan_id=plan.id, text="A weekend off", owner_name="Ann Leith"))
    reviewed = {"plan_id": plan.id, "meeting_id": case.meeting.id, "day": desk.today, "at": desk.now}
    desk.db.add(PlanReview(note="It helps", by_name=desk.actor.name, **reviewed))


def ahead(desk: Any, case: Any) -> None:
    """A home that is planned, and the meeting that plans it, at which one delegation was agreed."""
    begins = desk.today + timedelta(days=14)
    home = made.placement(desk, case.child, begins, "Fernbeck", kind="residential", planned="planned")
    meeting = made.meeting(
        desk, home, kind="planning", title="Planning meeting", family="planning", stage="held", pin=case.meeting.pin,
        start_of_id=home.id, anchor="placement_started", anchor_day=begins, held_on=desk.today, day=desk.today,
        chair_id=desk.actor.person_id, chair_name=desk.actor.name,
    )  # fmt: skip
    agreed = {"area": "Haircuts", "decides": "carers", "agreed_with": "Ann Leith", "notes": "Once a month"}
    meeting.answers = {"delegated": [{"id": meeting.id[:12], "on": str(desk.today), "by": desk.actor.name, **agreed}]}


def after(desk: Any, case: Any) -> Iterator[Any]:
    """A correction of the case's first record, an earlier text of it, a document still to be written, a judgement, and
    the record before a panel, as rows."""
    from core.models import Correction, Judgement, OutputVersion, Referral
    from core.services import minutes

    output = minutes.outputs(desk, case)[0]
    about = {"meeting_id": case.meeting.id}
    said = {"name": "Ann Leith", "passage": "In May", "wording": "In June", "received_on": desk.today}
    yield Correction(output_id=output.id, **about, **said)
    by = {"by_id": desk.actor.person_id, "by_name": desk.actor.name, "at": desk.now}
    yield Judgement(about="window", reason="Waits for the grandmother", **about, **by)
    yield OutputVersion(output_id=output.id, number=90, stage="saved", text=output.text, **by)
    made.output(desk, case.meeting, "letter", title="Letter", written_by="social_worker", drafted=True).state = "draft"
    sent = {"sent_at": desk.now, "sent_by": desk.actor.name, "output_ids": [output.id]}
    yield Referral(
        route="board", panel="Board", via="panel_administrator", panel_date=PANEL_DAY, state="dated", **about, **sent
    )


def learned(desk: Any, case: Any) -> Iterator[Any]:
    """A gathering that saw one recommendation through, a report of a half-year of its own, a change of the
    procedure, the authority's own document of it, and a notice, as rows."""
    from core.models import (
        GatheringHeld,
        LearningReport,
        Looked,
        Notice,
        ProcedureDocument,
        ProcedureVersion,
        Recommendation,
        Replay,
    )

    said = {"present": "Ann Leith", "notes": "Help sooner", "learned": [["Support", "Ask in May"]]}
    put = {"put_forward": "Respite for all", "put_to": "senior_manager", "by_name": desk.actor.name, "at": desk.now}
    held = GatheringHeld(key="chairs", title="The chairs meet", day=desk.today, **said, **put)
    desk.db.add(held)
    desk.db.flush()
    wanted = select(Recommendation.id).where(Recommendation.meeting_id == case.meeting.id)
    seen = desk.db.scalar(wanted.where(Recommendation.text == "Seen through already"))
    yield Looked(
        gathering_id=held.id,
        recommendation_id=seen,
        before="open",
        after="done",
        note="In May",
        by_name=held.by_name,
        at=held.at,
    )
    year = 2025 - (desk.db.scalar(select(func.count()).select_from(LearningReport)) or 0)
    yield LearningReport(
        key="half_yearly", title="Learning from meetings", by="team_manager", to=["service_manager"],
        measures=["meetings"], first_day=date(year, 1, 1), last_day=date(year, 6, 30),
        comment=f"Help sooner: {case.meeting.id}",
    )  # fmt: skip
    change = ProcedureVersion(
        starts=desk.today, enabled=dict(desk.enabled), based_on=1, because=f"Ask sooner: {case.meeting.id}",
        prepared_by=desk.actor.name, prepared_at=desk.now,
    )  # fmt: skip
    desk.db.add(change)
    desk.db.flush()
    yield Replay(about=change.id, before="0", after="1", first_day=desk.today, last_day=desk.today, state="stopped",
                 asked_at=desk.now, asked_by=desk.actor.name)  # fmt: skip
    yield ProcedureDocument(
        title=f"Our own words: {case.meeting.id}", name="procedure.txt", kind="txt", size=8, content=b"In full.",
        uploaded_at=desk.now, uploaded_by=desk.actor.name,
    )  # fmt: skip
    told = {"person_id": desk.actor.person_id, "meeting_id": case.meeting.id, "at": desk.now}
    yield Notice(key=held.id, kind="reminder", text="An action is late", **told)


def models() -> list[Any]:
    """Every table that belongs to an authority."""
    from core.db import Base, TenantScoped

    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantScoped)]


def marked(scene: Scene) -> None:
    """Whatever people wrote in this authority begins with a word that stands nowhere else."""
    desk = scene.desk(scene.worker)
    for model in (one for one in models() if not one.__tablename__.startswith("audit_")):
        for row in desk.db.scalars(select(model)):
            for column in model.__table__.columns:
                value = getattr(row, column.key)
                if column.key in SPOKEN or (isinstance(value, str) and not column.foreign_keys):
                    longest = getattr(column.type, "length", None) or 200
                    setattr(row, column.key, spoken(column.key, value, longest))
    desk.db.commit()
    desk.db.close()


def spoken(key: str, value: Any, longest: int = 200) -> Any:
    """A value of a column (or within one of JSON) with every text that is no key or id marked."""
    match value:
        case str() if not (key in CODES or key.endswith("_id") or value == ""):
            return f"{CANARY} {value}"[:longest]
        case list():
            return [spoken(key, one) for one in value]
        case dict():
            return {name: spoken(name, one) for name, one in value.items()}
    return value

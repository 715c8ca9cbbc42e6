"""The wall between authorities: somebody who may do everything in one of two, an answer to whatever they ask for, and
the addresses of all there is, with ids of either. What stands behind the addresses is in `furnishing`."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tests.fixtures.page import FIELD, SignedInPage
from tests.scenes import Scene
from tests.web.furnishing import CANARY, PANEL_DAY, models

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

HERE, THERE, NOWHERE = "wexcombe", "larkhey", "nowhere"
NOBODY = "f0" * 16
KEYS = ("key", "part", "route", "day", "plugin", "number")
"""Parameters that hold a word of the procedure, a number or a day, the same in every authority, and no id."""

LOOSE = frozenset({"gatherings.look"})
"""Routes whose ids stand beside each other: a gathering looks at what any meeting recommended."""

Ids = dict[str, str]
SENDERS = count()


@dataclass(kw_only=True)
class Wall:
    """Two authorities with everything in them. `here` and `other` are two cases of the member's own, `there` one of
    another authority: ids by "endpoint parameter", by "blueprint parameter", or by the parameter alone."""

    app: "Flask"
    url: str
    page: SignedInPage
    here: Ids
    other: Ids
    there: Ids
    token: str = ""

    def ask(
        self,
        method: str,
        address: str,
        form: dict[str, Any] | None = None,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> "TestResponse":
        """An answer, without following it. What a form says may be made anew each time, as a file must be. What is
        there for programs is asked for with the member's token, each time from elsewhere, so that none is one too many.
        """
        if self.by_program(address):
            sender = {"REMOTE_ADDR": f"10.1.{next(SENDERS) // 250}.{next(SENDERS) % 250}"}
            bearer = {"Authorization": f"Bearer {self.token}"}
            program = self.app.test_client(use_cookies=False)
            return program.open(address, method=method, headers=bearer, query_string=query, environ_base=sender)
        said = {key: value() if callable(value) else value for key, value in (form or {}).items()}
        unseen = {"csrf_token": self.page.token(), FIELD: token_urlsafe(8)}
        sent = {**unseen, **said} if method == "POST" else None
        return self.page.client.open(address, method=method, data=sent, query_string=query, headers=headers)

    @staticmethod
    def by_program(address: str) -> bool:
        """Whether an address is there for programs."""
        return address.startswith("/api/")


def every_role() -> list[str]:
    """Roles that together hold every permission, so that nothing is refused for want of one."""
    from core.services.permissions import EVERYBODY, PERMISSIONS

    return sorted(frozenset().union(*PERMISSIONS.values()) - EVERYBODY)


def ids_of(scene: Scene) -> Ids:
    """The ids of a case, as the addresses call them."""
    from core import models as m

    desk = scene.desk(scene.worker)

    def one(model: Any, *conditions: Any) -> Any:
        return desk.db.scalars(select(model).where(*conditions).order_by(model.id)).first()

    meeting = one(m.Meeting, m.Meeting.id == scene.meeting_id)
    planning = one(m.Meeting, m.Meeting.child_id == meeting.child_id, m.Meeting.kind == "planning")
    conflict = one(m.ImportConflict, m.ImportConflict.child_id == meeting.child_id)
    seen = one(m.Looked, m.Looked.recommendation_id.in_(
        select(m.Recommendation.id).where(m.Recommendation.meeting_id == meeting.id)))  # fmt: skip
    part = one(m.MeetingPart, m.MeetingPart.meeting_id == meeting.id).key
    written = one(m.Output, m.Output.meeting_id == meeting.id, m.Output.written_by.is_not(None))
    plan = one(m.Plan, m.Plan.meeting_id == meeting.id)

    def task(kind: str) -> Any:
        return one(m.Task, m.Task.meeting_id == meeting.id, m.Task.kind == kind)

    def under(model: Any, *conditions: Any) -> Any:
        return one(model, model.meeting_id == meeting.id, *conditions)

    rows = {
        "decision_id": one(m.Decision, m.Decision.ending_id == meeting.ending_id),
        "child_people role_id": one(m.CaseRole, m.CaseRole.child_id == meeting.child_id),
        "given_id": one(m.RoleGiven, m.RoleGiven.person_id == scene.chair.person_id),
        "tokens token_id": one(m.ApiToken, m.ApiToken.person_id == scene.chair.person_id),
        "team_id": one(m.Team, m.Team.manager_id == scene.chair.person_id),
        "people role_id": one(m.PersonRole, m.PersonRole.person_id == scene.chair.person_id),
        "imports.settle id": conflict,
        "convening task_id": task("pack"), "pack task_id": task("pack"), "actions task_id": task("action"),
        "stages task_id": task("step"), "stages.consider task_id": task("prompt"),
        "offers task_id": task("step"), "offers.record task_id": task("offer"),
        "convening.consider task_id": task("prompt"),
        "convening.confirm task_id": task("confirm"), "convening.confirmed task_id": task("confirm"),
        "referral_id": under(m.Referral), "delivery_id": under(m.Delivery), "correction_id": under(m.Correction),
        "invitation_id": under(m.Invitation), "minute_id": under(m.Minute),
        "output_id": under(m.Output, m.Output.written_by.is_(None)), "drafts output_id": written,
        "recommendation_id": under(m.Recommendation, m.Recommendation.id != seen.recommendation_id),
        "notice_id": one(m.PlacementNotice, m.PlacementNotice.child_id == meeting.child_id),
        "opening_id": one(m.Opening, m.Opening.child_id == meeting.child_id),
        "concern_id": one(m.Concern, m.Concern.child_id == meeting.child_id),
        "hold_id": one(m.LegalHold, m.LegalHold.child_id == meeting.child_id),
        "disposal_id": one(m.Disposal, m.Disposal.child_id == meeting.child_id),
        "plan_id": plan, "support_id": one(m.Support, m.Support.plan_id == plan.id), 
        "document_id": one(m.ProcedureDocument, m.ProcedureDocument.title.endswith(meeting.id)),
        "report_id": one(m.LearningReport, m.LearningReport.comment.endswith(meeting.id)),
        "change_id": one(m.ProcedureVersion, m.ProcedureVersion.because.endswith(meeting.id)),
    }  # fmt: skip
    found = {name: str(row.id) for name, row in rows.items()} | {
        "child_id": meeting.child_id, "meeting_id": meeting.id, "placement_id": meeting.placement_id,
        "ending_id": meeting.ending_id, "person_id": scene.chair.person_id, "imports id": conflict.run_id,
        "held_id": seen.gathering_id,
        "planning placement_id": planning.start_of_id, "planning meeting_id": planning.id,
        "plans meeting_id": planning.id,
        "entry_id": planning.id[:12], "part": part, "key": part, "gatherings key": "chairs", "settings key": "nation",
        "closure_id": desk.tenant.closures[-1]["id"],
        "reports key": "half_yearly", "route": "board", "day": PANEL_DAY.isoformat(),
        "plugin": next(iter(desk.enabled)), "number": "1",
    }  # fmt: skip
    desk.db.close()
    return found


def value_of(ids: Ids, endpoint: str, name: str) -> str:
    blueprint = endpoint.partition(".")[0]
    return next(ids[key] for key in (f"{endpoint} {name}", f"{blueprint} {name}", name) if key in ids)


def rules(app: "Flask") -> Iterator[tuple["Rule", str]]:
    """Every address of an authority with every method it takes."""
    for rule in app.url_map.iter_rules():
        if "authority" in rule.arguments:
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield rule, method


def built(rule: "Rule", authority: str, *sources: tuple[Collection[str], Ids]) -> str:
    """The address of a rule; the first source that has a parameter's name gives its value."""
    values = {"authority": authority}
    for name in rule.arguments - {"authority"}:
        ids = next(ids for names, ids in sources if name in names)
        values[name] = value_of(ids, rule.endpoint, name)
    found = rule.build(values)
    assert found is not None
    return found[1]


def plain(answer: "TestResponse", *differing: str) -> tuple[int, str, str]:
    """Status, text and way on, without what differs in every answer and without the ids that were asked for."""
    text = re.sub(r"[\w-]+\.[\w-]{6}\.[\w-]{20,}", "TOKEN", answer.text)
    text = re.sub(r'name="idempotency_key" value="[\w-]+"', "KEY", text)
    text = re.sub(r'value="[0-9a-f]{32}">Ann<', "NEW", text)
    way = answer.headers.get("Location", "")
    for one in sorted(differing, key=len, reverse=True):
        text, way = text.replace(one, "ID"), way.replace(one, "ID")
    return answer.status_code, text, way


def silent(answer: "TestResponse") -> None:
    """Neither in the text nor in a header is there a word of the other authority."""
    said = answer.text + str(answer.headers)
    assert CANARY not in said
    assert "larkhey" not in said.lower()


def contents(url: str, tenant: str) -> dict[str, list[str]]:
    """Every row of an authority, by table."""
    from core import db

    with db.session(url, tenant) as session:
        columns = {model: [column.key for column in model.__table__.columns] for model in models()}
        rows = {
            model.__tablename__: sorted(
                str({c: getattr(row, c) for c in names}) for row in session.scalars(select(model))
            )
            for model, names in columns.items()
        }
    return rows


def mixtures(rule: "Rule", *, alone: bool) -> Iterator[frozenset[str]]:
    """Which parameters are foreign: all, and where there are several the outer or the inner ones only. `alone` leaves
    out nothing; otherwise what stands under one meeting or child is asked for under another."""
    names = [n for n in re.findall(r"<(\w+)>", rule.rule) if n not in ("authority", *KEYS)]
    if alone and names:
        yield frozenset(names)
    for number in range(len(names) if len(names) > 1 and (alone or rule.endpoint not in LOOSE) else 0):
        yield frozenset(names[number : number + 1])


def made_up(name: str, value: str) -> str:
    return value if name.split()[-1] in KEYS else NOBODY

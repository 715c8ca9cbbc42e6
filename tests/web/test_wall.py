"""The wall between authorities, tried at every address there is: somebody who may do everything in one authority asks
for what belongs to another by its ids. A foreign record looks like none, tells nothing, and stays as it was."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import all_authorities
from tests.scenes import Scene, adoption, foster

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

HERE, THERE, NOWHERE = "wexcombe", "larkhey", "nowhere"
CANARY = "Zqcanary"
NOBODY = "f0" * 16
WORDS = frozenset(
    {
        "name", "title", "text", "words", "detail", "because", "progress", "reason", "carer", "voice_note", "place",
        "what_happened", "note", "value", "ours", "theirs", "school", "email", "team", "by_name", "actor_name", "body",
        "owner_name", "chair_name", "worry", "going_well", "tried", "source", "aim", "how_often", "owner_role", "local_id", "theme", "problem", "confirmation_note", "short", "words_from",
    }
)  # fmt: skip
"""Columns in which people's own words stand."""

Ids = dict[str, str]


@dataclass(kw_only=True)
class Wall:
    """Two authorities with everything in them. `here` and `other` are two cases of the member's own, `there` one of
    another authority: ids by "endpoint parameter", or by the parameter alone."""

    app: "Flask"
    url: str
    page: SignedInPage
    here: Ids
    other: Ids
    there: Ids

    def ask(self, method: str, address: str, form: dict[str, Any] | None = None) -> "TestResponse":
        """An answer, without following it."""
        return self.page.client.open(address, method=method, data=self.sent(form) if method == "POST" else None)

    def sent(self, form: dict[str, Any] | None) -> dict[str, Any]:
        return {"csrf_token": self.page.token(), **(form or {})}


@pytest.fixture
def wall(database_url: str, clock: Clock, enroll: Callable[..., Member]) -> Wall:
    from core.app import create_app
    from core.settings import Settings

    registry = all_authorities()
    nadia = enroll(HERE, "Nadia Okafor", enabled={"authority_a": {}})
    sam = enroll(THERE, "Sam Dwyer", roles=("adoption_team", "team_manager"), enabled={"authority_b": {}})
    again = partial(second, enroll)
    scenes = [
        furnished(foster(database_url, clock, registry, again, nadia), "main"),
        furnished(foster(database_url, clock, registry, enroll, nadia), "main"),
        furnished(adoption(database_url, clock, registry, enroll, sam), "part_one"),
    ]
    marked(scenes[2])
    settings = Settings(
        database_url=database_url, secret_key="only for tests", plugins=(), argon2_time_cost=1, argon2_memory_kib=8
    )
    app = create_app(settings, clock=clock, registry=registry)
    app.testing = True
    page = SignedInPage(app, nadia, clock, database_url)
    page.hold(*every_role())
    other, here, there = (ids_of(scene) for scene in scenes)
    return Wall(app=app, url=database_url, page=page, here=here, other=other, there=there)


def second(enroll: Callable[..., Member], tenant: str, name: str, **more: Any) -> Member:
    """The people of a second case have names, and so addresses, of their own."""
    return enroll(tenant, f"{name} Elder", **more)


def every_role() -> list[str]:
    """Roles that together hold every permission, so that nothing is refused for want of one."""
    from core.services.permissions import EVERYBODY, PERMISSIONS

    return sorted(frozenset().union(*PERMISSIONS.values()) - EVERYBODY)


def furnished(scene: Scene, part: str) -> Scene:
    """A case with something under every address: a record, what it asks for, its circulation, an import, a request."""
    from core.models import Child, ImportConflict, ImportRun
    from core.services import advising, circulation
    from core.services.judging import OUTSIDE

    scene.held(parts=(part,))
    scene.written("The carers asked for help in May.", part=part)
    owner = {"owner_id": scene.chair.person_id, "owner_name": "", "owner_role": "chair"}

    def act(desk: Any, case: Any) -> None:
        advising.recommend(desk, case, text="Train together", body="", theme="", part=part)
        advising.agree_action(desk, case, text="Write to school", due=desk.today, part=part, **owner)
        about = {"kind": "confirm", "key": OUTSIDE, "meeting_id": case.meeting.id}
        made.task(desk, case.child, "Confirm a day", **about)
        for kind in ("pack", "prompt", "offer"):
            made.task(desk, case.child, f"One more {kind}", kind=kind, key=f"more-{kind}", meeting_id=case.meeting.id)
        run = ImportRun(at=desk.now, by_id=desk.actor.person_id, by_name=desk.actor.name, state="checked", files=[])
        desk.db.add(run)
        desk.db.flush()
        child: Child = case.child
        fields = {"about": "child", "about_id": child.id, "field": "sex", "ours": "", "theirs": "1"}
        desk.db.add(ImportConflict(run_id=run.id, child_id=child.id, **fields))
        child.local_id = f"L-{run.id[:8]}"
        desk.db.add_all(held_up(desk, case))

    scene.act(scene.chair, act)
    scene.agreed(part)
    scene.act(scene.chair, lambda desk, case: circulation.prepare(desk, case))
    scene.act(scene.chair, lambda desk, case: desk.db.add(referred(desk, case)))
    scene.act(scene.chair, lambda desk, case: desk.db.add(corrected(desk, case)))
    return scene


def corrected(desk: Any, case: Any) -> Any:
    """What somebody says is wrong in the case's first record, as a row."""
    from core.models import Correction
    from core.services import minutes

    about = {"meeting_id": case.meeting.id, "output_id": minutes.outputs(desk, case)[0].id}
    return Correction(name="Ann Leith", passage="In May", wording="In June", received_on=desk.today, **about)


def referred(desk: Any, case: Any) -> Any:
    """The case's first record before a panel, as a row."""
    from core.models import Referral
    from core.services import minutes

    sent = {"sent_at": desk.now, "sent_by": desk.actor.name, "output_ids": [minutes.outputs(desk, case)[0].id]}
    about = {"meeting_id": case.meeting.id, "route": "board", "panel": "Board", "via": "panel_administrator"}
    return Referral(panel_date=date(2026, 4, 22), state="dated", **about, **sent)


def held_up(desk: Any, case: Any) -> Iterator[Any]:
    """A concern about the case's placement, and a plan with one support, as rows."""
    from core.models import Concern, Plan, Support

    of = {"child_id": case.child.id, "placement_id": case.placement.id}
    who = {"raised_by_id": desk.actor.person_id, "raised_by_name": desk.actor.name}
    yield Concern(day=case.placement.started, worry="Often out late", **of, **who)
    plan = Plan(meeting_id=case.meeting.id, key="support", title="Support plan", aim="Sleep at home", **of)
    desk.db.add(plan)
    desk.db.flush()
    yield Support(plan_id=plan.id, text="A weekend off", owner_name="Ann Leith")


def models() -> list[Any]:
    from core.db import Base, TenantScoped

    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantScoped)]


def marked(scene: Scene) -> None:
    """Whatever people wrote in this authority begins with a word that stands nowhere else."""
    from sqlalchemy import select

    desk = scene.desk(scene.worker)
    for model in models():
        for row in desk.db.scalars(select(model)):
            for column in WORDS.intersection(model.__table__.columns.keys()):
                value = getattr(row, column)
                if isinstance(value, str):
                    setattr(row, column, f"{CANARY} {value}"[: model.__table__.columns[column].type.length or 200])
    desk.db.commit()
    desk.db.close()


def ids_of(scene: Scene) -> Ids:
    """The ids of a case, as the addresses call them."""
    from sqlalchemy import select

    from core import models as m

    desk = scene.desk(scene.worker)
    meeting = desk.db.scalars(select(m.Meeting).where(m.Meeting.id == scene.meeting_id)).one()

    def one(model: Any, *conditions: Any) -> str:
        return str(desk.db.scalars(select(model.id).where(*conditions).order_by(model.id)).first())

    def task(kind: str) -> str:
        return one(m.Task, m.Task.meeting_id == meeting.id, m.Task.kind == kind)

    parts = desk.db.scalars(select(m.MeetingPart.key).where(m.MeetingPart.meeting_id == meeting.id)).all()
    run = desk.db.scalars(select(m.ImportConflict).where(m.ImportConflict.child_id == meeting.child_id)).one()
    found = {
        "child_id": meeting.child_id, "meeting_id": meeting.id, "placement_id": meeting.placement_id,
        "ending_id": str(meeting.ending_id), "decision_id": one(m.Decision, m.Decision.ending_id == meeting.ending_id),
        "person_id": scene.chair.person_id, "part": parts[0], "key": parts[0], "route": "board", "day": "2026-04-22",
        "child_people role_id": one(m.CaseRole, m.CaseRole.child_id == meeting.child_id),
        "people role_id": one(m.PersonRole, m.PersonRole.person_id == scene.chair.person_id),
        "imports id": run.run_id, "imports.settle id": run.id,
        "convening task_id": task("pack"), "pack task_id": task("pack"), "actions task_id": task("action"),
        "stages task_id": task("step"), "stages.consider task_id": task("prompt"),
        "offers task_id": task("step"), "offers.record task_id": task("offer"),
        "referral_id": one(m.Referral, m.Referral.meeting_id == meeting.id),
        "convening.consider task_id": task("prompt"), "entry_id": meeting.id[:12],
        "convening.confirm task_id": task("confirm"), "convening.confirmed task_id": task("confirm"),
        "delivery_id": one(m.Delivery, m.Delivery.meeting_id == meeting.id),
        "correction_id": one(m.Correction, m.Correction.meeting_id == meeting.id),
        "invitation_id": one(m.Invitation, m.Invitation.meeting_id == meeting.id),
        "minute_id": one(m.Minute, m.Minute.meeting_id == meeting.id),
        "output_id": one(m.Output, m.Output.meeting_id == meeting.id),
        "recommendation_id": one(m.Recommendation, m.Recommendation.meeting_id == meeting.id),
        "concern_id": one(m.Concern, m.Concern.child_id == meeting.child_id),
        "plan_id": one(m.Plan, m.Plan.meeting_id == meeting.id),
        "support_id": one(m.Support, m.Support.plan_id.in_(select(m.Plan.id).where(m.Plan.meeting_id == meeting.id))),
    }  # fmt: skip
    desk.db.close()
    assert not [name for name, value in found.items() if value == "None"]
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


def silent(wall: Wall, answer: "TestResponse") -> None:
    """Neither in the text nor in a header is there a word of the other authority."""
    said = answer.text + str(answer.headers)
    assert CANARY not in said
    assert "Larkhey" not in said


def contents(url: str, tenant: str) -> dict[str, list[str]]:
    """Every row of an authority, by table."""
    from sqlalchemy import select

    from core import db

    with db.session(url, tenant) as session:
        columns = {model: [column.key for column in model.__table__.columns] for model in models()}
        rows = {
            model.__tablename__: sorted(
                str({c: getattr(row, c) for c in names}) for row in session.scalars(select(model))
            )
            for model, names in columns.items()
        }
    assert rows["children"]
    return rows


def test_another_authority_answers_at_none_of_its_addresses(wall: Wall) -> None:
    before, tried = contents(wall.url, THERE), set()
    for rule, method in rules(wall.app):
        theirs = built(rule, THERE, (rule.arguments, wall.there))
        nobodys = built(rule, NOWHERE, (rule.arguments, wall.there))

        answer, as_if = wall.ask(method, theirs), wall.ask(method, nobodys)

        assert answer.status_code == 404, (method, theirs)
        assert plain(answer, THERE, NOWHERE) == plain(as_if, THERE, NOWHERE)
        assert CANARY not in answer.text
        tried.add((rule.rule, method))
    assert tried == {(rule.rule, method) for rule, method in rules(wall.app)}
    assert contents(wall.url, THERE) == before


def test_lists_and_searches_hold_nothing_of_another_authority(wall: Wall) -> None:
    asked = {"q": CANARY, "chair_query": CANARY, "whose": "all", "all": "1", "former": "1"}
    for rule, method in rules(wall.app):
        if method == "GET":
            address = built(rule, HERE, (rule.arguments, wall.here))
            for query in ({}, {key: value for key, value in asked.items() if value != CANARY}, asked):
                answer = wall.page.client.get(address, query_string=query)
                assert answer.status_code in (200, 303, 404), address
                assert "Larkhey" not in answer.text
                assert not re.search(rf"{CANARY} \w", answer.text), address


@pytest.mark.parametrize("whose", ["another authority's", "another meeting's"])
def test_an_id_of_others_is_like_an_id_that_nobody_has(wall: Wall, whose: str) -> None:
    foreign = wall.there if whose == "another authority's" else wall.other
    missing = {name: made_up(name, value) for name, value in foreign.items()}
    before = contents(wall.url, THERE)
    for rule, method in rules(wall.app):
        for names in mixtures(rule, alone=foreign is wall.there):
            rest = rule.arguments - names
            asked = built(rule, HERE, (names, foreign), (rest, wall.here))
            as_if = built(rule, HERE, (names, missing), (rest, wall.here))
            ids = [value_of(ids, rule.endpoint, name) for ids in (foreign, missing) for name in names]

            answer, nothing = wall.ask(method, asked), wall.ask(method, as_if)

            assert answer.status_code in (404, 403, 422), (method, asked, answer.status_code)
            assert plain(answer, *ids) == plain(nothing, *ids), (method, asked)
            silent(wall, answer)
    assert contents(wall.url, THERE) == before


def mixtures(rule: "Rule", *, alone: bool) -> Iterator[frozenset[str]]:
    """Which parameters are foreign: all, and where there are several the outer or the inner ones only. `alone` leaves
    out nothing; otherwise what stands under one meeting or child is asked for under another."""
    names = [n for n in re.findall(r"<(\w+)>", rule.rule) if n not in ("authority", "key", "part", "route", "day")]
    if alone and names:
        yield frozenset(names)
    for number in range(len(names) if len(names) > 1 else 0):
        yield frozenset(names[number : number + 1])


def made_up(name: str, value: str) -> str:
    return value if re.search(r"\b(key|part|route|day)$", name) else NOBODY


SECRETS = {
    "child_people.create": (
        {"role": "foster_carer", "name": "Ann"},
        {"person": "person_id", "placement": "placement_id"},
    ),
    "actions.add": (
        {"text": "Call", "owner_name": "Ann", "due": "1/6/2026"},
        {"owner": "person_id", "theme": "minute_id"},
    ),
    "actions.change": (
        {"text": "Call", "owner_name": "Ann", "due": "1/6/2026", "because": "Late"},
        {"owner": "person_id", "theme": "minute_id"},
    ),
    "recommendations.add": ({"text": "Do"}, {"theme": "minute_id"}),
    "recommendations.change": ({"text": "Do"}, {"theme": "minute_id"}),
    "circulation.check_all": ({}, {"output": "output_id"}),
    "corrections.create": ({"passage": "In May", "wording": "In June"}, {"of": "delivery_id"}),
    "convening.chair": ({"chair_reason": "Known to all"}, {"chair": "person_id"}),
    "convening.invite": ({"role": "iro", "how": "attends", "part": "main"}, {"person": "person_id", "part": "key"}),
    "convening.change": ({"how": "attends", "reply": "coming"}, {"person": "person_id"}),
    "convening.supplier": ({}, {"person": "person_id"}),
    "pack.supplier": ({}, {"owner": "person_id"}),
    "plans.add": ({"text": "Rest"}, {"owner": "person_id"}),
    "plans.change": ({"text": "Rest", "state": "agreed"}, {"owner": "person_id"}),
    "people.create": ({"name": "Ann Leith"}, {"manager_id": "person_id"}),
    "people.change": ({"name": "Ann Leith"}, {"manager_id": "person_id"}),
    "people.leave": ({}, {"heir": "person_id"}),
    "stages.hold": ({"on": "16/3/2026"}, {"attended": "invitation_id"}),
    "replies.minute_taker": ({}, {"minute_taker": "person_id"}),
    "minutes.agree": ({}, {"part": "key"}),
    "imports.create": ({}, {"instead_of": "imports id"}),
}  # fmt: skip
"""Forms that name somebody or something by id: endpoint -> (the rest of the form, field -> what its id is of)."""

NO_IDS = frozenset({"agreed_with", "answer", "authority", "choice", "form", "kind", "outcome", "role"})
"""Fields with free choices that hold a word and no id, or are asked outside authorities."""


def test_an_id_of_others_in_a_form_is_like_an_id_that_nobody_has(wall: Wall) -> None:
    before = contents(wall.url, THERE)
    by_endpoint = {rule.endpoint: rule for rule, method in rules(wall.app) if method == "POST"}
    for endpoint, (rest, fields) in SECRETS.items():
        rule = by_endpoint[endpoint]
        address = built(rule, HERE, (rule.arguments, wall.here))
        for field, of in fields.items():
            if endpoint == "people.leave" or value_of(wall.there, endpoint, of) in wall.here.values():
                continue
            theirs = wall.there[of]
            form = {key: value for key, value in rest.items() if key != "name" or field != "person"}

            answer = wall.ask("POST", address, form | {field: theirs})
            nothing = wall.ask("POST", address, form | {field: NOBODY})

            assert answer.status_code in (404, 403, 422), (endpoint, field, answer.status_code)
            assert plain(answer, theirs, NOBODY) == plain(nothing, theirs, NOBODY), (endpoint, field)
            silent(wall, answer)
    for ids in (wall.there, wall.other):
        theirs = ids["minute_id"]
        address = f"/{HERE}/meetings/{wall.here['meeting_id']}/minutes"
        wall.ask("POST", address, {f"text-{theirs}": "Overwritten", f"version-{theirs}": "1"})
    assert contents(wall.url, THERE) == before
    ours = str(contents(wall.url, HERE))
    assert "Overwritten" not in ours
    assert wall.there["person_id"] not in ours


def test_every_field_that_may_hold_an_id_is_tried() -> None:
    from core import web
    from core.web.fields import Choice
    from core.web.forms import FormSchema

    web.blueprints()
    open_fields = {
        name
        for schema in FormSchema.__subclasses__()
        if schema.__module__.startswith("core.web")
        for name, field in schema().fields.items()
        if isinstance(field, Choice) and field.choices is None
    }
    tried = {field for _, fields in SECRETS.values() for field in fields}

    assert open_fields - tried - NO_IDS == set()

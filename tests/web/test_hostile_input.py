"""Attacks that once went through, or came close: taking a record by a form nobody was shown, reading beyond one's
role, keeping a session after signing out, and input that only breaks things. Each states what must happen instead."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.scenes import Scene, adoption, foster
from tests.web.test_meetings import address

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from core.services.desk import Desk

SECRET = "Said in confidence among professionals"
InScene = Callable[..., tuple[Scene, Callable[[Member], SignedInPage]]]


def confidential(scene: Scene) -> None:
    """Both parts were held, and part two has a record that only its audience may read."""
    scene.held(parts=("part_one", "part_two"), apart=7)
    scene.written("Everybody heard this.", part="part_one")
    scene.written(SECRET, part="part_two")


def read_by(page: SignedInPage, scene: Scene) -> str:
    """Every page of the meeting, its record included, as somebody gets to see it."""
    ways = ("", "/minutes", "/recommendations", "/actions", "/people", "/pack", "/history")
    return " ".join(page.client.get(page.path(address(scene, way))).text for way in ways)


def test_nobody_makes_themselves_the_minute_taker_to_read_the_record(in_scene: InScene, clock: Any) -> None:
    scene, browser = in_scene(adoption)
    clock.forward(days=8)
    confidential(scene)
    page = browser(scene.outsider)
    assert SECRET not in read_by(page, scene)

    answer = page.post(address(scene, "/minute-taker"), {"minute_taker": scene.outsider.person_id})

    assert answer.status in (403, 404, 422)
    assert SECRET not in read_by(page, scene)


def test_nobody_makes_themselves_the_chair_to_read_the_record(in_scene: InScene, clock: Any) -> None:
    scene, browser = in_scene(adoption)
    scene.held(parts=("part_one",))
    scene.written(SECRET, part="part_one")
    page = browser(scene.outsider)
    assert SECRET not in read_by(page, scene)

    page.post(
        address(scene, "/convening/chair"), {"chair": scene.outsider.person_id, "chair_reason": "Nobody else is free."}
    )

    assert SECRET not in read_by(page, scene)


def test_nobody_records_that_they_came_to_read_the_record(in_scene: InScene) -> None:
    scene, browser = in_scene(adoption)
    scene.held(parts=("part_one",))
    scene.written(SECRET, part="part_one")
    page = browser(scene.outsider)
    page.post(
        address(scene, "/convening/invitations"),
        {"person": scene.outsider.person_id, "role": "iro", "how": "attends", "part": "part_one"},
    )
    mine = invitation_of(scene, scene.outsider)

    page.post(address(scene, "/parts/part_one/held"), {"on": "16/3/2026", "attended": mine})

    assert SECRET not in read_by(page, scene)


@pytest.mark.parametrize("role", ["social_worker", "adoption_social_worker", "iro"])
def test_nobody_makes_themselves_somebody_round_the_child_to_read_the_record(in_scene: InScene, role: str) -> None:
    from sqlalchemy import select

    from core.models import Child

    scene, browser = in_scene(adoption)
    scene.clock.forward(days=8)
    confidential(scene)
    desk = scene.desk(scene.outsider)
    child = desk.db.scalars(select(Child.id)).one()
    desk.db.close()
    page = browser(scene.outsider)
    assert SECRET not in read_by(page, scene)

    page.post(f"/children/{child}/people/new", {"role": role, "person": scene.outsider.person_id})
    page.post(address(scene, "/minute-taker"), {"minute_taker": scene.outsider.person_id})

    assert SECRET not in read_by(page, scene)


def invitation_of(scene: Scene, member: Member) -> str:
    from sqlalchemy import select

    from core.models import Invitation

    desk = scene.desk(member)
    found = desk.db.scalar(select(Invitation.id).where(Invitation.person_id == member.person_id))
    desk.db.close()
    return found or "0" * 32


@pytest.mark.parametrize("whose", ["all", "team"])
def test_my_work_names_no_action_of_a_part_outside_ones_audience(in_scene: InScene, clock: Any, whose: str) -> None:
    from core.services import advising

    scene, browser = in_scene(adoption)
    clock.forward(days=8)
    confidential(scene)
    due = date(2026, 4, 1)
    owner: dict[str, Any] = {"owner_id": scene.chair.person_id, "owner_name": "", "owner_role": ""}
    scene.act(scene.chair, lambda desk, case: advising.agree_action(
        desk, case, text=SECRET, due=due, part="part_two", **owner))  # fmt: skip
    page = browser(scene.outsider)

    assert SECRET not in page.get(address(scene, "/actions")).text
    for sort in ("due", "-due", "step"):
        assert SECRET not in page.get(f"/work?whose={whose}&all=1&sort={sort}").text


@pytest.mark.parametrize("role", ["panel_administrator"])
def test_whoever_may_read_no_child_sees_none_in_my_work(page: SignedInPage, desk: "Desk", role: str) -> None:
    child = made.child(desk, name="Secretive Quill", team="South 9")
    worker = made.person(desk, "Somebody Else")
    made.task(desk, child, "Confidential step", owner=worker, due=desk.today)
    desk.db.commit()
    page.hold(role)

    for whose in ("mine", "team", "all"):
        text = page.get(f"/work?whose={whose}&all=1").text
        assert "Secretive" not in text
        assert "Confidential step" not in text


@pytest.mark.parametrize(
    "beside", ["panel_adviser", "auditor", "panel_administrator", "agency_decision_maker", "configuration"]
)
def test_a_role_that_opens_no_record_does_not_widen_what_a_worker_sees(
    page: SignedInPage, desk: "Desk", beside: str
) -> None:
    theirs = made.child(desk, name="Secretive Quill", team="South 9")
    desk.db.commit()
    page.hold("social_worker", beside)

    assert "Secretive" not in page.get("/children").text
    page.get(f"/children/{theirs.id}", status=404)


def test_an_external_chair_reads_only_children_whose_meetings_are_theirs(page: SignedInPage, desk: "Desk") -> None:
    theirs = made.child(desk, name="Secretive Quill", team="South 9")
    home = made.placement(desk, theirs, date(2025, 1, 1))
    meeting = made.meeting(desk, home)
    desk.db.commit()
    page.hold("independent_chair")

    assert "Secretive" not in page.get("/children").text
    page.get(f"/children/{theirs.id}", status=404)
    page.get(f"/meetings/{meeting.id}", status=404)


def test_the_form_that_adds_somebody_offers_no_contacts_of_children_one_may_not_see(
    page: SignedInPage, desk: "Desk"
) -> None:
    mother = made.person(desk, "Philippa Secretive", staff=False)
    made.child(desk, name="Elsewhere Quill", team="South 9", people={"parent": mother})
    mine = made.child(desk, name="Bertie Quill", local_id="Q-2")
    desk.db.commit()
    page.hold("social_worker")

    assert "Secretive" not in page.get(f"/children/{mine.id}/people/new").text


def test_a_cookie_kept_from_before_signing_out_opens_nothing(app: Any, page: SignedInPage) -> None:
    kept = page.client.get_cookie("mooring")
    assert kept is not None
    page.post("~/sign-out")
    thief = app.test_client()
    thief.set_cookie("mooring", kept.value)

    assert thief.get("/wexcombe/children").status_code in (302, 303)


def test_an_address_opened_by_one_authority_lets_nobody_there_into_another(
    page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    import re

    address_of_victim = {"name": "Wilma Denby", "title": "Director", "email": "wilma.denby@larkhey.example"}
    keeper_there = enroll("larkhey", "Kit Rowe", roles=("configuration",))
    page.hold("configuration")
    here = page.post("/people/new", address_of_victim)
    opened = page.post(f"{here.location}/sign-in")
    secret = re.search(r"(?:[a-z2-9]{5}-){3}[a-z2-9]{5}", opened.text)
    assert secret is not None

    there = sign_in_as(keeper_there)
    person = there.post("/people/new", address_of_victim)
    there.post(f"{person.location}/sign-in")

    stranger = page.app.test_client()
    entered = SignedInPage(page.app, page.member, page.clock, page.database_url)
    entered.client = stranger
    entered.post("~/sign-in", {"email": address_of_victim["email"], "password": secret.group()})
    assert stranger.get("/larkhey/", follow_redirects=False).status_code == 404


@pytest.mark.parametrize(
    "after",
    [
        "2026-01-01T00:00:00|x", "0001-01-01T00:00:00+23:59|x", "9999-12-31T23:59:59-23:59|x", "0001-01-01|x",
        "9999-12-31|x", "|", "x" * 5000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("param", ["after", "before"])
def test_a_made_up_place_in_a_list_breaks_no_list(in_scene: InScene, after: str, param: str) -> None:
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    desk = scene.desk(scene.worker)
    from sqlalchemy import select

    from core.models import Child

    child = desk.db.scalars(select(Child.id)).one()
    desk.db.close()
    ways = (
        "/children", f"/children/{child}/history", "/work", "/work?sort=child", "/meetings", "/endings/unclassified",
        "/imports", "/imports/differences", address(scene, "/history"),
    )  # fmt: skip
    for way in ways:
        bare, _, query = way.partition("?")
        asked = {param: after} | dict([query.split("=")] if query else [])
        assert page.client.get(page.path(bare), query_string=asked).status_code < 500, way


@pytest.mark.parametrize("headers", [{"Referer": "http://["}, {"Referer": "http://[::1"}])
def test_a_referrer_that_is_no_address_breaks_nothing(client: "FlaskClient", headers: dict[str, str]) -> None:
    assert client.post("/wexcombe/children/new", headers=headers).status_code == 303
    htmx = {"HX-Request": "true", "HX-Current-URL": headers["Referer"]}
    assert client.get("/wexcombe/children", headers=htmx).status_code == 401


def test_a_nul_where_one_of_a_list_is_chosen_is_refused(in_scene: InScene) -> None:
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    bad = "a\x00b"
    due = f"{(scene.clock.now + timedelta(days=30)).date():%d/%m/%Y}"
    sent = [
        ("/minute-taker", {"minute_taker": bad}),
        ("/actions", {"text": "Call", "owner": bad, "due": due}),
        ("/actions", {"text": "Call", "owner_name": "Ann", "due": due, "theme": bad}),
        ("/recommendations", {"text": "Do so", "theme": bad}),
        ("/convening/chair", {"chair": bad}),
        ("/convening/invitations", {"person": bad, "role": "iro", "how": "attends", "part": "main"}),
        ("/convening/invitations", {"name": "Ann", "role": bad, "how": "attends", "part": "main"}),
        ("/convening/invitations", {"name": "Ann", "role": "iro", "how": "attends", "part": bad}),
        ("/circulation/checked", {"output": bad}),
        ("/minutes/agreed", {"part": bad}),
    ]
    for way, form in sent:
        assert page.post(address(scene, way), form).status in (303, 403, 404, 422), (way, form)


def test_a_nul_in_the_choice_of_somebody_round_a_child_is_refused(page: SignedInPage, desk: "Desk") -> None:
    child = made.child(desk)
    home = made.placement(desk, child, date(2025, 1, 1))
    desk.db.commit()
    for form in ({"person": "a\x00b"}, {"name": "Ann", "placement": "a\x00b"}):
        answer = page.post(f"/children/{child.id}/people/new", {"role": "foster_carer"} | form)
        assert answer.status == 422, form
    page.get(f"/placements/{home.id}/ending/new")


def test_repetitive_texts_are_compared_before_anybody_loses_patience() -> None:
    from core.domain.texts import additions

    before, after = "a " * 700, "a b " * 350
    began = time.process_time()
    pieces = additions(before, after)

    assert "".join(piece.text for piece in pieces) == after
    assert time.process_time() - began < 1


@pytest.mark.parametrize("day", ["1/1/0001", "31/12/9999"])
def test_a_day_that_no_calendar_reaches_is_refused(in_scene: InScene, day: str) -> None:
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    forms = [
        ("/parts/main/held", {"on": day}),
        ("/convening/parts/main/day", {"day": day, "starts": "10:00"}),
        ("/convening/parts/main/day/check", {"day": day, "starts": "10:00"}),
        ("/convening/target", {"target": day, "target_reason": "Weighed"}),
    ]
    for way, form in forms:
        assert page.post(address(scene, way), form).status == 422, way


@pytest.mark.parametrize("day", ["1/1/0001", "31/12/9999"])
def test_a_placement_of_no_known_time_is_refused(page: SignedInPage, desk: "Desk", day: str) -> None:
    child = made.child(desk, born=None)
    desk.db.commit()

    first = page.post(f"/children/{child.id}/placements/first", {"started": day, "carer": "Marlowe family"})

    assert first.status == 422


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"],
)
def test_no_cell_of_a_report_is_a_formula(text: str) -> None:
    from core.adapters.ssda903.report import safe_cell

    assert safe_cell(text) == "'" + text

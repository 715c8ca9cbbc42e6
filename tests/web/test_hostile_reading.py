"""Reading beyond one's role, by a form nobody was shown, another authority or a kept cookie: none goes through."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.scenes import Scene, adoption
from tests.web.meeting import address
from tests.web.signing import accept, handed, sent

if TYPE_CHECKING:
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
    address_of_victim = {"name": "Wilma Denby", "title": "Director", "email": "wilma.denby@larkhey.example"}
    keeper_there = enroll("larkhey", "Kit Rowe", roles=("configuration",))
    page.hold("configuration")
    here = page.post("/people/new", address_of_victim)
    stranger = page.app.test_client()
    accept(stranger, handed(page.post(f"{here.location}/sign-in")))

    there = sign_in_as(keeper_there)
    person = there.post("/people/new", address_of_victim)
    there.post(f"{person.location}/sign-in")

    sent(stranger, address_of_victim["email"], "lantern orchard pebble")
    assert stranger.get("/wexcombe/", follow_redirects=False).status_code != 404
    assert stranger.get("/larkhey/", follow_redirects=False).status_code == 404

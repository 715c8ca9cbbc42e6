"""Input that only breaks things: made-up places in lists, characters no database takes, days no calendar reaches."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.scenes import Scene, foster
from tests.web.meeting import address

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from core.services.desk import Desk


InScene = Callable[..., tuple[Scene, Callable[[Member], SignedInPage]]]


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
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\xa0=1", "＝1", "＋1", "－1", "＠x", "\tplain"],
)
def test_no_cell_of_a_file_is_a_formula(text: str) -> None:
    from core.adapters.spreadsheet import cell

    assert cell(text) == "'" + text

"""A copy of one child's record: everything that is held, others by what they are, what had another audience left out
and named, and who took it out."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from core.models import AuditEntry, Child, Event, Output, Person
from tests import factories as made
from tests.fixtures.app import Clock
from tests.fixtures.page import SignedInPage
from tests.scenes import Scene, foster
from tests.web.furnishing import furnished

SAID = "Ada Marlowe asked for help in May. Ada was tired. Otis Fenn had stayed with her too."
AMONG_MANAGERS = "Said among managers."


@pytest.fixture
def scene(in_scene: Any) -> tuple[Scene, SignedInPage]:
    """A record with something of every kind, read by its chair, who is a manager; another child's name stands in it."""
    scene, as_ = in_scene(foster)
    furnished(scene, "main")

    def act(desk: Any, case: Any) -> None:
        made.child(desk, "Otis Fenn", "F-9")
        case.child.words = "I like it here with Ada."
        for output in desk.db.scalars(select(Output).where(Output.meeting_id == case.meeting.id)):
            output.body = SAID
            if output.key == "recommendations":
                output.body, output.audience = AMONG_MANAGERS, ["service_manager"]

    scene.act(scene.chair, act)
    return scene, as_(scene.chair)


def taken(page: SignedInPage, address: str, **form: Any) -> dict[str, Any]:
    """What is in the file, by name; `record.json` read."""
    answer = page.client.post(page.path(address), data={"csrf_token": page.token(), "asked_by": "Himself, seen in "
                              "person", **form})  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert re.fullmatch(r'attachment; filename="record-[0-9a-f]{8}\.zip"', answer.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        found: dict[str, Any] = {name: archive.read(name).decode() for name in archive.namelist()}
    return found | {"record.json": json.loads(found["record.json"])}


def test_everything_is_in_it_and_others_stand_by_what_they_are(scene: tuple[Scene, SignedInPage]) -> None:
    made_up, page = scene
    desk = made_up.desk(made_up.chair)
    child_id = desk.db.scalars(select(Child.id).where(Child.name == "Bertie Quill")).one()
    staff = {one.name for one in desk.db.scalars(select(Person))}
    desk.db.rollback()
    address = f"/children/{child_id}/copy"
    asked = page.get(address)

    found = taken(page, address)

    tables = {one["table"] for one in found["record.json"]["sections"]}
    assert {"children", "placements", "endings", "meetings", "concerns", "plans", "events", "school_changes"} <= tables
    text = found["record.html"] + json.dumps(found["record.json"], ensure_ascii=False)
    assert "Bertie Quill" in text and "From the table “placements”" in text
    assert "I like it here with [foster carer]." in text
    prepared = {"Winifred Pace"}
    assert {name for name in staff - prepared if name in text} == set()
    assert "Otis" not in text and "Names of other children stand in this record" in asked.text
    noted = desk.db.scalars(select(Event).where(Event.verb == "prepared a copy of the record")).one()
    assert (noted.child_id, noted.actor_name, noted.data["reason"]) == (child_id, "Winifred Pace", "Himself, seen in "
                                                                        "person")  # fmt: skip
    assert noted.data["withheld"] > 0
    took = desk.db.scalars(select(AuditEntry).where(AuditEntry.kind == "export")).all()
    assert [one.child_id for one in took] == [child_id] * len(took) != []


def test_what_is_withheld_goes_in_once_somebody_ticks_it(scene: tuple[Scene, SignedInPage]) -> None:
    made_up, page = scene
    desk = made_up.desk(made_up.chair)
    child_id = desk.db.scalars(select(Child.id).where(Child.name == "Bertie Quill")).one()
    desk.db.rollback()
    address = f"/children/{child_id}/copy"
    asked = page.get(address).text
    keys = re.findall(r'value="((?:output|part|table):[^"]+)"', asked)
    (ada,) = re.findall(r'value="(person:\w+)"[^>]*><label[^>]*>Ada Marlowe, foster carer', asked)

    without = taken(page, address)
    whole = taken(page, address, include=keys, names=[ada])

    assert AMONG_MANAGERS not in without["record.html"] + json.dumps(without["record.json"])
    assert AMONG_MANAGERS in whole["record.html"] and AMONG_MANAGERS in json.dumps(whole["record.json"])
    assert {one["what"] for one in without["record.json"]["withheld"]} >= {"How this record is held or protected"}
    assert whole["record.json"]["withheld"] == []
    assert len(whole["record.json"]["put_in_by_decision"]) == len(keys) > 1
    assert "Ada Marlowe asked for help in May. Ada was tired. [another child] had stayed" in json.dumps(
        whole["record.json"]
    )


def test_records_that_the_preparer_does_not_read_are_neither_in_it_nor_told(
    scene: tuple[Scene, SignedInPage], clock: Clock
) -> None:
    made_up, page = scene
    desk = made_up.desk(made_up.chair)
    child_id = desk.db.scalars(select(Child.id).where(Child.name == "Bertie Quill")).one()
    desk.db.rollback()
    outsider = SignedInPage(page.app, made_up.outsider, clock, made_up.url)
    address = f"/children/{child_id}/copy"

    asked = outsider.get(address).text
    found = taken(outsider, address)

    assert not re.findall(r'value="((?:output|part):[^"]+)"', asked)
    told = {one["table"] for one in found["record.json"]["sections"]}
    assert told & {"outputs", "output_versions", "deliveries", "corrections", "minutes", "recommendations"} == set()
    assert {"children", "placements", "meetings"} <= told
    assert SAID[-20:] not in found["record.html"] and "Its audience is" not in asked
    tampered = outsider.post(address, {"asked_by": "Himself", "include": "output:" + "0" * 32})
    assert tampered.status == 422
    outsider.hold("social_worker")
    outsider.get(address, status=403)

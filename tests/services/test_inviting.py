"""Asking people to a meeting beyond those whom the procedure lists."""

import pytest

from core.services import inviting
from core.services.desk import Refused
from tests.scenes import adoption, foster


def test_b06_family_is_not_asked_to_the_part_that_is_for_professionals_only(in_scene):
    scene, _ = in_scene(adoption)

    def ask(part, role, name="Tess Vine", person=None):
        return lambda desk, case: inviting.invite(
            desk, case, part=part, name=name, role=role, how="attends", person_id=person
        )

    with pytest.raises(Refused, match="is for professionals only") as refused:
        scene.act(scene.worker, ask("part_two", "adopter"))
    assert refused.value.clause and refused.value.clause.startswith("B06")
    scene.act(scene.worker, ask("part_one", "parent", "Dawn Vine"))
    scene.act(scene.worker, ask("part_two", "health_professional", "Dr Byrne"))


def test_b06_somebody_known_as_a_carer_is_not_asked_under_another_role(in_scene):
    scene, _ = in_scene(adoption)

    def as_professional(desk, case):
        from sqlalchemy import select

        from core.models import CaseRole

        adopter = desk.db.scalars(select(CaseRole.person_id).where(CaseRole.role == "adopter")).one()
        inviting.invite(
            desk, case, part="part_two", name="Tess Vine", role="other_professional", how="attends", person_id=adopter
        )

    with pytest.raises(Refused, match="professionals only"):
        scene.act(scene.worker, as_professional)


def test_where_no_part_is_closed_anybody_is_asked(in_scene):
    scene, _ = in_scene(foster)

    made = scene.act(
        scene.worker,
        lambda desk, case: (
            inviting.invite(desk, case, part="main", name="Ada Marlowe", role="foster_carer", how="attends").name
        ),
    )

    assert made == "Ada Marlowe"


def test_nobody_asks_themselves_to_a_meeting_that_they_do_not_arrange(in_scene):
    scene, _ = in_scene(foster)
    me = {"name": "Otto Blythe", "person_id": scene.outsider.person_id}

    def ask(desk, case):
        return inviting.invite(desk, case, part="main", role="iro", how="attends", **me)

    def instead(desk, case):
        inviting.change(desk, case, inviting.invitations_of(desk, case)[0], me)

    for way in (ask, instead):
        with pytest.raises(Refused, match="The people who arrange this meeting"):
            scene.act(scene.outsider, way)
    assert scene.act(scene.worker, ask).person_id == scene.outsider.person_id

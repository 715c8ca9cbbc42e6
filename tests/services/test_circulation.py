"""Audiences: who belongs to one, and what happens to somebody who does not."""

import pytest

from core.models import Delivery, Output
from core.services import advising, circulation, minutes, received
from core.services.desk import Missing, Refused
from core.services.dossier import dossier
from tests import factories
from tests.scenes import adoption, foster


def agreed(scene):
    scene.held()
    scene.written()
    scene.agreed()


def test_somebody_outside_the_audience_is_never_sent_a_record_even_when_checked(in_scene):
    scene, _ = in_scene(foster)
    agreed(scene)

    def send(desk, case):
        circulation.prepare(desk, case)
        record = next(o for o in minutes.outputs(desk, case) if o.key == "minutes")
        desk.db.add(
            Delivery(
                meeting_id=case.meeting.id, output_id=record.id, person_id=scene.outsider.person_id, name="Otto Blythe",
                role="group_manager",
            )
        )  # fmt: skip
        desk.db.flush()
        for one in circulation.deliveries_of(desk, case):
            circulation.check(desk, case, one.id, keep=True)
        with pytest.raises(Refused, match="Otto Blythe is not in the audience"):
            circulation.send(desk, case)

    scene.act(scene.chair, send)


def test_a_record_outside_the_audience_is_missing_as_one_that_is_not_there(in_scene):
    scene, _ = in_scene(adoption)

    def look(desk, case):
        second = next(o for o in minutes.outputs(desk, case) if o.key == "record_part_two")
        assert second.id not in {o.id for o in circulation.readable(desk, case)}
        for wanted in (second.id, "0" * 32):
            with pytest.raises(Missing):
                circulation.find(desk, case, wanted)

    scene.act(scene.others["adopters_guest"], look)
    scene.act(scene.outsider, look)


def test_another_childs_social_worker_is_not_this_childs(in_scene, enroll):
    scene, _ = in_scene(adoption)
    other = enroll("wexcombe", "Olwen Tate", roles=("social_worker", "team_manager"))

    titles = scene.act(other, lambda desk, case: [o.title for o in circulation.readable(desk, case)])

    assert titles == []


def test_the_chair_took_part_in_what_they_chaired(in_scene):
    scene, _ = in_scene(foster)
    agreed(scene)

    names = scene.act(scene.chair, lambda desk, case: [d.name for d in circulation.prepare(desk, case)])

    assert names.count("Winifred Pace") == 1


def test_a_body_without_a_person_is_named_by_its_title(in_scene):
    scene, _ = in_scene(foster)
    agreed(scene)

    rows = scene.act(scene.chair, lambda desk, case: circulation.prepare(desk, case))

    assert {d.name for d in rows if d.person_id is None} >= {"PORG", "Agency decision maker"}


def test_preparing_twice_adds_nobody_and_keeps_what_was_decided(in_scene):
    scene, _ = in_scene(foster)
    agreed(scene)

    def prepare(desk, case):
        first = circulation.prepare(desk, case)
        circulation.check(desk, case, first[0].id, keep=False, because="Asked not to have it")
        again = circulation.prepare(desk, case)
        assert [d.id for d in again] == [d.id for d in first]
        assert next(d for d in again if d.id == first[0].id).state == "left out"

    scene.act(scene.chair, prepare)


def test_an_output_keeps_the_text_it_was_agreed_with(in_scene):
    scene, _ = in_scene(foster)
    agreed(scene)

    def text(desk, case):
        record = next(o for o in minutes.outputs(desk, case) if o.key == "minutes")
        assert isinstance(record, Output)
        return record.text

    sections = scene.act(scene.chair, text)

    assert sections[0]["paragraphs"] == ["The carers asked for help in May."]
    assert [s["heading"] for s in sections][-2:] == ["Recommendations", "Actions"]


def test_somebody_whose_sign_in_has_ended_is_handed_a_print(in_scene, enroll):
    from datetime import date

    scene, _ = in_scene(foster)
    gone = enroll("wexcombe", "Una Marsh", roles=("service_manager",), until=date(2026, 3, 1))
    agreed(scene)

    def send(desk, case):
        for one in circulation.prepare(desk, case):
            circulation.check(desk, case, one.id, keep=True)
        circulation.send(desk, case)
        return {d.person_id: d.state for d in circulation.deliveries_of(desk, case)}

    states = scene.act(scene.chair, send)

    assert states[gone.person_id] == "by hand" and states[scene.chair.person_id] == "sent"


def test_a_manager_of_the_social_worker_counts_as_such(in_scene):
    from core.models import Person
    from core.services.reading import roles_of

    scene, _ = in_scene(foster)

    def ask(desk, case):
        worker = desk.db.get(Person, ("wexcombe", scene.worker.person_id))
        boss = factories.person(desk, "Boss Above")
        worker.manager_id = boss.id
        desk.db.flush()
        people = circulation.people_of(desk, case)
        return roles_of(people, boss.id, case.meeting)

    assert "social_worker_manager" in scene.act(scene.worker, ask)


def test_whoever_was_taken_out_of_the_list_receives_nothing(in_scene):
    scene, _ = in_scene(foster)
    agreed(scene)

    def send(desk, case):
        for one in circulation.prepare(desk, case):
            kept = one.name != "Petra Gale"
            circulation.check(desk, case, one.id, keep=kept, because="" if kept else "She asked not to have it.")
        circulation.send(desk, case)
        return {d.name: (d.state, d.sent_at) for d in circulation.deliveries_of(desk, case)}

    sent = scene.act(scene.chair, send)

    assert sent["Petra Gale"] == ("left out", None)
    assert sent["Nadia Okafor"][0] == "sent"


def test_what_was_taken_back_is_not_read_any_more(in_scene):
    scene, _ = in_scene(foster)
    scene.held()
    scene.written()
    scene.act(
        scene.chair, lambda desk, case: advising.recommend(desk, case, text="Sooner", body="Corporate parenting board")
    )
    scene.agreed()

    def sent(desk, case):
        for one in circulation.prepare(desk, case):
            circulation.check(desk, case, one.id, keep=True)
        circulation.send(desk, case)
        (board,) = [d for d in circulation.deliveries_of(desk, case) if d.role == "corporate_parenting_board"]
        if board.state == "by hand":
            circulation.hand_over(desk, case, board.id, "At the board's meeting")
        return board.id, board.output_id

    delivery, output = scene.act(scene.chair, sent)
    board = scene.desk(scene.others["board"])
    assert received.find(board, scene.meeting_id, output).sections
    board.db.close()

    scene.act(scene.chair, lambda desk, case: circulation.withdraw(desk, case, delivery, "Sent to the wrong board."))

    board = scene.desk(scene.others["board"])
    with pytest.raises(Missing):
        received.find(board, scene.meeting_id, output)
    board.db.close()


def test_what_is_recommended_is_read_by_those_who_read_the_record(in_scene):
    scene, _ = in_scene(foster)
    scene.held()
    scene.act(
        scene.chair, lambda desk, case: advising.recommend(desk, case, text="Sooner", body="Corporate parenting board")
    )

    def seen(desk, case):
        return [one.text for one in dossier(desk, case).recommendations]

    assert scene.act(scene.chair, seen) == ["Sooner"]
    assert scene.act(scene.outsider, seen) == []

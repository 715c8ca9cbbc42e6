"""Steps and dates: what waits for what, and what becomes firm when it happens."""

from datetime import date

import pytest

from core.domain.lifecycle import NotYet
from core.services import holding, minutes, scheduling, stages
from core.services.desk import Refused, Stale
from tests.scenes import DAY, adoption, foster


def steps(desk, case):
    return {t.key: t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step"}


def test_a_step_that_waits_for_the_meeting_is_not_done_before_it(in_scene):
    scene, _ = in_scene(foster)

    def early(desk, case):
        with pytest.raises(NotYet, match="it follows the meeting"):
            holding.complete_step(desk, case, steps(desk, case)["minutes"])

    scene.act(scene.chair, early)


def test_holding_makes_the_dates_after_it_firm_from_the_day_it_was_held(in_scene):
    scene, _ = in_scene(foster)
    scene.held(on=date(2026, 3, 13))

    due = scene.act(scene.chair, lambda desk, case: [(t.due, t.firm) for t in [steps(desk, case)["minutes"]]])

    assert due == [(date(2026, 3, 27), True)]


def test_each_parts_record_runs_from_its_own_meeting(in_scene):
    scene, _ = in_scene(adoption)
    scene.held(parts=("part_one",))

    def ask(desk, case):
        rows = stages.rows(case, steps(desk, case).values(), scheduling.parts_of(desk, case.meeting))
        return {r.task.key: r.waits_for for r in rows}

    waits = scene.act(scene.chair, ask)

    assert waits["record_part_one"] == ""
    assert waits["record_part_two"] == "“Second meeting, professionals only”"


def test_minutes_of_one_part_are_agreed_while_the_other_is_still_to_come(in_scene):
    scene, _ = in_scene(adoption)
    scene.held(parts=("part_one",))
    scene.written(part="part_one")
    scene.agreed("part_one")

    def ask(desk, case):
        return case.meeting.stage, {o.key: o.state for o in minutes.outputs(desk, case)}

    stage, states = scene.act(scene.chair, ask)

    assert stage == "convened"
    assert states == {"record_part_one": "agreed", "action_plan": "agreed", "record_part_two": "draft"}


def test_holding_an_older_state_of_the_meeting_is_refused(in_scene):
    scene, _ = in_scene(foster)

    def hold(desk, case):
        with pytest.raises(Stale):
            holding.hold(desk, case, "main", on=DAY, attended=(), version=case.meeting.version - 1)

    scene.act(scene.worker, hold)


def test_a_reply_of_somebody_who_is_not_asked_is_refused(in_scene):
    from core.services.convening import invitations_of

    scene, _ = in_scene(foster)

    def answer(desk, case):
        out = next(i for i in invitations_of(desk, case) if i.left_out)
        with pytest.raises(Refused, match="not asked"):
            holding.reply(desk, case, out, "coming")

    scene.act(scene.worker, answer)


def test_a_record_that_the_procedure_gives_to_nobody_waits_for_the_minute_taker(in_scene):
    scene, _ = in_scene(adoption)

    def name(desk, case):
        before = {key: task.owner_name for key, task in steps(desk, case).items()}
        holding.name_minute_taker(desk, case, scene.worker.person_id)
        return before, {key: task.owner_name for key, task in steps(desk, case).items()}

    before, after = scene.act(scene.chair, name)

    assert before["record_part_one"] == ""
    assert after["record_part_one"] == after["circulate_part_two"] == scene.worker.name
    assert after["invitations"] == before["invitations"]

"""Outputs that somebody writes: chained on what really happened, and kept in every version."""

from datetime import date

import pytest

from core.domain.lifecycle import NotYet
from core.services import drafts, holding, scheduling, versions
from core.services.desk import Missing, Stale
from tests.drafting import KEYS, PRACTICE, RECEIVED
from tests.services.refusing import refused

NEW_YEAR = date(2027, 1, 6)


def test_e07_the_chairs_days_run_from_receipt_and_lateness_stays_with_whoever_owed_the_earlier_step(writing):
    scene, _ = writing()
    projected = (scene.step("report"), scene.step("drafts"))

    scene.received(RECEIVED)
    in_time = scene.step("drafts")

    assert projected[0]["due"] == date(2026, 12, 29) and projected[0]["firm"]
    assert projected[1]["due"] == NEW_YEAR and not projected[1]["firm"]
    assert in_time["due"] == NEW_YEAR and in_time["firm"] and "29 December 2026, plus 5 working days" in in_time["sum"]


def test_e07_received_late_the_second_date_moves_and_the_first_stays_late(writing):
    scene, _ = writing()

    scene.received(date(2027, 1, 5))

    first, second = scene.step("report"), scene.step("drafts")
    assert first["due"] == date(2026, 12, 29) and first["done_on"] == date(2027, 1, 5)
    assert second["due"] == date(2027, 1, 12) and second["firm"]


def test_only_the_chair_marks_the_report_as_received_and_not_before_the_meeting(writing):
    scene, _ = writing()
    scene.at(RECEIVED)
    scene.mark("report", RECEIVED, scene.others["administrator"])

    def mark(on):
        def do(desk, case):
            task = next(t for t in scheduling.tasks_of(desk, case.meeting) if t.key == "receipt")
            holding.complete_step(desk, case, task, on=on)

        return do

    refused(scene, mark(RECEIVED), "The chair, Ingrid Salter, says", by=scene.others["administrator"])
    refused(scene, mark(date(2026, 12, 17)), "the day of the meeting or a later one")


def test_a_draft_is_not_finished_before_the_report_was_received_nor_empty(writing):
    scene, _ = writing()
    scene.write("summary")

    refused(scene, lambda d, c: drafts.finish(d, c, scene.output(d, c, "summary")), "Not yet: it follows", NotYet)
    scene.received()
    refused(scene, lambda d, c: drafts.finish(d, c, scene.output(d, c, PRACTICE)), "Nothing is written")


def test_the_drafts_step_is_done_with_the_last_draft_and_open_again_when_one_is_written_on(writing):
    scene, _ = writing()
    scene.received()
    scene.drafted(*KEYS[:-1])
    before = scene.step("drafts")["done_on"]
    scene.drafted(KEYS[-1])
    after = scene.step("drafts")["done_on"]

    scene.act(scene.chair, lambda d, c: drafts.take_back(d, c, scene.output(d, c, "summary")))

    assert before is None and after == RECEIVED and scene.step("drafts")["done_on"] is None


def test_only_its_writer_finds_an_output_to_write(writing):
    scene, _ = writing()
    ref = scene.id_of("summary")

    for member in (scene.worker, scene.others["administrator"], scene.outsider):
        refused(scene, lambda d, c: drafts.find(d, c, ref), ref, Missing, by=member)


def test_two_windows_lose_nothing(writing):
    scene, _ = writing()
    scene.write("summary", "One.")

    def again(desk, case):
        output = scene.output(desk, case, "summary")
        opened_at = output.version
        drafts.save(desk, case, output, "One. Two.", version=opened_at)
        with pytest.raises(Stale) as stale:
            drafts.save(desk, case, output, "One. Three.", version=opened_at)
        conflict = stale.value.current
        assert (conflict.base, conflict.theirs, conflict.mine) == ("One.", "One. Two.", "One. Three.")
        assert conflict.together == "One. Two. Three."

    scene.act(scene.chair, again)


def test_a_text_that_went_is_kept_as_it_was_while_the_chair_writes_on(writing):
    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.write("summary", "Respite began in September.")

    def kept(desk, case):
        output = scene.output(desk, case, "summary")
        draft = versions.latest(desk, [output], versions.DRAFT)[output.id]
        return versions.plain(draft.text), output.body

    was, now = scene.act(scene.chair, kept)
    assert was.startswith("Respite began in November.") and now == "Respite began in September."


def test_steps_that_complete_themselves_are_not_marked_by_hand(writing):
    scene, _ = writing()
    scene.received()

    def mark(desk, case):
        task = next(t for t in scheduling.tasks_of(desk, case.meeting) if t.key == "drafts")
        holding.complete_step(desk, case, task)

    refused(scene, mark, "complete by what is recorded elsewhere")

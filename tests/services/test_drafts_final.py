"""A text that the chair wrote becomes final: not while corrections are open, and opened again only when nobody holds
it."""

from datetime import date

import pytest

from core.domain.lifecycle import NotYet
from core.services import corrections, drafts
from core.services.desk import Refused
from core.services.dossier import dossier
from tests.drafting import KEYS
from tests.services.refusing import refused


def test_a_text_is_not_final_while_a_correction_is_open_or_may_still_come(writing):
    scene, _ = writing()
    scene.received()
    scene.drafted()

    def finalise(desk, case):
        drafts.finalise(desk, case, scene.output(desk, case, "summary"))

    refused(scene, finalise, "before it is made final", NotYet)
    scene.circulated()
    refused(scene, finalise, "until 13 January 2027")
    said = scene.said(scene.worker)
    scene.at(date(2027, 1, 14))
    refused(scene, finalise, "One correction is not answered yet")
    scene.answered(said, "accepted")
    refused(scene, finalise, "Put it into the text")
    scene.write("summary", "Respite began in September.")
    scene.final("summary")
    assert scene.state_of("summary") == "agreed"


def test_the_meeting_is_recorded_with_the_last_final_text_and_circulated_when_they_have_gone(writing):
    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.closed()
    stages = []

    def stage():
        stages.append(scene.act(scene.chair, lambda desk, case: case.meeting.stage))

    scene.final(*KEYS[:-1])
    stage()
    scene.final(KEYS[-1])
    stage()
    scene.circulated()
    stage()

    assert stages == ["held", "recorded", "circulated"]
    assert (
        scene.step("corrections")["done_on"] and scene.step("draft_out")["done_on"] and scene.step("final")["done_on"]
    )


def test_a_final_text_is_opened_again_only_once_nobody_holds_it(writing):
    from core.services import circulation

    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.closed()
    scene.final()
    scene.circulated()

    def reopen(desk, case):
        drafts.reopen(desk, case, scene.output(desk, case, "summary"), "A date is wrong.")

    refused(scene, reopen, "has gone to Nadia Okafor")

    def withdraw(desk, case):
        output = scene.output(desk, case, "summary")
        for one in circulation.deliveries_of(desk, case):
            if one.output_id == output.id and not one.draft and one.state == "sent":
                circulation.withdraw(desk, case, one.id, "A date is wrong")
        reopen(desk, case)
        rows = [d for d in circulation.deliveries_of(desk, case) if d.output_id == output.id and not d.draft]
        assert sorted({d.state for d in rows}) == ["prepared", "withdrawn"]
        assert (output.state, case.meeting.stage, case.meeting.circulated_on) == ("correction", "held", None)

    scene.act(scene.chair, withdraw)
    assert scene.step("final")["done_on"] is None and scene.step("corrections")["done_on"] is None


def test_days_for_corrections_run_from_the_last_print_handed_over(writing):
    from core.services import circulation

    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated(hand_over=False)
    first = scene.act(scene.chair, lambda d, c: scene.output(d, c, "summary").corrections_by)
    scene.at(date(2026, 12, 31))

    def hand_over(desk, case):
        for one in circulation.deliveries_of(desk, case):
            if one.state == "by hand":
                circulation.hand_over(desk, case, one.id, "By post")
        return scene.output(desk, case, "summary").corrections_by

    assert (first, scene.act(scene.chair, hand_over)) == (date(2027, 1, 13), date(2027, 1, 15))
    assert scene.step("draft_out")["done_on"] == date(2026, 12, 31)


def test_corrections_cannot_be_closed_while_a_print_waits_or_before_their_day_without_a_reason(writing):
    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated(hand_over=False)

    def close(because):
        return lambda desk, case: corrections.close(desk, case, dossier(desk, case), because)

    refused(scene, close("Done."), "has not reached Ada Marlowe")
    scene.circulated()
    refused(scene, close(""), "Say why they are closed before")
    scene.closed()
    refused(scene, close("Again."), "No draft is out for corrections")


def test_a_final_text_that_is_before_a_panel_is_not_opened_again(writing):
    from core.models import Referral

    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.closed()
    scene.final()

    def sent(desk, case):
        output = scene.output(desk, case, "summary")
        paper = {"route": "permanence_panel", "panel": "Permanence Panel", "sent_at": desk.now, "sent_by": "Nadia"}
        desk.db.add(Referral(meeting_id=case.meeting.id, output_ids=[output.id], **paper))
        desk.db.flush()
        with pytest.raises(Refused, match="before Permanence Panel"):
            drafts.reopen(desk, case, output, "A date is wrong.")

    scene.act(scene.chair, sent)

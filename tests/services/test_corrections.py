"""Corrections of fact: from those who were sent the draft, answered one by one, dissent beside the text."""

from datetime import date

import pytest

from core.services import circulation, corrections, received
from core.services.desk import Missing, Refused, Stale
from core.services.dossier import dossier
from core.services.permissions import NotAllowed
from tests.drafting import PRACTICE, RECEIVED


@pytest.fixture
def sent(writing):
    """The scene with every draft sent on 29 December 2026, and the browsers."""
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    return scene, browser


def saying(scene, by, words, kind=Refused, key="summary", **given):
    """Whoever says this is refused with these words."""

    def do(desk, case):
        text = {"passage": "November", "wording": "September"} | given
        with pytest.raises(kind, match=words):
            corrections.say(desk, case, dossier(desk, case), scene.output(desk, case, key), **text)

    scene.act(by, do)


def delivery(scene, name, key="summary"):
    def do(desk, case):
        output = scene.output(desk, case, key)
        return next(d.id for d in circulation.deliveries_of(desk, case) if d.output_id == output.id and d.name == name)

    return scene.act(scene.chair, do)


def test_an_empty_correction_is_refused_at_its_field(sent):
    scene, _ = sent

    saying(scene, scene.worker, "Enter what the draft says", passage=" ")
    saying(scene, scene.worker, "Enter what is right", wording="")


def test_somebody_who_was_not_sent_the_draft_cannot_correct_it(sent):
    scene, _ = sent

    saying(scene, scene.others["guest"], None, Missing, key=PRACTICE)
    gone = delivery(scene, "Gil Sorrel")
    scene.act(scene.chair, lambda desk, case: circulation.withdraw(desk, case, gone, "Sent by mistake"))
    saying(scene, scene.others["guest"], "from those who were sent the draft", NotAllowed)


def test_a_worker_writes_down_what_a_carer_said_with_the_day_and_the_way(sent):
    scene, _ = sent
    carer = delivery(scene, "Ada Marlowe")
    scene.at(date(2027, 1, 4))

    saying(scene, scene.others["supervising"], "Say how it came", of=carer, received_on=date(2027, 1, 3))
    saying(
        scene, scene.others["supervising"], "not in the future", of=carer, received_on=date(2027, 1, 9), way="Letter"
    )
    saying(scene, scene.others["supervising"], "had not been sent by then", of=carer, received_on=date(2026, 12, 1),
           way="Letter")  # fmt: skip
    saying(scene, scene.others["supervising"], "Choose one of those who were sent", of="0" * 32, way="Letter")
    ref = scene.said(scene.others["supervising"], of=carer, received_on=date(2027, 1, 3), way="By telephone")

    def read(desk, case):
        one, _ = corrections.find(desk, case, dossier(desk, case), ref)
        return one.name, one.recorded_by, one.way, one.received_on

    assert scene.act(scene.chair, read) == ("Ada Marlowe", "Hugo Lind", "By telephone", date(2027, 1, 3))


def test_declining_takes_a_sentence_and_two_windows_do_not_overwrite_each_other(sent):
    scene, _ = sent
    ref = scene.said(scene.worker)

    def answer(desk, case):
        one, output = corrections.find(desk, case, dossier(desk, case), ref)
        opened_at = one.version
        with pytest.raises(Refused, match="Say why the text stays"):
            corrections.answer(desk, case, one, output, state="declined", words=" ")
        corrections.answer(desk, case, one, output, state="declined", words="The diary says so.", version=opened_at)
        with pytest.raises(Stale):
            corrections.answer(desk, case, one, output, state="accepted", words="", version=opened_at)
        with pytest.raises(Refused, match="Choose what becomes of it"):
            corrections.answer(desk, case, one, output, state="forgotten", words="")

    scene.act(scene.chair, answer)


def test_dissent_stands_beside_the_final_text_and_is_not_merged(sent):
    scene, _ = sent
    ref = scene.said(scene.others["guest"], wording="I saw it otherwise.")
    scene.answered(ref, "beside")
    scene.closed()
    scene.final()

    def read(desk, case):
        found = received.find(desk, case.meeting.id, scene.output(desk, case, "summary").id)
        return [c.wording for c in found.beside], found.sections

    beside, sections = scene.act(scene.chair, read)
    assert beside == ["I saw it otherwise."] and "otherwise" not in str(sections)


def test_after_the_final_text_a_correction_is_refused_with_what_can_be_done(sent):
    scene, _ = sent
    scene.closed()
    saying(scene, scene.worker, "The corrections are closed. Ask the chair, Ingrid Salter")
    scene.final("summary")
    saying(
        scene, scene.worker, "The final text was agreed on 29 December 2026. Ask the chair, Ingrid Salter, to open it"
    )


def test_a_draft_that_was_withdrawn_from_somebody_is_neither_read_nor_corrected_by_them(sent):
    scene, _ = sent
    ref = scene.id_of("summary")
    gone = delivery(scene, "Gil Sorrel")
    scene.act(scene.chair, lambda desk, case: circulation.withdraw(desk, case, gone, "Sent by mistake"))

    def read(desk, case):
        found = received.find(desk, case.meeting.id, ref)
        return found.hidden, found.sections

    assert scene.act(scene.others["guest"], read) == (True, [])
    saying(scene, scene.others["guest"], "from those who were sent the draft", NotAllowed)


def test_each_sees_their_own_corrections_and_the_chair_all(sent):
    scene, _ = sent
    scene.said(scene.worker)
    scene.said(scene.others["guest"], wording="I saw it otherwise.")

    def names(desk, case):
        return [c.name for c in corrections.shown(desk, case, dossier(desk, case))]

    assert sorted(scene.act(scene.chair, names)) == ["Gil Sorrel", "Nadia Okafor"]
    assert scene.act(scene.others["guest"], names) == ["Gil Sorrel"]
    assert scene.act(scene.outsider, names) == []


def test_a_correction_of_practice_feedback_is_missing_for_whoever_may_not_know_of_it(sent):
    scene, _ = sent
    ref = scene.said(scene.worker, PRACTICE)

    def find(desk, case):
        with pytest.raises(Missing):
            corrections.find(desk, case, dossier(desk, case), ref)

    for member in (scene.others["guest"], scene.others["administrator"], scene.worker):
        scene.act(member, find)
    assert scene.clock.now.date() == RECEIVED

"""Corrections of fact on their pages: said by those who were sent the draft, answered by the chair, printed beside."""

import re
from datetime import date

import pytest

from tests.drafting import PRACTICE
from tests.scenes import adoption
from tests.web.meeting import address

WORDS = {"passage": "Respite began in November", "wording": "Respite began in September"}


def group_of(pattern, text):
    """What the pattern's group holds in the text; it must be there."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


@pytest.fixture
def sent(writing):
    """The scene with every draft sent on 29 December 2026, and the browsers."""
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    return scene, browser


def of(scene, key="summary", tail="/corrections"):
    return address(scene, f"/outputs/{scene.id_of(key)}{tail}")


def answer_form(text, name):
    """Where the answer to this person's correction is posted."""
    row = text.split(f'role="rowheader">{name}')[1].split("</tr>")[0]
    return group_of(r'action="([^"]+)"', row), group_of(r'name="version" value="(\d+)"', row)


def test_e08_somebody_who_took_part_says_what_is_wrong_and_the_chair_puts_it_right(sent):
    scene, browser = sent
    guest, chair = browser(scene.others["guest"]), browser(scene.chair)
    asked = guest.get(of(scene)).text
    assert "By 13 January 2027" in asked and "29 December 2026, plus 10 working days" in asked

    said = guest.follow(guest.post(of(scene), WORDS)).text
    listed = chair.get(address(scene, "/corrections")).text
    stages = chair.get(address(scene)).text
    action, version = answer_form(listed, "Gil Sorrel")
    accepted = chair.post(action, {"state": "accepted", "version": version})

    assert "To answer" in said and "Respite began in November" in said
    assert "Answer 1 correction of fact" in stages and "Corrections open" in stages
    assert "Respite began in September" in listed and accepted.location.endswith("/drafts#draft-summary")
    assert "Accepted" in guest.get(of(scene)).text


def test_e08_dissent_is_printed_beside_the_final_text_and_not_merged(sent):
    scene, browser = sent
    browser(scene.others["guest"]).post(of(scene), WORDS | {"wording": "It was kinder <than that>."})
    chair = browser(scene.chair)
    action, version = answer_form(chair.get(address(scene, "/corrections")).text, "Gil Sorrel")
    chair.post(action, {"state": "beside", "version": version})
    closed = chair.post(address(scene, "/corrections/closed"), {"because": "All have answered."})
    chair.post(address(scene, f"/drafts/{scene.id_of('summary')}/final"))

    text = browser(scene.worker).get(of(scene, tail="")).text

    assert closed.status == 303
    record, beside = text.split("Recorded beside the text")
    assert "It was kinder &lt;than that&gt;." in beside and "kinder" not in record


def test_e08_declining_takes_a_sentence_and_a_stale_window_is_told(sent):
    scene, browser = sent
    browser(scene.worker).post(of(scene), WORDS)
    chair = browser(scene.chair)
    action, version = answer_form(chair.get(address(scene, "/corrections")).text, "Nadia Okafor")

    bare = chair.post(action, {"state": "declined", "version": version})
    none = chair.post(action, {"version": version})
    done = chair.post(action, {"state": "declined", "words": "The diary says November.", "version": version})
    stale = chair.post(action, {"state": "accepted", "version": version})

    assert bare.status == 422 and "Say why the text stays as it is" in bare.text
    assert none.status == 422 and "Choose what becomes of it" in none.text
    assert done.status == 303 and stale.status == 422 and "Somebody has answered this" in stale.text
    assert "The diary says November." in browser(scene.worker).get(of(scene)).text


def test_e08_a_worker_writes_down_what_a_carer_said(sent):
    scene, browser = sent
    scene.at(date(2027, 1, 4))
    page = browser(scene.others["supervising"])
    ref = group_of(r'value="(\w{32})"><label[^>]*>Ada Marlowe', page.get(of(scene)).text)

    bare = page.post(of(scene), WORDS | {"of": ref, "received_on": "3 1 2027"})
    kept = page.post(of(scene), WORDS | {"of": ref, "received_on": "3 1 2027", "way": "By telephone"})

    assert bare.status == 422 and "Say how it came" in bare.text and kept.status == 303
    listed = browser(scene.chair).get(address(scene, "/corrections")).text
    assert "Ada Marlowe" in listed and "By telephone, written down by Hugo Lind" in listed


def test_an_empty_correction_is_refused_and_nothing_typed_is_lost(sent):
    scene, browser = sent

    answer = browser(scene.worker).post(of(scene), {"passage": " ", "wording": "September"})

    assert answer.status == 422 and "Enter what the draft says" in answer.text and "September" in answer.text


def test_a_correction_sent_twice_is_kept_once(sent):
    scene, browser = sent
    page = browser(scene.worker)

    for _ in range(2):
        page.post(of(scene), WORDS | {"idempotency_key": "same"})

    assert page.get(of(scene)).text.count("Respite began in September") == 1


def test_a_correction_after_the_final_text_is_refused_with_what_can_be_done(sent):
    scene, browser = sent
    scene.closed()
    scene.final("summary")
    page = browser(scene.worker)

    answer = page.post(of(scene), WORDS)

    assert answer.status == 422
    assert (
        "The final text was agreed on 29 December 2026. Ask the chair, Ingrid Salter, to open it again" in answer.text
    )
    assert "No correction can be made here now" in page.get(of(scene)).text
    chair = browser(scene.chair)
    again = address(scene, f"/drafts/{scene.id_of('summary')}/reopened")
    assert chair.post(again, {"because": ""}).status == 422
    assert chair.post(again, {"because": "A date is wrong."}).status == 303
    assert page.post(of(scene), WORDS).status == 303


def test_a_text_is_not_made_final_while_a_correction_is_open(sent):
    scene, browser = sent
    browser(scene.worker).post(of(scene), WORDS)
    scene.at(date(2027, 1, 20))
    chair = browser(scene.chair)

    final = chair.post(address(scene, f"/drafts/{scene.id_of('summary')}/final"))
    closing = chair.post(address(scene, "/corrections/closed"))

    assert final.status == 422 and "One correction is not answered yet" in final.text
    assert closing.status == 422 and "not answered yet: “Summary”" in closing.text


def test_corrections_are_closed_before_their_day_only_with_a_reason(sent):
    scene, browser = sent
    chair = browser(scene.chair)

    bare = chair.post(address(scene, "/corrections/closed"), {"because": ""})
    worker = browser(scene.worker).post(address(scene, "/corrections/closed"), {"because": "Enough."})
    done = chair.post(address(scene, "/corrections/closed"), {"because": "All have answered."})

    assert bare.status == 422 and "Corrections may come until 13 January 2027" in bare.text
    assert worker.status == 403 and done.status == 303
    row = chair.get(address(scene)).text.split('id="step-corrections"')[1].split("</li>")[0]
    assert "Done 29 December 2026" in row


def test_k07_nobody_outside_an_audience_corrects_it_and_nobody_sees_anothers_correction(sent):
    scene, browser = sent
    browser(scene.worker).post(of(scene, PRACTICE), WORDS | {"wording": "The panther wording"})
    browser(scene.worker).post(of(scene), WORDS | {"wording": "The heron wording"})

    guest = browser(scene.others["guest"])
    assert guest.post(of(scene, PRACTICE), WORDS).status == 404
    browser(scene.outsider).get(of(scene), status=404)
    browser(scene.outsider).get(address(scene, "/corrections"), status=404)
    listed = guest.get(address(scene, "/corrections")).text
    assert "panther" not in listed and "heron" not in listed and "Practice feedback" not in listed
    assert "panther" in browser(scene.chair).get(address(scene, "/corrections")).text


def test_b06_somebody_of_the_first_part_asking_for_the_second_record_is_told_that_there_is_none(in_scene):
    from core.services import minutes

    scene, browser = in_scene(adoption)
    scene.clock.forward(days=8)
    scene.held(parts=("part_one", "part_two"), apart=7)

    def second(desk, case):
        return next(o.id for o in minutes.outputs(desk, case) if o.key == "record_part_two")

    ref = scene.act(scene.chair, second)
    guest = browser(scene.others["adopters_guest"])
    for tail in ("", "/corrections", "/versions"):
        guest.get(address(scene, f"/outputs/{ref}{tail}"), status=404)

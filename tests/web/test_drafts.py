"""The documents that the chair writes: on their page, saved as they are typed, finished once."""

from datetime import date

from tests.drafting import KEYS, PRACTICE, RECEIVED, TEXTS
from tests.fixtures.markup import first
from tests.web.meeting import address


def fields(scene, key, text):
    ref = scene.id_of(key)
    version = scene.act(scene.chair, lambda desk, case: scene.output(desk, case, key).version)
    return ref, {f"text-{ref}": text, f"version-{ref}": str(version)}


def step_form(text, key):
    """The address to which a step's form is posted."""
    row = text.split(f'id="step-{key}"')[1].split("</li>")[0]
    return first(r'action="([^"]+)"', row)


def test_e07_the_chair_marks_the_draft_report_as_received_and_the_drafts_become_due_from_that_day(writing):
    scene, browser = writing()
    scene.at(RECEIVED)
    scene.mark("report", RECEIVED, scene.others["administrator"])
    chair = browser(scene.chair)
    page = chair.get(address(scene)).text
    assert "Mark as received" not in browser(scene.others["administrator"]).get(address(scene)).text

    answer = chair.post(step_form(page, "receipt"), {"on": "29 12 2026"})

    shown = chair.follow(answer).text
    row = shown.split('id="step-drafts"')[1].split("</li>")[0]
    assert "Expected 6 January 2027" in page and "Due 6 January 2027" in row
    assert "29 December 2026, plus 5 working days" in row and "E07b" in row


def test_e07_a_report_received_late_stays_late_for_whoever_owed_it(writing):
    scene, browser = writing()
    scene.received(date(2027, 1, 5))

    page = browser(scene.chair).get(address(scene)).text

    assert "After its date, 29 December 2026" in page.split('id="step-report"')[1].split("</li>")[0]
    assert "Due 12 January 2027" in page.split('id="step-drafts"')[1].split("</li>")[0]


def test_e07_the_chair_writes_four_outputs_beside_what_was_recorded_and_finishes_them(writing):
    scene, browser = writing()
    scene.written("Respite was late.")
    scene.received()
    chair = browser(scene.chair)
    page = chair.get(address(scene, "/drafts")).text
    for title in ("Summary", "Action plan for the child", "Practice feedback", "General recommendations"):
        assert f"{title}" in page
    assert "Respite was late." in page.split('aria-label="From the record"')[1]

    for key in KEYS:
        ref, sent = fields(scene, key, TEXTS[key])
        answer = chair.post(address(scene, "/drafts"), sent | {"finish": ref})
        assert answer.status == 303

    done = chair.get(address(scene, "/drafts")).text
    assert done.count("Draft finished 29 December 2026") == 4
    assert "Done 29 December 2026" in chair.get(address(scene)).text.split('id="step-drafts"')[1].split("</li>")[0]


def test_a_draft_that_cannot_be_finished_yet_says_why_and_keeps_what_was_written(writing):
    scene, browser = writing()
    chair = browser(scene.chair)
    ref, sent = fields(scene, "summary", "Written early.")

    answer = chair.post(address(scene, "/drafts"), sent | {"finish": ref})

    assert answer.status == 422 and "Not yet: it follows" in answer.text and "Written early." in answer.text
    assert "Written early." in chair.get(address(scene, "/drafts")).text


def test_autosave_answers_with_its_state_and_a_second_window_is_shown_both_texts(writing):
    scene, browser = writing()
    chair = browser(scene.chair)
    ref, one = fields(scene, "summary", "One.")
    two = one | {f"text-{ref}": "Two."}

    saved = chair.post(address(scene, f"/drafts/{ref}"), one, htmx=True)
    clash = chair.post(address(scene, f"/drafts/{ref}"), two, htmx=True)
    whole = chair.post(address(scene, "/drafts"), two)

    assert saved.status == 200 and "by you" in saved.text and "One." not in saved.text
    assert clash.status == 409 and "One." in clash.text and "Two." in clash.text
    assert clash.headers["HX-Retarget"] == f"#conflict-{ref}"
    assert whole.status == 409 and "/drafts" in whole.text and "Put together" in whole.text
    merged = {f"text-{ref}": "One. Two.", f"version-{ref}": first(rf'version-{ref}" value="(\d+)"', whole.text)}
    assert chair.post(address(scene, "/drafts"), merged).status == 303


def test_finishing_twice_or_in_a_stale_window_does_nothing_twice(writing):
    scene, browser = writing()
    scene.received()
    chair = browser(scene.chair)
    ref, sent = fields(scene, "summary", "One.")

    answers = [chair.post(address(scene, "/drafts"), sent | {"finish": ref}) for _ in range(2)]
    stale = chair.post(address(scene, f"/drafts/{ref}/final"), {"version": "1"})

    assert [a.status for a in answers] == [303, 303]
    assert stale.status == 422 and "This text has changed since you opened it" in stale.text


def test_text_that_was_typed_is_shown_as_text(writing):
    scene, browser = writing()
    scene.write("summary", "<script>alert(1)</script>")

    text = browser(scene.chair).get(address(scene, "/drafts")).text
    assert "alert(1)" in text and "script>alert" not in text


def test_only_the_chair_writes_and_for_whoever_may_not_know_of_it_there_is_no_page(writing):
    scene, browser = writing()
    ref, sent = fields(scene, PRACTICE, "Changed.")

    browser(scene.worker).get(address(scene, "/drafts"), status=403)
    browser(scene.outsider).get(address(scene, "/drafts"), status=404)
    assert browser(scene.worker).post(address(scene, f"/drafts/{ref}"), sent).status == 403
    assert browser(scene.outsider).post(address(scene, f"/drafts/{ref}"), sent).status == 404


def test_e07_the_themes_are_what_the_outputs_are_written_from_and_not_agreed_by_themselves(writing):
    scene, browser = writing()
    scene.written()
    chair = browser(scene.chair)

    page = chair.get(address(scene, "/minutes")).text
    answer = chair.post(address(scene, "/minutes/agreed"), {"part": "main", "blanks": "yes"})

    assert "Agree the minutes" not in page
    assert answer.status == 422 and "Each document is made final by itself" in answer.text

"""Prompts on the meeting page: staying in touch, complaints, and departures that stay shown."""

from tests.scenes import foster
from tests.web.meeting import address, form_after


def test_a13_staying_in_touch_is_a_prompt_that_takes_an_outcome(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    shown = page.get(address(scene)).text
    action = prompt(shown, "How carers and staff are supported to stay in touch with the child")

    empty = page.post(action, {"note": ""})
    kept = page.post(action, {"note": "Ada Marlowe writes every month."})

    assert "A13" in shown and "Where appropriate" in shown
    assert empty.status == 422 and "Say what came of it" in empty.text
    assert "Ada Marlowe writes every month." in page.follow(kept).text


def test_a17_a_complaint_is_looked_to_with_one_of_the_declared_outcomes(in_scene):
    scene, browser = in_scene(foster, complaint=True)
    page = browser(scene.worker)
    shown = page.get(address(scene)).text
    action = prompt(shown, "Complaint about a carer: see the allegations procedure")

    other = page.post(action, {"outcome": "Nothing", "note": "x"})
    kept = page.post(action, {"outcome": "Separate investigation started", "note": "On 3 March"})

    assert "A17" in shown
    assert other.status == 422 and "Choose what came of it" in other.text
    assert "Separate investigation started" in page.follow(kept).text


def test_no_complaint_no_prompt_about_one(in_scene):
    scene, browser = in_scene(foster, complaint=False)

    assert "Complaint about a carer" not in browser(scene.worker).get(address(scene)).text


def test_a_departure_is_shown_ever_after_with_its_reason(in_scene):
    from core.services import chairs

    scene, browser = in_scene(foster)
    iro = scene.others["iro"].person_id
    scene.act(scene.worker, lambda desk, case: chairs.choose(desk, case, iro, reason="She knows the family well."))

    text = browser(scene.worker).get(address(scene)).text

    assert "Judgements and departures" in text and "She knows the family well." in text
    assert "Nadia Okafor, 16 March 2026" in text and "Petra Gale" in text


def prompt(text, title):
    return form_after(text, title)

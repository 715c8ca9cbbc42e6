"""What is written into the minutes is saved as somebody writes, and two people at one theme lose nothing."""

import re

from tests.fixtures.markup import first
from tests.scenes import foster
from tests.web.autosaving import autosave, themes
from tests.web.meeting import address


def test_a_theme_is_saved_as_somebody_writes_and_the_same_text_again_changes_nothing(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    one = themes(page.get(address(scene, "/minutes")).text)[0]

    first = autosave(page, scene, one, "Bertie liked the garden.", 1)
    again = autosave(page, scene, one, "Bertie liked the garden.", 1)

    assert first.status == again.status == 200
    assert "Saved at 10:00 by you" in first.text and 'value="2"' in first.text and "<textarea" not in first.text
    assert 'value="2"' in again.text
    assert page.get(address(scene, "/history")).text.count("Minutes written") == 1


def test_a_text_longer_than_a_theme_holds_is_refused_and_stays_on_the_page(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    one = themes(page.get(address(scene, "/minutes")).text)[0]

    most, more = autosave(page, scene, one, "a" * 100_000, 1), autosave(page, scene, one, "b" * 100_001, 2)
    sent = page.post(address(scene, "/minutes"), {f"text-{one}": "b" * 100_001, f"version-{one}": 2})

    assert "Saved at 10:00 by you" in most.text
    assert "A theme holds up to 100,000 characters" in more.text and "Saved at" not in more.text
    assert sent.status == 422 and "A theme holds up to 100,000 characters" in sent.text and "b" * 100_001 in sent.text


def test_two_people_at_one_theme_lose_nothing(in_scene):
    scene, browser = in_scene(foster)
    chair, worker = browser(scene.chair), browser(scene.worker)
    one = themes(chair.get(address(scene, "/minutes")).text)[0]
    start = "Nights grew hard. "
    autosave(chair, scene, one, start, 1)

    autosave(chair, scene, one, start + "Bertie told her advocate so.", 2)
    fragment = autosave(worker, scene, one, start + "Their son changed schools.", 2)
    whole = worker.post(
        address(scene, "/minutes"), {f"text-{one}": start + "Their son changed schools.", f"version-{one}": 2}
    )

    for answer in (fragment, whole):
        assert answer.status == 409
        assert "<ins>" in answer.text and "Bertie told her advocate so." in answer.text
        assert "Their son changed schools." in answer.text and "Winifred Pace" in answer.text
    assert fragment.headers["HX-Retarget"] == f"#conflict-{one}"
    together = first(r"<textarea[^>]*>\n(.*?)</textarea>", whole.text, re.S)
    assert together == "Nights grew hard. Bertie told her advocate so. Their son changed schools."

    kept = worker.post(address(scene, "/minutes"), {f"text-{one}": together, f"version-{one}": 3})
    assert kept.status == 303 and together in worker.follow(kept).text
    versions = worker.get(address(scene, f"/minutes/{one}")).text
    assert "Version 1<" in versions and "Version 4<" not in versions
    assert versions.count("Version ") == 3 and "by Winifred Pace" in versions


def test_keeping_theirs_discards_mine_and_nothing_else(in_scene):
    scene, browser = in_scene(foster)
    chair, worker = browser(scene.chair), browser(scene.worker)
    one, two = themes(chair.get(address(scene, "/minutes")).text)[:2]
    autosave(chair, scene, one, "Theirs.", 1)

    answer = worker.post(
        address(scene, "/minutes"),
        {
            f"text-{one}": "Mine.",
            f"version-{one}": 2,
            f"text-{two}": "Another theme.",
            f"version-{two}": 1,
            "discard": one,
        },
    )

    text = worker.follow(answer).text
    assert "Theirs." in text and "Mine." not in text and "Another theme." in text


def test_a_conflict_under_one_theme_still_keeps_the_others(in_scene):
    scene, browser = in_scene(foster)
    chair, worker = browser(scene.chair), browser(scene.worker)
    one, two = themes(chair.get(address(scene, "/minutes")).text)[:2]
    autosave(chair, scene, one, "Theirs.", 1)

    answer = worker.post(
        address(scene, "/minutes"),
        {f"text-{one}": "Mine.", f"version-{one}": 1, f"text-{two}": "Another theme.", f"version-{two}": 1},
    )

    assert answer.status == 409
    assert "Another theme." in worker.get(address(scene, "/minutes")).text


def test_who_else_is_writing_shows_for_two_minutes(in_scene):
    scene, browser = in_scene(foster)
    chair, worker = browser(scene.chair), browser(scene.worker)
    one = themes(chair.get(address(scene, "/minutes")).text)[0]
    autosave(chair, scene, one, "Started.", 1)

    now = worker.get(address(scene, "/minutes")).text
    own = chair.get(address(scene, "/minutes")).text
    scene.clock.forward(minutes=3)
    later = worker.get(address(scene, "/minutes")).text

    assert "Winifred Pace is writing here" in now
    assert "is writing here" not in own and "is writing here" not in later


def test_every_text_is_written_as_text(in_scene):
    scene, browser = in_scene(foster)
    chair = browser(scene.chair)
    one = themes(chair.get(address(scene, "/minutes")).text)[0]
    attack = "</textarea><script>alert(1)</script>"

    autosave(chair, scene, one, attack, 1)
    other = autosave(chair, scene, one, attack + " more", 1)

    assert "<script>alert" not in chair.get(address(scene, "/minutes")).text
    assert "<script>alert" not in other.text and other.status == 409

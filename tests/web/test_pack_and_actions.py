"""The pack; recommendations, which go to a body; and actions, which a person owes."""

import re

from tests.fixtures.markup import first
from tests.scenes import foster
from tests.web.meeting import address, form_after


def test_a14_the_pack_shows_who_supplies_each_paper_and_when_it_is_due_with_its_sum(in_scene):
    scene, browser = in_scene(foster)

    text = browser(scene.worker).get(address(scene, "/pack")).text

    assert text.count('id="paper-') == 12
    form_f = text.split("Form F", 1)[1].split("</tr>")[0]
    assert "Hugo Lind" in form_f and "9 March 2026" in form_f and "A14c" in form_f
    assert "Meeting on 16 March 2026, less 7 days" in text
    assert "Contract" not in text
    assert "Past its date" in form_f


def test_a14_a_paper_is_received_or_not_available_with_a_reason(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    text = page.get(address(scene, "/pack")).text
    action = first(r'action="([^"]+/pack/\w+)"', text.split("Form F", 1)[1])

    blank = page.post(action, {"state": "not available"})
    kept = page.post(action, {"state": "not available", "because": "It was never written."})
    received = page.post(action, {"state": "received"})

    assert blank.status == 422 and "Say why it is not available" in blank.text
    assert "Not available: It was never written." in page.get(kept.location).text or received.status == 303
    assert "Received 16 March 2026" in page.follow(received).text


def test_a14_where_the_text_is_silent_somebody_names_the_supplier(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    text = page.get(address(scene, "/pack")).text
    silent = text.split("Matching report", 1)[1]
    action = first(r'action="([^"]+/supplier)"', silent)

    nobody = page.post(action, {"owner": "0" * 32})
    named = page.post(action, {"owner": scene.others["supervising"].person_id})

    assert "Nobody named yet" in silent and "The text does not say who supplies this" in silent
    assert nobody.status == 422
    assert "Hugo Lind" in page.follow(named).text.split("Matching report", 1)[1].split("</tr>")[0]


def test_a14_the_pack_is_complete_when_every_paper_is_answered(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    for action in re.findall(r'action="([^"]+/pack/\w+)"', page.get(address(scene, "/pack")).text):
        page.post(action, {"state": "received"})

    text = page.get(address(scene)).text

    assert "Done 16 March 2026" in text.split("Papers with the chair", 1)[1].split("</li>")[0]


def test_a_stale_paper_keeps_what_the_other_recorded(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    text = page.get(address(scene, "/pack")).text
    action = first(r'action="([^"]+/pack/\w+)"', text)
    version = first(r'name="version" value="(\d+)"', text.split(action)[1])

    page.post(action, {"state": "received", "version": version})
    stale = page.post(action, {"state": "open", "version": version})

    assert stale.status == 422 and "Somebody else has changed" in stale.text
    assert "Received 16 March 2026" in page.get(address(scene, "/pack")).text


def test_a_recommendation_is_added_reworded_and_taken_back(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    way = address(scene, "/recommendations")

    empty = page.post(way, {"body": "Board"})
    added = page.follow(page.post(way, {"text": "Offer <respite>", "body": "Corporate parenting board"})).text
    edit = first(r'href="([^"]+/recommendations/\w+)"', added)
    page.get(edit)
    changed = page.follow(page.post(edit, {"text": "Offer respite sooner", "body": "PORG"})).text
    gone = page.follow(page.post(edit + "/withdrawn")).text

    assert empty.status == 422 and "Enter the recommendation" in empty.text
    assert "Offer &lt;respite&gt;" in added and "Recommendations (1)" in added
    assert "Offer respite sooner" in changed and "PORG" in changed
    assert "Recommendations (0)" in gone


def test_an_action_has_a_person_and_a_day_and_is_followed_to_its_end(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    way = address(scene, "/actions")

    nobody = page.post(way, {"text": "Visit the school", "due": "30 3 2026"})
    early = page.post(way, {"text": "Visit the school", "owner_name": "Mr Teal", "due": "1 3 2026"})
    leap = page.post(way, {"text": "Visit the school", "owner_name": "Mr Teal", "due": "29 2 2027"})
    added = page.follow(
        page.post(way, {"text": "Visit the school", "owner": scene.worker.person_id, "due": "30 3 2026"})
    )

    assert nobody.status == early.status == leap.status == 422
    assert "Say who will do it" in nobody.text and "a later one" in early.text and "real date" in leap.text
    assert "Visit the school" in nobody.text
    assert "Nadia Okafor" in added.text and "30 March 2026" in added.text
    worker = browser(scene.worker)
    report = form_after(worker.get(way).text, "Report on it")
    assert "Booked for Friday" in worker.follow(worker.post(report, {"progress": "Booked for Friday"})).text
    assert (
        "Done 16 March 2026, Nadia Okafor"
        in worker.follow(worker.post(report, {"progress": "Seen", "done": "yes"})).text
    )


def test_after_the_minutes_are_agreed_another_day_takes_a_reason(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    way = address(scene, "/actions")
    text = page.follow(page.post(way, {"text": "Visit the school", "owner_name": "Mr Teal", "due": "30 3 2026"})).text
    edit = first(r'href="([^"]+/actions/\w+)"', text)
    scene.held()
    scene.written()
    scene.agreed()
    given = {"text": "Something else", "owner_name": "Mr Teal", "due": "6 4 2026"}

    page.get(edit)
    bare = page.post(edit, given)
    kept = page.follow(page.post(edit, given | {"because": "The school is closed."})).text
    more = page.post(way, given)

    assert bare.status == 422 and "Say why this changes" in bare.text
    assert "6 April 2026" in kept and "Changed: The school is closed." in kept and "Something else" not in kept
    assert more.status == 422 and "The minutes have been agreed" in more.text


def test_an_action_no_longer_wanted_stays_on_the_record_with_the_reason(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.chair)
    way = address(scene, "/actions")
    text = page.follow(page.post(way, {"text": "Visit the school", "owner_name": "Mr Teal", "due": "30 3 2026"})).text
    edit = first(r'href="([^"]+/actions/\w+)"', text)

    blank = page.post(edit + "/ended", {"because": ""})
    ended = page.follow(page.post(edit + "/ended", {"because": "Bertie has moved."})).text

    assert blank.status == 422
    assert "No longer wanted: Bertie has moved." in ended and "Actions (0)" in ended


def test_whoever_only_reads_adds_nothing(in_scene):
    scene, browser = in_scene(foster)
    scene.held()
    iro = browser(scene.others["iro"])

    assert "Add an action" not in iro.get(address(scene, "/actions")).text
    assert iro.post(address(scene, "/actions"), {"text": "x", "owner_name": "y", "due": "30 3 2026"}).status == 403
    assert iro.post(address(scene, "/recommendations"), {"text": "x"}).status == 403

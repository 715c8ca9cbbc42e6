"""The meeting page: stages with their dates, parts and who came, and what only its audience may know of."""

import re

from sqlalchemy import event

from core import db
from tests.scenes import adoption, foster
from tests.web.meeting import address, form_after, records


def test_stages_stand_in_three_groups_with_projected_dates_until_the_meeting_is_held(in_scene):
    scene, browser = in_scene(foster)

    before = browser(scene.worker).get(address(scene)).text
    scene.held()
    after = browser(scene.worker).get(address(scene)).text

    assert before.index("Before the meeting") < before.index("The meeting and its record") < before.index(">After<")
    assert "Expected 30 March 2026" in before and "Cannot start yet" in before
    assert "Due 30 March 2026" in after and "9 people came" not in before


def test_a15_minutes_and_circulation_are_due_ten_working_days_after_the_meeting_with_the_sum(in_scene):
    scene, browser = in_scene(foster)
    scene.held()

    text = browser(scene.chair).get(address(scene)).text

    assert text.count("Due 30 March 2026") == 2
    assert "Meeting on 16 March 2026, plus 10 working days" in text and "A15a" in text


def test_a_step_is_marked_as_done_on_its_row_and_one_to_come_is_refused(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    action = taken_back(page, scene, "Arrange the meeting with the chair")

    early = page.post(action, {"on": "1 4 2026"})
    done = page.post(action, {"on": "10 3 2026", "note": "By telephone <twice>"})

    assert early.status == 422 and "not in the future" in early.text
    assert done.status == 303
    shown = page.follow(done).text
    assert "Done 10 March 2026, Nadia Okafor" in shown and "By telephone &lt;twice&gt;" in shown


def test_a_form_sent_twice_marks_a_step_once(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    action = taken_back(page, scene, "Arrange the meeting with the chair")

    answers = [page.post(action, {"on": "10 3 2026", "idempotency_key": "same"}) for _ in range(2)]

    assert [a.status for a in answers] == [303, 303]
    history = page.get(address(scene, "/history")).text
    assert history.count("Arrange the meeting with the chair") == 3  # by convening, taken back, and by hand


def test_a_part_is_held_with_its_day_and_who_came(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    form = page.get(address(scene, "/parts/main/held"))
    ids = [one for one in re.findall(r'name="attended" type="checkbox" value="(\w+)"', form.text) if one != "chair"]

    late = page.post(address(scene, "/parts/main/held"), {"on": "17 3 2026", "attended": ids})
    held = page.post(
        address(scene, "/parts/main/held"),
        {"on": "16 3 2026", "attended": ids[:2], "other_name": "Ms Hale", "other_role": "Headteacher"},
    )

    assert late.status == 422 and "cannot be in the future" in late.text
    assert held.status == 303, held.text
    assert "3 people came" in page.follow(held).text
    people = page.get(address(scene, "/people")).text
    assert "Ms Hale" in people and people.count(">Came<") == 4 and "Not there" in people


def test_who_came_and_what_they_answered_is_recorded(in_scene):
    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    shown = page.get(address(scene, "/people")).text
    action = form_after(shown, "Hugo Lind")

    kept = page.post(action, {"reply": "sent views"})
    wrong = page.post(action, {"reply": "sulking"})

    assert "Sent views" in page.follow(kept).text
    assert wrong.status == 422


def test_b03_the_meeting_page_says_that_the_meeting_stands_alone(in_scene):
    scene, browser = in_scene(adoption)

    text = browser(scene.worker).get(address(scene)).text

    assert "A meeting of its own" in text and "is not used as one" in text and "B03a" in text


def test_b06_both_parts_show_their_own_day_and_people(in_scene):
    scene, browser = in_scene(adoption)
    page = browser(scene.worker)

    text, people = page.get(address(scene)).text, page.get(address(scene, "/people")).text

    assert "Monday 16 March 2026, 10:00" in text and "Monday 23 March 2026, 10:00" in text
    first, second = people.split('id="part-part_two"')
    assert "Tess Vine" in first and "Tess Vine" not in second and "Professionals only" in second


def test_the_second_part_is_not_held_before_the_first(in_scene):
    scene, browser = in_scene(adoption)
    page = browser(scene.worker)

    answer = page.post(address(scene, "/parts/part_two/held"), {"on": "16 3 2026"})

    assert answer.status == 422 and "comes first" in answer.text


def test_an_unknown_meeting_part_or_task_and_another_authoritys_are_the_same_404(in_scene, enroll):
    scene, browser = in_scene(foster)
    page, stranger = browser(scene.worker), browser(enroll("fenmoor", "Iris Poole"))

    page.get("/meetings/" + "0" * 32, status=404)
    page.get(address(scene, "/parts/other/held"), status=404)
    assert page.post(address(scene, "/steps/" + "0" * 32), {"on": "10 3 2026"}).status == 404
    stranger.get(address(scene), status=404)
    stranger.get(f"/wexcombe/meetings/{scene.meeting_id}".replace("/wexcombe", "~/wexcombe"), status=404)


def test_a_record_outside_the_audience_appears_on_no_page_of_the_meeting(in_scene):
    scene, browser = in_scene(adoption)
    secret = "They could have visited weekly"
    scene.clock.forward(days=8)
    scene.held(parts=("part_one", "part_two"), apart=7)
    scene.written("The adopters spoke first.", part="part_one")
    scene.written(secret, part="part_two")
    scene.agreed()
    reader, guest = browser(scene.others["child_worker"]), browser(scene.others["adopters_guest"])

    inside = "".join(reader.get(address(scene, tail)).text for tail in ("", "/minutes", "/history"))
    assert "Record of the second meeting" in inside and secret in inside

    for page in (guest, browser(scene.outsider)):
        tails = ("", "/people", "/actions", "/history")
        texts = [page.get(address(scene, tail)).text for tail in tails]
        texts += [page.get(link.group(1)).text for text in texts[:1] for link in records(text)]
        for text in texts:
            assert secret not in text and "of the second meeting" not in text.lower()
            assert "What would prevent this" not in text
    assert "The adopters spoke first." in guest.get(address(scene, "/minutes")).text
    assert secret not in guest.get(address(scene, "/minutes")).text
    browser(scene.outsider).get(address(scene, "/minutes"), status=404)
    browser(scene.outsider).get(address(scene, "/recommendations"), status=404)
    hidden = [link.group(1) for link in records(reader.get(address(scene)).text)]
    statuses = {browser(scene.outsider).client.get(one).status_code for one in hidden}
    assert statuses == {404}


def test_the_page_takes_four_statements_with_five_and_with_five_hundred_rows_of_history(in_scene):
    from core.models import Event

    scene, browser = in_scene(foster)
    page = browser(scene.worker)
    counts = []
    for rows in (5, 500):

        def add(desk, case, rows=rows):
            desk.db.add_all(
                Event(
                    at=desk.now,
                    actor_name="Somebody",
                    verb="looked",
                    meeting_id=case.meeting.id,
                    child_id=case.child.id,
                )
                for _ in range(rows)
            )

        scene.act(scene.worker, add)
        counts.append(statements(scene.url, lambda: page.get(address(scene))))

    assert counts[0] == counts[1] <= 4


def statements(url, do):
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")) and "audit_" not in statement:
            seen.append(statement)

    engine = db.engine(url)
    event.listen(engine, "before_cursor_execute", count)
    try:
        do()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def step(text, title):
    return form_after(text, title)


def taken_back(page, scene, title):
    """The address that marks a step as done which convening has completed, once that is undone."""
    page.post(step(page.get(address(scene)).text, title), {})
    return step(page.get(address(scene)).text, title)

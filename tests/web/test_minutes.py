"""Agenda and minutes: the procedure's themes, autosave, two people at one theme, agreeing."""

import re

from tests.fixtures.markup import first
from tests.scenes import adoption, foster
from tests.web.test_meetings import address


def test_a08_purposes_aims_and_ten_themes_steer_the_record(in_scene):
    scene, browser = in_scene(foster)

    text = browser(scene.chair).get(address(scene, "/minutes")).text

    assert len(themes(text)) == 10
    assert "10. The chair" in text and "1. The child" in text
    for words in (
        "Find what led to the ending",
        "Show where policy and practice can grow",
        "The child&#39;s future plan",
    ):
        assert words in text or words.replace("&#39;", "'") in text
    assert "A08a" in text and "A08c" in text


def test_a15_the_page_says_that_minutes_are_not_word_for_word(in_scene):
    scene, browser = in_scene(foster)

    text = browser(scene.chair).get(address(scene, "/minutes")).text

    assert "not word for word" in text and "A15b" in text and "Bertie may read this" in text


def test_b03_b04_the_record_opens_without_blame_and_follows_the_seven_purposes(in_scene):
    scene, browser = in_scene(adoption)

    text = browser(scene.chair).get(address(scene, "/minutes")).text

    assert "Why it ended, without blame" in text and "does not apportion" in text
    assert "Action plan for the child" in text and "B04a" in text


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


def test_only_the_chair_agrees_the_minutes_and_others_are_told_who(in_scene):
    scene, browser = in_scene(foster)
    scene.held()
    scene.written()
    chair, worker = browser(scene.chair), browser(scene.worker)

    told = worker.get(address(scene, "/minutes")).text
    refused = worker.post(address(scene, "/minutes/agreed"), {"part": "main"})
    agreed = chair.post(address(scene, "/minutes/agreed"), {"part": "main", "blanks": "yes"})

    assert "Winifred Pace, who chaired, agrees the minutes" in told
    assert refused.status == 422 and "Winifred Pace, agrees the minutes" in refused.text
    assert agreed.status == 303
    after = chair.get(address(scene, "/minutes")).text
    assert "<textarea" not in after.split('id="reopen"')[0] and "Agreed by Winifred Pace on 16 March 2026" in after


def test_themes_without_words_are_named_and_agreed_only_with_a_tick(in_scene):
    scene, browser = in_scene(foster)
    scene.held()
    scene.written()
    chair = browser(scene.chair)

    asked = chair.get(address(scene, "/minutes")).text
    refused = chair.post(address(scene, "/minutes/agreed"), {"part": "main"})

    for text in (asked, refused.text):
        assert "9 of 10 themes have no words" in text and "Agree all the same" in text
    assert refused.status == 422 and "How it ended" in refused.text.split("There is a problem")[1].split("</div>")[0]
    assert "Agreed by" not in chair.get(address(scene, "/minutes")).text
    assert chair.post(address(scene, "/minutes/agreed"), {"part": "main", "blanks": "yes"}).status == 303


def test_minutes_are_not_agreed_before_the_meeting_nor_without_a_word(in_scene):
    scene, browser = in_scene(foster)
    chair = browser(scene.chair)

    early = chair.post(address(scene, "/minutes/agreed"), {"part": "main"})
    scene.held()
    empty = chair.post(address(scene, "/minutes/agreed"), {"part": "main"})

    assert early.status == 422 and "after the meeting has been held" in early.text
    assert empty.status == 422 and "Nothing is written yet" in empty.text


def test_agreed_minutes_take_no_text_until_the_chair_opens_them_again(in_scene):
    scene, browser = in_scene(foster)
    scene.held()
    scene.written()
    scene.agreed()
    chair = browser(scene.chair)
    one = themes_of(scene)[0]

    late = autosave(chair, scene, one, "Afterwards.", 2)
    chair.post(address(scene, "/minutes/reopened"), {"reason": "A date was wrong."})
    again = autosave(chair, scene, one, "Corrected.", 2)

    assert "Not saved" in late.text and "agreed" in late.text
    assert "Saved at" in again.text
    assert "A date was wrong." in chair.get(address(scene, "/history")).text


def test_somebody_who_took_part_reads_and_does_not_write(in_scene):
    scene, browser = in_scene(foster)
    scene.held()
    scene.written("The carers asked for help in May.")
    iro = browser(scene.others["iro"])

    text = iro.get(address(scene, "/minutes")).text
    one = themes_of(scene)[0]

    assert "The carers asked for help in May." in text and "<textarea" not in text
    assert autosave(iro, scene, one, "Mine", 2).status == 403


def test_whoever_takes_the_minutes_writes_them(in_scene):
    scene, browser = in_scene(foster)
    taker = scene.others["minute_taker"]
    browser(taker).get(address(scene, "/minutes"), status=404)
    page = browser(scene.worker)

    answer = page.post(address(scene, "/minute-taker"), {"minute_taker": taker.person_id})

    assert answer.status == 303
    assert "<textarea" in browser(taker).get(address(scene, "/minutes")).text


def test_b10_after_three_disrupted_placements_the_record_looks_back(in_scene, clock, database_url, enroll):
    scene, browser = in_scene(three_disrupted)

    text = browser(scene.chair).get(address(scene, "/minutes")).text

    for title in ("What worked well", "What the worries were", "What the child needs"):
        assert title in text
    assert "The support that keeps a future placement stable" in text and "B10" in text


def test_every_text_is_written_as_text(in_scene):
    scene, browser = in_scene(foster)
    chair = browser(scene.chair)
    one = themes(chair.get(address(scene, "/minutes")).text)[0]
    attack = "</textarea><script>alert(1)</script>"

    autosave(chair, scene, one, attack, 1)
    other = autosave(chair, scene, one, attack + " more", 1)

    assert "<script>alert" not in chair.get(address(scene, "/minutes")).text
    assert "<script>alert" not in other.text and other.status == 409


def three_disrupted(url, clock, registry, enroll, worker):
    from datetime import date

    from core.services import chairs, convening, deciding, endings, meetings, scheduling
    from tests import factories
    from tests.scenes import DAY, ENDED, Scene

    chair = enroll("wexcombe", "Sal Group", roles=("group_manager",))
    scene = Scene(url=url, clock=clock, registry=registry, worker=worker, chair=chair, outsider=chair, others={})
    desk = scene.desk(worker)
    child = factories.child(desk, care_plan="long_term_foster", education="school", team="Harbour")
    factories.case_role(desk, child, worker.person_id, "social_worker")
    places = [(date(2024, 1, 1), date(2024, 6, 1)), (date(2024, 6, 1), date(2025, 6, 1)), (date(2025, 6, 1), ENDED)]
    for started, ended in places:
        place = factories.placement(
            desk, child, started, ended=ended, kind="foster", provider="in_house", long_term=True, matched_at_panel=True
        )
        ending = factories.ending(desk, place, abrupt=False)
    meeting = deciding.convene(desk, endings.weigh(desk, ending, child), "foster_disruption")
    case = meetings.find(desk, meeting.id)
    scheduling.set_day(desk, case, "main", day=DAY, starts="10:00")
    chairs.choose(desk, case, chair.person_id, reason="The team's own group manager is away.")
    convening.hear_child(desk, case, "views", "A letter")
    desk.db.commit()
    desk.db.close()
    scene.meeting_id = meeting.id
    return scene


def autosave(page, scene, one, text, version):
    data = {f"text-{one}": text, f"version-{one}": version}
    return page.post(address(scene, f"/minutes/{one}"), data, htmx=True)


def themes(text):
    return re.findall(r'<textarea[^>]* name="text-(\w+)"', text)


def themes_of(scene):
    from core.services import minutes

    return scene.act(scene.chair, lambda desk, case: [t.id for t in minutes.themes(desk, case)])


def test_minutes_that_have_left_are_not_opened_again(in_scene):
    from core.services import circulation

    scene, browser = in_scene(foster)
    scene.held()
    scene.written()
    scene.agreed()

    def send(desk, case):
        for one in circulation.prepare(desk, case):
            circulation.check(desk, case, one.id, keep=True)
        circulation.send(desk, case)

    scene.act(scene.chair, send)
    answer = browser(scene.chair).post(address(scene, "/minutes/reopened"), {"reason": "A date was wrong."})

    assert answer.status == 422 and "have been sent to somebody" in answer.text

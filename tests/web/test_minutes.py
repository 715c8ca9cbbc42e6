"""Agenda and minutes: the procedure's themes, who writes, and agreeing."""

from tests.scenes import adoption, foster
from tests.web.autosaving import autosave, themes
from tests.web.meeting import address


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

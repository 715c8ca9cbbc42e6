"""Circulation: every recipient looked at, audiences kept, how each record reached its reader."""

import re

from tests.fixtures.markup import first
from tests.scenes import adoption, foster
from tests.web.meeting import address, form_after, records


def prepared(scene, browser):
    scene.held()
    scene.written()
    recommend(scene)
    scene.agreed()
    page = browser(scene.chair)
    return page, page.follow(page.post(address(scene, "/circulation"))).text


def test_a16_minutes_go_to_those_who_came_and_the_bodies_get_the_recommendations_only(in_scene):
    scene, browser = in_scene(foster)

    _, text = prepared(scene, browser)

    minutes, recommendations = text.split("Recommendations: recipients")
    for name in ("Ada Marlowe", "Petra Gale", "Hugo Lind", "Winifred Pace", "Agency decision maker"):
        assert name in minutes
    assert ">Corporate parenting board<" not in minutes and ">PORG<" not in minutes
    assert (
        ">Corporate parenting board<" in recommendations
        and "For action" in recommendations
        and "A16d" in recommendations
    )
    assert "Ada Marlowe" not in recommendations.split('id="send"')[0]


def test_nothing_is_sent_before_every_recipient_was_looked_at(in_scene):
    scene, browser = in_scene(foster)
    page, text = prepared(scene, browser)

    early = page.post(address(scene, "/circulation/sent"))
    left = page.post(form_after(text, "Ada Marlowe"), {"keep": "no"})
    out = page.post(form_after(text, "Ada Marlowe"), {"keep": "no", "because": "She asked not to have it."})

    assert early.status == 422 and "Look at every recipient" in early.text
    assert left.status == 422 and "Say why this person does not receive it" in left.text
    assert "Taken out: She asked not to have it." in page.follow(out).text


def test_sent_means_here_for_those_who_sign_in_and_by_hand_for_the_others(in_scene):
    scene, browser = in_scene(foster)
    page, text = prepared(scene, browser)
    keep_all(page, scene, text)

    sent = page.follow(page.post(address(scene, "/circulation/sent"))).text

    assert "Sent Monday 16 March 2026, 10:00 by Winifred Pace" in sent and "Made available in Mooring" in sent
    assert sent.count("To hand over") >= 3 and "To circulate" in sent
    while "Say how it was handed over" in sent:
        action = first(r'action="([^"]+/handed-over)"', sent)
        assert page.post(action, {"way": " "}).status == 422
        sent = page.follow(page.post(action, {"way": "By recorded post"})).text
    assert "Handed over: By recorded post" in sent
    stages = page.get(address(scene)).text
    assert "To circulate" not in stages and "Circulated" in stages


def test_something_sent_is_withdrawn_with_its_reason_and_stays_on_the_record(in_scene):
    scene, browser = in_scene(foster)
    page, text = prepared(scene, browser)
    keep_all(page, scene, text)
    sent = page.follow(page.post(address(scene, "/circulation/sent"))).text
    action = first(r'action="([^"]+/withdrawn)"', sent)

    blank = page.post(action, {"because": ""})
    gone = page.follow(page.post(action, {"because": "Sent to the wrong colleague."})).text

    assert blank.status == 422
    assert "Withdrawn: Sent to the wrong colleague." in gone and "Was sent 16 March 2026 by Winifred Pace" in gone


def test_a16_a_member_of_the_board_reads_the_recommendations_and_never_the_minutes(in_scene):
    scene, browser = in_scene(foster)
    page, text = prepared(scene, browser)
    minutes, recommendations = (link.group(1) for link in records(page.get(address(scene)).text))
    board = browser(scene.others["board"])
    board.get(recommendations, status=404)
    keep_all(page, scene, text)
    sent = page.follow(page.post(address(scene, "/circulation/sent"))).text
    for action in re.findall(r'action="([^"]+/handed-over)"', sent):
        page.post(action, {"way": "At the board's meeting"})

    read = board.get(recommendations).text

    assert "Offer respite sooner" in read and "The carers asked for help" not in read
    board.get(minutes, status=404)
    board.get(address(scene), status=403)


def test_a_record_is_read_and_printed_by_its_audience(in_scene):
    scene, browser = in_scene(foster)
    page, _ = prepared(scene, browser)
    minutes = next(records(page.get(address(scene)).text)).group(1)

    text = browser(scene.others["iro"]).get(minutes).text

    assert "The carers asked for help in May." in text and "Agreed by Winifred Pace on 16 March 2026" in text
    browser(scene.outsider).get(minutes, status=404)


def test_circulation_is_for_those_who_keep_the_record(in_scene):
    scene, browser = in_scene(foster)
    prepared(scene, browser)

    assert browser(scene.others["iro"]).get(address(scene, "/circulation"), status=403).status == 403
    browser(scene.outsider).get(address(scene, "/circulation"), status=404)


def test_b06_each_part_is_agreed_and_circulated_on_its_own(in_scene):
    scene, browser = in_scene(adoption)
    scene.clock.forward(days=8)
    scene.held(parts=("part_one", "part_two"), apart=7)
    scene.written("The adopters spoke first.", part="part_one")
    scene.written("Visits were too rare.", part="part_two")
    page = browser(scene.chair)

    page.post(address(scene, "/minutes/agreed"), {"part": "part_one", "blanks": "yes"})
    first = page.follow(page.post(address(scene, "/circulation"))).text
    assert "Record of the first meeting: recipients" in first and "Action plan for the child: recipients" in first
    assert "Record of the second meeting: recipients" not in first

    page.post(address(scene, "/minutes/agreed"), {"part": "part_two", "blanks": "yes"})
    both = page.follow(page.post(address(scene, "/circulation"))).text
    second = both.split("Record of the second meeting: recipients")[1].split("</table>")[0]
    assert "Tess Vine" not in second and "Gil Sorrel" not in second
    assert "Nora Quist" in second and "Ruth Alder" in second and "B06d" in second


def test_b06_an_action_of_the_second_part_is_not_in_the_plan_that_the_adopters_read(in_scene):
    from core.services import advising

    scene, browser = in_scene(adoption)
    scene.clock.forward(days=8)
    scene.held(parts=("part_one", "part_two"), apart=7)
    for part, text in (("part_one", "See the school"), ("part_two", "Review the matching")):
        scene.act(
            scene.chair,
            lambda desk, case, part=part, text=text: advising.agree_action(
                desk, case, text=text, owner_id=None, owner_name="Nora", owner_role="", due=desk.today, part=part
            ),
        )
        scene.written("Written.", part=part)
    scene.agreed()
    links = [link.group(1) for link in records(browser(scene.chair).get(address(scene)).text)]

    plan = next(t for t in map(lambda one: browser(scene.chair).get(one).text, links) if "<h1>Action plan" in t)

    assert "See the school" in plan and "Review the matching" not in plan
    assert "Review the matching" not in browser(scene.others["adopters_guest"]).get(address(scene, "/actions")).text


def recommend(scene):
    from core.services import advising

    def do(desk, case):
        advising.recommend(desk, case, text="Offer respite sooner", body="Corporate parenting board")

    scene.act(scene.chair, do)


def keep_all(page, scene, text):
    for output in set(re.findall(r'name="output" value="(\w+)"', text)):
        assert page.post(address(scene, "/circulation/checked"), {"output": output}).status == 303
    for action in set(re.findall(r'action="([^"]+/checked)"', page.get(address(scene, "/circulation")).text)):
        if not action.endswith("/circulation/checked"):
            page.post(action, {"keep": "yes"})


def test_d06_minutes_go_to_all_who_took_part_and_the_manager_and_nobody_else(under):
    road = under("authority_d")
    road.held()
    road.written()
    road.agreed()
    chair = road.page(road.chair)

    text = chair.follow(chair.post(road.way("/circulation"))).text.split("Minutes: recipients")[1].split("</table>")[0]

    for name in ("Ada Marlowe", "Nadia Okafor", "Winifred Pace", "Freya Holt"):
        assert name in text, name
    assert not any(name in text for name in ("Otto Blythe", "Ivo Marsh", "Hugo Lind")) and "D06a" in text
    road.sent()
    read = next(records(chair.get(road.way()).text)).group(1)
    assert "The carers asked for help in May." in road.page("manager").get(read).text
    road.page("outsider").get(read, status=404)


def test_a15_the_chair_agrees_and_circulates_and_both_steps_are_done(in_scene):
    scene, browser = in_scene(foster)
    page, text = prepared(scene, browser)
    keep_all(page, scene, text)
    sent = page.follow(page.post(address(scene, "/circulation/sent"))).text
    for action in re.findall(r'action="([^"]+/handed-over)"', sent):
        page.post(action, {"way": "By recorded post"})

    stages = page.get(address(scene)).text

    assert stages.count("Done 16 March 2026, Winifred Pace") == 2 and "A15a" in stages

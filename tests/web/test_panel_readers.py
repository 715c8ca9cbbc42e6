"""What the people of a panel may read: the papers that were sent to it, while they are final, and nothing else."""

import re

from tests.fixtures.markup import first
from tests.web.test_panel import MIA, before_panel, before_review_panel
from tests.web.test_preparation import row
from tests.web.test_referrals import recorded


def test_a16_a_panel_reads_the_papers_that_were_sent_and_nothing_else(under):
    road, ref = before_panel(under, practice_feedback_to_panel="no")
    page = road.page("administrator")
    own = page.get(f"/panel/{ref}").text
    sent = re.findall(r'href="([^"]+/outputs/\w+)"', own)
    every = re.findall(r'href="([^"]+/outputs/\w+)"', road.page(road.chair).get(road.way()).text)
    hidden = sorted(set(every) - set(sent))

    for way in sent:
        assert "Written for" in page.get(way).text
    assert len(sent) == 3 and len(hidden) >= 2
    for way in hidden:
        page.get(way, status=404)
    for tail in ("", "/minutes", "/people", "/pack", "/history", "/recommendations", "/panel", "/circulation"):
        page.get(road.way(tail), status=403)
    assert "Bertie" not in page.get("/work?whose=all").text
    assert page.get("/children?q=Bertie", status=403).status == 403
    assert "Practice feedback" not in own + page.get("/panel").text

    def only_one(desk, case):
        from core.models import Referral

        referral = desk.db.get_one(Referral, (desk.tenant.id, ref))
        referral.output_ids = [one for one in referral.output_ids if one in sent[0]]

    road.act(road.chair, only_one)
    page.get(sent[0])
    page.get(sent[1], status=404)


def test_a_panel_does_not_read_what_was_taken_back_from_it(under):
    road, ref = before_panel(under)
    page = road.page("administrator")
    way = first(r'href="([^"]+/outputs/\w+)"', page.get(f"/panel/{ref}").text)
    page.get(way)

    taken_back = road.page(road.chair).post(
        road.way("/panel/permanence_panel/withdrawn"), {"because": "Sent too early."}
    )

    assert taken_back.status == 303
    page.get(way, status=404)


def test_a16_nothing_is_read_before_it_is_sent_nor_by_another_body(under):
    road = under("authority_e")
    recorded(road)
    way = re.findall(r'href="([^"]+/outputs/\w+)"', road.page(road.chair).get(road.way("/panel")).text)[0]
    page = road.page("administrator")
    unsent = page.get(way, status=404)
    road.page(road.chair).post(road.way("/panel/permanence_panel/sent"))
    ref = road.referral()

    assert unsent.status == 404 and page.get(way).status == 200
    adviser = road.page("outsider")
    adviser.hold("panel_adviser")
    assert "Nothing is waiting" in adviser.get("/panel").text
    adviser.get(f"/panel/{ref}", status=404)
    adviser.get(way, status=404)
    page.get(f"/panel/{'0' * 32}", status=404)
    assert page.post(f"/panel/{'0' * 32}/date", {"day": "22 4 2026"}).status == 404
    page.get("/panel/agenda/tomorrow", status=404)


def test_those_who_sit_on_the_panel_read_and_do_not_answer(under):
    road, ref = before_panel(under)
    page = road.page("panel")

    text = page.get("/panel").text
    item = page.get(f"/panel/{ref}").text

    assert MIA in text and "Save" not in row(text, MIA) and "Waiting for the administrator" in text
    assert "The administrator records what the panel decides" in item
    assert page.post(f"/panel/{ref}/date", {"day": "22 4 2026", "attend": "nobody"}).status == 403
    assert page.post(f"/panel/{ref}/outcome", {"on": "16 3 2026", "outcome": "x"}).status == 403


def test_a_record_opened_again_is_not_read_by_the_panel_meanwhile(under):
    road, ref = before_review_panel(under)
    page = road.page("administrator")
    way = first(r'href="([^"]+/outputs/\w+)"', page.get(f"/panel/{ref}").text)

    def again(desk, case):
        from core.services import circulation, minutes

        for one in minutes.outputs(desk, case):
            one.state = "draft"
        for sent in circulation.deliveries_of(desk, case):
            sent.state = "withdrawn"

    road.act(road.chair, again)

    page.get(way, status=404)
    assert "the chair has opened the record again" in page.get(f"/panel/{ref}").text

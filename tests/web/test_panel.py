"""The panel's own pages: the queue, a date and who attends, the outcome; the papers that were sent and nothing else."""

from datetime import date, timedelta

import pytest

from tests.fixtures.markup import first
from tests.web.test_preparation import row
from tests.web.test_referrals import recorded

MIA = "Bertie Quill, 12"


def before_panel(under, **chosen):
    """A meeting of authority E that has been sent to the panel, and the id of its referral."""
    road = under("authority_e", **chosen)
    recorded(road)
    road.page(road.chair).post(road.way("/panel/permanence_panel/sent"))
    return road, road.referral()


def before_review_panel(under):
    """The same in authority D: minutes agreed and circulated, then sent."""
    road = under("authority_d")
    road.held()
    road.written()
    road.recommended()
    road.agreed()
    road.sent()
    road.page(road.chair).post(road.way("/panel/childrens_review_panel/sent"))
    return road, road.referral()


def test_d06_the_panels_administrator_puts_the_minutes_on_an_agenda(under):
    road, ref = before_review_panel(under)
    page = road.page("administrator")

    queue = page.get("/panel").text
    dated = page.follow(page.post(f"/panel/{ref}/date", {"day": "22 4 2026"})).text
    agenda = page.get("/panel/agenda/2026-04-22").text

    assert "Children&#39;s Review Panel queue" in queue and "needs a panel date" in queue
    assert MIA in row(queue, MIA) and "1 document" in queue and "Who attends?" not in queue
    assert "on 22 April 2026" in dated and "1 of 1" in row(dated.split('id="day-2026-04-22"')[1], MIA)
    assert "Minutes" in row(agenda, MIA) and "Winifred Pace" in agenda
    meeting = road.page(road.chair).get(road.way()).text.split('id="panel"')[1]
    assert "On the panel’s agenda for 22 April 2026" in meeting


def test_e09_the_administrator_gives_the_date_and_says_whether_attendance_is_required(under):
    road, ref = before_panel(under)
    page = road.page("administrator")
    way = f"/panel/{ref}/date"

    unsaid = page.post(way, {"day": "22 4 2026"})
    both = page.post(way, {"day": "22 4 2026", "attend": ["Chair", "nobody"]})
    kept = page.follow(page.post(way, {"day": "22 4 2026", "attend": ["Chair", "Social worker"]})).text
    item = page.get(f"/panel/{ref}").text

    assert "4 documents" in row(page.get("/panel").text, MIA) or "4 of 4" in kept
    assert unsaid.status == both.status == 422
    assert "Say who is to attend, or that nobody needs to" in unsaid.text and "22 4 2026" in unsaid.text
    assert "not both" in both.text
    assert "To attend: Chair, Social worker." in row(kept, MIA)
    assert "Wednesday 22 April 2026." in item and "By Yusuf Garland" in item and "E09b" in item


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "15 3 2026"}, "The panel meets after the meeting it hears of"),
        ({"day": "29 2 2027"}, "must be a real date"),
        ({"day": ""}, "Enter the panel’s date"),
        ({"day": "20 3 2026", "held": "yes"}, "cannot have met on a day to come"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_what_to_do(under, given, said):
    road, ref = before_panel(under)

    answer = road.page("administrator").post(f"/panel/{ref}/date", {"attend": "nobody", "own": "yes"} | given)

    assert answer.status == 422 and said in answer.text


def test_a_day_past_is_taken_once_the_panel_is_said_to_have_met(under):
    road, ref = before_panel(under)
    road.clock.forward(days=10)
    page = road.page("administrator")

    bare = page.post(f"/panel/{ref}/date", {"day": "20 3 2026", "attend": "nobody", "own": "yes"})
    held = page.follow(
        page.post(f"/panel/{ref}/date", {"day": "20 3 2026", "attend": "nobody", "own": "yes", "held": "yes"})
    ).text

    assert bare.status == 422 and "If the panel has met on it, say so" in bare.text
    assert "Friday 20 March 2026." in held and "Nobody needs to attend." in held
    assert "outcome to record" in page.get("/panel").text


def test_a_row_is_saved_by_itself_and_says_so(under):
    road, ref = before_panel(under)
    page = road.page("administrator")

    wrong = page.post(f"/panel/{ref}/date", {"day": "22 4 2026"}, htmx=True)
    saved = page.post(f"/panel/{ref}/date", {"day": "22 4 2026", "attend": "nobody"}, htmx=True)

    assert wrong.status == 422 and wrong.text.strip().startswith("<tr") and "Say who is to attend" in wrong.text
    assert saved.status == 200 and f'id="item-{ref}"' in saved.text and "22 April 2026" in saved.text
    assert "Saved, Bertie Quill, 22 April 2026" in saved.text
    assert f"#open-{ref}" in saved.headers["HX-Trigger-After-Settle"]
    assert "on 22 April 2026" in page.get("/panel").text


@pytest.mark.parametrize("own", ["", "yes"])
def test_two_administrators_answering_at_once_the_second_is_told_what_the_first_said(under, own):
    road, ref = before_panel(under)
    one, two = road.page("administrator"), road.page("second")
    version = first(r'name="version" value="(\d+)"', two.get(f"/panel/{ref}").text)

    one.post(f"/panel/{ref}/date", {"day": "22 4 2026", "attend": "Chair", "version": version})
    given = {"day": "20 5 2026", "attend": "nobody", "version": version, "own": own}
    second = two.post(f"/panel/{ref}/date", given)
    piece = two.post(f"/panel/{ref}/date", given, htmx=True)

    for answer in (second, piece):
        assert answer.status == 409
        assert "Yusuf Garland has answered in the meantime: 22 April 2026. To attend: Chair." in answer.text
    assert "22 April 2026" in one.get(f"/panel/{ref}").text and "20 May 2026" not in one.get(f"/panel/{ref}").text


def test_e10_the_outcome_comes_back_to_the_meeting_and_its_recommendations(under):
    road, ref = before_panel(under)
    page = road.page("administrator")
    road.answered(day=date(2026, 3, 18))
    early = page.post(f"/panel/{ref}/outcome", {"on": "16 3 2026", "outcome": "Agreed."})
    road.clock.forward(days=4)
    page = road.page("administrator")
    item = page.get(f"/panel/{ref}").text
    advice = first(r'name="state-(\w+)"', item)
    given = {"on": "18 3 2026", f"state-{advice}": "not accepted"}

    blank = page.post(f"/panel/{ref}/outcome", given)
    unsaid = page.post(f"/panel/{ref}/outcome", given | {"outcome": "We thank the chair."})
    kept = page.post(
        f"/panel/{ref}/outcome",
        given | {"outcome": "We thank <the chair>.", f"response-{advice}": "Respite is offered already."},
    )
    shown = page.follow(kept).text
    meeting = road.page(road.worker).get(road.way()).text

    assert early.status == 422 and "The panel meets on 18 March 2026" in early.text
    assert blank.status == 422 and "Enter what the panel decided" in blank.text
    assert unsaid.status == 422 and "Say why the recommendation is not accepted" in unsaid.text
    assert "We thank &lt;the chair&gt;." in shown and "Not accepted" in shown
    assert ">Considered<" in meeting and "Considered 18 March 2026." in meeting
    assert "Respite is offered already." in meeting and "E10" in meeting
    assert "Nothing is waiting for the panel" in page.get("/panel").text
    assert MIA in page.get("/panel/considered").text
    again = page.post(f"/panel/{ref}/outcome", given | {"outcome": "Something else."})
    assert again.status == 422 and "was recorded by Yusuf Garland already" in again.text


def test_e10_two_outcomes_at_once_keep_the_first(under):
    road, ref = before_panel(under)
    road.answered(day=date(2026, 3, 16))
    one, two = road.page("administrator"), road.page("second")
    version = first(r'name="version" value="(\d+)"', two.get(f"/panel/{ref}").text.split('id="outcome"')[1])

    one.post(f"/panel/{ref}/outcome", {"on": "16 3 2026", "outcome": "Agreed.", "version": version})
    second = two.post(f"/panel/{ref}/outcome", {"on": "16 3 2026", "outcome": "Not agreed.", "version": version})

    assert second.status == 409 and "Yusuf Garland has recorded the outcome in the meantime: Agreed." in second.text


def test_a_meeting_circulated_after_the_panel_has_considered_it_counts_as_considered_then(under):
    road = under("authority_d")
    road.held()
    road.written()
    road.agreed()
    chair, page = road.page(road.chair), road.page("administrator")
    chair.post(road.way("/panel/childrens_review_panel/sent"))
    ref = road.referral()
    page.post(f"/panel/{ref}/outcome", {"on": "16 3 2026", "outcome": "Noted."})
    before = chair.get(road.way()).text

    road.sent()

    assert ">To circulate<" in before
    assert ">Considered<" in chair.get(road.way()).text


def test_the_queue_costs_as_many_statements_for_many_items_as_for_one(under):
    from sqlalchemy import event

    from core import db
    from core.services import panels

    road, _ = before_panel(under)
    desk = road.desk(road.others["administrator"])
    counted = []

    def count(*_):
        counted.append(1)

    engine = db.engine(road.url)
    event.listen(engine, "before_cursor_execute", count)
    try:
        found = panels.queue(desk)
        assert [i.may_answer for i in found] == [True] and len(counted) == 4
    finally:
        event.remove(engine, "before_cursor_execute", count)
        desk.db.close()


def test_an_item_before_its_day_and_after_it(under):
    road, ref = before_panel(under)
    road.answered(day=date(2026, 3, 16) + timedelta(days=7))
    page = road.page("administrator")
    ahead = page.get("/panel").text
    road.clock.forward(days=7)
    page = road.page("administrator")

    assert "In 7 days" in ahead and "Outcome to record" not in ahead
    assert "Outcome to record" in row(page.get("/panel").text, MIA)
    page.get(f"/panel/{ref}")

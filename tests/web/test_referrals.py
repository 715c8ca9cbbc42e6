"""Sending a meeting's records to a panel: exactly the papers that the procedure names, once they are final."""

from datetime import date

from tests.web.test_preparation import row


def recorded(road, *, step="receipt"):
    """Held, and every output final and circulated."""
    road.held()
    road.written()
    road.recommended()
    road.step("report")
    road.step(step)
    road.final()
    road.sent()


def test_e09_the_chair_sends_the_four_final_outputs_to_the_panel_and_not_the_report(under):
    road = under("authority_e")
    page = road.page(road.chair)
    road.held()
    early = page.post(road.way("/panel/permanence_panel/sent"))
    road.written()
    road.step("report")
    road.step("receipt")
    drafted = page.get(road.way("/panel")).text
    road.final()
    road.sent()

    ready = page.get(road.way("/panel")).text
    sent = page.follow(page.post(road.way("/panel/permanence_panel/sent"))).text
    twice = page.post(road.way("/panel/permanence_panel/sent"))

    assert early.status == 422 and "Not yet: it follows “Send the final versions”" in early.text
    assert "Not final yet" in row(drafted, "Practice feedback") and "Send to the panel</button>" not in drafted
    for title in ("Summary", "Action plan", "Practice feedback", "General recommendations"):
        assert "Final, 16 March 2026" in row(ready, title)
    assert "Draft report</a>" not in ready and "E09b" in ready and "Permanence Panel administrator" in ready
    assert "Sent</dt><dd>Monday 16 March 2026" in sent and "by Winifred Pace" in sent
    assert twice.status == 422 and "was sent to the Permanence Panel already" in twice.text
    step = page.get(road.way()).text.split('id="step-referral"')[1].split("</li>")[0]
    assert "Complete" in step and "Done 16 March 2026" in step


def test_e09_practice_feedback_is_withheld_from_the_panel_where_the_setting_says_so(under):
    road = under("authority_e", practice_feedback_to_panel="no")
    recorded(road)
    page = road.page(road.chair)

    text = page.get(road.way("/panel")).text
    page.post(road.way("/panel/permanence_panel/sent"))
    queue = road.page("administrator")
    item = queue.get(f"/panel/{road.referral()}").text

    assert "General recommendations" in text and "Practice feedback" not in text
    assert "3 documents" in queue.get("/panel").text
    assert "Summary" in item and "Practice feedback" not in item


def test_whoever_does_not_read_every_paper_cannot_send_and_is_told_of_none_that_is_hidden(under):
    road = under("authority_e")
    recorded(road)
    outsider = road.page("outsider")

    text = outsider.get(road.way("/panel")).text
    refused = outsider.post(road.way("/panel/permanence_panel/sent"))

    assert "Permanence Panel" in text and "Chair of the meeting sends this" in text
    assert not any(word in text for word in ("Practice feedback", "Summary", "Action plan"))
    assert refused.status == 403
    assert outsider.post(road.way("/panel/no_such_panel/sent")).status == 404


def test_what_was_sent_is_taken_back_with_a_reason_and_the_panel_finds_it_no_longer(under):
    road = under("authority_e")
    recorded(road)
    chair, queue = road.page(road.chair), road.page("administrator")
    chair.post(road.way("/panel/permanence_panel/sent"))
    ref = road.referral()
    road.answered()

    bare = chair.post(road.way("/panel/permanence_panel/withdrawn"))
    back = chair.follow(chair.post(road.way("/panel/permanence_panel/withdrawn"), {"because": "Sent a day early."}))
    late = queue.post(f"/panel/{ref}/date", {"day": "22 4 2026", "attend": "nobody"})
    again = chair.follow(chair.post(road.way("/panel/permanence_panel/sent"))).text

    assert bare.status == 422 and "Enter why it is taken back" in bare.text
    assert "Taken back: Sent a day early." in back.text
    assert late.status == 404
    assert "Not given yet" in again
    assert queue.get("/panel").text.count("Bertie Quill") >= 1


def test_the_panels_answer_stands_on_the_meeting_page_for_those_who_hear_it(under):
    road = under("authority_e")
    recorded(road)
    page = road.page(road.chair)
    waiting = page.get(road.way()).text.split('id="panel"')[1]
    page.post(road.way("/panel/permanence_panel/sent"))

    road.answered(attend=("Chair",))

    text = page.get(road.way()).text.split('id="panel"')[1]
    assert "Not sent yet" in waiting and "Send to the panel" in waiting
    assert "On the panel’s agenda for 22 April 2026" in text and "To attend: Chair." in text
    assert "E10" in text


def test_an_authority_without_panels_shows_nothing_of_them(under):
    road = under("authority_a")
    page = road.page(road.chair)

    assert 'id="panel"' not in page.get(road.way()).text
    page.get(road.way("/panel"), status=404)


def test_papers_are_due_before_the_panels_date_where_the_text_says_so(under, tmp_path, monkeypatch):
    from core.registry import Registry
    from tests.plugins.installing import write

    procedure = (
        "## P01 | 1. When\nA meeting is held after an ending.\n\n## P02 | 2. Panel\nPapers ten working days before.\n"
    )
    write(tmp_path, monkeypatch, "harbourlight", PLUGIN, procedure)
    road = under("harbourlight", registry=Registry(["harbourlight"]))
    road.held()
    road.written()
    road.agreed()
    page = road.page(road.chair)
    date_way = road.way("/panel/board/date")

    before = page.post(date_way, {"day": "15 3 2026"})
    dated = page.follow(page.post(date_way, {"day": "22 4 2026"})).text
    step = page.get(road.way()).text.split('id="step-briefing"')[1].split("</li>")[0]
    sent = page.follow(page.post(road.way("/panel/board/sent"))).text
    road.answered(day=date(2026, 5, 6))
    moved = page.get(road.way("/panel")).text

    assert before.status == 422 and "The panel meets after the meeting" in before.text
    assert "Papers due 8 April 2026" in dated and "Panel on 22 April 2026, less 10 working days" in dated
    assert "Due 19 April 2026" in step and "Panel on 22 April 2026, less 3 days" in step
    assert "Papers due 8 April 2026" in sent
    assert "Papers due 21 April 2026" in moved
    assert "Due 3 May 2026" in page.get(road.way()).text.split('id="step-briefing"')[1].split("</li>")[0]


PROCEDURE = (
    "## P01 | 1. When\nA meeting is held after an ending.\n\n## P02 | 2. Panel\nPapers ten working days before.\n"
)
PLUGIN = """
@hookimpl
def plugin_info():
    return PluginInfo(name="harbourlight", title="Harbourlight", version="1.0", document="Invented")


@hookimpl
def triggers(edition, config):
    return (Trigger(key="any", title="Any ending", proposes="disruption", strength=Strength.SHOULD, clause="P01"),)


@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(
        key="disruption", title="Disruption meeting", clause="P01", chairs=(ChairRule(roles=("iro",), clause="P01"),),
        agenda=(AgendaItem(key="happened", title="What happened", clause="P01"),),
        steps=(
            Step(key="minutes", title="Agree the minutes", clause="P01", owed_by="chair", completes="minutes"),
            Step(key="briefing", title="Brief the board", clause="P02", owed_by="chair", within=days(3),
                 after=PANEL_DATE, direction="before"),
        ),
        outputs=(Output(key="summary", title="Summary", clause="P01", audience=(ATTENDED, "panel_administrator")),),
    ),)


@hookimpl
def panel_routes(edition, config):
    return (Route(key="board", kind="disruption", panel="Board", sends=("summary",), clause="P02",
                  via="panel_administrator", after="minutes", before_panel=working_days(10)),)
"""


def test_minutes_that_are_before_a_panel_are_not_opened_again(under):
    import pytest

    from core.services import amending, referrals
    from core.services.desk import Refused
    from core.services.dossier import dossier

    road = under("authority_d")
    road.held()
    road.written()
    road.agreed()
    road.act(
        road.chair, lambda desk, case: referrals.send(desk, case, referrals.lines(desk, case, dossier(desk, case))[0])
    )

    with pytest.raises(Refused, match="Take them back from there first"):
        road.act(road.chair, lambda desk, case: amending.reopen(desk, case, "A name is wrong."))

    road.act(
        road.chair,
        lambda desk, case: referrals.withdraw(
            desk, case, referrals.lines(desk, case, dossier(desk, case))[0], "A name is wrong."
        ),
    )
    road.act(road.chair, lambda desk, case: amending.reopen(desk, case, "A name is wrong."))

"""Before the meeting: who prepares whom, what is offered to whom, the pack in its forms, what the chair has read."""

import re

import pytest

from tests.fixtures.markup import first


def row(text: str, words: str) -> str:
    """The table row, or what stands up to its end, that holds these words."""
    return next(one for one in text.split("<tr") if words in one).split("</tr>")[0]


def action(text: str, words: str, kind: str) -> str:
    return first(rf'action="([^"]+/{kind})"', row(text, words))


def test_e03_who_prepares_whom_is_recorded_with_what_came_of_it(under):
    road = under("authority_e")
    page = road.page(road.worker)
    text = page.get(road.way("/preparation")).text
    venue, child = (action(text, words, r"preparation/\w+") for words in ("Book a venue", "Prepare the child"))

    blank = page.post(venue, {"result": "done", "on": "12 3 2026", "note": " "})
    undecided = page.post(venue, {"on": "12 3 2026", "note": "x"})
    future = page.post(venue, {"result": "done", "on": "12 4 2026", "note": "The Old Library"})
    done = page.post(venue, {"result": "done", "on": "12 3 2026", "note": "The <Old Library>, step-free"})
    page.post(child, {"result": "done", "on": "13 3 2026", "note": "Walked through the day with Bertie."})
    shown = page.follow(done).text

    assert blank.status == undecided.status == future.status == 422
    assert "Enter what was done, or why it was not required" in blank.text and "not in the future" in future.text
    assert "The &lt;Old Library&gt;, step-free" in row(shown, "Book a venue")
    assert "12 March 2026, Nadia Okafor" in row(shown, "Book a venue")
    assert "Hugo Lind" in row(shown, "Prepare the previous carers")
    assert "E03a" in row(shown, "Book a venue")
    stages = page.get(road.way()).text.split('id="step-venue"')[1].split("</li>")[0]
    assert "step-free" in stages and "Complete" in stages


def test_e03_an_advocate_is_arranged_or_it_says_why_none_is_required(under):
    road = under("authority_e")
    page = road.page(road.worker)
    way = action(page.get(road.way("/preparation")).text, "Arrange an advocate", r"preparation/\w+")

    shown = page.follow(
        page.post(way, {"result": "not required", "on": "12 3 2026", "note": "Bertie chose to speak for himself."})
    ).text
    again = page.post(way, {"result": "done", "on": "12 3 2026", "note": "x", "version": "1"})
    opened = page.follow(page.post(f"{way}/open")).text

    advocate = row(shown, "Arrange an advocate")
    assert "Not required." in advocate and "Bertie chose to speak for himself." in advocate
    assert again.status == 422 and "Somebody else has recorded this" in again.text
    assert "Not required." not in row(opened, "Arrange an advocate").split("</th>")[1].split("<details")[0]


def test_e03_marking_the_step_on_the_meeting_page_asks_for_the_sentence_too(under):
    road = under("authority_e")
    page = road.page(road.worker)
    stage = page.get(road.way()).text.split('id="step-venue"')[1].split("</li>")[0]
    way = first(r'action="([^"]+/steps/\w+)"', stage)

    bare = page.post(way, {"on": "12 3 2026"})

    assert "What was done, or why it was not required" in stage
    assert bare.status == 422 and "Say in a sentence what was done" in bare.text
    assert page.post(way, {"on": "12 3 2026", "note": "Booked."}).status == 303


def test_e04_an_offer_to_meet_the_chair_and_its_answer_are_recorded_for_each_person(under):
    road = under("authority_e")
    page = road.page(road.worker)
    text = page.get(road.way("/preparation")).text
    carer = action(text, "Ada Marlowe", r"offers/\w+")

    undated = page.post(carer, {"state": "offered"})
    unmeant = page.post(carer, {"state": "not offered"})
    odd = page.post(carer, {"state": "offered", "on": "9 3 2026", "answer": "Perhaps"})
    offered = page.follow(page.post(carer, {"state": "offered", "on": "9 3 2026"})).text
    answered = page.follow(
        page.post(carer, {"state": "offered", "on": "9 3 2026", "answer": "Will meet the chair", "note": "On Friday"})
    ).text

    assert "Bertie Quill" in row(text, "Bertie Quill") and "Meet or be in touch with the chair beforehand" in text
    assert "Nobody named yet" in row(text, "Parent")
    assert undated.status == unmeant.status == odd.status == 422
    assert "Enter the day it was offered" in undated.text and "Say why it was not offered" in unmeant.text
    assert "9 March 2026" in row(offered, "Ada Marlowe") and "by Nadia Okafor" in row(offered, "Ada Marlowe")
    assert "No answer yet</strong>" in row(offered, "Ada Marlowe")
    assert "<b>Will meet the chair</b>" in row(answered, "Ada Marlowe") and "On Friday" in row(answered, "Ada Marlowe")


def test_e04_what_was_not_offered_says_why_and_a_stale_form_changes_nothing(under):
    road = under("authority_e")
    page = road.page(road.worker)
    text = page.get(road.way("/preparation")).text
    parent = action(text, "Parent", r"offers/\w+")
    version = first(r'name="version" value="(\d+)"', row(text, "Parent"))

    kept = page.follow(page.post(parent, {"state": "not offered", "note": "No address is known.", "version": version}))
    stale = page.post(parent, {"state": "open", "version": version})
    foreign = page.post(road.way(f"/offers/{'0' * 32}"), {"state": "open"})

    assert "Not offered: No address is known." in row(kept.text, "Parent")
    assert stale.status == 422 and "Somebody else has recorded this" in stale.text
    assert foreign.status == 404


def test_e05_one_report_has_two_authors_and_either_of_them_records_it(under):
    road = under("authority_e")
    text = road.page(road.worker).get(road.way("/pack")).text
    both = row(text, "supervising social worker</span>")
    way = action(text, "supervising social worker</span>", r"pack/\w+")

    shown = road.page("supervising").follow(road.page("supervising").post(way, {"state": "received"})).text

    assert "Nadia Okafor" in both and "Hugo Lind" in both
    assert "9 March 2026" in both and "7 days late" in both and "less 5 working days" in both
    assert "Received 16 March 2026" in row(shown, "supervising social worker</span>")
    assert "Supported by Hugo Lind, Supervising social worker" in row(text, "previous carers or prospective adopters")


def test_e05_the_childs_report_may_come_in_another_form_and_has_no_day(under):
    road = under("authority_e")
    page = road.page(road.worker)
    text = page.get(road.way("/pack")).text
    mine = "The child&#39;s report"
    way = action(text, mine, r"pack/\w+")

    odd = page.post(way, {"state": "received", "form": "A song"})
    shown = page.follow(page.post(way, {"state": "received", "form": "Another form of submission"})).text
    again = page.follow(page.post(way, {"state": "received", "form": ""})).text

    assert "No day in the text" in row(text, mine) and "Supported by Nadia Okafor, Social worker" in row(text, mine)
    assert odd.status == 422 and "Choose in which form it came" in odd.text
    assert "Received 16 March 2026: Another form of submission" in row(shown, mine)
    assert "Received 16 March 2026: " not in row(again, mine)


def test_e06_the_chairs_own_steps_stand_on_the_reading_list_until_they_are_recorded(under):
    road = under("authority_e")
    page = road.page(road.chair)
    before = page.get(road.way("/pack")).text.split('id="reading"')[1]
    way = action(page.get(road.way("/preparation")).text, "Speak with the social workers", r"preparation/\w+")

    page.post(way, {"result": "done", "on": "13 3 2026", "note": "With both, by telephone."})
    after = page.get(road.way("/pack")).text.split('id="reading"')[1]

    assert "Read the child&#39;s file: still to do" in before and "E06" in before
    assert "done 13 March 2026. With both, by telephone." in after


def test_d04_the_chair_marks_each_paper_as_read_and_nobody_else_does(under):
    road = under("authority_d")
    worker, chair = road.page(road.worker), road.page(road.chair)
    text = worker.get(road.way("/pack")).text
    chronology = "Case chronology"
    supply = action(text, chronology, r"pack/\w+")
    read = supply + "/read"

    early = chair.post(read, {"read": "yes"})
    worker.post(supply, {"state": "received"})
    theirs = worker.get(road.way("/pack")).text.split('id="reading"')[1]
    refused = worker.post(read, {"read": "yes"})
    mine = chair.get(road.way("/pack")).text.split('id="reading"')[1]
    shown = chair.follow(chair.post(read, {"read": "yes"})).text

    assert "0 of 7 read and ready" in text
    assert early.status == 422 and "has not been received yet" in early.text
    assert refused.status == 403 and "I have read this" not in theirs and "I have read this" in mine
    assert "Read 16 March 2026" in row(shown.split('id="reading"')[1], chronology)
    assert "1 of 7 read and ready" in shown


def test_d04_a_paper_taken_back_is_no_longer_read(under):
    road = under("authority_d")
    chair = road.page(road.chair)
    supply = action(chair.get(road.way("/pack")).text, "Case chronology", r"pack/\w+")
    chair.post(supply, {"state": "received"})
    chair.post(supply + "/read", {"read": "yes"})

    undone = chair.follow(chair.post(supply + "/read", {"read": "no"})).text
    chair.post(supply + "/read", {"read": "yes"})
    back = chair.follow(chair.post(supply, {"state": "asked"})).text

    assert "0 of 7 read and ready" in undone and "0 of 7 read and ready" in back
    assert chair.post(action(back, "What the child can tell", r"pack/\w+") + "/read", {"read": "yes"}).status == 422


def test_a14_the_sheet_to_print_holds_titles_days_and_staff_and_no_name_of_the_family(under):
    road = under("authority_a")
    page = road.page(road.worker)
    text = page.get(road.way("/pack")).text
    page.post(
        action(text, "Form F</span>", r"pack/\w+"), {"state": "not available", "because": "It was never written."}
    )
    way = first(r'href="([^"]+/pack/print)"', text)

    sheet = page.get(way).text
    main = sheet.split("<main")[1].split("</main>")[0]

    assert "Still to come (11)" in main and "7 days late" in main and "Not available (1)" in main
    assert "It was never written." in row(main, "Form F</th>")
    assert "B.Q." in main and "Winifred Pace" in main
    assert not re.search("Bertie|Quill|Marlowe", main)


@pytest.mark.parametrize("tail", ["/preparation", "/pack", "/pack/print"])
def test_a_person_outside_the_case_finds_none_of_it(under, tail):
    road = under("authority_e")

    road.page("administrator").get(road.way(tail), status=403)


def test_a_meeting_without_preparation_or_offers_has_no_such_tab(under):
    road = under("authority_a")
    page = road.page(road.worker)

    assert ">Preparation<" not in page.get(road.way()).text
    assert "Nothing to prepare" in page.get(road.way("/preparation")).text

"""The list of children and a child's record: found, read tab by tab, written, and never over somebody else's change."""

from datetime import date

import pytest

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

TODAY = date(2026, 3, 16)


def record(desk: Desk) -> tuple[str, str]:
    """A child with two placements, an unplanned ending, a meeting, an action; the child's id and the ending's."""
    mother = made.person(desk, "Denise Quill", staff=False)
    child = made.child(
        desk, people={"parent": mother}, words="Ask me first.", words_from="Amy Lister", in_care_since=date(2024, 1, 8)
    )
    first = made.placement(
        desk, child, date(2024, 6, 5), "Holroyd family", ended=date(2026, 3, 13), kind="foster", long_term=True
    )
    made.placement(desk, child, date(2026, 3, 13), "Fernbank", kind="residential", provider="in_house")
    ending = made.ending(desk, first)
    meeting = made.meeting(desk, first, ending_id=ending.id, day=date(2026, 4, 1))
    made.task(desk, child, "Keep the school place", kind="action", meeting_id=meeting.id, due=date(2026, 3, 20))
    made.task(desk, child, "Decide whether to convene", kind="decide", ending_id=ending.id, due=date(2026, 3, 17),
              clause="X1", detail="Disruption meeting")  # fmt: skip
    desk.db.commit()
    return child.id, ending.id


def test_the_overview_shows_the_decision_the_timeline_and_the_childs_words(page: SignedInPage, desk: Desk) -> None:
    child_id, _ = record(desk)

    text = page.get(f"/children/{child_id}").text

    assert "A decision to convene is waiting" in text
    assert "Where Bertie has lived" in text
    assert "2 placements, 1 move in the last 6 months" in text
    assert "Holroyd family, Foster care, long term, 5 June 2024 to 13 March 2026, unplanned ending" in text
    assert "“Ask me first.”" in text
    assert "Told to Amy Lister" in text
    assert "Denise Quill" in text
    assert "Keep the school place" in text
    assert "Not recorded" in text
    assert "12 years, born 3 February 2014" in text


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("placements", "Children’s home, in-house"),
        ("meetings", "1 April 2026"),
        ("actions", "Keep the school place"),
        ("history", "Nothing has been recorded by hand yet"),
    ],
)
def test_each_tab_is_an_address_of_its_own(page: SignedInPage, desk: Desk, tab: str, words: str) -> None:
    child_id, _ = record(desk)

    text = page.get(f"/children/{child_id}/{tab}").text

    assert words in text
    assert "Placements (2)" in text
    assert "Meetings (1)" in text
    assert "Actions (1)" in text


def test_no_alert_where_nothing_waits(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    desk.db.commit()

    text = page.get(f"/children/{child.id}").text

    assert "A decision to convene" not in text
    assert "No placement is recorded for Bertie yet" in text


def test_children_are_found_by_part_of_a_name_or_id_and_wildcards_are_only_letters(
    page: SignedInPage, desk: Desk
) -> None:
    made.child(desk, "Iris Penhallow", "Q-200")
    made.child(desk, "Percent % Sign", "Q-300")
    desk.db.commit()

    assert "Iris Penhallow" in page.get("/children?q=penh").text
    assert "Iris Penhallow" in page.get("/children?q=q-20").text
    assert "Iris Penhallow" not in page.get("/children?q=%25").text
    assert "Percent" in page.get("/children?q=%25").text
    assert "No child’s name or ID holds “zzz”" in page.get("/children?q=zzz", piece=True).text


def test_the_list_goes_on_page_by_page(page: SignedInPage, desk: Desk) -> None:
    for number in range(30):
        made.child(desk, f"Child {number:02}", f"C-{number:02}")
    desk.db.commit()

    first = page.get("/children").text
    assert "Child 24" in first
    assert "Child 25" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = page.get(following).text
    assert "Child 25" in second
    assert "Child 24" not in second
    assert "Child 29" in page.get("/children?all=1").text


def test_the_childs_words_are_kept_with_whom_and_when(page: SignedInPage, desk: Desk) -> None:
    child_id, _ = record(desk)
    page.get(f"/children/{child_id}/words")

    answer = page.post(f"/children/{child_id}/words", {
        "words": "<b>Tell me before", "told_to": "Her advocate", "on": "15 3 2026", "version": "1"})  # fmt: skip

    text = page.follow(answer).text
    assert "“&lt;b&gt;Tell me before”" in text
    assert "Told to Her advocate, 15 March 2026" in text
    assert "Recorded the child&#39;s words" in page.get(f"/children/{child_id}/history").text


def test_nothing_typed_is_lost_when_something_is_to_be_put_right(page: SignedInPage, desk: Desk) -> None:
    child_id, _ = record(desk)

    answer = page.post(f"/children/{child_id}/words", {"words": "Kept", "told_to": "", "on": "29 2 2026"})

    assert answer.status == 422
    assert "Kept</textarea>" in answer.text
    assert "Enter who the child told" in answer.text
    assert "must be a real date" in answer.text
    assert page.post(f"/children/{child_id}/words", {"words": "x", "told_to": "y", "on": "1 4 2026"}).status == 422


def test_a_form_older_than_the_record_shows_both_and_keeps_what_was_typed(page: SignedInPage, desk: Desk) -> None:
    child_id, _ = record(desk)
    where = f"/children/{child_id}/care-plan"
    page.post(where, {"care_plan": "adoption", "education": "school", "school": "Theirs", "version": "1"})

    answer = page.post(where, {"care_plan": "adoption", "education": "school", "school": "Mine", "version": "1"})

    assert answer.status == 409
    assert "Somebody else has changed this" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert "At this school since" in answer.text
    mine = {"care_plan": "adoption", "education": "school", "school": "Mine", "school_change": "same", "version": "2"}
    saved = page.post(where, mine)
    assert "Mine" in page.follow(saved).text


def test_a_form_sent_twice_adds_one_child(page: SignedInPage) -> None:
    form = {"name": "Noah Iqbal", "local_id": "N-1", "born": "29 2 2012", "idempotency_key": "k1", "mine": "yes"}

    first, second = page.post("/children/new", form), page.post("/children/new", form)

    assert first.location == second.location
    text = page.follow(first).text
    assert "born 29 February 2012" in text
    assert "Nadia Okafor" in text
    again = page.post("/children/new", form | {"idempotency_key": "k2"})
    assert again.status == 422
    assert "Another child has this ID already" in again.text


def test_a_first_placement_is_recorded_and_a_second_open_one_refused(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    desk.db.commit()
    where = f"/children/{child.id}/placements/first"
    page.get(where)

    form = {"carer": "Tallis family", "started": "1 3 2026", "at": "16:30", "kind": "foster", "emergency": "yes"}
    text = page.follow(page.post(where, form)).text

    assert "Tallis family, Foster care, emergency, 1 March 2026 to now" in text
    refused = page.post(where, form | {"carer": "Second family", "started": "10 3 2026"})
    assert refused.status == 422
    assert "is still open" in refused.text


def test_people_round_a_child_are_added_once_and_ended(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    desk.db.commit()
    where = f"/children/{child.id}/people/new"
    page.get(where)

    text = page.follow(page.post(where, {"role": "advocate", "name": "Amy Lister", "since": "1 2 2026"})).text
    assert "Amy Lister" in text

    person_id = text.split("/people/")[1].split("/end")[0]
    page.get(f"/children/{child.id}/people/{person_id}/end")
    early = page.post(f"/children/{child.id}/people/{person_id}/end", {"until": "1 1 2026"})
    assert early.status == 422
    gone = page.follow(page.post(f"/children/{child.id}/people/{person_id}/end", {"until": "15 3 2026"})).text
    assert "Amy Lister" not in gone
    assert page.post(where, {"role": "advocate"}).status == 422
    assert page.post(where, {"role": "configuration", "name": "X"}).status == 422


def test_frontline_staff_find_no_child_of_another_team(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk, team="South 1")
    before, now = (
        made.child(desk, "Una Fell", "U-2", team="South 1"),
        made.child(desk, "Ned Lowe", "N-3", team="South 1"),
    )
    for one, until in ((before, date(2026, 3, 15)), (now, date(2026, 3, 16))):
        made.case_role(desk, one, page.member.person_id, "social_worker", until=until)
    desk.db.commit()
    page.get(f"/children/{child.id}")

    page.hold("social_worker")

    page.get(f"/children/{before.id}", status=404)
    page.get(f"/children/{now.id}")
    page.get(f"/children/{child.id}", status=404)
    page.get(f"/children/{child.id}/words", status=404)
    assert page.post(f"/children/{child.id}/care-plan", {"school": "X"}).status == 404
    assert "Bertie" not in page.get("/children").text


def test_unknown_children_and_roles_are_not_there(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    desk.db.commit()

    page.get("/children/nobody", status=404)
    page.get("/children/nobody/history", status=404)
    page.get(f"/children/{child.id}/people/nobody/end", status=404)
    page.get("/children/%00", status=404)


def test_a_reviewing_officer_reads_but_does_not_write(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    desk.db.commit()
    page.hold("iro")

    text = page.get(f"/children/{child.id}").text

    assert "Change the care plan" not in text
    assert "Record Bertie’s words" in text
    page.get(f"/children/{child.id}/care-plan", status=403)


def test_every_part_of_a_name_is_text(page: SignedInPage, desk: Desk) -> None:
    nasty = '"><script>alert(1)</script>'
    child = made.child(desk, nasty, "X-1", school=nasty, words=nasty, team=nasty)
    made.placement(desk, child, date(2025, 1, 1), nasty * 5)
    desk.db.commit()

    for address in ("", "/placements", "/details", "/care-plan", "/words", "/people/new"):
        assert "<script>alert" not in page.get(f"/children/{child.id}{address}").text


def test_the_chooser_leads_on_from_the_child(page: SignedInPage, desk: Desk) -> None:
    record(desk)

    text = page.get("/children?for=ending").text

    assert "Record a placement ending" in text
    assert "Choose the child." in text

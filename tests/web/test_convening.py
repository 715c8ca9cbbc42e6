"""Arranging a meeting on the pages of authority A: the chair, the people, the papers, the invitations."""

from tests.web.arranging import Scene
from tests.web.convened import arranged, member, ready, registry

__all__ = ["arranged", "member", "registry"]


def test_every_section_stands_on_one_page_with_its_own_anchor(arranged: Scene) -> None:
    text = arranged.text()

    for anchor in ("date", "chair", "people", "voice", "pack", "check"):
        assert f'id="{anchor}"' in text
    assert "Convene a disruption meeting" in text
    assert 'Arranged by: social worker (<a href="/wexcombe/procedure#A11a">' in text


def test_a10_everybody_considered_has_an_answer_a_reason_a_clause_and_a_load(arranged: Scene) -> None:
    text = arranged.text()

    row = text.split("<b>Janet Okon</b>")[1].split("</tr>")[0]
    assert "Yes" in row
    assert "A10a" in row
    row = text.split("<b>Sunita Roe</b>")[1].split("</tr>")[0]
    assert "With a reason" in row
    assert "A10b" in row
    row = text.split("<b>Grace Temby</b>")[1].split("</tr>")[0]
    assert "Does not hold a role that this clause names" in row


def test_a10_a_departure_needs_its_reason_and_shows_ever_after(arranged: Scene) -> None:
    chair = f"{arranged.path}/chair"
    assert arranged.page.post(chair, {}).status == 422
    refused = arranged.page.post(chair, {"chair": arranged.people["iro"]})
    assert refused.status == 422
    assert "Record why Grace Temby should chair" in refused.text

    kept = arranged.page.post(chair, {"chair": arranged.people["iro"], "chair_reason": "She knows the family."})

    assert kept.status == 303
    text = arranged.text()
    assert "Departs from the procedure" in text
    assert "She knows the family." in text
    assert arranged.page.post(chair, {"chair": arranged.people["other_service"]}).status == 303
    text = arranged.text()
    assert "Departs from the procedure" not in text
    assert "She knows the family." in text


def test_a10_somebody_else_is_found_by_name(arranged: Scene) -> None:
    assert "Noor Aslan" not in arranged.text().split('id="people"')[0]

    found = arranged.page.get(f"{arranged.path}?chair_query=aslan").text

    assert "Noor Aslan" in found.split('id="people"')[0]


def test_a12_people_are_listed_by_what_applies_each_once(arranged: Scene) -> None:
    text = arranged.text().split("Add someone")[0]

    assert text.count("<b>Hannah Pryor</b>") == 1
    assert "Fernbeck" in text
    assert "Designated teacher" in text
    assert "Home manager" not in text
    assert "The procedure also lists" in text
    assert "Advocate" in text.split("The procedure also lists")[1]


def test_a12_how_the_child_is_heard_decides_whether_an_advocate_is_listed(arranged: Scene) -> None:
    voice = f"{arranged.path}/voice"
    assert arranged.page.post(voice, {}).status == 422
    assert arranged.page.post(voice, {"voice": "not obtained"}).status == 422
    assert arranged.page.post(voice, {"voice": "advocate", "voice_note": "Amy has met her."}).status == 303
    assert ">Advocate " in arranged.text().split("The procedure also lists")[0]

    assert arranged.page.post(voice, {"voice": "attends"}).status == 303

    assert ">Advocate " not in arranged.text().split("Add someone")[0]


def test_a14_each_paper_names_its_supplier_its_day_and_why_it_is_not_needed(arranged: Scene) -> None:
    arranged.day("14 4 2026")

    text = arranged.text().split('id="pack"')[1]

    assert "Due 7 April 2026" in text
    assert "Meeting on 14 April 2026, less 7 days" in text
    assert "Chronology from birth" in text
    assert "Nadia Okafor" in text
    assert "Not needed, because this is not so here" in text.split("Contract")[1].split("</tr>")[0]
    silent = text.split("Matching report")[1].split("</tr>")[0]
    assert "The text does not say who supplies this: name somebody" in silent
    where = silent.split('action="')[1].split('"')[0]
    assert arranged.page.post(where, {"person": ""}).status == 422
    assert arranged.page.post(where, {"person": arranged.people["group"]}).status == 303
    assert "Sam Whitlow" in arranged.text().split('id="pack"')[1].split("Matching report")[1].split("</tr>")[0]


def test_somebody_is_added_changed_and_left_out_with_a_reason(arranged: Scene) -> None:
    add = f"{arranged.path}/invitations"
    person = {"name": "<b>Dr Byrne</b>", "role": "health_professional", "how": "online", "part": "main"}
    assert arranged.page.post(add, person | {"name": ""}).status == 422
    assert arranged.page.post(add, person | {"part": "attic"}).status == 422
    assert arranged.page.post(add, person).status == 303
    text = arranged.text()
    assert "&lt;b&gt;Dr Byrne&lt;/b&gt;" in text
    one = text.split("&lt;b&gt;Dr Byrne")[1].split("Change")[0].split('href="')[-1].split('"')[0]

    page = arranged.page.get(one).text
    assert "Added by staff" in page
    changed = {"name": "Dr Byrne", "how": "report", "reply": "coming", "version": "1"}
    assert arranged.page.post(one, changed).status == 303
    assert "Written report" in arranged.text()
    assert arranged.page.post(one, changed | {"left_out": "On leave.", "asked": "no"}).status == 409
    leave = changed | {"left_out": "On leave.", "version": "2"}
    for both in ({}, {"asked": "yes"}):
        refused = arranged.page.post(one, leave | both)
        assert refused.status == 422 and "On leave." in refused.text
    assert arranged.page.post(one, changed | {"asked": "no", "version": "2"}).status == 422
    assert arranged.page.post(one, leave | {"asked": "no"}).status == 303
    assert "Not asked: On leave." in arranged.text()


def test_invitations_go_out_when_all_is_in_order_and_only_once(arranged: Scene) -> None:
    assert arranged.page.post(arranged.path, {}).status == 422
    ready(arranged)
    assert "Mark as invited and convene" in arranged.text()

    sent = arranged.page.post(arranged.path, {})

    assert sent.status == 303
    assert sent.location.endswith(f"/meetings/{arranged.meeting}")
    assert arranged.page.post(arranged.path, {}).status == 303
    text = arranged.text()
    assert "The invitations are recorded" in text
    assert "Invited" in text
    assert "Not invited yet" not in text


def test_htmx_gets_the_section_with_stepper_and_checks_beside_it(arranged: Scene) -> None:
    answer = arranged.page.post(f"{arranged.path}/parts/main/day", {"day": "14 4 2026", "starts": "13:30"}, htmx=True)

    assert answer.status == 200
    assert answer.text.lstrip().startswith('<section class="mo-sec" id="date"')
    assert 'id="steps"' in answer.text
    assert 'id="check"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "<html" not in answer.text


def test_an_old_form_keeps_what_was_typed_and_says_so(arranged: Scene) -> None:
    arranged.day("14 4 2026")

    answer = arranged.day("21 4 2026", place="Bridge Centre", version="1")

    assert answer.status == 409
    assert "Somebody else has changed this meeting" in answer.text
    assert "Bridge Centre" in answer.text


def test_unknown_meetings_parts_and_people_are_not_found(arranged: Scene) -> None:
    page = arranged.page
    page.get("/meetings/none/convening", status=404)
    page.get(f"{arranged.path}/invitations/none", status=404)
    page.get("/confirmations/none", status=404)
    assert arranged.day("14 4 2026", part="attic").status == 404
    assert page.post(f"{arranged.path}/chair", {"chair": "nobody"}).status == 422
    assert page.post(f"{arranged.path}/papers/none", {"person": "x"}).status == 404

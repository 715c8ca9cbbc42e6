"""The planning meeting of authority A: its chair, people and papers, delegated authority, and themes."""

import re

import pytest

from core.services.desk import Desk
from tests.fixtures.page import SignedInPage
from tests.web.planning import arranges, child, convenes, dated, member, registry, starts

__all__ = ["child", "member", "registry"]


def test_a03_the_childs_social_worker_chairs_and_another_is_agreed_with_somebody(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026"))
    text = page.get(f"{meeting}/convening").text
    assert "(A03a)" in text and "(A03b)" in text
    other = re.search(r'id="chair-([0-9a-f]+)"[^>]*><label[^>]*><b>Sam Whitlow', text)
    assert other is not None

    refused = page.post(f"{meeting}/convening/chair", {"chair": other[1]})
    assert refused.status == 422 and "record with whom" in refused.text
    agreed = {"chair": other[1], "chair_reason": "Agreed with Moira Kell, who manages Fernbeck."}
    assert page.post(f"{meeting}/convening/chair", agreed).status == 303
    assert "Agreed with Moira Kell" in page.get(f"{meeting}/convening").text

    assert page.post(f"{meeting}/convening/chair", {"chair": desk.actor.person_id}).status == 303


def test_a03_format_venue_and_minute_taker_are_agreed_before_the_invitations(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026"))
    assert dated(page, meeting, "19 3 2026", place="At the home").status == 303
    first = page.get(f"{meeting}/convening").text
    assert "With whom were format, venue, chair and minute-taker agreed?" in first and "How will people meet?" in first
    refused = page.post(f"{meeting}/convening", {})
    assert refused.status == 422 and "with whom were format, venue, chair and minute-taker agreed" in refused.text

    assert convenes(page, desk, meeting).status == 303

    assert "Moira Kell, manager of Fernbeck" in page.get(f"{meeting}/convening").text
    assert "Say who takes them" in page.get(meeting).text


@pytest.mark.parametrize(
    ("kind", "there", "absent"),
    [
        ("residential", ("Link worker or keyworker", "Home manager"), ("Foster carer", "Supervising social worker")),
        ("foster", ("Foster carer", "Supervising social worker"), ("Link worker or keyworker", "Home manager")),
    ],
)
def test_a04_who_contributes_depends_on_the_type_of_placement(
    page: SignedInPage, child: str, kind: str, there: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026", kind=kind))

    people = page.get(f"{meeting}/convening").text
    section = people[people.index('id="people"') : people.index('id="pack"')]
    section = section[: section.index("<select")] if "<select" in section else section

    for name in ("Bertie Quill", "Denise Quill", "Nadia Okafor", *there):
        assert name in section, name
    for name in absent:
        assert name not in section, name
    assert "A04a" in section and ("A04b" if kind == "residential" else "A04c") in section


def test_a05_papers_are_asked_for_if_available_and_may_be_unavailable_because(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026"))
    assert dated(page, meeting, "19 3 2026").status == 303
    assert convenes(page, desk, meeting).status == 303

    pack = page.get(f"{meeting}/pack").text

    for title in ("Placement plan", "Work done to support the placement", "Care plan", "Personal education plan",
                  "Pathway plan"):  # fmt: skip
        assert title in pack
    assert "(A05a)" in pack or "A05a" in pack


def test_a05_education_and_out_of_area_take_an_outcome_before_the_meeting(page: SignedInPage, child: str) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026", out_of_area="yes"))
    text = page.get(f"{meeting}/convening").text
    assert "Out of area: see the procedure on such placements" in text and "(A05c)" in text
    assert "Cannot tell yet whether this applies: needs whether the move disrupts education" in text
    action = re.search(r'action="([^"]+/considerations/[^"]+)"[^>]*>(?:(?!</form>).)*Out of area', text, re.S)
    assert action is not None

    assert page.post(action[1], {"note": " "}).status == 422
    assert page.post(action[1], {"note": "Approved by the nominated officer on 12 March."}).status == 303
    answers = {"ask_education_disrupted": "no", "ask_settled_with": "Moira Kell"}
    assert page.post(f"{meeting}/convening/first", answers).status == 303

    text = page.get(f"{meeting}/convening").text
    assert "Approved by the nominated officer on 12 March." in text
    assert "Education is interrupted" not in text
    assert page.post(f"{meeting}/convening/first", answers | {"ask_education_disrupted": "yes"}).status == 303
    assert "Education is interrupted: see the education procedure" in page.get(f"{meeting}/convening").text


def test_a05_delegated_authority_is_agreed_area_by_area_and_stands_on_the_childs_page(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")
    meeting = arranges(page, planning)
    themes = page.get(meeting).text
    assert "Delegated authority" in themes and "Record who decides what" in themes
    area = {"area": "Haircuts", "decides": "carers", "agreed_with": "Denise Quill and Moira Kell", "notes": ""}

    assert page.post(f"{meeting}/delegation", area | {"area": " "}).status == 422
    assert page.post(f"{meeting}/delegation", area | {"decides": "nobody"}).status == 422
    assert page.post(f"{meeting}/delegation", area | {"decides": "together"}).status == 422
    assert page.post(f"{meeting}/delegation", area).status == 303
    assert page.post(f"{meeting}/delegation", area | {"area": "haircuts", "decides": "parents"}).status == 303

    text = page.get(f"{meeting}/delegation").text
    assert "The parents" in text and "(A05d)" in text and text.count('<th scope="row"') == 1
    overview = page.get(f"/children/{child}").text
    assert "Who decides what" in overview and "Agreed with Denise Quill and Moira Kell" in overview
    stale = page.post(f"{meeting}/delegation", area | {"version": "1"})
    assert stale.status == 409 and "Haircuts" in stale.text
    back = re.search(r'action="([^"]+/removal)"', text)
    assert back is not None
    assert page.post(back[1], {}).status == 303
    assert "Nothing is recorded yet" in page.get(f"{meeting}/delegation").text


def test_a05_a_meeting_that_agrees_no_delegated_authority_has_no_such_page(page: SignedInPage, desk: Desk) -> None:
    from tests.web.arranging import scene

    other = scene(page, desk, "disruption")

    page.get(f"/meetings/{other.meeting}/delegation", status=404)


def test_a05_the_purpose_and_everyones_views_are_themes_of_the_record(page: SignedInPage, child: str) -> None:
    meeting = arranges(page, starts(page, child, "16 3 2026", "09:30"))

    minutes = page.get(f"{meeting}/minutes").text

    assert "What this meeting is for, and how it runs" in minutes
    assert "Views and suggestions of everyone asked" in minutes
    voice = page.get(f"{meeting}/convening").text
    assert "How the child will be heard is recorded" in voice and 'name="voice"' in voice

"""The list of meetings: whose, by stage, page by page."""

from datetime import date, timedelta

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

DAY = date(2026, 3, 20)


def test_meetings_i_chair_take_part_in_or_hold_the_case_of_are_mine(page: SignedInPage, desk: Desk) -> None:
    me = desk.actor.person_id
    mine, other = made.child(desk, "Mine", "M-1"), made.child(desk, "Other", "O-1")
    made.case_role(desk, mine, me, "social_worker")
    home, far = made.placement(desk, mine, date(2025, 1, 1)), made.placement(desk, other, date(2025, 1, 1))
    made.meeting(desk, home, title="Of my child", day=DAY)
    made.meeting(desk, far, title="In my chair", day=DAY, chair_id=me, chair_name="Nadia Okafor")
    made.meeting(desk, far, kind="b", title="Somebody else", day=DAY)
    desk.db.commit()

    usual, chaired = page.get("/meetings").text, page.get("/meetings?whose=chair").text
    everyone = page.get("/meetings?whose=all").text

    assert "Of my child" in usual
    assert "In my chair" in usual
    assert "Somebody else" not in usual
    assert "Of my child" not in chaired
    assert "In my chair" in chaired
    assert "Somebody else" in everyone


def test_stages_are_tabs_with_numbers(page: SignedInPage, desk: Desk) -> None:
    home = made.placement(desk, made.child(desk), date(2025, 1, 1))
    for number, stage in enumerate(("proposed", "convened", "held", "held", "closed")):
        made.meeting(desk, home, kind=f"k{number}", title=f"No {number}", stage=stage, day=None if not number else DAY)
    desk.db.commit()

    text = page.get("/meetings?whose=all").text
    assert "All (5)" in text
    assert "Held, record to agree (2)" in text
    assert "Agreed, to circulate" not in text
    held = page.get("/meetings?whose=all&stage=held", piece=True).text
    assert "No 2" in held
    assert "No 1" not in held
    assert "Not chosen yet" in page.get("/meetings?whose=all&stage=arranging").text


def test_every_meeting_comes_once_page_by_page(page: SignedInPage, desk: Desk) -> None:
    home = made.placement(desk, made.child(desk), date(2025, 1, 1))
    for number in range(60):
        day = None if number < 3 else DAY + timedelta(days=number // 4)
        made.meeting(desk, home, kind=f"k{number}", title=f"Meeting {number:02}", day=day)
    desk.db.commit()

    seen: list[str] = []
    address = "/meetings?whose=all"
    for _ in range(4):
        text = page.get(address).text
        seen += [part[:2] for part in text.split("<b>Meeting ")[1:]]
        if 'rel="next"' not in text:
            break
        address = text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")

    assert sorted(seen) == [f"{number:02}" for number in range(60)]


def test_frontline_staff_cannot_list_everyone(page: SignedInPage, desk: Desk) -> None:
    home = made.placement(desk, made.child(desk, team="South 1"), date(2025, 1, 1))
    made.meeting(desk, home, title="Of another team", day=DAY)
    desk.db.commit()
    page.hold("social_worker")

    assert "Of another team" not in page.get("/meetings?whose=all").text


def test_without_a_plugin_the_list_says_so(page: SignedInPage) -> None:
    assert "Wexcombe has no procedure for this yet" in page.get("/meetings").text

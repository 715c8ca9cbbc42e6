"""Recording an ending on the pages of authority A: once, by whoever may, with every mistake named at its field."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.ended import FRIDAY, RECORDED, child, kept, member, recorded, registry

__all__ = ["child", "member", "registry"]


def test_an_ending_is_recorded_once_and_answered_with_what_the_procedure_says(page: SignedInPage, child: Any) -> None:
    form = page.get(f"/children/{child.id}/endings/new").text
    assert "Pryor family, foster care, in-house" in form
    assert "24 September 2025" in form

    text = page.get(recorded(page, child)).text

    assert "A disruption meeting should be held" in text
    assert "One clause of the Wexcombe procedure says it should be held, and one asks you to consider it." in text
    assert "27 March to 24 April 2026" in text
    assert "Fernbeck" in page.get(f"/children/{child.id}/placements").text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"day": ""}, "Enter the day the placement ended"),
        ({"day": "29 2 2026"}, "must be a real date"),
        (
            {"day": "1/9/2025", "time": "", "requested_day": "", "requested_time": ""},
            "Enter an ending on or after that day",
        ),
        ({"day": "17 3 2026", "time": ""}, "It cannot be in the future"),
        ({"requested_day": "14 3 2026"}, "The ending cannot be asked for after it happened"),
        ({"requested_time": ""}, "Enter the time it was asked for too"),
        ({"requested_day": ""}, "Enter the day it was asked for too"),
        ({"time": "25:00"}, "must be a time"),
        ({"unplanned": ""}, "Choose yes, no or not known for whether the ending was unplanned"),
        ({"unplanned": "perhaps"}, "Choose yes, no or not known"),
        ({"where": ""}, "Choose where the child is living now"),
        ({"next_carer": ""}, "Enter the name of the new home"),
        ({"next_carer": "x" * 300}, "must be 200 characters or fewer"),
        ({"kind": "castle"}, "from those offered"),
        ({"what_happened": "x" * 8001}, "must be 8,000 characters or fewer"),
    ],
)
def test_what_needs_mending_is_said_at_its_field_and_nothing_is_kept(
    page: SignedInPage, desk: Desk, child: Any, changes: dict[str, str], says: str
) -> None:
    from sqlalchemy import func, select

    from core.models import Ending, Placement

    answer = page.post(f"/placements/{child.placement}/ending", RECORDED | {"version": "1"} | changes)

    assert answer.status == 422
    assert says in answer.text
    if "what_happened" not in changes:
        assert "Evenings had become hard." in answer.text
    assert kept(desk, select(func.count()).select_from(Ending)) == [0]
    assert kept(desk, select(Placement.ended)) == [None]
    assert page.post(f"/placements/{child.placement}/ending", RECORDED | {"version": "1"}).status == 303


def test_what_needs_mending_is_named_in_the_order_of_the_page(page: SignedInPage, child: Any) -> None:
    sent = RECORDED | {"day": "", "requested_time": "", "where": "", "unplanned": ""}

    text = page.post(f"/placements/{child.placement}/ending", sent).text

    summary = text.split("There is a problem", 1)[1].split("</ul>", 1)[0]
    places = [summary.index(f"#f-{name}") for name in ("day", "unplanned", "requested_time", "where")]
    assert places == sorted(places)


def test_a_leap_day_is_a_day_and_text_is_only_text(page: SignedInPage, desk: Desk) -> None:
    people = made.staffed(desk)
    child = made.child(desk, name="<b>Ivy</b> Quill", team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, child, date(2023, 9, 1), "<script>alert(1)</script>")
    desk.db.commit()
    at_home = SimpleNamespace(id=child.id, placement=home.id)

    where = recorded(
        page, at_home, day="29 2 2024", time="", requested_day="", requested_time="",
        what_happened="<img src=x onerror=1>", next_carer="<i>Home</i>",
    )  # fmt: skip

    text = page.get(where).text
    assert "29 February 2024" in text
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_an_ending_under_a_later_placement_is_refused(page: SignedInPage, desk: Desk, child: Any) -> None:
    made.placement(desk, child, date(2025, 9, 25), "Second bed", ended=date(2026, 1, 5))
    made.placement(desk, child, date(2026, 2, 1), "Third bed", ended=date(2026, 2, 8))
    desk.db.commit()

    answer = page.post(f"/placements/{child.placement}/ending", RECORDED | {"version": "1"})

    assert answer.status == 422
    assert "put the other placement right first" in answer.text


def test_a_second_worker_is_told_and_led_to_the_first_ones_record(page: SignedInPage, desk: Desk, child: Any) -> None:
    from sqlalchemy import func, select

    from core.models import Ending

    form = RECORDED | {"version": "1"}
    assert page.post(f"/placements/{child.placement}/ending", form).status == 303

    second = page.post(f"/placements/{child.placement}/ending", form | {"what_happened": "My own words."})

    assert second.status == 409
    assert "is recorded already, so it was not recorded a second time" in second.text
    assert "My own words." in second.text
    assert kept(desk, select(func.count()).select_from(Ending)) == [1]


def test_a_placement_changed_meanwhile_keeps_what_was_typed(page: SignedInPage, desk: Desk, child: Any) -> None:
    answer = page.post(f"/placements/{child.placement}/ending", RECORDED | {"version": "7"})

    assert answer.status == 409
    assert "Somebody else has changed this placement" in answer.text
    assert "Evenings had become hard." in answer.text


def test_a_child_of_another_team_and_an_unknown_id_are_the_same_404(page: SignedInPage, desk: Desk) -> None:
    stranger = made.child(desk, local_id="Q-9", team="South 1")
    desk.db.commit()

    assert page.get(f"/children/{stranger.id}/endings/new", status=404)
    assert page.get("/children/nobody/endings/new", status=404)
    assert page.get("/endings/nothing", status=404)
    assert page.get("/decisions/nothing/confirmation", status=404)
    assert page.get("~/elsewhere/endings/nothing", status=404)


def test_the_queue_is_answered_row_by_row_with_who_and_when(page: SignedInPage, desk: Desk, child: Any) -> None:
    for n in range(27):
        day = date(2024, 1, 1) + timedelta(days=n)
        old = made.placement(desk, child, day - timedelta(days=1), f"Home {n}", ended=day, source_key=str(n))
        made.ending(desk, old, unplanned=None, state="history")
    recent = made.placement(desk, child, date(2026, 2, 1), "Recent home", ended=date(2026, 3, 1), kind="foster")
    ending = made.ending(desk, recent, unplanned=None, state="history")
    desk.db.commit()

    text = page.get("/endings/unclassified").text
    assert "28 endings to look at" in text
    assert text.index("Recent home") < text.index("Home 26")
    assert "Home 0<" not in text
    last = text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert "Home 0<" in page.get(last).text

    row = page.post(f"/endings/{ending.id}/classification", {"unplanned": "yes", "version": "1"}, htmx=True)

    assert row.status == 200
    assert row.text.lstrip().startswith("<tr")
    assert "Nadia Okafor, 16 March 2026" in row.text
    assert "A decision is now asked for" in row.text
    assert page.post(f"/endings/{ending.id}/classification", {"unplanned": "no", "version": "1"}).status == 409
    assert "Decide whether to convene" in page.get("/work").text if page.get("/work").status == 200 else True


def test_a_home_of_a_single_day_and_the_next_one_both_begin_on_it(page: SignedInPage, desk: Desk) -> None:
    people = made.staffed(desk)
    child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, child, FRIDAY, "One night", kind="foster")
    desk.db.commit()
    at_home = SimpleNamespace(id=child.id, placement=home.id)

    where = recorded(page, at_home)

    assert "One night" in page.get(where).text
    assert "Fernbeck" in page.get(f"/children/{at_home.id}/placements").text

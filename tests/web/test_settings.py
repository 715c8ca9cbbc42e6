"""An authority's own settings: set with a reason, within bounds, by two people with nothing lost, with history."""

from collections.abc import Callable

from core.models import Event, Tenant
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.keeping import keeper, rows

__all__ = ["keeper"]

DAYS = {"value": "5", "because": "Two days were too few.", "seen": "2"}


def tenant(page: SignedInPage) -> Tenant:
    return next(one for one in rows(page, Tenant) if one.id == page.member.tenant)


def test_a_setting_is_changed_with_a_reason_and_says_by_whom(keeper: SignedInPage) -> None:
    assert "Days to decide whether to convene" in keeper.get("/settings").text

    answer = keeper.post("/settings/days_to_decide", DAYS)

    text = keeper.follow(answer).text
    assert "5 working days" in text
    assert "Nadia Okafor" in text
    assert tenant(keeper).settings == {"days_to_decide": 5}
    for address in ("/settings/days_to_decide", "/settings/history"):
        text = keeper.get(address).text
        assert "Before: 2 working days." in text
        assert "Why: Two days were too few." in text
        assert "by Nadia Okafor" in text


def test_bad_values_are_answered_with_what_to_do_and_nothing_is_lost(keeper: SignedInPage) -> None:
    for key, value, said in (
        ("days_to_decide", "0", "must be a whole number from 1 to 20"),
        ("days_to_decide", "soon", "must be a whole number from 1 to 20"),
        ("small_numbers", "2", "must be a whole number from 3 to 20"),
        ("nation", "france", "Choose a nation from those offered"),
        ("report_year_starts", "13", "from those offered"),
        ("name", "x" * 121, "must be 120 characters or fewer"),
        ("accent", "#103a4", "six figures after #"),
    ):
        answer = keeper.post(f"/settings/{key}", {"value": value, "because": "As agreed", "seen": "x"})
        seen = keeper.get(f"/settings/{key}").text.split('name="seen" value="')[1].split('"')[0].replace("&#34;", '"')
        answer = keeper.post(f"/settings/{key}", {"value": value, "because": "As agreed", "seen": seen})
        assert answer.status == 422, key
        assert said in answer.text, key
        assert "As agreed" in answer.text
    unexplained = keeper.post("/settings/days_to_decide", DAYS | {"because": " "})
    assert unexplained.status == 422
    assert "Enter why this changes" in unexplained.text
    keeper.get("/settings/no_such_setting", status=404)
    assert tenant(keeper).settings == {}
    assert rows(keeper, Event, about="setting") == []


def test_two_people_at_one_setting_see_both_values(
    keeper: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    other = sign_in_as(enroll("wexcombe", "Hugh Penrose", roles=("configuration",)))
    assert other.post("/settings/days_to_decide", DAYS).status == 303

    late = keeper.post("/settings/days_to_decide", {"value": "3", "because": "Three will do.", "seen": "2"})

    assert late.status == 409
    assert "It now says: <b>5 working days</b>, set by Hugh Penrose" in late.text
    assert 'value="3"' in late.text
    assert "Three will do." in late.text
    assert tenant(keeper).settings == {"days_to_decide": 5}
    seen = late.text.split('name="seen" value="')[1].split('"')[0]
    again = keeper.post("/settings/days_to_decide", {"value": "3", "because": "Three will do.", "seen": seen})
    assert again.status == 303
    assert [e.data["after"] for e in rows(keeper, Event, about="setting")].count("3 working days") == 1


def test_an_accent_is_seen_before_it_is_kept_and_stands_out_from_the_header(keeper: SignedInPage) -> None:
    tried = keeper.get("/settings/accent?try=%23D08A2E").text
    assert "/accent/d08a2e.css" in tried
    assert "#d08a2e stands out from the header by 4.3 to 1, which is enough" in tried
    seen = '"#3fa79a"'

    dark = keeper.post("/settings/accent", {"value": "#17505c", "because": "Our blue", "seen": seen})
    kept = keeper.post("/settings/accent", {"value": "D08A2E", "because": "Our amber", "seen": seen})

    assert dark.status == 422
    assert "#17505c stands out from the header by" in dark.text
    assert "Choose a lighter colour" in dark.text
    assert "/accent/d08a2e.css" in keeper.follow(kept).text
    assert tenant(keeper).accent == "#d08a2e"


def test_a_name_is_shown_as_it_was_typed_and_does_nothing(keeper: SignedInPage) -> None:
    name = "{{7*7}} <b>Council</b>"

    answer = keeper.post("/settings/name", {"value": name, "because": "{{7*7}}", "seen": '"Wexcombe Borough Council"'})

    text = keeper.follow(answer).text
    assert "{{7*7}} &lt;b&gt;Council&lt;/b&gt;" in text
    assert "49" not in text.partition("<main")[2].partition("</main>")[0]


def test_the_page_of_the_nation_says_which_dates_move(keeper: SignedInPage) -> None:
    text = keeper.get("/settings/nation").text

    assert "2 January" in text or "St Andrew’s Day" in text
    assert "0 open dates already firm" in text
    assert "Reports" not in text.partition("<h1")[2].partition("<aside")[0]


def test_a_closure_is_added_changed_and_removed_with_history(keeper: SignedInPage, desk: Desk) -> None:
    days = {"name": "Between the years", "first": "24 12 2026", "last": "31 12 2026", "because": "As every year."}

    added = keeper.post("/settings/closures/new", days)

    assert "Between the years" in keeper.follow(added).text
    (row,) = tenant(keeper).closures
    address = f"/settings/closures/{row['id']}"
    seen = keeper.get(address).text.split('name="seen" value="')[1].split('"')[0]
    twice = keeper.post("/settings/closures/new", days | {"name": "Again", "first": "31 12 2026", "last": "1 1 2027"})
    assert "These days overlap with another closure" in twice.text
    backwards = keeper.post(address, days | {"last": "1 12 2026", "seen": seen})
    assert "The last day comes before the first" in backwards.text
    changed = keeper.post(address, days | {"last": "1 1 2027", "seen": seen})
    assert changed.status == 303
    stale = keeper.post(address, days | {"last": "29 12 2026", "seen": seen})
    assert stale.status == 409
    assert "It now says: <b>Between the years, 24 December 2026 to 1 January 2027</b>" in stale.text
    assert 'value="29 12 2026"' in stale.text
    seen = stale.text.split('name="seen" value="')[1].split('"')[0]
    assert keeper.post(f"{address}/removal", {"because": "", "seen": seen}).status == 422
    assert keeper.post(f"{address}/removal", {"because": "We stay open.", "seen": seen}).status == 303
    assert tenant(keeper).closures == []
    keeper.get(address, status=404)
    assert (
        "Removed. Before: Between the years, 24 December 2026 to 1 January 2027."
        in keeper.get("/settings/history").text
    )
    verbs = ["added a closure", "changed a closure", "removed a closure"]
    assert sorted(e.verb for e in rows(keeper, Event, about="closure")) == verbs


def test_a_closure_that_has_begun_gets_a_last_day_and_is_not_removed(keeper: SignedInPage) -> None:
    days = {"name": "Flood", "first": "12 3 2026", "last": "20 3 2026", "because": "The cellar is under water."}
    keeper.post("/settings/closures/new", days)
    (row,) = tenant(keeper).closures
    address, seen = f"/settings/closures/{row['id']}", "2026-03-12|2026-03-20|Flood"

    refused = keeper.post(f"{address}/removal", {"because": "It is dry.", "seen": seen})

    assert refused.status == 422
    assert "Give it an earlier last day instead" in refused.text
    assert keeper.post(address, days | {"last": "16 3 2026", "seen": seen}).status == 303
    assert tenant(keeper).closures[0]["last"] == "2026-03-16"


def test_case_staff_neither_see_nor_change_settings(page: SignedInPage) -> None:
    page.get("/settings", status=403)
    assert page.post("/settings/days_to_decide", DAYS).status == 403
    assert "/settings" not in page.get("/work").text

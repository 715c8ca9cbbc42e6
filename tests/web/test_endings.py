"""Recording an ending, what the procedure makes of it, and deciding: as staff meet it on the pages of authority A."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

FRIDAY = date(2026, 3, 13)
RECORDED = {
    "day": "13 3 2026", "time": "19:15", "unplanned": "yes", "requested_day": "13/3/26", "requested_time": "9.40am",
    "abrupt": "yes", "emergency": "no", "kind": "foster", "provider": "in_house", "matched_at_panel": "no",
    "what_happened": "Evenings had become hard.", "where": "home", "next_carer": "Fernbeck", "next_kind": "residential",
}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a", "authority_b"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child in the desk's team who lives with the Pryor family, under a manager who is recorded."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", education="school", people={"social_worker": people["worker"]})
    began = date(2025, 9, 24)
    home = made.placement(desk, found, began, "Pryor family", kind="foster", provider="in_house", emergency=False)
    desk.db.commit()
    return SimpleNamespace(id=found.id, placement=home.id)


def recorded(page: SignedInPage, child: Any, **changes: str) -> str:
    """Record an ending; the address of its result."""
    answer = page.post(f"/placements/{child.placement}/ending", RECORDED | {"version": "1"} | changes)
    assert answer.status == 303, answer.text[:3000]
    return answer.location.removesuffix("?recorded=1")


def test_an_ending_is_recorded_once_and_answered_with_what_the_procedure_says(page: SignedInPage, child: Any) -> None:
    form = page.get(f"/children/{child.id}/endings/new").text
    assert "Pryor family, foster care, in-house" in form
    assert "24 September 2025" in form

    text = page.get(recorded(page, child)).text

    assert "A disruption meeting should be held" in text
    assert "One clause of the Wexcombe procedure says it should be held, and one asks you to consider it." in text
    assert "27 March to 24 April 2026" in text
    assert "Fernbeck" in page.get(f"/children/{child.id}/placements").text


def test_a07_each_trigger_shows_its_clause_and_the_facts_it_rests_on(page: SignedInPage, child: Any) -> None:
    text = page.get(recorded(page, child)).text

    assert "A07d" in text
    assert "9 h 35 min" in text
    assert "Should be held" in text
    assert "other clauses checked that do not apply" in text
    assert "It would apply where the placement was adoptive and the ending was unplanned" in text


def test_a07_counted_moves_are_listed_and_each_can_be_put_right(page: SignedInPage, desk: Desk, child: Any) -> None:
    mover = made.child(desk, local_id="Q-2", team="North 2")
    for since, until, carer in ((150, 100, "Holroyd family"), (100, 60, "Osman family"), (60, 0, "Pryor family")):
        day = FRIDAY - timedelta(days=until) if until else None
        home = made.placement(desk, mover, FRIDAY - timedelta(days=since), carer, ended=day, kind="foster")
        if day:
            made.ending(desk, home, unplanned=False, state="history")
    desk.db.commit()
    child = SimpleNamespace(id=mover.id, placement=home.id)

    text = page.get(recorded(page, child)).text

    assert "Three or more moves in six months" in text
    assert "3 moves from" in text
    assert text.count("This move is wrong") == 3
    assert "Holroyd family" in text


def test_a07_what_is_not_recorded_is_asked_for_in_place_and_weighed_again(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, requested_day="", requested_time="")
    text = page.get(where).text
    assert "Cannot tell yet: needs" in text
    assert "when the ending was asked for" in text

    answer = page.post(f"{where}/missing-facts", {"requested_day": "13 3 2026", "requested_time": "09:40"})

    assert answer.status == 303
    text = page.follow(answer).text
    assert "9 h 35 min" in text
    assert "A disruption meeting should be held" in text


def test_a07_an_adoptive_placement_points_to_the_other_procedure(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, kind="adoption")

    text = page.get(where).text

    assert "A disruption meeting for an adoptive placement must be held" in text
    assert "The procedure on disruption of adoptive placements says who chairs" in text
    assert "The window is" not in text
    assert 'value="convene"' not in text
    assert 'value="not"' not in text
    ending_id = where.rsplit("/", 1)[1]
    sent = {"choice": "convene", "kind": "adoption_disruption"}
    assert page.post(f"/endings/{ending_id}/decision", sent).status == 422
    assert page.post(f"/endings/{ending_id}/decision", sent | {"choice": "refer"}).status == 422
    answer = page.post(
        f"/endings/{ending_id}/decision", sent | {"choice": "refer", "note": "Passed to the adoption team"}
    )
    assert "Referred to another procedure" in page.follow(answer).text
    assert "Passed to the adoption team" in page.get(where).text


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


def test_convening_twice_proposes_one_meeting(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)

    first = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"})
    second = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"})

    assert first.status == second.status == 303
    assert first.location == second.location
    assert "Convene a disruption meeting" in page.follow(first).text


def test_deciding_on_an_old_page_is_told_and_changes_nothing(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)
    page.post(f"{where}/decision", {"choice": "ask", "kind": "disruption", "version": "1", "note": "Please look"})

    answer = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption", "version": "1"})

    assert answer.status == 409
    assert "Somebody else has changed this since you opened it" in answer.text
    assert "Please look" in answer.text


def test_not_convening_takes_a_reason_and_a_second_person_and_stays_readable(
    page: SignedInPage, desk: Desk, child: Any, enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]
) -> None:
    where = recorded(page, child)
    form = page.post(f"{where}/decision", {"choice": "not", "kind": "disruption"})
    assert "Not convening a meeting" in page.follow(form).text
    assert page.post(f"{where}/not-convening", {"reason": " ", "kind": "disruption"}).status == 422

    kept = page.post(f"{where}/not-convening", {"reason": "A review was held instead.", "kind": "disruption"})

    text = page.follow(kept).text
    assert "A review was held instead." in text
    assert "Waits for Sam Whitlow to confirm it" in text
    confirmation = f"/decisions/{_decision(desk)}/confirmation"
    assert "it was your decision" in page.get(confirmation).text
    assert page.post(confirmation, {"agree": "yes"}).status == 403
    manager = sign_in_as(enroll("wexcombe", "Ines Marsh", roles=("group_manager",)))
    assert manager.post(confirmation, {"agree": "no"}).status == 422
    back = manager.post(confirmation, {"agree": "no", "note": "Ask the carers first."})
    assert "Sent back" in manager.follow(back).text
    again = page.post(f"{where}/not-convening", {"reason": "The carers were asked.", "kind": "disruption"})
    assert again.status == 303
    agreed = manager.post(f"/decisions/{_decision(desk)}/confirmation", {"agree": "yes"})
    text = manager.follow(agreed).text
    assert "Ask the carers first." in text
    assert "The carers were asked." in text
    assert "Confirmed" in text


def test_a_manager_does_not_confirm_their_own_decision(page: SignedInPage, desk: Desk, child: Any) -> None:
    page.hold("social_worker", "group_manager")
    where = recorded(page, child)
    page.post(f"{where}/not-convening", {"reason": "A review was held instead.", "kind": "disruption"})

    answer = page.post(f"/decisions/{_decision(desk)}/confirmation", {"agree": "yes"})

    assert answer.status == 422
    assert "Somebody else confirms this" in answer.text


def test_a_consider_is_the_workers_own_judgement(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, requested_day="12 3 2026", requested_time="9:00")
    assert "Consider a disruption meeting" in page.get(where).text

    answer = page.post(f"{where}/not-convening", {"reason": "Talked through.", "kind": "disruption"})

    text = page.follow(answer).text
    assert "Talked through." in text
    assert "to confirm it" not in text


def test_a_rule_that_raises_is_named_with_its_reference(
    page: SignedInPage, child: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.authority_a import questions

    def broken(*_: object) -> bool:
        raise ZeroDivisionError("no such number")

    monkeypatch.setattr(questions, "moved_at_least", broken)

    text = page.get(recorded(page, child)).text

    assert "Could not be checked: decide by hand" in text
    assert "authority_a" in text
    assert "ZeroDivisionError" in text


def test_facts_put_right_later_change_what_the_procedure_says(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, unplanned="no", abrupt="no")
    assert "The procedure calls for no meeting" in page.get(where).text
    page.get(f"{where}/facts")

    answer = page.post(f"{where}/facts", RECORDED | {"unplanned": "yes", "version": "1"})

    assert answer.status == 303
    assert "A disruption meeting should be held" in page.follow(answer).text
    stale = page.post(f"{where}/facts", RECORDED | {"unplanned": "no", "version": "1"})
    assert stale.status == 409


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


def test_an_authority_without_a_procedure_says_so(enroll: Callable[..., Member], sign_in_as: Any, database_url: str,
                                                  registry: Registry) -> None:  # fmt: skip
    from core.services.desk import Desk
    from core.services.entering import enter

    other = enroll("caldbeck", "Imran Yeats", roles=("team_manager",))
    entered = enter(database_url, "caldbeck", other.user_id, date(2026, 3, 16), writes=True)
    assert entered is not None
    desk = Desk(db=entered[0], tenant=entered[1], actor=entered[2], registry=registry,
                now=datetime(2026, 3, 16, 10, tzinfo=UTC))  # fmt: skip
    child = made.child(desk)
    home = made.placement(desk, child, date(2025, 9, 24))
    at_home = SimpleNamespace(id=child.id, placement=home.id)
    desk.db.commit()
    desk.db.close()
    page = sign_in_as(other)

    text = page.get(recorded(page, at_home)).text

    assert "Caldbeck has no procedure for this yet" in text
    assert "The ending is recorded" in text


def _decision(desk: Desk) -> str:
    """The id of the latest decision."""
    from sqlalchemy import select

    from core.models import Decision

    return str(kept(desk, select(Decision.id).where(Decision.confirmation == ""))[-1])


def kept(desk: Desk, statement: Any) -> list[Any]:
    """What the database holds now; no lock is left behind."""
    desk.db.rollback()
    found = list(desk.db.scalars(statement))
    desk.db.rollback()
    return found


def test_a_home_of_a_single_day_and_the_next_one_both_begin_on_it(page: SignedInPage, desk: Desk) -> None:
    people = made.staffed(desk)
    child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, child, FRIDAY, "One night", kind="foster")
    desk.db.commit()
    at_home = SimpleNamespace(id=child.id, placement=home.id)

    where = recorded(page, at_home)

    assert "One night" in page.get(where).text
    assert "Fernbeck" in page.get(f"/children/{at_home.id}/placements").text

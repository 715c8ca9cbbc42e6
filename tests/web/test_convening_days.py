"""The days of a meeting that is arranged under authority A: the window, the judgement outside it, and moving later."""

from collections.abc import Callable

import pytest

from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import Scene
from tests.web.convened import arranged, member, ready, registry

__all__ = ["arranged", "member", "registry"]


def test_a09_a_day_is_checked_without_being_saved(arranged: Scene) -> None:
    answer = arranged.page.post(f"{arranged.path}/parts/main/day/check", {"day": "14 4 2026", "starts": "13:30"})

    assert answer.status == 200
    assert "Tuesday 14 April 2026" in answer.text
    assert "Inside the window, 4 weeks and 4 days after the day on which the placement ended" in answer.text
    assert "7 April 2026" in answer.text
    assert "28 April 2026" in answer.text
    assert "This day has not been saved" in answer.text
    assert "Choose a day" in arranged.text()


def test_a09_the_window_names_both_bounds_and_both_are_inside(arranged: Scene) -> None:
    text = arranged.text()
    assert "Window: earliest 27 March 2026, latest 24 April 2026" in text
    assert "(A09a)" in text

    assert arranged.day("27 3 2026").status == 303
    assert arranged.day("24 4 2026").status == 303
    assert "24 April 2026" in arranged.text()


def test_a09_due_dates_on_closed_days_are_kept_and_flagged(arranged: Scene) -> None:
    answer = arranged.page.post(f"{arranged.path}/parts/main/day/check", {"day": "10 4 2026", "starts": "10:00"})

    assert "3 April 2026" in answer.text
    assert "Good Friday: the last open day before is 2 April 2026" in answer.text


@pytest.mark.parametrize("day", ["26 3 2026", "25 4 2026"])
def test_a09_a_day_outside_asks_for_the_judgement_and_a_second_person(
    arranged: Scene, day: str, enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]
) -> None:
    refused = arranged.day(day)
    assert refused.status == 422
    assert "is outside the window, 27 March 2026 to 24 April 2026" in refused.text
    assert "Professional judgement on timing" in refused.text

    assert arranged.day(day, reason_social_worker="The carers are away until then.").status == 303

    text = arranged.text()
    assert "The carers are away until then." in text
    assert "Waits for Sam Whitlow" in text
    confirmation = _confirmation(arranged)
    assert "it was your judgement" in arranged.page.get(f"/confirmations/{confirmation}").text
    assert arranged.page.post(f"/confirmations/{confirmation}", {"agree": "yes"}).status == 403
    arranged.page.hold("social_worker", "team_manager")
    assert arranged.page.post(f"/confirmations/{confirmation}", {"agree": "yes"}).status == 422
    manager = sign_in_as(enroll("wexcombe", "Ines Marsh", roles=("group_manager",)))
    assert manager.post(f"/confirmations/{confirmation}", {"agree": "no"}).status == 422
    assert manager.post(f"/confirmations/{confirmation}", {"agree": "yes"}).status == 303
    assert "Confirmed" in arranged.text()


def test_a09_a_day_sent_back_is_chosen_again(
    arranged: Scene, enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]
) -> None:
    arranged.day("20 3 2026", reason_social_worker="Everybody is free.")
    manager = sign_in_as(enroll("wexcombe", "Ines Marsh", roles=("group_manager",)))
    manager.post(f"/confirmations/{_confirmation(arranged)}", {"agree": "no", "note": "Give the carers time."})

    assert "Sent back by Ines Marsh" in arranged.text()
    assert arranged.day("14 4 2026").status == 303
    text = arranged.text()
    assert "Sent back by Ines Marsh" not in text
    assert "Give the carers time." in text


def test_a09_what_was_weighed_within_the_window_is_kept(arranged: Scene) -> None:
    arranged.day("14 4 2026", timing="The carers asked for some weeks to reflect.")

    assert "The carers asked for some weeks to reflect." in arranged.text()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"day": ""}, "Enter the day of the meeting"),
        ({"day": "31 2 2026"}, "must be a real date"),
        ({"day": "1 3 2026"}, "Choose a day that is not in the past"),
        ({"starts": ""}, "Enter the time it starts"),
        ({"ends": "13:00"}, "must end after it starts"),
        ({"place": "x" * 201}, "must be 200 characters or fewer"),
    ],
)
def test_what_needs_mending_about_a_day_is_said(arranged: Scene, changes: dict[str, str], says: str) -> None:
    answer = arranged.day(changes.get("day", "14 4 2026"), **{k: v for k, v in changes.items() if k != "day"})

    assert answer.status == 422
    assert says in answer.text


def test_a_convened_meeting_moves_to_another_day_and_the_change_is_recorded(arranged: Scene, desk: Desk) -> None:
    from sqlalchemy import select

    from core.models import Event

    ready(arranged)
    arranged.page.post(arranged.path, {})

    assert arranged.day("21 4 2026").status == 303

    assert "Tuesday 21 April 2026" in arranged.text()
    desk.db.rollback()
    noted = desk.db.scalars(select(Event).where(Event.verb == "changed the day")).all()
    desk.db.rollback()
    assert [(one.data["before"], one.data["day"]) for one in noted] == [("2026-04-14", "2026-04-21")]


def _confirmation(arranged: Scene) -> str:
    """The id of the request to confirm a day."""
    from sqlalchemy import select

    from core import db
    from core.models import Task

    with db.session(arranged.page.database_url, "wexcombe") as session:
        statement = select(Task.id).where(Task.kind == "confirm", Task.state != "withdrawn")
        return session.scalars(statement.order_by(Task.due.desc())).one()

"""What a change of closed days moves: what is worked out from then on, and no date that people act on already;
and two people who save at once."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import select

from core.domain.calendar import working_days
from core.domain.windows import due_after
from core.models import Event, Task, Tenant
from core.services import closures, local_settings, scheduling
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.scenes import foster
from tests.web.keeping import rows


def dates(scene: Any) -> dict[str, tuple[date, bool]]:
    """What the meeting's steps after it are due on, and whether that is firm."""
    desk = scene.desk(scene.worker)
    statement = select(Task).where(Task.meeting_id == scene.meeting_id, Task.kind == "step", Task.due.is_not(None))
    found = {task.key: (task.due, task.firm) for task in desk.db.scalars(statement)}
    desk.db.close()
    return found


def test_a_projected_date_follows_and_a_firm_one_stays(
    in_scene: Callable[..., Any], enroll: Callable[..., Member]
) -> None:
    scene, _ = in_scene(foster)
    hugh = enroll("wexcombe", "Hugh Penrose", roles=("configuration",))
    assert dates(scene)["minutes"] == (date(2026, 3, 30), False)
    keeper = scene.desk(hugh)

    local_settings.change(keeper, "closures_move_dates", True, because="Agreed.", seen="false")
    closures.add(keeper, date(2026, 3, 18), date(2026, 3, 20), "Flood", because="The cellar is under water.")
    keeper.db.commit()
    assert dates(scene)["minutes"] == (date(2026, 3, 30), False)
    scene.held()

    assert dates(scene)["minutes"] == (date(2026, 4, 2), True)
    assert local_settings.open_dates(keeper).projected == 0
    local_settings.change(keeper, "closures_move_dates", False, because="As before.", seen="true")
    keeper.db.commit()
    scene.act(scene.worker, scheduling.refresh)
    assert dates(scene)["minutes"] == (date(2026, 4, 2), True)


def test_the_holidays_of_another_nation_count_from_now_on(page: SignedInPage, desk: Desk) -> None:
    desk.db.rollback()
    page.hold("configuration")
    counted = [due_after(date(2026, 7, 9), working_days(3), desk.calendar).day]
    desk.db.rollback()

    page.post("/settings/nation", {"value": "northern_ireland", "because": "We are in Belfast.", "seen": '"england"'})

    desk.db.refresh(desk.tenant)
    desk.__dict__.pop("calendar")
    counted.append(due_after(date(2026, 7, 9), working_days(3), desk.calendar).day)
    assert counted == [date(2026, 7, 14), date(2026, 7, 15)]
    (event,) = desk.db.scalars(select(Event).where(Event.about == "setting"))
    assert (event.data["before"], event.data["after"]) == ("England", "Northern Ireland")


def test_two_settings_saved_at_the_same_moment_are_both_kept(
    page: SignedInPage, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    page.hold("configuration")
    start, statuses = Barrier(2), []

    def send(browser: SignedInPage, key: str, seen: str) -> None:
        start.wait()
        statuses.append(browser.post(f"/settings/{key}", {"value": "7", "because": "Agreed.", "seen": seen}).status)

    both = ((page, "days_to_decide", "2"), (sign_in_as(page.member), "remind_days_before", "3"))
    threads = [Thread(target=send, args=one) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [303, 303]
    (kept,) = rows(page, Tenant, id="wexcombe")
    assert kept.settings == {"days_to_decide": 7, "remind_days_before": 7}

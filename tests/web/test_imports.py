"""Importing on the page: upload, check, put right, load, settle; and who may not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from core import db
from core.models import Child, ImportConflict, Placement
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.ssda903 import episode
from tests.web.importing import MOVED, WRONG, ready, stored, upload, uploads

__all__ = ["uploads"]


def test_a_social_worker_uploads_checks_and_loads_a_return(page: SignedInPage, uploads: Path) -> None:
    page.hold("social_worker")

    address = ready(page, upload(page, *MOVED, WRONG))
    checked = page.get(address).text

    assert "Ready to load" in checked and "Add 1 child and 2 placements" in checked
    assert "List 1 child as set aside" in checked and "Load 1 child and list 1 set aside" in checked
    assert "1 child is set aside" in checked and "Not a placement code" in checked
    assert stored(page, Placement) == []
    assert oct(next(uploads.rglob("0.csv")).stat().st_mode)[-3:] == "600"

    ready(page, page.post(f"{address}/loading"))
    loaded = page.get(address).text

    assert "What loading did" in loaded and "Added 1 child and 2 placements" in loaded
    assert sorted(one.local_id for one in stored(page, Child) if one.quarantined) == ["C2"]
    assert list(uploads.rglob("*.csv")) == [], "loaded files are not kept"


def test_loading_the_same_files_again_says_that_nothing_changes(page: SignedInPage) -> None:
    ready(page, page.post(f"{ready(page, upload(page, *MOVED))}/loading"))

    address = ready(page, upload(page, *MOVED))

    assert "everything in these files is here already" in page.get(address).text


def test_the_rows_can_be_downloaded_with_the_columns_of_the_report(page: SignedInPage) -> None:
    address = ready(page, upload(page, WRONG | {"PLACE": "=1+1"}))

    answer = page.client.get(f"{address}/rows.csv")

    lines = answer.text.splitlines()
    assert lines[0] == "FILE,LINE,CHILD,COLUMN,VALUE,CODE,SEVERITY,ACTION"
    assert lines[1].startswith("episodes 2025.csv,2,C2,PLACE,'=1+1,bad_place,reject,")


def test_many_rows_come_page_by_page(page: SignedInPage) -> None:
    rows = [episode("01/05/2025", "S", "Q9", child=f"C{number:03}") for number in range(30)]
    address = ready(page, upload(page, *rows))

    first = page.get(address).text
    second = page.get(f"{address}?after=25").text

    assert first.count("Not a placement code") == 25 and "after=25#rows" in first
    assert second.count("Not a placement code") == 5 and "C029" in second


def test_a_difference_is_settled_on_its_page(page: SignedInPage, member: Member) -> None:
    ready(page, page.post(f"{ready(page, upload(page, *MOVED))}/loading"))
    with db.session(page.database_url, member.tenant, writes=True) as session:
        first = session.scalars(select(Placement).where(Placement.ended.is_not(None))).one()
        first.kind, first.edited = "adoption", ["kind"]
        session.commit()
    ready(page, page.post(f"{ready(page, upload(page, *MOVED))}/loading"))
    assert "1 difference to settle" in page.get("/imports").text
    (conflict,) = stored(page, ImportConflict)

    answer = page.post(f"/imports/differences/{conflict.id}/settlement", {"choice": "theirs"})

    assert "Nothing to settle" in page.follow(answer).text
    (settled,) = stored(page, ImportConflict)
    assert (settled.settled, settled.settled_by) == ("theirs", member.name)
    assert [one.kind for one in stored(page, Placement) if one.ended] == ["foster"]
    again = page.post(f"/imports/differences/{conflict.id}/settlement", {"choice": "ours"})
    assert again.status == 409


def test_another_authoritys_import_is_not_there(
    page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    address = ready(page, upload(page, *MOVED))
    other = sign_in_as(enroll("aldermere", "Owen Price"))

    for path in (address.replace("wexcombe", "aldermere"), address.replace("wexcombe", "aldermere") + "/rows.csv"):
        assert other.client.get(path).status_code == 404
    assert other.client.get(address).status_code == 404


@pytest.mark.parametrize("role", ["iro", "independent_chair", "panel_administrator", "auditor"])
def test_who_may_not_import_is_told_so(page: SignedInPage, role: str) -> None:
    page.hold(role)

    assert page.client.get(page.path("/imports")).status_code == 403


def test_configuration_staff_import_but_see_no_childs_record(page: SignedInPage) -> None:
    page.hold("configuration")

    address = ready(page, upload(page, *MOVED))

    assert "Ready to load" in page.get(address).text
    assert page.client.get(page.path("/imports/differences")).status_code == 403


def test_the_day_is_the_installations_own(page: SignedInPage) -> None:
    """29 February is a day in a leap year and none in another."""
    good = episode("29/02/2024", "S", "U6")
    address = ready(page, upload(page, good, episode("29/02/2023", "S", "U6", child="C2")))

    ready(page, page.post(f"{address}/loading"))

    assert [one.started for one in stored(page, Placement)] == [date(2024, 2, 29)]

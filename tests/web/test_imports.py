"""Importing on the page: upload, check, put right, load, settle; and what is refused."""

import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import db
from core.models import Child, ImportConflict, ImportRun, Placement
from core.services.imports_running import Work, run
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import Answer, SignedInPage
from tests.fixtures.ssda903 import EPISODES, HEADER, Row, csv_bytes, episode, header

MOVED = (
    episode("01/05/2025", "S", "U6", "10/09/2025", "X1", "OTHER"),
    episode("10/09/2025", "P", "U4", post="ZZ2 2BB"),
)
WRONG = episode("01/05/2025", "S", "Q9", child="C2")


@pytest.fixture(autouse=True)
def uploads(app: Flask, tmp_path: Path) -> Path:
    """Where this test's files are kept."""
    here = app.extensions["mooring"]
    app.extensions["mooring"] = replace(here, settings=replace(here.settings, upload_folder=tmp_path / "up"))
    return tmp_path / "up"


def files(*rows: Row) -> list[tuple[io.BytesIO, str]]:
    """A Header and an Episodes file, as a browser sends them."""
    children = [header(one) for one in dict.fromkeys(row["CHILD"] for row in rows)]
    return [
        (io.BytesIO(csv_bytes(rows, EPISODES)), "episodes 2025.csv"),
        (io.BytesIO(csv_bytes(children, HEADER)), "header.csv"),
    ]


def upload(page: SignedInPage, *rows: Row, sent: Any = None, **more: str) -> Answer:
    data = {"files": files(*rows) if sent is None else sent, **more}
    return page.post("/imports", data, content_type="multipart/form-data")


def ready(page: SignedInPage, answer: Answer) -> str:
    """The address of the run, once nobody is at work on it any more."""
    assert answer.status == 303, answer.text
    for _ in range(200):
        if 'aria-busy="true"' not in page.get(answer.location).text:
            return answer.location
        time.sleep(0.05)
    raise AssertionError("the work never ended")


def stored(page: SignedInPage, model: Any) -> list[Any]:
    with db.session(page.database_url, page.member.tenant) as session:
        return list(session.scalars(select(model)))


def change(page: SignedInPage, **values: Any) -> None:
    with db.session(page.database_url, page.member.tenant, writes=True) as session:
        session.execute(update(ImportRun).values(**values), execution_options={"synchronize_session": False})
        session.commit()


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


def test_htmx_stops_asking_when_the_check_is_done(page: SignedInPage, clock: Clock) -> None:
    address = ready(page, upload(page, *MOVED))
    done = page.client.get(address, headers={"HX-Request": "true"})
    change(page, state="checking", beat=clock.now, progress={"what": "checking children", "done": 60, "total": 100})

    going_on = page.client.get(address, headers={"HX-Request": "true"})

    assert done.status_code == 286 and 'hx-trigger="every 2s"' not in done.text
    assert going_on.status_code == 200 and 'hx-trigger="every 2s"' in going_on.text
    assert "Checking children: 60 per cent" in going_on.text and "50 per cent done" in going_on.text
    assert "told=50" in going_on.text


def test_each_file_says_how_far_it_is_while_it_is_read(page: SignedInPage, clock: Clock) -> None:
    address = ready(page, upload(page, *MOVED))
    progress = {"what": "reading episodes 2025.csv", "done": 30, "total": 40, "over": ["reading header.csv"]}
    change(page, state="checking", beat=clock.now, progress=progress, summary={})

    shown = page.get(address).text

    assert "Reading: 75 per cent" in shown and 'value="75"' in shown and ">Read<" in shown


def test_a_check_that_nobody_works_on_any_more_can_be_begun_again(page: SignedInPage, clock: Clock) -> None:
    address = ready(page, upload(page, *MOVED))
    change(page, state="checking", beat=clock.now - timedelta(seconds=61))
    assert "Nobody is checking these files" in page.get(address).text

    ready(page, page.post(f"{address}/check"))

    assert "Ready to load" in page.get(address).text


def test_a_second_import_at_the_same_time_is_refused(page: SignedInPage, clock: Clock) -> None:
    ready(page, upload(page, *MOVED))
    change(page, state="checking", beat=clock.now)

    answer = upload(page, *MOVED)

    assert answer.status == 422 and "Another import into this authority is under way" in answer.text
    assert len(stored(page, ImportRun)) == 1


def test_an_earlier_attempt_that_wakes_up_changes_nothing(app: Flask, page: SignedInPage, clock: Clock) -> None:
    ready(page, upload(page, *MOVED))
    change(page, state="checking", attempt=3)
    (one,) = stored(page, ImportRun)
    here = app.extensions["mooring"]

    run(Work(
        database_url=page.database_url, uploads=here.settings.upload_folder, registry=here.registry, clock=clock,
        tenant=page.member.tenant, run_id=one.id, attempt=2,
    ))  # fmt: skip

    assert stored(page, ImportRun)[0].state == "checking"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01\x02binary", "not a text file"),
        (b"", "It is empty"),
        (b"a;b;c\n1;2;3\n", "not separated by commas"),
        (csv_bytes([header()], HEADER), "There is no Episodes file"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(page: SignedInPage, content: bytes, words: str) -> None:
    address = ready(page, upload(page, sent=[(io.BytesIO(content), "a return.csv")]))

    shown = page.get(address).text

    assert "A file cannot be read" in shown and words in shown and "Upload other files" in shown


def test_no_file_at_all_is_asked_for(page: SignedInPage) -> None:
    answer = upload(page, sent=[])

    assert answer.status == 422 and "Choose the Header and Episodes files." in answer.text


def test_more_than_the_limit_is_refused_in_a_sentence(app: Flask, page: SignedInPage) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 3 * 1024 * 1024

    answer = upload(page, sent=[(io.BytesIO(b"x" * 4_000_000), "large.csv")])

    assert answer.status == 413 and "At most 3 MB" in answer.text
    assert stored(page, ImportRun) == []


def test_files_that_were_deleted_meanwhile_are_asked_for_again(page: SignedInPage, uploads: Path) -> None:
    address = ready(page, upload(page, *MOVED))
    next(uploads.rglob("0.csv")).unlink()

    answer = page.post(f"{address}/loading")

    assert answer.status == 422 and "Upload them again" in answer.text
    assert stored(page, Child) == []


def test_corrected_files_take_the_place_of_the_earlier_ones(page: SignedInPage) -> None:
    first = ready(page, upload(page, WRONG))
    run_id = first.rsplit("/", 1)[1]

    ready(page, upload(page, *MOVED, instead_of=run_id))

    states = {one.id == run_id: one.state for one in stored(page, ImportRun)}
    assert states == {True: "cancelled", False: "checked"}


def test_a_cancelled_import_leaves_no_files(page: SignedInPage, uploads: Path) -> None:
    address = ready(page, upload(page, *MOVED))

    answer = page.post(f"{address}/cancellation")

    assert answer.location.endswith("/imports") and list(uploads.rglob("*.csv")) == []
    assert "Cancelled" in page.get("/imports").text


def test_files_are_given_up_after_seven_days(page: SignedInPage, uploads: Path, clock: Clock) -> None:
    ready(page, upload(page, *MOVED))
    change(page, at=clock.now - timedelta(days=8))

    ready(page, upload(page, *MOVED))

    assert sorted(one.state for one in stored(page, ImportRun)) == ["cancelled", "checked"]
    assert len(list(uploads.rglob("*.csv"))) == 2


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


def test_markup_in_a_file_stays_text(page: SignedInPage) -> None:
    sent = [
        (io.BytesIO(csv_bytes([WRONG | {"PLACE": "<script>alert(1)</script>"}], EPISODES)), "<b>e</b>.csv"),
        (io.BytesIO(csv_bytes([header("C2")], HEADER)), "../../header.csv"),
    ]

    shown = page.get(ready(page, upload(page, sent=sent))).text

    assert "<script>alert" not in shown and "&lt;script&gt;alert(1)" in shown and "<b>e</b>" not in shown
    assert ".." not in stored(page, ImportRun)[0].files[1]["name"]


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


def test_a_form_sent_twice_uploads_once(page: SignedInPage) -> None:
    key = {"idempotency_key": "k" * 20}

    first, second = upload(page, *MOVED, **key), upload(page, *MOVED, **key)
    ready(page, first)

    assert first.location == second.location and len(stored(page, ImportRun)) == 1


def test_the_day_is_the_installations_own(page: SignedInPage) -> None:
    """29 February is a day in a leap year and none in another."""
    good = episode("29/02/2024", "S", "U6")
    address = ready(page, upload(page, good, episode("29/02/2023", "S", "U6", child="C2")))

    ready(page, page.post(f"{address}/loading"))

    assert [one.started for one in stored(page, Placement)] == [date(2024, 2, 29)]

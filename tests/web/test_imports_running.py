"""An import while it is at work: how far it is, whether somebody still works on it, and never two at once."""

from datetime import timedelta

from flask import Flask

from core.models import ImportRun
from core.services.imports_running import Work, run
from tests.fixtures.app import Clock
from tests.fixtures.page import SignedInPage
from tests.web.importing import MOVED, change, ready, stored, upload, uploads

__all__ = ["uploads"]


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


def test_a_form_sent_twice_uploads_once(page: SignedInPage) -> None:
    key = {"idempotency_key": "k" * 20}

    first, second = upload(page, *MOVED, **key), upload(page, *MOVED, **key)
    ready(page, first)

    assert first.location == second.location and len(stored(page, ImportRun)) == 1

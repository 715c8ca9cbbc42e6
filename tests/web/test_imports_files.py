"""The files of an import: which are refused, which take the place of others, and when they are given up."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from core.models import Child, ImportRun
from tests.fixtures.app import Clock
from tests.fixtures.page import SignedInPage
from tests.fixtures.ssda903 import EPISODES, HEADER, csv_bytes, header
from tests.web.importing import MOVED, WRONG, change, ready, stored, upload, uploads

__all__ = ["uploads"]


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
    assert {one.stat().st_mode & 0o077 for one in (uploads, *uploads.rglob("*")) if one != uploads} == {0}

    answer = page.post(f"{address}/cancellation")

    assert answer.location.endswith("/imports") and list(uploads.rglob("*.csv")) == []
    assert "Cancelled" in page.get("/imports").text


def test_files_are_given_up_after_seven_days(page: SignedInPage, uploads: Path, clock: Clock) -> None:
    ready(page, upload(page, *MOVED))
    change(page, at=clock.now - timedelta(days=8))

    ready(page, upload(page, *MOVED))

    assert sorted(one.state for one in stored(page, ImportRun)) == ["cancelled", "checked"]
    assert len(list(uploads.rglob("*.csv"))) == 2


def test_markup_in_a_file_stays_text(page: SignedInPage) -> None:
    sent = [
        (io.BytesIO(csv_bytes([WRONG | {"PLACE": "<script>alert(1)</script>"}], EPISODES)), "<b>e</b>.csv"),
        (io.BytesIO(csv_bytes([header("C2")], HEADER)), "../../header.csv"),
    ]

    shown = page.get(ready(page, upload(page, sent=sent))).text

    assert "<script>alert" not in shown and "&lt;script&gt;alert(1)" in shown and "<b>e</b>" not in shown
    assert ".." not in stored(page, ImportRun)[0].files[1]["name"]

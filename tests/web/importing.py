"""A return of one child, uploaded as staff do, and what is stored of it."""

import io
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import db
from core.models import ImportRun
from tests.fixtures.page import Answer, SignedInPage
from tests.fixtures.ssda903 import EPISODES, HEADER, Row, csv_bytes, episode, header
from tests.fixtures.threads import settled

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
            settled()
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

"""`mooring tidy`: what is technical and past its time goes, what is held or of use stays; a second run does nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from core.cli import main
from core.domain.schedule import SCHEDULE, Fate
from core.models import (
    Answered,
    Event,
    ImportIssue,
    ImportRun,
    LegalHold,
    Notice,
    ProcedureVersion,
    Replay,
    SignInAttempt,
)
from core.services import tidying
from core.services.desk import Desk
from tests import factories as made

OLD = datetime.now(UTC) - timedelta(days=800)
NEW = datetime.now(UTC) - timedelta(hours=1)


@pytest.mark.parametrize("hold", ["", "a child", "everything"])
def test_what_is_past_its_time_goes_and_what_is_held_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path, hold: str
) -> None:
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.setenv("MOORING_UPLOAD_FOLDER", str(tmp_path))
    me, children = desk.actor.person_id, [made.child(desk, f"Child {n}", f"N-{n}") for n in range(2)]
    for at in (OLD, NEW):
        run = ImportRun(at=at, by_name="Ann Leith", state="uploaded")
        desk.db.add(run)
        desk.db.flush()
        for number, child in enumerate(children):
            cell = {"file": "h.csv", "line": 1, "column": "DOB", "value": "x", "code": "date", "severity": "warning"}
            desk.db.add(ImportIssue(run_id=run.id, number=number, child=child.local_id, action="left out", **cell))
            for done in (None, at.date()):
                task = made.task(desk, child, done_on=done)
                key = f"{at}{number}{done}"
                desk.db.add(Notice(person_id=me, key=key, kind="late", text="Late", at=at, seen_at=at, task_id=task.id))
        desk.db.add(Answered(key=f"{at}", at=at, status=303))
        change = ProcedureVersion(prepared_at=at, prepared_by="Ann Leith")
        desk.db.add(change)
        desk.db.flush()
        days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1), "asked_at": at}
        desk.db.add(Replay(about=change.id, before="0", after="1", **days))
        desk.db.add(SignInAttempt(key=f"{at}", at=at))
    (tmp_path / "imports" / "wexcombe" / run.id).mkdir(parents=True)
    if hold:
        who = {"placed_by_id": me, "placed_by": "Nadia Okafor", "placed_at": NEW, "review_on": date(2030, 1, 1)}
        desk.db.add(LegalHold(child_id=children[0].id if hold == "a child" else None, reason="A claim", **who))
    desk.db.commit()

    first, second = (CliRunner().invoke(main, ["tidy"], catch_exceptions=False).output for _ in "12")

    issues = len(desk.db.scalars(select(ImportIssue)).all())
    notices = len(desk.db.scalars(select(Notice)).all())
    assert issues == {"": 2, "a child": 3, "everything": 4}[hold]
    assert notices == {"": 6, "a child": 7, "everything": 8}[hold]
    assert len(desk.db.scalars(select(ProcedureVersion)).all()) == (2 if hold == "everything" else 1)
    assert len(desk.db.scalars(select(Replay)).all()) == (2 if hold == "everything" else 1)
    assert [one.at > OLD for one in desk.db.scalars(select(Answered))] == [True]
    assert len(desk.db.scalars(select(SignInAttempt)).all()) == 1
    noted = desk.db.scalars(select(Event).where(Event.verb == "tidied")).all()
    assert [one.data["answered"] for one in noted] == [1]
    assert first.startswith("shared: sign_in_attempts: 1\nwexcombe: answered: 1") and ("uploads: 1" in first) == (
        hold != "everything"
    )
    assert second == "Nothing to tidy.\n"


def test_everything_that_goes_after_a_time_is_tidied_and_nothing_else() -> None:
    tidied = {model.__tablename__ for model in (*tidying.OWN, *tidying.SHARED)}

    assert tidied == {line.table for line in SCHEDULE if line.fate is Fate.TIDIED}
    assert all(line.days > 0 for line in SCHEDULE if line.fate is Fate.TIDIED)

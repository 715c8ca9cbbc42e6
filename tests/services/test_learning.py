"""Learning reports as they are made: by whom, for whom, and frozen how."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.models import Ending, LearningReport, Meeting
from core.services import learning, learning_list
from core.services.desk import Missing, Refused
from core.services.permissions import NotAllowed
from tests import factories
from tests.learning import Place, place
from tests.plugins.installing import INFO, KINDS, write

FEBRUARY = date(2026, 2, 1)
REPORT = """
@hookimpl
def learning_reports(edition, config):
    return (Report(key="letter", title="Letter on stability", every=months(3), by="senior_manager", to=("chair",),
                   measures=("meetings", "timeliness"), about=("stability",), clause="F01"),)
"""


@pytest.fixture
def here(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority D, whose quality unit reports every month."""
    return place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")


def test_issuing_keeps_the_figures_and_the_ids_and_versions_of_their_records(here: Place) -> None:
    meeting = here.held(date(2026, 1, 5), 35)
    advice = here.advised(meeting, "Matching")
    report_id = here.issued("monthly", FEBRUARY)

    def changed(desk: Any) -> None:
        one = desk.db.scalars(select(Meeting).where(Meeting.id == meeting.id)).one()
        one.voice = "not obtained"
        for ending in desk.db.scalars(select(Ending)):
            ending.unplanned = None

    before = here.act(lambda desk: json.dumps(learning.find(desk, report_id).figures))
    here.act(changed)
    here.held(date(2026, 1, 6), 35)

    def kept(desk: Any) -> None:
        report = learning.find(desk, report_id)
        assert json.dumps(learning.content(desk, report).figures) == before
        assert report.sources["records"]["meetings"] == [[meeting.id, meeting.version]]
        assert report.sources["records"]["recommendations"] == [[advice.id, advice.version]]
        assert report.sources["as_of"] == here.clock.now.isoformat()
        assert learning.intact(report) and report.issued_by == "Carla Whitmore"
        report.figures = {**report.figures, "small": 1}
        assert not learning.intact(report)
        desk.db.rollback()

    here.act(kept)


def test_what_is_kept_of_a_report_holds_no_name(here: Place) -> None:
    meeting = here.held(date(2026, 1, 5), 35)
    here.wrote(meeting, "Matching")
    report_id = here.issued("monthly", FEBRUARY)

    kept = here.act(lambda desk: json.dumps([learning.find(desk, report_id).figures, report_id]))

    assert "Matching" in kept
    for name in ("Bertie", "Saffron", "Deane", "Marlowe", "Carla"):
        assert name not in kept


def test_making_and_issuing_are_the_authors_and_everybody_else_is_refused_or_finds_nothing(here: Place) -> None:
    with pytest.raises(Missing):
        here.act(lambda desk: learning.make(desk, "monthly", FEBRUARY), here.outsider)
    with pytest.raises(NotAllowed):
        here.act(lambda desk: learning.make(desk, "monthly", FEBRUARY), here.reader)
    report_id = here.act(lambda desk: learning.make(desk, "monthly", FEBRUARY).id)
    with pytest.raises(Missing):
        here.act(lambda desk: learning.find(desk, report_id), here.reader)
    here.act(lambda desk: learning.issue(desk, learning.find(desk, report_id)))
    with pytest.raises(NotAllowed):
        here.act(lambda desk: learning.issue(desk, learning.find(desk, report_id)), here.reader)
    with pytest.raises(Refused, match="It stays as it was issued"):
        here.act(lambda desk: learning.issue(desk, learning.find(desk, report_id)))


def test_a_role_that_ended_yesterday_reads_nothing_today(here: Place) -> None:
    from core.models import PersonRole

    report_id = here.issued("monthly", FEBRUARY)

    def ended(desk: Any) -> None:
        role = desk.db.scalars(select(PersonRole).where(PersonRole.person_id == here.reader.person_id)).one()
        role.role, role.until = "senior_manager", here.clock.now.date() - timedelta(days=1)

    here.act(lambda desk: learning.find(desk, report_id), here.reader)
    here.act(ended)
    with pytest.raises(Missing):
        here.act(lambda desk: learning.find(desk, report_id), here.reader)


def test_a_report_on_other_meetings_every_three_months_goes_to_whoever_chaired_one(
    database_url: str, clock: Any, enroll: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.registry import Registry

    kinds = KINDS.format(key="talk").replace('clause="F01",', 'clause="F01", family="stability",', 1)
    kinds = kinds.replace('clause="F02"', 'clause="F02", after="concern_raised"')
    write(tmp_path, monkeypatch, "harrowmere", INFO.format(name="harrowmere") + kinds + REPORT)
    made = place(
        database_url,
        clock,
        enroll,
        "harrowmere",
        by="senior_manager",
        to="social_worker",
        registry=Registry(["harrowmere"]),
    )

    def talked(desk: Any) -> None:
        child = factories.child(desk)
        home = factories.placement(desk, child, date(2025, 1, 1))
        procedure = desk.procedure(desk.today)
        factories.meeting(
            desk, home, kind="talk", family="stability", anchor="concern_raised", anchor_day=date(2025, 11, 3),
            held_on=date(2025, 12, 1), day=date(2025, 12, 1), chair_id=made.reader.person_id, stage="held",
            pin={"enabled": dict(desk.enabled), "edition": procedure.edition.key},
        )  # fmt: skip

    made.act(talked)
    report_id = made.issued("letter", date(2025, 10, 1))

    def read(desk: Any) -> Any:
        listed = learning_list.listed(desk)
        return [one.id for one in listed[0].issued], learning.find(desk, report_id).figures

    ids, figures = made.act(read, made.reader)
    assert ids == [report_id]
    assert "1 stability meeting was held; 1 of 1 within" in figures["measures"][1]["sentences"][0]
    assert made.act(learning_list.listed, made.outsider) == ()


def test_the_list_pages_through_what_was_issued(here: Place) -> None:
    def years(desk: Any) -> None:
        for number in range(15):
            first = date(2024 + (number + 9) // 12, (number + 9) % 12 + 1, 1)
            desk.db.add(
                LearningReport(key="monthly", title="Monthly", by="cqru", to=["senior_manager"], first_day=first,
                               last_day=first + timedelta(days=27), state="issued", issued_at=desk.now)
            )  # fmt: skip

    here.act(years)

    def pages(desk: Any) -> Any:
        one = learning_list.listed(desk)[0]
        return one, learning_list.listed(desk, of="monthly", before=one.before)[0]

    one, rest = here.act(pages, here.reader)
    assert len(one.issued) == 12 and one.issued[0].first_day == date(2025, 12, 1)
    assert len(rest.issued) == 3 and rest.before is None
    assert {r.first_day for r in one.issued} & {r.first_day for r in rest.issued} == set()

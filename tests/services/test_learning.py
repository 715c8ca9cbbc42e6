"""Learning reports as they are made: from which records, for whom, frozen how, and how long it takes."""

import json
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import event, select

from core.db import engine
from core.models import Ending, LearningReport, Meeting, Task
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


def measure(here: Place, key: str) -> dict[str, Any]:
    """One measure of February's draft, as it is made now."""

    def do(desk: Any) -> Any:
        made = learning.content(desk, learning.make(desk, "monthly", FEBRUARY))
        return next(one for one in made.figures["measures"] if one["key"] == key)

    found: dict[str, Any] = here.act(do)
    return found


def table(made: dict[str, Any]) -> dict[Any, list[Any]]:
    return {row[0]: row[1:] for row in made["figures"][0]["table"]["rows"]}


def test_only_records_of_the_period_count_its_first_and_last_day_included(here: Place) -> None:
    for on in (date(2026, 1, 31), FEBRUARY, date(2026, 2, 28), date(2026, 3, 1)):
        here.ended(on)
    for days in (29, 30, 57, 58):
        here.held(date(2026, 1, 1), days)

    assert measure(here, "timeliness")["sentences"][0].startswith("2 disruption meetings were held")
    assert table(measure(here, "endings_by_kind"))["All"][-1] == 2


def test_decisions_count_as_they_stand_and_those_to_take_with_their_clause(here: Place) -> None:
    for day in range(1, 7):
        here.ended(date(2026, 2, day), choice="convene")
    looked_again = here.ended(date(2026, 2, 9), choice="not convene")
    waiting = here.ended(date(2026, 2, 10))

    def more(desk: Any) -> None:
        from core.models import Decision

        procedure = desk.procedure(FEBRUARY)
        clause = next(t.clause for t in procedure.triggers if t.proposes == here.kind(desk))
        ending = desk.db.scalars(select(Ending).where(Ending.id == waiting.id)).one()
        desk.db.add(Task(kind="decide", child_id=ending.child_id, ending_id=ending.id, title="Decide", clause=clause))
        again = {"choice": "look again", "by_id": desk.actor.person_id, "at": desk.now + timedelta(hours=1)}
        desk.db.add(Decision(ending_id=looked_again.id, kind=here.kind(desk), **again))

    here.act(more)

    made = measure(here, "meetings")
    assert made["sentences"][0] == "7 disruption meetings were called for after 8 placement endings of this period."
    assert made["figures"][0]["table"]["rows"][-1][-1] == 7


def test_a_meeting_in_the_window_of_its_own_pin_is_inside_and_one_outside_has_its_judgement(here: Place) -> None:
    here.held(date(2026, 1, 5), 42)
    here.held(date(2026, 1, 5), 43, judged=True)
    here.held(date(2026, 1, 30), 27)

    points = measure(here, "timeliness")["figures"][0]["dots"]

    assert [(one["days"], one["place"], one["judged"]) for one in points] == [
        (27, "before", False), (42, "inside", False), (43, "after", True),
    ]  # fmt: skip
    assert [(one["opens"], one["closes"]) for one in points] == [(29, 42), (31, 42), (31, 42)]


def test_the_child_who_came_counts_as_having_come(here: Place) -> None:
    from core.models import Invitation

    for day in range(1, 8):
        meeting = here.held(date(2026, 1, day), 35, voice="views")

        def came(desk: Any, meeting: Meeting = meeting, day: int = day) -> None:
            desk.db.add(Invitation(meeting_id=meeting.id, role="child", name="Bertie", attended=day < 6))

        here.act(came)

    shown = table(measure(here, "views_heard"))
    assert shown["Came to the meeting"] == [5]
    assert shown["Sent views another way"] == ["fewer"]


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


def test_the_same_records_make_the_same_figures(here: Place) -> None:
    meetings = [here.held(date(2026, 1, day), 35) for day in range(1, 9)]
    for one in meetings:
        here.advised(one, "Matching")

    def both(desk: Any) -> tuple[Any, Any]:
        report = learning.make(desk, "monthly", FEBRUARY)
        return learning.content(desk, report).sources, learning.content(desk, report).sources

    one, other = here.act(both)
    assert one["digest"] == other["digest"]


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
    write(tmp_path, monkeypatch, "fernholt", INFO.format(name="fernholt") + kinds + REPORT)
    made = place(
        database_url,
        clock,
        enroll,
        "fernholt",
        by="senior_manager",
        to="social_worker",
        registry=Registry(["fernholt"]),
    )

    def talked(desk: Any) -> None:
        child = factories.child(desk)
        home = factories.placement(desk, child, date(2025, 1, 1))
        procedure = desk.procedure(desk.today)
        factories.meeting(
            desk, home, kind="talk", family="stability", anchor="concern_raised", anchor_day=date(2025, 11, 3),
            held_on=date(2025, 12, 1), day=date(2025, 12, 1), chair_id=made.reader.person_id, stage="held",
            pin={"enabled": desk.tenant.enabled, "edition": procedure.edition.key},
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


def test_thousands_of_endings_take_a_dozen_statements_and_no_minutes(here: Place) -> None:
    def many(desk: Any) -> None:
        child = factories.child(desk)
        from core.models import Placement

        places = [
            Placement(child_id=child.id, started=date(2025, 1, 1), source_key=f"k{n}", ended=FEBRUARY, kind="foster")
            for n in range(5000)
        ]
        desk.db.add_all(places)
        desk.db.flush()
        desk.db.add_all(
            Ending(child_id=child.id, placement_id=one.id, day=FEBRUARY, unplanned=n % 3 == 0)
            for n, one in enumerate(places)
        )

    here.act(many)
    for day in range(1, 6):
        here.held(date(2026, 1, day), 35)

    statements: list[str] = []
    event.listen(engine(here.url), "before_cursor_execute", lambda *given: statements.append(given[2]))

    begun = perf_counter()
    made = measure(here, "endings_by_kind")
    took = perf_counter() - begun

    assert table(made)["All"][-1] == 5000
    assert len([said for said in statements if said.startswith("SELECT")]) < 25, statements
    assert took < 10

"""The register: who sees which line, nothing else counted or exported; filters, order, and pages of it."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event

from core.db import engine
from core.models import Child, Delivery, Invitation, Meeting
from core.registry import Registry
from core.services import register, responding
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.registerlines import Wanted
from tests import factories as made
from tests.fixtures.app import Member

HELD = date(2026, 2, 2)
numbers = count(1)
TODAY = date(2026, 3, 16)


@pytest.fixture
def registry() -> Registry:
    """Authority E, whose recommendations are monitored."""
    return Registry(("authority_e",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """A group manager, who may open every meeting of the authority and reads no record by that alone."""
    return enroll("wexcombe", "Nadia Okafor", roles=("group_manager",), enabled={"authority_e": {}})


def as_role(desk: Desk, *roles: str) -> Desk:
    """The same desk with other roles."""
    from dataclasses import replace

    return replace(desk, actor=replace(desk.actor, roles=frozenset(roles)))


def texts(desk: Desk, **wanted: Any) -> list[str]:
    """The lines as this desk has them, and that they are counted as many as they are."""
    found = register.listed(desk, Wanted(**wanted))
    assert found.number == len(found.lines)
    return [line.text for line in found.lines]


def recommended(desk: Desk, text: str = "Offer respite sooner", **facts: Any) -> tuple[Meeting, Any]:
    meeting = made.heard(desk, local_id=f"Q-{next(numbers)}", held=HELD, **facts.pop("meeting", {}))
    return meeting, made.recommendation(desk, meeting, text, **facts)


def test_whoever_keeps_the_record_sees_what_it_recommends_and_others_do_not(desk: Desk) -> None:
    meeting, _ = recommended(desk)

    assert texts(desk) == []
    meeting.chair_id = desk.actor.person_id
    desk.db.flush()
    (line,) = register.listed(desk, Wanted()).lines
    assert line.keeps and line.opened and line.child is not None and line.child.name == "Bertie Quill"


@pytest.mark.parametrize(
    ("audience", "sections", "part", "seen"),
    [
        (["attended"], ["record"], "", True),
        (["attended"], ["recommendations"], "main", True),
        (["group_manager"], ["recommendations"], "", True),
        (["attended"], ["actions"], "", False),
        (["attended"], ["record"], "other", False),
        (["panel"], ["recommendations"], "", False),
        ([], ["record", "recommendations"], "", False),
    ],
)
def test_a_recommendation_is_read_in_an_output_that_holds_it(
    desk: Desk, audience: list[str], sections: list[str], part: str, seen: bool
) -> None:
    meeting, _ = recommended(desk)
    made.output(desk, meeting, audience=audience, sections=sections, part=part)
    came = Invitation(meeting_id=meeting.id, part="main", role="iro", person_id=desk.actor.person_id, attended=True)
    desk.db.add(came)
    desk.db.flush()

    assert texts(desk) == (["Offer respite sooner"] if seen else [])


def test_the_social_worker_of_another_child_is_nobody_here(desk: Desk) -> None:
    meeting, one = recommended(desk)
    made.output(desk, meeting, audience=["social_worker"], sections=["recommendations"])
    other = made.child(desk, "Ada Finch", "Q-2")
    made.case_role(desk, other, desk.actor.person_id, "social_worker")

    assert texts(desk) == []
    with pytest.raises(Missing):
        register.find(desk, one.id)


def test_the_register_shows_exactly_what_each_meetings_own_page_shows(desk: Desk) -> None:
    from core.services import meetings
    from core.services.dossier import dossier

    me = desk.actor.person_id
    worker = made.person(desk, "Will Oxley", manager_id=me)
    relations: dict[str, Callable[[Meeting, Any], Any]] = {
        "nobody": lambda meeting, child: None,
        "chair": lambda meeting, child: setattr(meeting, "chair_id", me),
        "minute taker": lambda meeting, child: setattr(meeting, "minute_taker_id", me),
        "arranges": lambda meeting, child: setattr(meeting, "arranged_by", "group_manager"),
        "social worker": lambda meeting, child: made.case_role(desk, child, me, "social_worker"),
        "manages the worker": lambda meeting, child: made.case_role(desk, child, worker, "social_worker"),
        "was worker once": lambda meeting, child: made.case_role(desk, child, me, "social_worker", until=HELD),
        "came": lambda meeting, child: _asked(desk, meeting, attended=True, reply="coming"),
        "was asked": lambda meeting, child: _asked(desk, meeting, reply="invited"),
        "was left out": lambda meeting, child: _asked(desk, meeting, reply="invited", left_out="Not now."),
    }
    audiences = (["attended"], ["invited"], ["social_worker"], ["social_worker_manager"], ["group_manager"], ["chair"])
    expected: dict[str, set[Any]] = {"recommendations": set(), "actions": set()}
    every = 0
    for relation, set_up in relations.items():
        for audience in audiences:
            name = f"{relation} {audience}"
            meeting, _ = recommended(desk, name)
            child = desk.db.get_one(Child, (desk.tenant.id, meeting.child_id))
            made.output(desk, meeting, audience=audience, written_by="business_support")
            made.task(desk, child, name, kind="action", owner=worker, meeting_id=meeting.id, part="main", due=TODAY)
            set_up(meeting, child)
            desk.db.flush()
            file = dossier(desk, meetings.find(desk, meeting.id))
            every += 1
            expected["recommendations"] |= {one.text for one in file.recommendations}
            expected["actions"] |= {t.title for t in file.tasks if t.kind == "action" and file.task_shown(t)}

    assert len(audiences) < len(expected["recommendations"]) < every == 60
    for what, shown in expected.items():
        assert {line.text for line in register.listed(desk, Wanted(what=what, size=100)).lines} == shown


def _asked(desk: Desk, meeting: Meeting, **facts: Any) -> None:
    desk.db.add(Invitation(meeting_id=meeting.id, role="iro", person_id=desk.actor.person_id, **facts))
    desk.db.flush()


def test_a_body_sees_what_was_sent_to_it_without_the_child(desk: Desk) -> None:
    meeting, one = recommended(desk)
    made.recommendation(desk, recommended(desk, "Not sent")[0], "Not sent either")
    paper = made.output(desk, meeting, "advice", audience=["panel"], sections=["recommendations"])
    board = as_role(desk, "panel")

    assert texts(board) == []
    sent = Delivery(meeting_id=meeting.id, output_id=paper.id, name="Panel", role="panel", state="sent")
    desk.db.add(sent)
    desk.db.flush()
    (line,) = register.listed(board, Wanted()).lines
    assert (line.text, line.child, line.opened, line.paper) == (one.text, None, False, paper)
    sent.state = "withdrawn"
    desk.db.flush()
    assert texts(board) == []


def test_e12_those_who_monitor_see_every_agreed_recommendation_and_no_child(desk: Desk) -> None:
    recommended(desk, "First")
    recommended(desk, "Second", state="accepted")
    recommended(desk, "Still being written", meeting={"agreed_on": None, "stage": "held"})
    recommended(desk, "Taken back", withdrawn=True)

    for role in ("reviewing_team_manager", "panel_adviser", "agency_decision_maker"):
        there = as_role(desk, role)
        assert sorted(texts(there)) == ["First", "Second"]
        assert all(line.child is None and not line.opened for line in register.listed(there, Wanted()).lines)
        assert texts(there, what="actions") == []
    assert texts(as_role(desk, "configuration")) == []
    assert not register.reads(as_role(desk, "configuration"))


def test_an_action_is_its_owners_wherever_its_meeting_is(desk: Desk) -> None:
    meeting, _ = recommended(desk)
    child = made.child(desk, "Ada Finch", "Q-3")
    other = made.person(desk, "Hugo Lind")
    for title, owner, part in (("Mine", desk.actor, "main"), ("His", other, "main"), ("Of no part", other, "")):
        made.task(desk, child, title, kind="action", meeting_id=meeting.id, owner=owner, due=TODAY, part=part)

    assert sorted(texts(desk, what="actions")) == ["Mine", "Of no part"]
    assert texts(as_role(desk, "reviewing_team_manager"), what="actions") == ["Mine"]


def test_filters_hold_together(desk: Desk) -> None:
    there = as_role(desk, "panel_adviser")
    recommended(desk, "Late", due=TODAY - timedelta(days=1), theme="Matching", body="Panel")
    recommended(desk, "To come", due=TODAY + timedelta(days=1), theme="Matching")
    recommended(desk, "Done late", due=TODAY - timedelta(days=9), state="done", done_on=TODAY)
    recommended(desk, "Another kind", meeting={"kind": "stability"}, due=None)

    assert texts(there) == ["Late", "To come", "Another kind"]
    assert texts(there, overdue=True) == ["Late"]
    assert texts(there, state="done", overdue=True) == []
    assert texts(there, theme="Matching", who="fostering") == ["To come"]
    assert texts(there, kind="stability") == ["Another kind"]
    assert texts(there, state="every", first=HELD, last=HELD, kind="disruption") == ["Done late", "Late", "To come"]
    chair = as_role(desk, "group_manager", "panel_adviser")
    assert texts(chair, first=HELD, last=HELD, overdue=True) == ["Late"]
    assert texts(chair, first=HELD + timedelta(days=1)) == texts(chair, last=HELD - timedelta(days=1)) == []
    assert texts(there, who="%") == texts(there, who="_") == []


@pytest.mark.parametrize("sort", ["due", "-due", "theme", "-theme", "who", "-who"])
def test_pages_hold_every_line_once_in_order(desk: Desk, sort: str) -> None:
    there = as_role(desk, "panel_adviser")
    meeting, _ = recommended(desk, "0")
    for number in range(1, 23):
        due = TODAY + timedelta(days=number % 4) if number % 3 else None
        made.recommendation(desk, meeting, str(number), theme=f"Theme {number % 5}", body=f"body|{number % 2}", due=due)
    found, after = [], ""
    for _ in range(12):
        page = register.listed(there, Wanted(sort=sort, after=after, size=4))
        assert page.number == 23
        found += [line.row for line in page.lines]
        after = page.last
        if not after:
            break

    assert sorted(int(row.text) for row in found) == list(range(23))
    column = {"due": lambda r: r.due or date.max, "theme": lambda r: r.theme.lower(), "who": lambda r: r.body.lower()}
    values = [column[sort.removeprefix("-")](row) for row in found]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_many_meetings_take_as_many_statements_as_one(desk: Desk, database_url: str) -> None:
    there = as_role(desk, "group_manager")

    def counted() -> int:
        seen: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_: object) -> None:
            seen.append(statement)

        bind = engine(database_url)
        event.listen(bind, "before_cursor_execute", note)
        try:
            register.listed(there, Wanted())
        finally:
            event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    recommended(desk, "One")
    desk.db.flush()
    few = counted()
    for number in range(40):
        recommended(desk, f"More {number}")
    desk.db.flush()

    assert counted() == few > 0


def test_a_period_tells_whoever_sees_no_meeting_no_more_than_its_month(desk: Desk) -> None:
    recommended(desk)
    there = as_role(desk, "panel_adviser")

    for day in (1, 2, 3, 27):
        assert texts(there, first=date(2026, 2, day), last=date(2026, 2, day)) == ["Offer respite sooner"]
    assert texts(there, first=date(2026, 3, 1)) == texts(there, last=date(2026, 1, 31)) == []


def test_what_is_taken_out_is_recorded(desk: Desk) -> None:
    from sqlalchemy import select

    from core.models import Event

    there = as_role(desk, "panel_adviser")
    recommended(desk)
    recommended(desk, "Hidden", meeting={"agreed_on": None})

    assert [line.text for line in register.export(there, Wanted())] == ["Offer respite sooner"]
    desk.db.flush()
    (noted,) = desk.db.scalars(select(Event).where(Event.verb == "exported the register"))
    assert noted.data["lines"] == 1


class TestResponding:
    def test_a_response_is_kept_with_who_and_when(self, desk: Desk) -> None:
        _, one = recommended(desk)

        responding.respond(desk, one, state="accepted", response=" From April. ", on=date(2026, 3, 2), version=1)

        assert (one.state, one.response, one.responded_on) == ("accepted", "From April.", date(2026, 3, 2))
        assert one.responded_by == "Nadia Okafor"
        responding.respond(desk, one, state="done", on=TODAY)
        assert (one.done_on, one.response, one.responded_on) == (TODAY, "From April.", date(2026, 3, 2))
        responding.respond(desk, one, state="open")
        assert (one.done_on, one.responded_on, one.responded_by, one.response) == (None, None, "", "")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"state": "lost"}, "state"),
            ({"state": "not accepted", "response": " "}, "response"),
            ({"state": "accepted", "on": TODAY + timedelta(days=1)}, "on"),
            ({"state": "accepted", "on": HELD - timedelta(days=1)}, "on"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, desk: Desk, given: dict[str, Any], field: str) -> None:
        _, one = recommended(desk)

        with pytest.raises(Refused) as refused:
            responding.respond(desk, one, **given)
        assert refused.value.field == field
        assert one.state == "open"

    def test_an_older_form_changes_nothing(self, desk: Desk) -> None:
        _, one = recommended(desk)
        responding.respond(desk, one, state="accepted", version=1)

        for late in (
            lambda: responding.respond(desk, one, state="done", version=1),
            lambda: responding.report(desk, one, progress="Half", version=1),
        ):
            with pytest.raises(Stale):
                late()
        assert one.state == "accepted"

    def test_the_body_and_the_keepers_answer_and_nobody_else(self, desk: Desk) -> None:
        procedure = desk.procedure(TODAY)
        assert procedure is not None
        meeting, one = recommended(desk, body=procedure.role("panel").upper())
        adviser, member = as_role(desk, "panel_adviser"), as_role(desk, "panel_adviser", "panel")

        assert not register.may_respond(adviser, register.find(adviser, one.id))
        assert register.may_respond(member, register.find(member, one.id))
        meeting.chair_id = desk.actor.person_id
        desk.db.flush()
        assert register.may_respond(desk, register.find(desk, one.id))

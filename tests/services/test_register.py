"""The register: who sees which line, and nothing else counted or exported."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.models import Child, Delivery, Invitation, Meeting
from core.services import register
from core.services.desk import Desk, Missing
from core.services.registerlines import Wanted
from tests import factories as made
from tests.services.registered import HELD, TODAY, as_role, member, recommended, registry, texts

__all__ = ["member", "registry"]


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

"""Offers before a meeting: a line for each person, renewed as people become known; all of them complete their step."""

from datetime import date

import pytest

from core.domain.compiling import Procedure
from tests.web.test_referrals import PROCEDURE

OFFERING = """
@hookimpl
def plugin_info():
    return PluginInfo(name="offering", title="Offering", version="1.0", document="Invented")


@hookimpl
def triggers(edition, config):
    return (Trigger(key="any", title="Any ending", proposes="disruption", strength=Strength.SHOULD, clause="P01"),)


@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(
        key="disruption", title="Disruption meeting", clause="P01", chairs=(ChairRule(roles=("iro",), clause="P01"),),
        agenda=(AgendaItem(key="happened", title="What happened", clause="P01"),),
        offers=(Offer(key="meet", title="Meet the chair", clause="P01", owed_by="social_worker",
                      to=("child", "previous_carer", "foster_carer", "parent")),),
        steps=(Step(key="offered", title="Offer a meeting with the chair", clause="P01", owed_by="social_worker",
                    direction="before", completes="offers"),),
    ),)
"""


@pytest.fixture
def road(under, tmp_path, monkeypatch):
    from core.registry import Registry
    from tests.plugins.installing import write

    write(tmp_path, monkeypatch, "offering", OFFERING, PROCEDURE)
    return under("offering", registry=Registry(["offering"]))


def offers_of(road):
    from core.services import scheduling

    def read(desk, case):
        rows = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "offer"]
        return [(t.key.partition(":")[2], t.about_name, t.state) for t in rows]

    return road.act(road.worker, read)


def record(road, name, **given):
    from core.services import offers, scheduling

    def do(desk, case):
        rows = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "offer" and t.about_name == name]
        offers.record(desk, case, rows[0], **given)

    road.act(road.worker, do)


def step_done(road):
    from core.services import scheduling

    def read(desk, case):
        return next(t.done_on for t in scheduling.tasks_of(desk, case.meeting) if t.key == "offered")

    return road.act(road.worker, read)


def test_each_person_stands_once_whatever_their_roles_and_a_role_without_a_person_stands_too(road):
    assert isinstance(road.act(road.worker, lambda _, case: case.procedure), Procedure)
    assert offers_of(road) == [
        ("child", "Bertie Quill", "open"), ("previous_carer", "Ada Marlowe", "open"), ("parent", "", "open"),
    ]  # fmt: skip


def test_somebody_who_becomes_known_takes_the_line_that_waited_for_them(road):
    from core.services import proposing
    from tests import factories

    def known(desk, case):
        mother = factories.person(desk, "Denise Quill", staff=False)
        factories.case_role(desk, case.child, mother, "parent")
        desk.db.flush()
        proposing.renew(desk, case.meeting, case)
        proposing.renew(desk, case.meeting, case)

    road.act(road.worker, known)

    assert offers_of(road) == [
        ("child", "Bertie Quill", "open"), ("previous_carer", "Ada Marlowe", "open"),
        ("parent", "Denise Quill", "open"),
    ]  # fmt: skip


def test_the_step_is_done_once_every_offer_was_made_or_says_why_not_and_open_again_otherwise(road):
    record(road, "Bertie Quill", state="offered", on=date(2026, 3, 9))
    record(road, "Ada Marlowe", state="offered", on=date(2026, 3, 10), answer="Declined")
    before = step_done(road)
    record(road, "", state="not offered", note="Nobody knows where she lives.")
    after = step_done(road)
    record(road, "Ada Marlowe", state="open")

    assert (before, after, step_done(road)) == (None, date(2026, 3, 16), None)


def test_an_answer_to_what_was_not_offered_is_refused_and_not_lost_in_silence(road):
    from core.services.desk import Refused

    with pytest.raises(Refused, match="An answer follows an offer"):
        record(road, "Ada Marlowe", state="open", answer="Declined")
    with pytest.raises(Refused, match="An answer follows an offer"):
        record(road, "Ada Marlowe", state="not offered", note="She has moved.", answer="Declined")

    record(road, "Ada Marlowe", state="offered", on=date(2026, 3, 10), answer="Declined")
    record(road, "Ada Marlowe", state="open", answer="Declined")

    assert offers_of(road)[1] == ("previous_carer", "Ada Marlowe", "open")


def test_what_was_not_offered_by_the_meeting_is_owed_by_nobody_and_can_still_be_recorded(road):
    from core.services.desk import Refused

    road.held()
    assert {state for _, _, state in offers_of(road)} == {"withdrawn"}

    record(road, "Bertie Quill", state="offered", on=date(2026, 3, 16))

    assert ("child", "Bertie Quill", "done") in offers_of(road)
    road.clock.forward(days=3)
    with pytest.raises(Refused, match="before the meeting"):
        record(road, "Ada Marlowe", state="offered", on=date(2026, 3, 18))


def test_an_answer_keeps_who_made_the_offer_and_when(road):
    from core.services import offers, scheduling

    record(road, "Bertie Quill", state="offered", on=date(2026, 3, 9))

    def answer(desk, case):
        task = next(t for t in scheduling.tasks_of(desk, case.meeting) if t.about_name == "Bertie Quill")
        offers.record(desk, case, task, state="offered", on=date(2026, 3, 9), answer="Accepted")
        return task.done_on, task.done_by, task.progress

    assert road.act(road.chair, answer) == (date(2026, 3, 9), "Nadia Okafor", "Accepted")

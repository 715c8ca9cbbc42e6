"""Referrals in their services: what a body may find, two people at once, and when a meeting counts as considered."""

from datetime import date

import pytest

from tests.web.test_referrals import recorded


@pytest.fixture
def road(under):
    """A meeting of authority E whose finals have gone to the panel."""
    from core.services import referrals
    from core.services.dossier import dossier

    road = under("authority_e")
    recorded(road)

    def send(desk, case):
        referrals.send(desk, case, referrals.line(desk, case, dossier(desk, case), "permanence_panel"))

    road.act(road.chair, send)
    return road


def test_two_administrators_who_answer_in_the_same_moment_leave_the_first_answer(road):
    from core.services import panels
    from core.services.committing import commit
    from core.services.desk import Stale

    first = road.desk(road.others["administrator"])
    seen = panels.queue(first)[0].referral.version
    panels.give_date(first, panels.queue(first)[0], day=date(2026, 4, 22), attend=("Chair",), version=seen)
    commit(first)
    first.db.close()
    later = road.desk(road.others["second"])
    with pytest.raises(Stale) as told:
        panels.give_date(later, panels.queue(later)[0], day=date(2026, 5, 20), attend=("nobody",), version=seen)

    assert told.value.current.panel_date == date(2026, 4, 22)
    later.db.close()
    desk = road.desk(road.others["second"])
    assert panels.queue(desk)[0].referral.panel_date == date(2026, 4, 22)
    desk.db.close()


def test_a_body_finds_only_its_own_and_no_role_that_merely_begins_alike(road):
    from core.services import panels

    found = {}
    for role in ("panel_administrator", "panel", "panel_adviser", "pan", "panel_administrato", "social_worker"):
        road.page("outsider").hold(role)
        desk = road.desk(road.others["outsider"])
        found[role] = len(panels.queue(desk))
        desk.db.close()

    assert found == {
        "panel_administrator": 1, "panel": 1, "panel_adviser": 0, "pan": 0, "panel_administrato": 0, "social_worker": 0,
    }  # fmt: skip


def test_the_chair_is_told_of_the_date_and_the_outcome_without_a_word_of_the_case(road):
    from sqlalchemy import select

    from core.models import Notice
    from core.services import panels

    road.answered(day=date(2026, 3, 16))
    desk = road.desk(road.others["administrator"])
    panels.consider(desk, panels.queue(desk)[0], on=date(2026, 3, 16), outcome="Agreed.")
    desk.db.commit()
    told = list(desk.db.scalars(select(Notice).where(Notice.person_id == road.chair.person_id).order_by(Notice.at)))
    desk.db.close()

    assert sorted(one.text for one in told) == [
        "The Permanence Panel has considered a meeting of yours.",
        "The Permanence Panel meets on 16 March 2026 about a meeting of yours.",
    ]


def test_a_meeting_is_considered_only_once_every_body_that_considers_it_has(under, tmp_path, monkeypatch):
    from core.registry import Registry
    from tests.plugins.installing import write
    from tests.web.test_referrals import PLUGIN, PROCEDURE

    more = """
                  via="panel_administrator", after="minutes", before_panel=working_days(10)),
            Route(key="second", kind="disruption", panel="Second board", sends=("summary",), clause="P02",
                  via="panel_administrator", after="minutes"),
            Route(key="told", kind="disruption", panel="Told only", sends=("summary",), clause="P02",
                  via="panel_administrator", after="minutes", considers=False))
"""
    body = PLUGIN.replace('''
                  via="panel_administrator", after="minutes", before_panel=working_days(10)),)
''', more).replace("steps=(", '''circulation=(Circulation(output="summary", to=(ATTENDED,), clause="P01"),),
        steps=(''')  # fmt: skip
    write(tmp_path, monkeypatch, "harbourlight", body, PROCEDURE)
    road = under("harbourlight", registry=Registry(["harbourlight"]))
    road.held()
    road.written()
    road.agreed()
    road.sent()
    for key in ("board", "second", "told"):
        assert road.page(road.chair).post(road.way(f"/panel/{key}/sent")).status == 303
    stages = []

    from core.services import panels
    from core.services.desk import Refused

    for _ in range(2):
        desk = road.desk(road.others["administrator"])
        item = next(one for one in panels.queue(desk) if one.considers)
        panels.consider(desk, item, on=date(2026, 3, 16), outcome="Noted.")
        desk.db.commit()
        stages.append(item.case.meeting.stage)
        desk.db.close()
    desk = road.desk(road.others["administrator"])
    rest = panels.queue(desk)
    with pytest.raises(Refused, match="asks for no outcome"):
        panels.consider(desk, rest[0], on=date(2026, 3, 16), outcome="Noted.")
    desk.db.close()

    assert stages == ["circulated", "considered"]
    assert [one.referral.panel for one in rest] == ["Told only"]

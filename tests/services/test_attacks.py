"""Two at the same moment where a meeting is prepared, recorded and followed up, and a plugin whose rules raise: nothing
is kept twice, nothing is lost, and the page says whose fault it is."""

import re
from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from core.models import Event, GatheringHeld, LearningReport, Meeting, Notice, Plan, PlanReview, Referral
from core.registry import Registry
from core.services.desk import Refused
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.learning import place
from tests.plugins.installing import write
from tests.services.test_at_once import at_once
from tests.web.steadying import scene
from tests.web.test_panel import before_panel
from tests.web.test_referrals import PROCEDURE


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities A, C and E."""
    return Registry(("authority_a", "authority_c", "authority_e"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority C's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_c": {}})


@pytest.fixture
def two(member: Member, sign_in_as: Callable[[Member], SignedInPage]) -> list[SignedInPage]:
    """Two browsers of the member."""
    return [sign_in_as(member), sign_in_as(member)]


def number(desk: Any, table: Any, *where: Any) -> int:
    desk.db.rollback()
    found = desk.db.scalar(select(func.count()).select_from(table).where(*where))
    desk.db.rollback()
    return int(found or 0)


def test_two_who_begin_a_plan_at_once_begin_one(two: list[SignedInPage], desk: Any) -> None:
    held = scene(two[0], desk)

    statuses = at_once(two, f"{held.at}/plan", {"aim": "Calm evenings."})

    assert statuses[0] == 303 and statuses[1] in (303, 409)
    assert number(desk, Plan) == 1


def test_two_who_agree_an_interval_at_once_leave_one_review(two: list[SignedInPage], desk: Any) -> None:
    held = scene(two[0], desk)
    where = held.plan()
    held.support(where, "One weekend off a month", "supervising")
    version = re.findall(r'name="version" value="(\d+)"', two[0].get(where).text)[-1]

    statuses = at_once(two, f"{where}/interval", {"interval": "3", "unit": "weeks", "version": version})

    assert statuses == [303, 409]
    assert number(desk, PlanReview) == 1
    assert number(desk, Meeting) == 2


def test_two_who_begin_the_same_gathering_at_once_begin_one(under: Any, enroll: Any) -> None:
    road = under("authority_a")
    manager = enroll("wexcombe", "Grace Temby", roles=("service_manager",))
    pages = [road.pages(manager), road.pages(manager)]

    statuses = at_once(pages, "/gatherings/chairs", {"day": "16 3 2026", "present": "Grace Temby"})

    assert statuses[0] == 303 and statuses[1] in (303, 409, 422)
    assert number(road.desk(road.worker), GatheringHeld) == 1


def test_two_who_make_the_same_report_at_once_make_one(database_url: str, clock: Any, enroll: Any) -> None:
    monthly = place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")
    monthly.ended(date(2026, 2, 3))
    pages = [monthly.browser(monthly.author), monthly.browser(monthly.author)]

    statuses = at_once(pages, "/reports/of/monthly", {"first_day": "1/2/2026"})

    assert statuses[0] == 303 and statuses[1] in (303, 409)
    assert number(monthly.desk(), LearningReport) == 1


def test_two_administrators_who_answer_at_once_leave_one_answer(under: Any) -> None:
    road, ref = before_panel(under)
    pages = [road.page("administrator"), road.page("second")]
    version = re.findall(r'name="version" value="(\d+)"', pages[0].get(f"/panel/{ref}").text)[0]
    form = {"day": "22 4 2026", "attend": "nobody", "version": version, "own": "1"}

    statuses = at_once(pages, f"/panel/{ref}/date", form)

    assert statuses == [303, 409]
    desk = road.desk(road.worker)
    assert number(desk, Event, Event.about == "referral", Event.verb.contains("gave a date")) == 1
    assert number(desk, Referral, Referral.state == "dated") == 1


def test_two_chairs_who_make_a_text_final_at_once_make_it_once(under: Any) -> None:
    from core.models import OutputVersion
    from core.services import corrections, drafts
    from core.services.dossier import dossier

    road = under("authority_e")
    road.held()
    road.written()
    road.step("report")
    road.step("receipt")

    def written(desk: Any, case: Any) -> str:
        for one in drafts.mine(dossier(desk, case)):
            drafts.save(desk, case, one, "Respite came late.", version=one.version)
            drafts.finish(desk, case, one)
        return str(drafts.mine(dossier(desk, case))[0].id)

    output = road.act(road.chair, written)
    road.sent()
    road.act(road.chair, lambda desk, case: corrections.close(desk, case, dossier(desk, case), "All have answered."))
    pages = [road.page(road.chair), road.page(road.chair)]

    statuses = at_once(pages, road.way(f"/drafts/{output}/final"), {})

    assert statuses[0] == 303 and statuses[1] in (409, 422)
    assert number(road.desk(road.worker), OutputVersion, OutputVersion.output_id == output,
                  OutputVersion.stage == "final") == 1  # fmt: skip


def test_two_runs_of_the_reminders_at_once_tell_nobody_twice_and_neither_stops(
    database_url: str, member: Member, desk: Any, clock: Any, registry: Registry
) -> None:
    from core.services import reminding
    from core.services.entering import enter

    child = made.child(desk)
    for title in ("Visit the school", "Write to the carers"):
        made.task(desk, child, title, kind="action", due=desk.today)
    desk.db.commit()
    start, faults = Barrier(2), []

    def run() -> None:
        from core.services.desk import Desk

        start.wait()
        try:
            entered = enter(database_url, member.tenant, member.user_id, clock.now.date(), writes=True)
            assert entered is not None
            session, tenant, actor = entered
            with session:
                reminding.run(Desk(db=session, tenant=tenant, actor=actor, registry=registry, now=clock.now))
                session.commit()
        except Exception as fault:
            faults.append(fault)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert number(desk, Notice) == 2


RAISES = """
def ebb(facts):
    raise ValueError("the tide table is missing")


@hookimpl
def plugin_info():
    return PluginInfo(name="ebbing", title="Ebbing", version="1.0", document="Invented")


@hookimpl
def triggers(edition, config):
    return (Trigger(key="any", title="Any ending", proposes="disruption", strength=Strength.SHOULD, clause="P01"),)


@hookimpl
def meeting_kinds(edition, config):
    return (MeetingKind(
        key="disruption", title="Disruption meeting", clause="P01", chairs=(ChairRule(roles=("iro",), clause="P01"),),
        agenda=(AgendaItem(key="happened", title="What happened", clause="P01"),), %s
        outputs=(Output(key="summary", title="Summary", clause="P01", audience=(ATTENDED, "panel_administrator")),),
        steps=(Step(key="minutes", title="Agree", clause="P01", owed_by="chair", completes="minutes"),),
    ),)


@hookimpl
def panel_routes(edition, config):
    return (Route(key="board", kind="disruption", panel="Board", sends=("summary",), clause="P02", after="minutes",
                  via="panel_administrator", when=%s),)
"""
SAYS = "The plugin ebbing could not check this (ValueError"


@pytest.fixture
def ebbing(under: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A road of a plugin with these rules and this condition of its one route."""

    def set_up(rules: str, route: str = "None") -> Any:
        write(tmp_path, monkeypatch, "ebbing", RAISES % (rules, route), PROCEDURE)
        return under("ebbing", registry=Registry(["ebbing"]))

    return set_up


def test_an_outcome_whose_condition_raises_is_offered_with_whose_fault_it_is(ebbing: Any) -> None:
    road = ebbing('outcomes=(Outcome(key="stay", title="The child stays", clause="P01", when=ebb),),')
    road.held()

    text = road.page(road.worker).get(road.way()).text

    assert "The child stays" in text and SAYS in text
    form = {"outcome": "stay", "outcome_note": "All agreed."}
    assert road.page(road.worker).post(road.way("/outcome"), form).status == 303


def test_an_offer_whose_condition_raises_is_listed_with_whose_fault_it_is(ebbing: Any) -> None:
    road = ebbing('offers=(Offer(key="meet", title="Meet the chair", clause="P01", to=("child",), when=ebb),),')

    text = road.page(road.worker).get(road.way("/preparation")).text

    assert "Meet the chair" in text and SAYS in text


def test_a_route_whose_condition_raises_is_shown_with_whose_fault_it_is(ebbing: Any) -> None:
    road = ebbing("", "ebb")

    text = road.page(road.worker).get(road.way("/panel")).text

    assert "Board" in text and SAYS in text


def test_a_gap_whose_condition_raises_invites_nobody_and_says_whose_fault_it_is(ebbing: Any) -> None:
    gap = 'Gap(setting="x", sentence="Nobody has said who chairs", clause="P01", when=ebb)'
    with pytest.raises(Refused, match=re.escape(SAYS[0].lower() + SAYS[1:])):
        ebbing(f'silent_on=(("chair", "x"),), blocked_by=({gap},),')

"""What the demonstration does not hold, so that every page has something to show: an import, a decision not to convene
and a day outside the window that wait for a manager, a recommendation, a child without a home, a planned move with its
meeting, chairs who met, a panel's day, a program's token, records kept apart, and a replay
under Caldwick's waiting change."""

import io
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from tests.fixtures.live import Live, shipped
from tests.fixtures.ssda903 import EPISODES, HEADER, csv_bytes, episode, header
from tests.journeys.kept_apart import open_in_need, propose_disposal, restrict

if TYPE_CHECKING:
    from core.cli.demo_stage import Stage
    from core.services.meetings import Case

PRIYA, SUNITA = "Priya Nandakumar", "Sunita Rao"


def widen(live: Live) -> None:
    """Add all of it in Aldermere, and a day for the panel in Dunmoor."""
    from core import db
    from core.cli.demo_stage import Stage

    with db.session(live.database_url, "aldermere", writes=True) as session:
        stage = Stage(session=session, registry=shipped(), slug="aldermere", now=live.clock.now)
        set_aside(stage)
        move_outside_the_window(stage)
        stage.child(
            "A-21001", "Ines Farrant", date(2015, 1, 9), people={"social_worker": PRIYA}, in_care_since=stage.day(3)
        )
        plan_a_move(stage)
        bring_the_chairs_together(stage)
        begin_a_version(stage)
        let_a_program_read(stage)
        restrict(stage)
        propose_disposal(stage)
        session.commit()
    with db.session(live.database_url, "aldermere", writes=True) as session:
        open_in_need(Stage(session=session, registry=shipped(), slug="aldermere", now=live.clock.now))
        session.commit()
    with db.session(live.database_url, "dunmoor", writes=True) as session:
        stage = Stage(session=session, registry=shipped(), slug="dunmoor", now=live.clock.now)
        give_a_panel_day(stage)
        session.commit()
    import_a_return(live)
    replay_a_change(live)


def let_a_program_read(stage: "Stage") -> None:
    """A token of a service manager."""
    from core.services import api_tokens

    api_tokens.make(stage.as_(SUNITA), "Data warehouse", ["meeting.read"], 90)


def set_aside(stage: "Stage") -> None:
    """Leo's ending, in which no meeting is to be held: his worker's manager is asked to confirm it."""
    from core.models import Child, Ending
    from core.services import deciding, endings

    child = stage.session.scalars(select(Child).where(Child.local_id == "A-20417")).one()
    ending = stage.session.scalars(select(Ending).where(Ending.child_id == child.id, Ending.state == "open")).one()
    desk = stage.as_(PRIYA)
    deciding.not_convene(desk, endings.weigh(desk, ending, child), "disruption", "His review next week covers this.")


def move_outside_the_window(stage: "Stage") -> None:
    """Elin's meeting on a later day, with a judgement that waits for a second person; and a first recommendation."""
    from core.services import advising, scheduling
    from core.services.judging import Voice

    case = elins_meeting(stage)
    scheduling.set_day(
        stage.as_(PRIYA), case, "main", day=date(2026, 4, 14), starts="10:00", ends="12:00", place="County Hall",
        judgement=[Voice(party="social_worker", reason="Elin asked for time until after Easter.")],
    )  # fmt: skip
    chair = stage.as_(case.meeting.chair_name)
    advising.recommend(chair, case, text="Offer respite earlier", body="Corporate parenting board")


def plan_a_move(stage: "Stage") -> None:
    """A child who is to move in two weeks, and the planning meeting in a week."""
    from core.services import chairs, convening, placements, planning, scheduling

    child = stage.child(
        "A-21002", "Kit Farrant", date(2013, 5, 2), people={"social_worker": PRIYA}, in_care_since=stage.day(300)
    )
    stage.lives(child, PRIYA, 200, "Brook family", kind="foster", provider="in_house")
    desk = stage.as_(PRIYA)
    home = placements.start(desk, child, started=stage.day(-14), carer="Fernbeck", kind="residential")
    started = planning.find(desk, home.id)
    meeting = planning.arrange(desk, started, "planning")
    case = stage.case(PRIYA, meeting.id)
    scheduling.set_day(desk, case, "main", day=stage.day(-7), starts="10:00", ends="11:00", place="County Hall")
    chairs.choose(desk, case, stage.person("Sam Whitlock").id, reason="Agreed with the carers")
    convening.hear_child(desk, case, "views", "Kit drew the new room")
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role for the child"})
    convening.answer(desk, case, {ask.key: "With the carers and Sam Whitlock" for ask in case.kind.asks})
    convening.convene(desk, case)


def bring_the_chairs_together(stage: "Stage") -> None:
    """The chairs of disruption meetings met yesterday; what they learned is still to be written."""
    from core.services import gatherings

    chair = stage.as_("Sunita Rao")
    gatherings.hold(chair, gatherings.rules(chair)[0].key, day=stage.day(1), present="All three chairs")


def give_a_panel_day(stage: "Stage") -> None:
    """The first meeting before the panel has its day."""
    from core.services import panels

    desk = stage.as_("Wendy Marlin")
    panels.give_date(desk, panels.queue(desk)[0], day=date(2026, 4, 22), attend=(panels.NOBODY,))


def begin_a_version(stage: "Stage") -> None:
    """Another version of Aldermere's procedure, to which a meeting under way can be moved."""
    from core.services import procedure_versions

    desk = stage.as_("Nell Ashby")
    running = {name: {**settings, "matching_report_from": "social_worker"} for name, settings in desk.enabled.items()}
    procedure_versions.entered(desk, running, "The social worker supplies the matching report.")


def import_a_return(live: Live) -> None:
    """A checked return with a row that is set aside."""
    from core import db
    from core.cli.demo_stage import Stage
    from core.services import imports
    from core.services.imports_files import Upload
    from core.services.imports_running import Work, run

    uploads = live.app.extensions["mooring"].settings.upload_folder
    rows = [episode("01/05/2025", child="R-1"), episode("01/05/2025", "S", "Q9", child="R-2")]
    files = {"header.csv": csv_bytes([header("R-1"), header("R-2")], HEADER), "episodes.csv": csv_bytes(rows, EPISODES)}
    with db.session(live.database_url, "aldermere", writes=True) as session:
        stage = Stage(session=session, registry=shipped(), slug="aldermere", now=live.clock.now)
        begun = imports.begin(
            stage.as_(PRIYA), uploads, [Upload(name, io.BytesIO(said)) for name, said in files.items()]
        )
        run_id = begun.id
        session.commit()
    run(Work(
        database_url=live.database_url, uploads=uploads, registry=shipped(), clock=live.clock,
        tenant="aldermere", run_id=run_id, attempt=1,
    ))  # fmt: skip


def hold_elins_meeting(live: Live) -> str:
    """Elin's meeting was held today with everybody there; its id."""
    from core import db
    from core.cli.demo_stage import Stage
    from core.services import convening, holding

    with db.session(live.database_url, "aldermere", writes=True) as session:
        stage = Stage(session=session, registry=shipped(), slug="aldermere", now=live.clock.now)
        case = elins_meeting(stage)
        came = {one.id for one in convening.invitations_of(stage.as_(PRIYA), case) if one.name and not one.left_out}
        holding.hold(stage.as_(PRIYA), case, "main", on=stage.day(0), attended=came, why="All were free.")
        session.commit()
        return case.meeting.id


def elins_meeting(stage: "Stage") -> "Case":
    """The disruption meeting of the demonstration that is being prepared."""
    from core.models import Child, Meeting

    of_elin = select(Meeting.id).join(Child, Child.id == Meeting.child_id).where(Child.local_id == "A-19882")
    return stage.case(PRIYA, stage.session.scalars(of_elin).one())


def replay_a_change(live: Live) -> None:
    """The last year of Caldwick under the change that waits for a second person."""
    from core import db
    from core.cli.demo_stage import Stage
    from core.domain.periods import in_period_ending, months
    from core.services import changing, replaying
    from core.services.replaying_running import Work, run

    with db.session(live.database_url, "caldwick", writes=True) as session:
        stage = Stage(session=session, registry=shipped(), slug="caldwick", now=live.clock.now)
        desk = stage.as_("Dot Hanley")
        change = changing.opened(desk)[0]
        first, last = in_period_ending(desk.today, months(12))
        asked = replaying.ask(desk, change.id, change.enabled, first, last)
        session.commit()
    run(Work(
        database_url=live.database_url, registry=shipped(), clock=live.clock, tenant="caldwick",
        replay_id=asked.id, attempt=asked.attempt,
    ))  # fmt: skip

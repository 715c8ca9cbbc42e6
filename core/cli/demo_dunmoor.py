"""Dunmoor's children: a meeting before the Children's Review Panel, an ending to decide about, a quiet home; and a
monthly report."""

from datetime import date, timedelta

from core.cli.demo_scenes import convene, hold
from core.cli.demo_stage import Stage
from core.services import circulation, holding, learning, minutes, referrals
from core.services.dossier import dossier
from core.services.meetings import Case

KIRSTY, HESTER = "Kirsty Lowe", "Hester Vane"
PEOPLE = {"social_worker": KIRSTY, "iro": "Rosalind Achebe", "parent": "Gail Blane"}


def rory(stage: Stage) -> None:
    """Held five weeks after the ending, minuted and circulated; the panel's administrator is to give a date."""
    child = stage.child("D-0452", "Rory Blane", date(2012, 1, 17), people=PEOPLE, care_plan="long_term_foster",
                        education="school", in_care_since=stage.day(900))  # fmt: skip
    home = stage.lives(child, KIRSTY, 880, "Ashdown family", kind="foster", provider="in_house", long_term=True,
                       matched_at_panel=True, emergency=False)  # fmt: skip
    stage.cast(child, "foster_carer", "Wynn Ashdown", home)
    stage.cast(child, "supervising_social_worker", "Colm Dacre", home)
    ended = stage.ends(child, KIRSTY, home, 60, unplanned=True, abrupt=True, complaint=False,
                       to={"carer": "Quay House", "kind": "residential", "provider": "in_house"})  # fmt: skip
    case = stage.convened(KIRSTY, 59, stage.weighed(KIRSTY, 59, ended, child), "disruption")
    held = stage.working(60 - 36)
    convene(stage, case.meeting.id, KIRSTY, 50, day=held, starts="10:00", ends="12:00", place="Moor House, room 2",
            chair=HESTER, voice="views", note="Rory drew his week and talked about it with Kirsty")  # fmt: skip
    ago = (stage.day(0) - held).days
    hold(stage, case.meeting.id, HESTER, ago)
    record(stage, stage.case(HESTER, case.meeting.id), ago)


def record(stage: Stage, case: Case, ago: int) -> None:
    """Minutes, a recommendation and an action; agreed, circulated and sent to the panel."""
    desk = stage.as_(HESTER, ago, "16:00")
    for theme in minutes.themes(desk, case)[:4]:
        minutes.save(desk, case, theme, "Rory settled in his first year; school moves unsettled what had grown.",
                     version=theme.version)  # fmt: skip
    holding.recommend(desk, case, text="Plan a change of school together with the carers",
                      body="Children's Review Panel", theme="Support to carers")  # fmt: skip
    holding.agree_action(desk, case, text="See Rory's former carers together once a term", owner_role="social_worker",
                         owner_id=stage.person(KIRSTY).id, owner_name="", due=stage.working(-20))  # fmt: skip
    minutes.agree(stage.as_(HESTER, ago - 5), case)
    desk = stage.as_(HESTER, ago - 6)
    for one in circulation.prepare(desk, case):
        empty = circulation.vacant(case, one)
        circulation.check(desk, case, one.id, keep=not empty, because="Nobody holds this role" if empty else "")
    circulation.send(desk, case)
    for one in circulation.deliveries_of(desk, case):
        if one.state == circulation.BY_HAND:
            circulation.hand_over(desk, case, one.id, "Handed over at a visit")
    referrals.send(desk, case, referrals.lines(desk, case, dossier(desk, case))[0])


def ada(stage: Stage) -> None:
    """A long-term home that ended two days ago; whether a meeting is convened waits to be decided."""
    child = stage.child("D-0477", "Ada Finch", date(2014, 4, 21), people=PEOPLE | {"parent": "Una Finch"},
                        care_plan="long_term_foster", in_care_since=stage.day(500))  # fmt: skip
    home = stage.lives(child, KIRSTY, 500, "Thorne family", kind="foster", provider="agency", long_term=True)
    ended = stage.ends(child, KIRSTY, home, 2, unplanned=True, abrupt=True,
                       to={"carer": "Moss family", "kind": "foster", "provider": "in_house"})  # fmt: skip
    stage.weighed(KIRSTY, 2, ended, child)


def isaac(stage: Stage) -> None:
    """A long-term home of three quiet years."""
    child = stage.child("D-0419", "Isaac Wren", date(2013, 8, 8), people=PEOPLE | {"parent": "Tess Wren"},
                        care_plan="long_term_foster", education="school", in_care_since=stage.day(1150))  # fmt: skip
    home = stage.lives(child, KIRSTY, 1100, "Alder family", kind="foster", provider="in_house", long_term=True,
                       matched_at_panel=True, emergency=False)  # fmt: skip
    stage.cast(child, "foster_carer", "Meg Alder", home)
    stage.cast(child, "supervising_social_worker", "Colm Dacre", home)


def month(stage: Stage) -> None:
    """Last month's report, issued today."""
    last = stage.day(0).replace(day=1) - timedelta(days=1)
    desk = stage.as_("Asha Bedi")
    learning.issue(desk, learning.make(desk, "monthly", last.replace(day=1)))

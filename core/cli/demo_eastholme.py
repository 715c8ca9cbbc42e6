"""Eastholme's children: four drafts with those who correct them, a meeting that is being prepared, and a shorter window
since it was."""

from datetime import date

from core.cli.demo_scenes import convene, hold
from core.cli.demo_stage import Stage
from core.models import Placement
from core.services import (
    circulation,
    corrections,
    drafts,
    holding,
    minutes,
    offers,
    pack,
    procedure_versions,
    scheduling,
)
from core.services.dossier import dossier
from core.services.meetings import Case

KEMI, NOEL, ZITA, BRAM = "Kemi Falade", "Noel Harker", "Zita Coe", "Bram Oakes"
PEOPLE = {"social_worker": KEMI, "iro": "Rosalind Achebe", "parent": "Ewa Wilk", "advocate": "Dara Quinn"}
WRITTEN = {
    "summary": "Tomasz lived with the Ashdown family for a year and a half. Respite began in the autumn.",
    "action_plan": "Tomasz sees the Ashdowns in the holidays. A letter from school by the end of term.",
    "practice_feedback": "Visits slipped in the summer. Cover is to be agreed before leave begins.",
    "general_recommendations": "Respite is offered before it is asked for.",
}


def tomasz(stage: Stage) -> None:
    """Held two weeks ago; the four drafts are out, and one correction of fact has come."""
    case = fostered(stage, "E-7310", "Tomasz Wilk", date(2012, 1, 17), 45)
    held = stage.working(19)
    arranged(stage, case, 40, held)
    ago = (stage.day(0) - held).days
    hold(stage, case.meeting.id, NOEL, ago)
    reported(stage, stage.case(NOEL, case.meeting.id), ago)
    written(stage, stage.case(NOEL, case.meeting.id), ago)


def nina(stage: Stage) -> None:
    """Convened for the week after next: who prepares whom, what was offered, and which reports have come."""
    case = fostered(stage, "E-7344", "Nina Sobol", date(2014, 10, 3), 24)
    arranged(stage, case, 10, stage.working(-11))
    case = stage.case(KEMI, case.meeting.id)
    desk = stage.as_(KEMI, 3)
    rows = scheduling.tasks_of(desk, case.meeting)
    for key, note in (("venue", "The Old Library has a room with a big table."),
                      ("prepare_child", "Nina knows who comes and has met the room.")):  # fmt: skip
        task = next(t for t in rows if t.kind == "step" and t.key == key)
        holding.complete_step(desk, case, task, note=note)
    offer = next(t for t in rows if t.kind == "offer")
    offers.record(desk, case, offer, state="offered", on=stage.day(4), answer="Will meet the chair")
    paper = next(t for t in rows if t.kind == "pack")
    pack.supply(desk, case, paper, state="received")


def settled(stage: Stage) -> None:
    """From today on meetings are held within six weeks; Nina's goes on as it began, unless somebody moves it."""
    desk = stage.as_("Piers Nunn")
    enabled = {name: dict(chosen) for name, chosen in desk.enabled.items()}
    if "authority_e" in enabled:
        enabled["authority_e"]["disruption_within"] = 6
        procedure_versions.entered(desk, enabled, "Agreed by the management team: eight weeks were too long to wait.")


def fostered(stage: Stage, local_id: str, name: str, born: date, ago: int) -> Case:
    """A child whose foster placement ended, and the meeting that was decided on."""
    child = stage.child(local_id, name, born, people=PEOPLE, care_plan="long_term_foster", education="school",
                        in_care_since=stage.day(ago + 600))  # fmt: skip
    home: Placement = stage.lives(child, KEMI, ago + 560, "Ashdown family", kind="foster", provider="in_house",
                                  long_term=True, emergency=False)  # fmt: skip
    stage.cast(child, "foster_carer", "Rhona Ashdown", home)
    stage.cast(child, "supervising_social_worker", BRAM, home)
    ended = stage.ends(child, KEMI, home, ago, unplanned=True, abrupt=False, complaint=False,
                       to={"carer": "Harbour Lane", "kind": "residential", "provider": "in_house"})  # fmt: skip
    return stage.convened(KEMI, ago - 2, stage.weighed(KEMI, ago - 1, ended, child), "disruption")


def arranged(stage: Stage, case: Case, ago: int, day: date) -> None:
    convene(stage, case.meeting.id, KEMI, ago, day=day, starts="10:00", ends="12:30", place="The Old Library",
            chair=NOEL, voice="views", note="A letter, written with the advocate")  # fmt: skip
    holding.name_minute_taker(stage.as_(KEMI, ago), stage.case(KEMI, case.meeting.id), stage.person(ZITA).id)


def reported(stage: Stage, case: Case, ago: int) -> None:
    """The administrator's draft report, and the day the chair had it."""
    desk = stage.as_(ZITA, ago - 3)
    theme = minutes.themes(desk, case)[0]
    minutes.save(desk, case, theme, "Everybody spoke warmly of Tomasz, and of what the summer asked of the family.",
                 version=theme.version)  # fmt: skip
    chair = stage.as_(NOEL, ago - 3)
    for text, body in (("Offer respite before carers ask for it", "Permanence Panel"),
                       ("Agree cover before a worker’s leave begins", "Fostering service")):  # fmt: skip
        holding.recommend(chair, case, text=text, body=body, theme="Support to carers")
    holding.agree_action(chair, case, text="Ask the school for a letter", owner_id=stage.person(KEMI).id, owner_name="",
                         owner_role="social_worker", due=stage.working(-12))  # fmt: skip
    for key, who, when in (("report", ZITA, ago - 4), ("receipt", NOEL, ago - 5)):
        desk = stage.as_(who, when)
        task = next(t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step" and t.key == key)
        holding.complete_step(desk, case, task)


def written(stage: Stage, case: Case, ago: int) -> None:
    """The chair's four drafts, sent to those who were there; practice feedback to its own readers only."""
    desk = stage.as_(NOEL, ago - 9)
    for output in minutes.outputs(desk, case):
        if output.key in WRITTEN:
            drafts.save(desk, case, output, WRITTEN[output.key], version=output.version)
            drafts.finish(desk, case, output)
    desk = stage.as_(NOEL, ago - 10)
    for one in circulation.prepare(desk, case):
        empty = circulation.vacant(case, one)
        circulation.check(desk, case, one.id, keep=not empty, because="Nobody holds this role" if empty else "")
    circulation.send(desk, case)
    for one in circulation.deliveries_of(desk, case):
        if one.state == circulation.BY_HAND:
            circulation.hand_over(desk, case, one.id, "Read through together at a visit")
    desk = stage.as_(BRAM, ago - 12)
    case = stage.case(BRAM, case.meeting.id, ago - 12)
    summary = next(o for o in minutes.outputs(desk, case) if o.key == "summary")
    corrections.say(desk, case, dossier(desk, case), summary, passage="Respite began in the autumn.",
                    wording="Respite began in July.")  # fmt: skip

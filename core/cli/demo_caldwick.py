"""Caldwick's children: a placement that a support plan holds steady, one about which somebody worries, and one that
has just ended."""

from datetime import date
from typing import Any

from core.cli.demo_scenes import convene, hold
from core.cli.demo_stage import Stage
from core.models import Child, Meeting, Placement
from core.services import children, concern_deciding, concerns, intervals, minutes, outcomes, plans, supports

IMRAN, AMARA, PIET = "Imran Yates", "Amara Stead", "Piet Larkin"
PEOPLE = {"social_worker": IMRAN, "iro": "Rosalind Achebe", "virtual_school": "Bruno Keats"}
SUPPORTS = (
    ("A weekend of respite each month with the same family", "Monthly", PIET, "Supervising social worker"),
    ("Homework club, so that evenings are free", "Tuesdays and Thursdays", "Bruno Keats", "Virtual school"),
    ("Time with Imran to write Tegan’s life story", "Every two weeks", IMRAN, "Social worker"),
)


def tegan(stage: Stage) -> None:
    """A concern four weeks ago, a stability meeting, and a plan that is looked at again next week."""
    child, home = fostered(stage, "C-1188", "Tegan Moss", date(2012, 1, 17), "Ashdown family", 600)
    children.hear(
        stage.as_(IMRAN, 26), child, on=stage.day(26), told_to=IMRAN,
        words="I like it here. I want the shouting about homework to stop.",
    )  # fmt: skip
    case = stage.case(IMRAN, worried(stage, child, home, 28).id)
    held = stage.working(21)
    convene(stage, case.meeting.id, IMRAN, 26, day=held, starts="15:30", ends="17:00", place="Quay Street, room 4",
            chair=AMARA, voice="attends", note="Tegan comes for the last half hour")  # fmt: skip
    ago = (stage.day(0) - held).days
    hold(stage, case.meeting.id, AMARA, ago)
    agree(stage, stage.case(AMARA, case.meeting.id).meeting, ago)


def fostered(
    stage: Stage, local_id: str, name: str, born: date, carers: str, ago: int, **facts: Any
) -> tuple[Child, Placement]:
    """A child in a long-term home with the authority's own foster carers."""
    child = stage.child(local_id, name, born, people=PEOPLE, care_plan="long_term_foster", education="school",
                        in_care_since=stage.day(ago))  # fmt: skip
    usual = {"provider": "in_house", "long_term": True, "matched_at_panel": True, "emergency": False}
    home = stage.lives(child, IMRAN, ago, carers, kind="foster", **(usual | facts))
    stage.cast(child, "foster_carer", f"Jo {carers.split()[0]}", home)
    stage.cast(child, "supervising_social_worker", PIET, home)
    return child, home


def worried(stage: Stage, child: Child, home: Placement, ago: int) -> Meeting:
    """The concern, and the stability meeting that was proposed for it."""
    said = {
        "day": stage.day(ago),
        "worry": "Evenings end in arguments about homework, and the carers are tired.",
        "going_well": "Tegan has friends at school and trusts the family.",
        "tried": "Piet has visited each week since September.",
        "source": "Jo Ashdown, foster carer",
        "doubted": False,
    }
    weighed = concerns.record(stage.as_(IMRAN, ago), home, child, said)
    return concern_deciding.convene(stage.as_(IMRAN, ago), weighed, "stability")


def agree(stage: Stage, meeting: Meeting, ago: int) -> None:
    """The record, the outcome, and the plan with its supports and its interval."""
    desk, case = stage.as_(AMARA, ago, "17:30"), stage.case(AMARA, meeting.id)
    theme = minutes.themes(desk, case)[0]
    minutes.save(desk, case, theme, "Everybody wants Tegan to stay. Homework is what evenings turn on.",
                 version=theme.version)  # fmt: skip
    outcomes.record(desk, case, outcomes.choices(case)[0].rule.key, "With this support the placement goes on.")
    plan = plans.start(desk, case, aim="Calm evenings, and a rest for the family.")
    for text, how_often, who, role in SUPPORTS:
        given = {"text": text, "how_often": how_often, "owner": stage.person(who).id, "owner_name": who}
        supports.add(desk, plan, given | {"owner_role": role, "due": None})
    intervals.agree_interval(desk, case, number=4, unit="weeks", note="Looked at together each month.")


def finlay(stage: Stage) -> None:
    """A worry written down yesterday; whether a meeting is held waits to be decided."""
    child, home = fostered(stage, "C-1203", "Finlay Orme", date(2015, 6, 2), "Sedge family", 240)
    said = {
        "day": stage.day(1),
        "worry": "The carers have asked for a break and do not know how long they can go on.",
        "going_well": "Finlay eats and sleeps well.",
        "source": "Piet Larkin",
        "doubted": None,
    }
    concerns.record(stage.as_(PIET, 1), home, child, said)


def ruby(stage: Stage) -> None:
    """A long-term home that ended after the carers gave notice: consider a disruption meeting."""
    child, home = fostered(stage, "C-1177", "Ruby Tansy", date(2011, 9, 9), "Larch family", 900)
    after = {"carer": "Bramley family", "kind": "foster", "provider": "in_house"}
    ended = stage.ends(child, IMRAN, home, 4, unplanned=True, abrupt=False, notice_by_carer=True, complaint=False,
                       pathway_plan=False, to=after)  # fmt: skip
    stage.weighed(IMRAN, 3, ended, child)

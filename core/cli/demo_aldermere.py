"""Aldermere's children: a decision that waits, a meeting being prepared, and two quiet years."""

from datetime import date

from core.cli.demo_scenes import convene
from core.cli.demo_stage import Stage
from core.services import children

PEOPLE = {"social_worker": "Priya Nandakumar", "iro": "Grace Tembo"}
PRIYA = "Priya Nandakumar"


def leo(stage: Stage) -> None:
    """Three moves in six months, the last one five days ago: a decision waits."""
    child = stage.child(
        "A-20417",
        "Leo Marsden",
        date(2012, 8, 4),
        people=PEOPLE | {"parent": "Denise Marsden", "advocate": "Amy Lister", "designated_teacher": "Mr Osei"},
        care_plan="long_term_foster",
        education="school",
        school="Northmoor School, year 9",
        in_care_since=stage.day(780),
    )
    first = stage.lives(child, PRIYA, 780, "Tallis family", kind="foster", provider="in_house", long_term=False)
    ended = stage.ends(
        child,
        PRIYA,
        first,
        640,
        unplanned=False,
        to={
            "carer": "Holroyd family",
            "kind": "foster",
            "provider": "in_house",
            "facts": {"long_term": True, "matched_at_panel": True, "emergency": False},
        },
    )
    stage.history(ended)
    ended = stage.ends(
        child,
        PRIYA,
        stage.next_home(ended),
        160,
        unplanned=True,
        abrupt=False,
        to={
            "carer": "Okafor family",
            "kind": "foster",
            "provider": "in_house",
            "facts": {"long_term": False, "emergency": True},
        },
    )
    stage.history(ended)
    ended = stage.ends(
        child,
        PRIYA,
        stage.next_home(ended),
        155,
        unplanned=False,
        to={
            "carer": "Pryce family",
            "kind": "foster",
            "provider": "agency",
            "facts": {"long_term": False, "emergency": False, "commissioned": True},
        },
    )
    stage.history(ended)
    last = stage.next_home(ended)
    for who in ("Helen Pryce", "Gareth Pryce"):
        stage.cast(child, "foster_carer", who, last)
    stage.cast(child, "supervising_social_worker", "Carys Bowen", last, "Larkfield Fostering")
    ended = stage.ends(
        child,
        PRIYA,
        last,
        5,
        unplanned=True,
        abrupt=True,
        notice_by_carer=True,
        complaint=False,
        education_disrupted=True,
        asked="09:40",
        at="19:15",
        what_happened="The carers asked in the morning for the placement to end that day.",
        to={"carer": "Fernbank", "kind": "residential", "provider": "in_house", "facts": {"emergency": True}},
    )
    home = stage.next_home(ended)
    stage.cast(child, "keyworker", "Rhys Calder", home, "Fernbank")
    children.hear(
        stage.as_(PRIYA, 2),
        child,
        on=stage.day(2),
        told_to="Amy Lister, advocate",
        words="I want to stay at my school and keep seeing Derek. Tell me before, not on the day.",
    )
    stage.weighed(PRIYA, 4, ended, child)


def elin(stage: Stage) -> None:
    """A disruption meeting next week; most papers are in."""
    child = stage.child(
        "A-19882",
        "Elin Prosser",
        date(2014, 2, 19),
        people=PEOPLE | {"parent": "Nia Prosser", "advocate": "Amy Lister", "designated_teacher": "Ms Hartley"},
        care_plan="long_term_foster",
        education="school",
        school="St Brannoc's Primary",
        in_care_since=stage.day(1400),
    )
    first = stage.lives(
        child,
        PRIYA,
        1400,
        "Renwick family",
        kind="foster",
        provider="in_house",
        long_term=True,
        matched_at_panel=True,
        emergency=False,
        commissioned=False,
    )
    stage.cast(child, "foster_carer", "Joan Renwick", first)
    stage.cast(child, "supervising_social_worker", "Dilys Vaughan", first)
    ended = stage.ends(
        child,
        PRIYA,
        first,
        22,
        unplanned=True,
        abrupt=False,
        notice_by_carer=True,
        complaint=False,
        asked="09:00",
        at="17:30",
        to={
            "carer": "Alderson family",
            "kind": "foster",
            "provider": "in_house",
            "facts": {"long_term": False, "emergency": False},
        },
    )
    stage.cast(child, "foster_carer", "Peter Alderson", stage.next_home(ended))
    weighed = stage.weighed(PRIYA, 20, ended, child)
    case = stage.convened(PRIYA, 20, weighed, "disruption")
    convene(
        stage,
        case.meeting.id,
        PRIYA,
        19,
        day=stage.working(-6),
        starts="10:00",
        ends="12:00",
        place="County Hall, room 114",
        chair="Janet Okonjo",
        voice="advocate",
        note="Amy Lister speaks for her",
    )
    stage.papers(PRIYA, stage.case(PRIYA, case.meeting.id), 4, leave=3)


def noah_and_maisie(stage: Stage) -> None:
    """Two children who live where they lived last year, and an ending that nobody has classified."""
    for local_id, name, born, carer in (
        ("A-20533", "Noah Iqbal", date(2016, 5, 9), "Farrow family"),
        ("A-20290", "Maisie Thorne", date(2013, 9, 30), "Hadley family"),
    ):
        child = stage.child(
            local_id,
            name,
            born,
            people=PEOPLE,
            care_plan="long_term_foster",
            education="school",
            in_care_since=stage.day(500),
        )
        first = stage.lives(child, PRIYA, 500, "Tallis family", kind="foster", provider="in_house")
        ended = stage.ends(child, PRIYA, first, 400, unplanned=None, to={"carer": carer, "kind": "foster"})
        stage.history(ended)

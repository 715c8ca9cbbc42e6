"""Callum's story in Aldermere: a meeting held, agreed and circulated, whose actions are under way."""

from datetime import date

from core.cli.demo_aldermere import PEOPLE, PRIYA
from core.cli.demo_scenes import convene, hold
from core.cli.demo_stage import Stage
from core.services import circulation, holding, minutes


def callum(stage: Stage) -> None:
    """Held, agreed and circulated; actions are under way."""
    child = stage.child(
        "A-18114",
        "Callum Reyes",
        date(2010, 11, 2),
        people=PEOPLE | {"designated_teacher": "Mr Bright"},
        care_plan="long_term_foster",
        education="school",
        school="Marsh Lane Academy",
        in_care_since=stage.day(1100),
    )
    first = stage.lives(
        child,
        PRIYA,
        1100,
        "Whitfield family",
        kind="foster",
        provider="in_house",
        long_term=True,
        matched_at_panel=True,
        emergency=False,
        commissioned=False,
    )
    stage.cast(child, "foster_carer", "Anne Whitfield", first)
    stage.cast(child, "supervising_social_worker", "Dilys Vaughan", first)
    ended = stage.ends(
        child,
        PRIYA,
        first,
        70,
        unplanned=True,
        abrupt=False,
        complaint=False,
        to={
            "carer": "Lindsay family",
            "kind": "foster",
            "provider": "in_house",
            "facts": {"long_term": False, "emergency": False},
        },
    )
    weighed = stage.weighed(PRIYA, 69, ended, child)
    case = stage.convened(PRIYA, 69, weighed, "disruption")
    held = stage.working(40)
    convene(
        stage,
        case.meeting.id,
        PRIYA,
        66,
        day=held,
        starts="13:30",
        ends="15:30",
        place="County Hall, room 9",
        chair="Philip Marr",
        voice="attends",
        note="Callum comes to the second half",
    )
    ago = (stage.day(0) - held).days
    stage.papers(PRIYA, stage.case(PRIYA, case.meeting.id), ago + 8)
    hold(stage, case.meeting.id, "Philip Marr", ago)
    texts = {
        "placement": "Callum settled well for two years and still speaks warmly of the family.",
        "disruption": "Evenings grew tense from the spring. Support came late and visits were missed in June.",
        "present_and_future": "Callum wants to stay at Marsh Lane and to see the Whitfields each month.",
    }
    stage.writes("Philip Marr", stage.case(PRIYA, case.meeting.id), ago - 3, texts)
    chair = stage.as_("Philip Marr", ago - 5)
    now = stage.case("Philip Marr", case.meeting.id)
    holding.recommend(
        chair,
        now,
        text="Offer respite before a first placement passes two years",
        body="Corporate parenting board",
        theme="Support to carers",
    )
    for text, who, due in (
        ("Arrange six life story sessions", PRIYA, 18),
        ("Agree monthly contact with the Whitfields", PRIYA, 25),
    ):
        holding.agree_action(
            chair,
            now,
            text=text,
            owner_id=stage.person(who).id,
            owner_name="",
            owner_role="social_worker",
            due=stage.working(-due),
        )
    minutes.agree(stage.as_("Philip Marr", ago - 9), now)
    desk = stage.as_("Philip Marr", ago - 10)
    for delivery in circulation.prepare(desk, now):
        circulation.check(desk, now, delivery.id, keep=True)
    circulation.send(desk, now)
    for delivery in circulation.deliveries_of(desk, now):
        if delivery.state == circulation.BY_HAND:
            circulation.hand_over(desk, now, delivery.id, "Posted to the address on file")

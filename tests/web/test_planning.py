"""Planning a placement on the pages of authority A: before it starts or within 72 hours, its chair, people and papers,
delegated authority, when to meet again, and what happens where the placement is in doubt."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import Answer, SignedInPage

HOME = {"carer": "Fernbeck", "kind": "residential", "provider": "agency", "out_of_area": "no"}


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin, and B's, which asks nothing of a start."""
    return Registry(("authority_a", "authority_b"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def child(desk: Desk) -> str:
    """Bertie Quill, whose social worker is Nadia Okafor; no placement yet."""
    people = made.staffed(desk)
    mother = made.person(desk, "Denise Quill", staff=False)
    around = {"social_worker": people["worker"], "iro": people["iro"], "parent": mother}
    found = made.child(desk, team="North 2", people=around, education="school")
    desk.db.commit()
    return found.id


def starts(page: SignedInPage, child: str, day: str, at: str = "", **more: str) -> str:
    """The address of the planning page of a placement recorded on the child's page."""
    answer = page.post(f"/children/{child}/placements/first", HOME | {"started": day, "at": at} | more)
    assert answer.status == 303, answer.text
    return answer.location.replace("/wexcombe", "")


def arranges(page: SignedInPage, planning: str) -> str:
    """The address of the meeting that is arranged from the planning page."""
    answer = page.post(f"{planning}/meeting", {"kind": "planning"})
    assert answer.status == 303, answer.text
    return answer.location.replace("/wexcombe", "").replace("/convening", "")


def dated(page: SignedInPage, meeting: str, day: str, starts: str = "10:00", **more: str) -> Answer:
    """The answer to choosing a day."""
    return page.post(f"{meeting}/convening/parts/main/day", {"day": day, "starts": starts} | more)


def convenes(page: SignedInPage, desk: Desk, meeting: str) -> Answer:
    """Everything answered as staff would, and the invitations recorded."""
    from core.services import convening, meetings

    first = {"ask_settled_with": "Moira Kell, manager of Fernbeck", "ask_format": "In person"}
    assert page.post(f"{meeting}/convening/first", first).status == 303
    assert page.post(f"{meeting}/convening/chair", {"chair": desk.actor.person_id}).status == 303
    assert page.post(f"{meeting}/convening/voice", {"voice": "attends"}).status == 303
    desk.db.expire_all()
    case = meetings.find(desk, meeting.rsplit("/", 1)[1])
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role"})
    desk.db.commit()
    return page.post(f"{meeting}/convening", {})


def holds(page: SignedInPage, desk: Desk, clock: Clock, meeting: str, day: str) -> None:
    """The meeting took place on the day planned."""
    said, chair = page.post(f"{meeting}/parts/main/held", {"on": day, "attended": []}), ""
    if said.status == 422:
        found = re.search(r'name="attended"[^>]*value="([^"]+)"', said.text)
        chair = found[1] if found else ""
        said = page.post(f"{meeting}/parts/main/held", {"on": day, "attended": chair})
    assert said.status == 303, said.text


def test_a01_a_start_shows_what_the_procedure_asks_and_by_when_to_the_hour(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")

    text = page.get(planning).text

    assert "Should be held" in text
    assert "(A01)" in text and "1. Placement Planning Meetings" in text
    assert "At the latest on Thursday 19 March 2026, 09:30." in text
    assert "Placement started at 09:30 on 16 March 2026, plus 72 hours." in text
    assert "Elapsed hours from the start of the placement" in text


@pytest.mark.parametrize(
    ("now", "day", "at", "latest"),
    [
        (datetime(2026, 3, 28, 18, 0, tzinfo=UTC), "28 3 2026", "14:00", "Tuesday 31 March 2026, 15:00"),
        (datetime(2026, 10, 24, 18, 0, tzinfo=UTC), "24 10 2026", "14:00", "Tuesday 27 October 2026, 13:00"),
        (datetime(2028, 2, 28, 18, 0, tzinfo=UTC), "28 2 2028", "14:00", "Thursday 2 March 2028, 14:00"),
    ],
)
def test_a01_the_hours_are_elapsed_across_a_clock_change_and_a_leap_day(
    page: SignedInPage, clock: Clock, child: str, now: datetime, day: str, at: str, latest: str
) -> None:
    clock.now = now
    planning = page_of(page, child, day, at, clock)

    assert f"At the latest on {latest}." in page.get(planning).text


def page_of(page: SignedInPage, child: str, day: str, at: str, clock: Clock) -> str:
    """`starts` at another time than the sign-in's: the session is opened then."""
    with page.client.session_transaction() as session:
        session["since"] = session["seen"] = int(clock.now.timestamp())
    return starts(page, child, day, at)


def test_a01_without_a_time_it_cannot_be_told_to_the_hour_until_somebody_records_it(
    page: SignedInPage, child: str
) -> None:
    planning = starts(page, child, "15 3 2026")
    text = page.get(planning).text
    assert "Cannot tell to the hour: record the time at which the placement started." in text
    assert "17 March 2026 is the last day that lies within them in any case" in text

    refused = page.post(f"{planning}/time", {"at": "25:00"})
    assert refused.status == 422
    assert page.post(f"{planning}/time", {"at": "18:15"}).status == 303

    assert "At the latest on Wednesday 18 March 2026, 18:15." in page.get(planning).text


def test_a01_a_time_still_to_come_is_refused(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026")

    refused = page.post(f"{planning}/time", {"at": "23:00"})

    assert refused.status == 422 and "The placement has not started yet" in refused.text


def test_a01_my_work_asks_for_the_meeting_until_the_invitations_are_recorded(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")
    work = page.get("/work").text
    assert "Arrange the placement planning meeting" in work and "19 March 2026" in work
    assert "Placement planning (" in work
    assert "Arrange the placement planning meeting" in page.get(f"/children/{child}").text
    assert "Arrange the placement planning meeting" in page.get("/children?for=meeting").text

    meeting = arranges(page, planning)
    assert "Arrange the placement planning meeting" in page.get("/work").text
    assert (
        dated(page, meeting, "18 3 2026", reason_social_worker="The carers could take him at once only.").status == 303
    )
    assert convenes(page, desk, meeting).status == 303

    assert "Arrange the placement planning meeting" not in page.get("/work").text


def test_a01_a_meeting_before_a_planned_start_needs_no_reason(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "23 3 2026")
    text = page.get(planning).text
    assert "Plan the move to Fernbeck" in text
    assert "Before the placement starts, which is planned for 23 March 2026." in text

    meeting = arranges(page, planning)

    assert dated(page, meeting, "19 3 2026").status == 303
    assert "In good time, 4 days before" in page.get(f"{meeting}/convening").text


def test_a01_a_meeting_after_the_start_needs_the_urgency_recorded_and_no_second_person(
    page: SignedInPage, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "16 3 2026", "09:30"))

    refused = dated(page, meeting, "19 3 2026", "09:00")
    assert refused.status == 422
    assert "does not come before what it should precede" in refused.text
    assert "Why the placement was too urgent for a meeting before it started" in refused.text

    kept = dated(page, meeting, "19 3 2026", "09:00", reason_social_worker="Police protection on Sunday night.")
    assert kept.status == 303
    text = page.get(f"{meeting}/convening").text
    assert "Police protection on Sunday night." in text
    assert "which ends on 19 March 2026 at 09:30" in text
    assert "Waits for" not in text


def test_a01_beyond_72_hours_is_outside_and_a_second_person_confirms(page: SignedInPage, child: str) -> None:
    meeting = arranges(page, starts(page, child, "16 3 2026", "09:30"))

    refused = dated(page, meeting, "19 3 2026", "10:00")
    assert refused.status == 422
    assert "19 March 2026 is outside the window, up to 19 March 2026, 09:30." in refused.text

    kept = dated(page, meeting, "19 3 2026", "10:00", reason_social_worker="The home’s manager is back on Thursday.")
    assert kept.status == 303
    assert "Waits for Sam Whitlow" in page.get(f"{meeting}/convening").text


def test_a01_a_day_chosen_in_time_needs_its_reason_once_the_child_moves_in_sooner(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "23 3 2026")
    meeting = arranges(page, planning)
    assert dated(page, meeting, "18 3 2026").status == 303

    assert page.post(f"{planning}/began", {"started": "16 3 2026", "at": "09:00"}).status == 303

    refused = convenes(page, desk, meeting)
    assert refused.status == 422
    assert "it is recorded why the day departs from its window" in refused.text


def test_a01_none_is_arranged_only_for_a_reason_which_stays(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")

    assert page.post(f"{planning}/none", {"reason": "  "}).status == 422
    assert page.post(f"{planning}/none", {"reason": "<script>alert(1)</script> A stay of one night."}).status == 303

    text = page.get(planning).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; A stay of one night." in text and "<script>alert" not in text
    assert "Nadia Okafor, 16 March 2026" in text
    assert "Arrange the placement planning meeting" not in page.get("/work").text
    assert arranges(page, planning)


def test_a01_whoever_arranges_second_is_led_to_the_same_meeting(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")
    version = re.search(r'name="version" value="(\d+)"', page.get(planning).text)
    assert version is not None

    first = page.post(f"{planning}/meeting", {"kind": "planning", "version": version[1]})
    second = page.post(f"{planning}/meeting", {"kind": "planning", "version": version[1]})

    assert first.status == second.status == 303 and first.location == second.location
    late = page.post(f"{planning}/none", {"reason": "Not needed.", "version": version[1]})
    assert late.status == 409 and "Somebody else has changed this" in late.text


def test_a01_a_planned_home_is_not_where_the_child_lives(page: SignedInPage, desk: Desk, child: str) -> None:
    starts(page, child, "10 3 2026", "09:00", carer="Marlowe family", kind="foster", provider="in_house")
    planning = starts(page, child, "30 3 2026")

    text = page.get(f"/children/{child}").text
    assert "Planned: moves to Fernbeck on 30 March 2026." in text
    assert "Placements (1)" in text
    assert "Fernbeck" not in page.get(f"/children/{child}/placements").text
    assert "Fernbeck" not in page.get("/children").text
    second = page.post(f"/children/{child}/placements/first", HOME | {"started": "2 4 2026"})
    assert second.status == 422 and "A move to Fernbeck is planned already, for 30 March 2026" in second.text
    assert page.post(f"{planning}/day", {"started": "16 3 2026"}).status == 422
    assert page.post(f"{planning}/day", {"started": "1 4 2026"}).status == 303
    assert "planned for 1 April 2026" in page.get(planning).text


def test_a01_an_ending_takes_the_planned_home_up_with_its_meeting(page: SignedInPage, desk: Desk, child: str) -> None:
    starts(page, child, "10 3 2026", "09:00", carer="Marlowe family", kind="foster", provider="in_house")
    planning = starts(page, child, "18 3 2026")
    meeting = arranges(page, planning)
    form = page.get(f"/children/{child}/endings/new").text
    assert "With Fernbeck, as planned" in form
    action = re.search(r'action="([^"]+/ending)"', form)
    assert action is not None

    ended = page.post(action[1], {"day": "16 3 2026", "time": "09:45", "unplanned": "no", "where": "planned"})

    assert ended.status == 303, ended.text
    text = page.get(planning).text
    assert "Started Monday 16 March 2026, 09:45" in text and "At the latest on Thursday 19 March 2026, 09:45." in text
    assert "began 16 March 2026" in page.get(f"{meeting}/convening").text
    assert "Placements (2)" in page.get(f"/children/{child}").text


def test_a01_a_plan_that_comes_to_nothing_keeps_its_reason_and_needs_no_meeting(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "23 3 2026")
    meeting = arranges(page, planning)
    assert page.post(f"{planning}/aside", {"because": ""}).status == 422

    assert page.post(f"{planning}/aside", {"because": "The home has closed."}).status == 303

    assert "did not happen: The home has closed." in page.get(planning).text
    assert "Not held" in page.get(meeting).text
    assert "Arrange the placement planning meeting" not in page.get("/work").text
    assert starts(page, child, "23 3 2026")


def test_a_planned_home_begins_only_once_the_child_has_left_the_other(page: SignedInPage, child: str) -> None:
    starts(page, child, "10 3 2026", "09:00", carer="Marlowe family", kind="foster", provider="in_house")
    planning = starts(page, child, "18 3 2026")

    refused = page.post(f"{planning}/began", {"started": "16 3 2026"})

    assert refused.status == 422 and "Marlowe family is still open, since 10 March 2026" in refused.text
    assert page.post(f"{planning}/began", {"started": "17 3 2026"}).status == 422


def test_a_placement_that_another_authoritys_staff_ask_for_does_not_exist(
    page: SignedInPage, child: str, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    planning = starts(page, child, "16 3 2026")
    other = sign_in_as(enroll("harrow", "Otto Blythe", roles=("social_worker",), enabled={"authority_b": {}}))

    other.get(planning, status=404)


def test_where_the_procedure_asks_nothing_of_a_start_nothing_is_shown(
    page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    other = sign_in_as(enroll("harrow", "Otto Blythe", roles=("social_worker",), enabled={"authority_b": {}}))
    new = other.post("/children/new", {"local_id": "H-1", "name": "Wilf Ames", "mine": "yes"})
    child = new.location.rsplit("/", 1)[1]

    answer = other.post(f"/children/{child}/placements/first", HOME | {"started": "16 3 2026"})

    assert answer.location.endswith(f"/children/{child}")
    assert "Arrange the" not in other.get("/work").text
    assert "Plan the placement" not in other.get(f"/children/{child}").text


def held(page: SignedInPage, desk: Desk, clock: Clock, child: str, kind: str = "residential") -> str:
    """A planning meeting that was held on 18 March 2026; its address."""
    meeting = arranges(page, starts(page, child, "23 3 2026", kind=kind))
    assert dated(page, meeting, "18 3 2026").status == 303
    assert convenes(page, desk, meeting).status == 303
    clock.forward(days=3)
    with page.client.session_transaction() as session:
        session["since"] = session["seen"] = int(clock.now.timestamp())
    holds(page, desk, clock, meeting, "18 3 2026")
    return meeting


@pytest.mark.parametrize("number", ["0", "400"])
def test_a02_an_interval_of_no_days_or_of_more_than_a_year_is_refused(
    page: SignedInPage, desk: Desk, clock: Clock, child: str, number: str
) -> None:
    meeting = held(page, desk, clock, child)

    refused = page.post(f"{meeting}/interval", {"interval": number, "unit": "days", "agreed_with": "home_manager"})

    assert refused.status == 422
    assert "Agree an interval from 1 to 365 days" in refused.text


def test_a02_further_meetings_follow_at_the_interval_agreed_with_whom(
    page: SignedInPage, desk: Desk, clock: Clock, child: str
) -> None:
    meeting = held(page, desk, clock, child)
    text = page.get(f"{meeting}/plan").text
    assert "A02a" in text and "Home manager" in text
    again = {"interval": "6", "unit": "weeks"}
    assert page.post(f"{meeting}/interval", again).status == 422

    assert "The home manager, or foster carer and supervising social worker." in text

    assert page.post(f"{meeting}/interval", again | {"agreed_with": "home_manager"}).status == 303

    assert "29 April 2026" in page.get(f"{meeting}/plan").text
    assert "Further placement planning meeting" in page.get(f"/children/{child}/meetings").text
    assert "29 April 2026" in page.get("/work").text
    following = re.search(
        r'/meetings/([0-9a-f]+)/convening"[^>]*>[^<]*Further', page.get(f"/children/{child}/meetings").text
    )
    assert following is not None
    later = f"/meetings/{following[1]}"
    assert "The procedure gives no dates for this meeting" in page.get(f"{later}/convening").text
    assert dated(page, later, "29 4 2026").status == 303


def test_a02_with_foster_carers_their_supervising_social_worker_agrees_the_interval_as_well(
    page: SignedInPage, desk: Desk, clock: Clock, child: str
) -> None:
    meeting = held(page, desk, clock, child, "foster")
    carers = {"interval": "6", "unit": "weeks", "agreed_with": ["foster_carer"]}

    alone = page.post(f"{meeting}/interval", carers)

    assert alone.status == 422
    assert "The agreement of the supervising social worker is missing" in alone.text
    assert "No further" not in alone.text and "6 weeks" not in page.get(f"{meeting}/plan").text
    both = carers | {"agreed_with": ["foster_carer", "supervising_social_worker"]}
    assert page.post(f"{meeting}/interval", both).status == 303
    text = page.get(f"{meeting}/plan").text
    assert "Agreed with: foster carer, supervising social worker." in text and "29 April 2026" in text


def test_a02_what_needs_resolving_calls_for_a_further_meeting_at_once(page: SignedInPage, child: str) -> None:
    planning = starts(page, child, "10 3 2026", "09:00")
    placement = planning.split("/")[2]
    raised = page.post(
        f"/placements/{placement}/concerns",
        {"day": "16 3 2026", "worry": "Who collects Bertie from school is not settled.", "doubted": "no"},
    )
    assert raised.status == 303, raised.text

    text = page.follow(raised).text

    assert "An issue needs resolving" in text and "A02b" in text
    assert "Further placement planning meeting" in text or "further placement planning meeting" in text


def test_a03_the_childs_social_worker_chairs_and_another_is_agreed_with_somebody(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026"))
    text = page.get(f"{meeting}/convening").text
    assert "(A03a)" in text and "(A03b)" in text
    other = re.search(r'id="chair-([0-9a-f]+)"[^>]*><label[^>]*><b>Sam Whitlow', text)
    assert other is not None

    refused = page.post(f"{meeting}/convening/chair", {"chair": other[1]})
    assert refused.status == 422 and "record with whom" in refused.text
    agreed = {"chair": other[1], "chair_reason": "Agreed with Moira Kell, who manages Fernbeck."}
    assert page.post(f"{meeting}/convening/chair", agreed).status == 303
    assert "Agreed with Moira Kell" in page.get(f"{meeting}/convening").text

    assert page.post(f"{meeting}/convening/chair", {"chair": desk.actor.person_id}).status == 303


def test_a03_format_venue_and_minute_taker_are_agreed_before_the_invitations(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026"))
    assert dated(page, meeting, "19 3 2026", place="At the home").status == 303
    first = page.get(f"{meeting}/convening").text
    assert "With whom were format, venue, chair and minute-taker agreed?" in first and "How will people meet?" in first
    refused = page.post(f"{meeting}/convening", {})
    assert refused.status == 422 and "with whom were format, venue, chair and minute-taker agreed" in refused.text

    assert convenes(page, desk, meeting).status == 303

    assert "Moira Kell, manager of Fernbeck" in page.get(f"{meeting}/convening").text
    assert "Say who takes them" in page.get(meeting).text


@pytest.mark.parametrize(
    ("kind", "there", "absent"),
    [
        ("residential", ("Link worker or keyworker", "Home manager"), ("Foster carer", "Supervising social worker")),
        ("foster", ("Foster carer", "Supervising social worker"), ("Link worker or keyworker", "Home manager")),
    ],
)
def test_a04_who_contributes_depends_on_the_type_of_placement(
    page: SignedInPage, child: str, kind: str, there: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026", kind=kind))

    people = page.get(f"{meeting}/convening").text
    section = people[people.index('id="people"') : people.index('id="pack"')]
    section = section[: section.index("<select")] if "<select" in section else section

    for name in ("Bertie Quill", "Denise Quill", "Nadia Okafor", *there):
        assert name in section, name
    for name in absent:
        assert name not in section, name
    assert "A04a" in section and ("A04b" if kind == "residential" else "A04c") in section


def test_a05_papers_are_asked_for_if_available_and_may_be_unavailable_because(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026"))
    assert dated(page, meeting, "19 3 2026").status == 303
    assert convenes(page, desk, meeting).status == 303

    pack = page.get(f"{meeting}/pack").text

    for title in ("Placement plan", "Work done to support the placement", "Care plan", "Personal education plan",
                  "Pathway plan"):  # fmt: skip
        assert title in pack
    assert "(A05a)" in pack or "A05a" in pack


def test_a05_education_and_out_of_area_take_an_outcome_before_the_meeting(page: SignedInPage, child: str) -> None:
    meeting = arranges(page, starts(page, child, "23 3 2026", out_of_area="yes"))
    text = page.get(f"{meeting}/convening").text
    assert "Out of area: see the procedure on such placements" in text and "(A05c)" in text
    assert "Cannot tell yet whether this applies: needs whether the move disrupts education" in text
    action = re.search(r'action="([^"]+/considerations/[^"]+)"[^>]*>(?:(?!</form>).)*Out of area', text, re.S)
    assert action is not None

    assert page.post(action[1], {"note": " "}).status == 422
    assert page.post(action[1], {"note": "Approved by the nominated officer on 12 March."}).status == 303
    answers = {"ask_education_disrupted": "no", "ask_settled_with": "Moira Kell"}
    assert page.post(f"{meeting}/convening/first", answers).status == 303

    text = page.get(f"{meeting}/convening").text
    assert "Approved by the nominated officer on 12 March." in text
    assert "Education is interrupted" not in text
    assert page.post(f"{meeting}/convening/first", answers | {"ask_education_disrupted": "yes"}).status == 303
    assert "Education is interrupted: see the education procedure" in page.get(f"{meeting}/convening").text


def test_a05_delegated_authority_is_agreed_area_by_area_and_stands_on_the_childs_page(
    page: SignedInPage, desk: Desk, child: str
) -> None:
    planning = starts(page, child, "16 3 2026", "09:30")
    meeting = arranges(page, planning)
    themes = page.get(meeting).text
    assert "Delegated authority" in themes and "Record who decides what" in themes
    area = {"area": "Haircuts", "decides": "carers", "agreed_with": "Denise Quill and Moira Kell", "notes": ""}

    assert page.post(f"{meeting}/delegation", area | {"area": " "}).status == 422
    assert page.post(f"{meeting}/delegation", area | {"decides": "nobody"}).status == 422
    assert page.post(f"{meeting}/delegation", area | {"decides": "together"}).status == 422
    assert page.post(f"{meeting}/delegation", area).status == 303
    assert page.post(f"{meeting}/delegation", area | {"area": "haircuts", "decides": "parents"}).status == 303

    text = page.get(f"{meeting}/delegation").text
    assert "The parents" in text and "(A05d)" in text and text.count('<th scope="row"') == 1
    overview = page.get(f"/children/{child}").text
    assert "Who decides what" in overview and "Agreed with Denise Quill and Moira Kell" in overview
    stale = page.post(f"{meeting}/delegation", area | {"version": "1"})
    assert stale.status == 409 and "Haircuts" in stale.text
    back = re.search(r'action="([^"]+/removal)"', text)
    assert back is not None
    assert page.post(back[1], {}).status == 303
    assert "Nothing is recorded yet" in page.get(f"{meeting}/delegation").text


def test_a05_a_meeting_that_agrees_no_delegated_authority_has_no_such_page(page: SignedInPage, desk: Desk) -> None:
    from tests.web.arranging import scene

    other = scene(page, desk, "disruption")

    page.get(f"/meetings/{other.meeting}/delegation", status=404)


def test_a05_the_purpose_and_everyones_views_are_themes_of_the_record(page: SignedInPage, child: str) -> None:
    meeting = arranges(page, starts(page, child, "16 3 2026", "09:30"))

    minutes = page.get(f"{meeting}/minutes").text

    assert "What this meeting is for, and how it runs" in minutes
    assert "Views and suggestions of everyone asked" in minutes
    voice = page.get(f"{meeting}/convening").text
    assert "How the child will be heard is recorded" in voice and 'name="voice"' in voice


def test_a06_a_placement_in_doubt_has_each_of_three_courses_weighed_and_one_chosen(
    page: SignedInPage, desk: Desk, clock: Clock, child: str
) -> None:
    meeting = held(page, desk, clock, child)
    doubt = {"ask_settled_with": "Moira Kell", "ask_suitability_concern": "yes"}
    assert page.post(f"{meeting}/convening/first", doubt).status == 303
    text = page.get(meeting).text
    courses = {
        "sustain": "sustain the placement until the next review, with support",
        "bring_forward": "bring the next review forward",
        "end": "end the placement",
    }
    for words in courses.values():
        assert f"What was weighed: {words}" in text
    assert "A06" in page.get(f"{meeting}/convening").text
    said = {"outcome": "sustain", "outcome_note": "The home and Bertie want to go on."}
    said |= {"weighed_sustain": "Night cover.", "weighed_bring_forward": "The review is in two weeks."}

    refused = page.post(f"{meeting}/outcome", said)
    assert refused.status == 422 and "what was weighed: end the placement" in refused.text
    assert page.post(f"{meeting}/outcome", said | {"weighed_end": "Nobody asks for it <b>now</b>."}).status == 303

    text = page.get(meeting).text
    assert "Sustain the placement until the next review, with support (chosen)" in text
    assert "The review is in two weeks." in text and "Nobody asks for it &lt;b&gt;now&lt;/b&gt;." in text


def test_a06_without_doubt_no_course_is_asked_for(page: SignedInPage, desk: Desk, clock: Clock, child: str) -> None:
    meeting = held(page, desk, clock, child)
    answers = {"ask_settled_with": "Moira Kell", "ask_suitability_concern": "no"}
    assert page.post(f"{meeting}/convening/first", answers).status == 303

    assert "What was weighed" not in page.get(meeting).text

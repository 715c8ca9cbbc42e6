"""Attacks on what stands round a meeting: people who may open its pages doing what is not theirs to do, namesakes, a
plugin at fault, and input that only breaks things. Each states what must happen instead."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.registry import Registry
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.learning import place
from tests.web.steadying import scene
from tests.web.test_corrections import sent as sent

BAD = "a\x00b"


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities A, C and E."""
    return Registry(("authority_a", "authority_c", "authority_e"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority C's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_c": {}})


@pytest.fixture
def stranger(enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]) -> SignedInPage:
    """Somebody who sees every child of the authority, and has nothing to do with this one."""
    return sign_in_as(enroll("wexcombe", "Otto Blythe", roles=("group_manager",)))


def test_a_stranger_begins_agrees_and_closes_no_plan(stranger: SignedInPage, page: SignedInPage, desk: Any) -> None:
    held = scene(page, desk)
    began = stranger.post(f"{held.at}/plan", {"aim": "Taken over."})
    where = held.plan()
    held.support(where, "One weekend off a month", "supervising")
    line = re.findall(rf"{where}/supports/([0-9a-f]+)", page.get(where).text)[0]
    forms = [
        (where, {"aim": "Something else."}),
        (f"{where}/supports", {"text": "Somebody else's idea", "owner_name": "Ann"}),
        (f"{where}/supports/{line}", {"text": "Nothing at all", "owner_name": "Ann"}),
        (f"{where}/interval", {"interval": "3", "unit": "weeks"}),
        (f"{where}/closing", {"outcome": "otherwise", "because": "I say so."}),
    ]

    answers = [stranger.post(way, form) for way, form in forms]

    assert [began.status, *(one.status for one in answers)] == [422] * 6
    assert all("The people who arrange this meeting" in one.text for one in answers)
    after = page.get(where).text
    assert not any(words in after for words in ("I say so.", "Something else.", "idea", "Nothing at all"))


def test_whoever_sees_to_a_support_says_how_it_goes(
    page: SignedInPage, desk: Any, enroll: Any, sign_in_as: Any
) -> None:
    from sqlalchemy import select

    from core.models import Child

    held = scene(page, desk)
    hugo = enroll("wexcombe", "Hugo Ashby", roles=("supervising_social_worker",))
    made.case_role(desk, desk.db.scalars(select(Child)).one(), hugo.person_id, "supervising_social_worker")
    desk.db.commit()
    where = held.plan()
    said = {"text": "One weekend off a month", "owner": hugo.person_id}
    page.post(f"{where}/supports", said)
    line = re.findall(rf"{where}/supports/([0-9a-f]+)", page.get(where).text)[0]

    told = sign_in_as(hugo).post(f"{where}/supports/{line}", said | {"progress": "Booked for April."})

    assert told.status == 303
    assert "Booked for April." in page.get(where).text


def test_what_was_offered_is_recorded_by_those_who_arrange_it_and_not_by_a_stranger(under: Any) -> None:
    road = under("authority_e")
    page = road.page(road.worker)
    way = re.findall(r'action="([^"]+/offers/\w+)"', page.get(road.way("/preparation")).text)[0]
    form = {"state": "offered", "on": "12 3 2026"}

    denied = road.page("outsider").post(way, form)
    told = page.post(way, form)

    assert denied.status in (403, 422)
    assert told.status == 303


@pytest.mark.parametrize("planned", ["planned", "not taken"])
def test_a_home_that_a_child_never_moved_to_has_no_ending_and_no_concern(
    page: SignedInPage, desk: Any, planned: str
) -> None:
    people = made.staffed(desk)
    child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, child, date(2026, 3, 2), kind="foster", provider="in_house", planned=planned)
    desk.db.commit()

    worry = page.post(f"/placements/{home.id}/concerns", {
        "day": "16 3 2026", "source": "The school", "worry": "He stays away.", "doubted": "unknown",
        "version": "1"})  # fmt: skip
    ended = page.post(f"/placements/{home.id}/ending", {
        "day": "13 3 2026", "unplanned": "yes", "where": "left", "version": "1"})  # fmt: skip

    assert worry.status == 422 and ended.status == 422
    assert "did not move" in worry.text or "has not moved" in worry.text
    desk.db.rollback()
    desk.db.refresh(home)
    assert home.ended is None


@pytest.mark.parametrize("field", ["theme", "text"])
def test_a_nul_in_what_a_gathering_learned_is_refused(under: Any, enroll: Any, field: str) -> None:
    road = under("authority_a")
    page = road.pages(enroll("wexcombe", "Grace Temby", roles=("service_manager",)))
    key = re.findall(r'action="/wexcombe/gatherings/(\w+)"', page.get("/gatherings").text)[0]
    where = page.post(f"/gatherings/{key}", {"day": "16 3 2026", "present": "Grace Temby"}).location
    form = {"present": "Grace Temby", "theme": "Carers", "text": "More respite."} | {field: BAD}

    answer = page.post(f"{where}/notes", form)

    assert answer.status == 422
    assert "cannot be kept" in answer.text


def test_what_a_report_was_made_from_tells_no_number_that_its_tables_hide(
    database_url: str, clock: Any, enroll: Any
) -> None:
    monthly = place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")
    for day in range(1, 13):
        monthly.ended(date(2026, 2, day), choice="convene")
    for day in range(13, 16):
        monthly.ended(date(2026, 2, day), choice="not convene")
    meetings = [monthly.held(date(2026, 1, day), 35) for day in range(1, 8)]
    for one in meetings[:3]:
        monthly.wrote(one, "Contact with the family")
    page = monthly.browser(monthly.author)
    where = page.post("/reports/of/monthly", {"first_day": "1/2/2026"}).location

    about = page.get(where).text.split("Would be made")[1].split("Digest")[0]

    assert "15 endings" in about and "7 meetings" in about
    assert "their decisions, the themes of their records" in about
    assert not re.search(r"\d+ (decision|theme|action)", about)


def test_a_participant_writes_down_no_correction_in_the_name_of_another(sent: Any) -> None:
    from core.services import circulation

    scene, browser = sent
    guest = browser(scene.others["guest"])
    guest.hold("panel_adviser")
    output = scene.id_of("summary")

    def of(desk: Any, case: Any) -> str:
        rows = circulation.deliveries_of(desk, case)
        return next(d.id for d in rows if d.output_id == output and d.name == "Ada Marlowe")

    answer = guest.post(f"/meetings/{scene.meeting_id}/outputs/{output}/corrections", {
        "passage": "November", "wording": "Never", "of": scene.act(scene.chair, of), "received_on": "29 12 2026",
        "way": "By telephone"})  # fmt: skip

    assert answer.status == 403
    own = guest.post(f"/meetings/{scene.meeting_id}/outputs/{output}/corrections", {
        "passage": "November", "wording": "September"})  # fmt: skip
    assert own.status == 303


def test_a_namesake_reads_no_correction_that_somebody_else_wrote_down(sent: Any, enroll: Any) -> None:
    from core.services import corrections
    from core.services.dossier import dossier

    scene, _ = sent
    ref = scene.said(scene.worker, passage="The secret passage", wording="Something in confidence")
    namesake = scene.others["supervising"]

    def rename(desk: Any, case: Any) -> None:
        from core.models import Correction, Person

        desk.db.get_one(Person, (desk.tenant.id, namesake.person_id)).name = "Bea Twin"
        desk.db.get_one(Correction, (desk.tenant.id, ref)).recorded_by = "Bea Twin"

    scene.act(scene.chair, rename)

    seen = scene.act(namesake, lambda desk, case: [c.id for c in corrections.shown(desk, case, dossier(desk, case))])

    assert seen == []


def test_whoever_is_taken_off_the_final_text_does_not_read_it_by_having_had_the_draft(sent: Any) -> None:
    from core.services import circulation

    scene, browser = sent
    scene.closed()
    scene.final()
    scene.circulated()
    reader, output = browser(scene.worker), scene.id_of("summary")
    reader.hold("panel_adviser")
    way = f"/meetings/{scene.meeting_id}/outputs/{output}"
    before = reader.get(way).text

    def take_back(desk: Any, case: Any) -> None:
        rows = circulation.deliveries_of(desk, case)
        mine = next(d for d in rows if d.output_id == output and d.name == "Nadia Okafor" and not d.draft)
        circulation.withdraw(desk, case, mine.id, "It was sent by mistake.")

    scene.act(scene.chair, take_back)
    assert "Respite began" in before
    reader.get(way, status=404)
    reader.get(f"{way}/versions", status=404)


def test_nobody_but_the_chair_takes_a_receipt_back(under: Any) -> None:
    from core.services import scheduling

    road = under("authority_e")
    road.held()
    road.written()
    road.step("report")
    road.step("receipt")

    def receipt(desk: Any, case: Any) -> Any:
        return next(t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step" and t.key == "receipt")

    way = road.way(f"/steps/{road.act(road.chair, lambda *at: receipt(*at).id)}/open")

    denied = road.page("outsider").post(way)
    assert denied.status == 422 and "The chair, Winifred Pace" in denied.text
    assert road.act(road.chair, lambda *at: receipt(*at).done_on) is not None
    assert road.page(road.chair).post(way).status == 303


def test_a_report_is_not_issued_by_a_form_that_cannot_be_read(database_url: str, clock: Any, enroll: Any) -> None:
    monthly = place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")
    monthly.ended(date(2026, 2, 3))
    page = monthly.browser(monthly.author)
    where = page.post("/reports/of/monthly", {"first_day": "1/2/2026"}).location

    answer = page.post(f"{where}/issued", {"version": "soon"})
    assert answer.status == 422
    assert "Issue" in page.get(where).text
    assert page.post(f"{where}/issued", {"version": "1"}).status == 303

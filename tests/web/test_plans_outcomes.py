"""What a stability meeting of authority C comes to: support goes on, an ending is planned, or the plan is closed."""

import re
from datetime import date

from core.services.desk import Desk
from tests.fixtures.page import SignedInPage
from tests.web.steadying import Scene, scene
from tests.web.supported import held, member, registry

__all__ = ["held", "member", "registry"]


def test_c05_support_continues_and_the_childs_page_says_so(held: Scene) -> None:
    page = held.page
    assert "Record what it came to" in page.get(held.at).text
    unsaid = held.post(f"{held.at}/outcome", outcome="support_continues")
    assert unsaid.status == 422
    assert "Enter why the meeting came to this" in unsaid.text

    saved = held.post(f"{held.at}/outcome", outcome="support_continues", outcome_note="Everybody wants this to last.")
    assert saved.status == 303

    text = page.get(held.at).text
    assert "C05a" in text
    assert "Everybody wants this to last." in text
    overview = page.get(f"/children/{held.child}").text
    assert "Latest outcome" in overview
    assert "Support continues" in overview


def test_c05_a_placement_that_no_longer_suits_leads_to_planning_its_ending(held: Scene) -> None:
    where = held.agreed()
    page = held.page
    past = held.post(
        f"{held.at}/outcome", outcome="no_longer_suitable", outcome_note="He asked to move.", by="1 3 2026"
    )
    assert past.status == 422
    assert "Enter a day that is not in the past" in past.text

    answer = held.post(
        f"{held.at}/outcome", outcome="no_longer_suitable", outcome_note="He asked to move nearer.", by="30 3 2026"
    )

    assert answer.status == 303, answer.text[:2000]
    text = page.get(held.at).text
    assert "What comes next:" in text
    ending = re.search(rf'href="([^"]*/placements/{held.placement}/ending/new\?after={held.meeting})"', text)
    assert ending
    assert "He asked to move nearer." in page.get(ending[1]).text
    assert "Plan the ending of the placement" in page.get("/work").text
    assert "Plan the ending of the placement" in page.get(f"{held.at}/actions").text
    plan = page.get(where).text
    assert "This plan was closed on 16 March 2026" in plan
    assert "The placement no longer suits the child" in plan
    assert "Review the plan" not in page.get("/work").text
    again = held.post(f"{where}/interval", interval="2", unit="weeks")
    assert again.status == 422
    assert "closed" in again.text


def test_c05_an_outcome_said_anew_withdraws_what_the_earlier_one_asked_for(held: Scene) -> None:
    held.post(f"{held.at}/outcome", outcome="no_longer_suitable", outcome_note="He asked to move.", by="30 3 2026")

    held.post(f"{held.at}/outcome", outcome="support_continues", outcome_note="He has changed his mind.")

    assert "Plan the ending of the placement" not in held.page.get("/work").text
    history = held.page.get(f"{held.at}/history").text
    assert "He asked to move." in history
    assert "(was: The placement no longer suits the child)" in history


def test_an_outcome_waits_until_the_meeting_has_been_held(page: SignedInPage, desk: Desk) -> None:
    unheld = scene(page, desk, held=False)

    answer = unheld.post(f"{unheld.at}/outcome", outcome="support_continues", outcome_note="Early.")

    assert answer.status == 422
    assert "Record that the meeting was held" in answer.text
    assert "What the meeting came to" not in page.get(unheld.at).text


def test_two_who_close_a_plan_at_once_close_it_once(held: Scene) -> None:
    where = held.agreed()
    version = re.findall(r'name="version" value="(\d+)"', held.page.get(f"{where}/closing").text)[-1]

    first = held.post(f"{where}/closing", outcome="plan_closed", because="It has worked.", version=version)
    second = held.post(f"{where}/closing", outcome="otherwise", because="Another reason.", version=version)

    assert first.status == 303
    assert second.status == 409
    assert "Another reason." in second.text
    text = held.page.get(where).text
    assert "It has worked." in text
    assert "Another reason." not in text


def test_a_plan_is_not_closed_without_its_reason(held: Scene) -> None:
    where = held.agreed()

    answer = held.post(f"{where}/closing", outcome="plan_closed", because=" ")

    assert answer.status == 422
    assert "Enter why the plan is closed" in answer.text
    assert "This plan was closed" not in held.page.get(where).text


def test_a_plan_whose_placement_has_ended_asks_to_be_closed(held: Scene, desk: Desk) -> None:
    from core.models import Placement

    where = held.agreed()
    desk.db.expire_all()
    desk.db.get_one(Placement, (desk.tenant.id, held.placement)).ended = date(2026, 3, 16)
    desk.db.commit()

    assert "The placement ended on 16 March 2026" in held.page.get(where).text
    assert held.post(f"{where}/closing", outcome="otherwise", because="The placement ended.").status == 303

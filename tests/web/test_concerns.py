"""Concerns about a placement as staff of authority C raise them: what it says at once, and what is decided."""

from datetime import date
from typing import Any

import pytest

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.worried import BEGAN, SAID, child, member, plugin, raised, registry

__all__ = ["child", "member", "plugin", "registry"]


def test_c01_a_concern_shows_at_once_that_a_stability_meeting_should_be_held(page: SignedInPage, child: Any) -> None:
    form = page.get(page.path(f"/children/{child.id}"))
    assert f"/placements/{child.placement}/concerns/new" in form.text
    assert "Raise a concern" in page.get(f"/placements/{child.placement}/concerns/new").text

    where = raised(page, child)
    text = page.get(where).text

    assert "A stability meeting should be held" in text
    assert "C01a" in text
    assert "Bertie has stayed away three nights running." in text
    assert "Ask me first, then meet." in text
    overview = page.get(f"/children/{child.id}").text
    assert "A decision waits" in overview
    assert "Decide whether to convene" in page.get("/work").text
    assert where in page.get("/work").text


def test_c01_convening_leads_to_arranging_a_meeting_that_has_no_ending(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    answer = page.post(f"{where}/decision", {"choice": "convene:stability", "version": "1"})

    assert answer.status == 303
    text = page.get(answer.location).text
    assert "Convene a stability meeting" in text
    assert "Concern of 12 March 2026" in text
    saved = page.post(f"{answer.location}/parts/main/day", {"day": "18 3 2026", "starts": "10:00"})
    assert saved.status == 303, saved.text[:2000]
    assert "Wednesday 18 March 2026" in page.get(answer.location).text
    meeting = page.get(answer.location.removesuffix("/convening")).text
    assert "Concern raised on 12 March 2026" in meeting
    assert "To be convened" in page.get(where).text
    assert "Decide whether to convene" not in page.get("/work").text


def test_a_meeting_that_is_not_held_needs_its_reason_which_stays(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    refused = page.post(f"{where}/decision", {"choice": "not", "version": "1"})
    assert refused.status == 422
    assert "Enter why no meeting is to be held." in refused.text

    page.post(f"{where}/decision", {"choice": "not", "reason": "His sister visits again.", "version": "1"})
    text = page.get(where).text
    assert "No meeting" in text
    assert "His sister visits again." in text
    assert "Nadia Okafor, 16 March 2026" in text

    page.post(f"{where}/reopening", {"again": "It grew worse.", "version": "2"})
    assert "Your decision" in page.get(where).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"worry": " "}, "Enter what people are worried about"),
        ({"day": "17 3 2026"}, "It cannot be in the future"),
        ({"day": "23 9 2025"}, "The placement began on 24 September 2025"),
        ({"day": "29 2 2026"}, "must be a real date"),
        ({"worry": "x" * 8001}, "must be 8,000 characters or fewer"),
    ],
)
def test_a_concern_that_cannot_be_kept_says_what_to_put_right(
    page: SignedInPage, child: Any, changes: dict[str, str], said: str
) -> None:
    answer = page.post(f"/placements/{child.placement}/concerns", SAID | {"version": "1"} | changes)

    assert answer.status == 422
    assert said in answer.text
    assert "Sunday dinners, and the dog." in answer.text
    assert "Concerns and support" not in page.get(f"/children/{child.id}").text


def test_what_was_written_is_shown_as_text_and_never_run(page: SignedInPage, child: Any) -> None:
    where = raised(page, child, worry="<script>alert(1) < 2</script>", words="<b>loud</b>")

    for address in (where, f"/children/{child.id}", f"{where}/record"):
        text = page.get(address).text
        assert "script>alert(1)" not in text
        assert "alert(1) &lt; 2" in text


def test_a_concern_about_a_placement_that_has_ended_is_not_raised(page: SignedInPage, desk: Desk, child: Any) -> None:
    from core.models import Placement

    home = desk.db.get_one(Placement, (desk.tenant.id, child.placement))
    home.ended = date(2026, 3, 1)
    desk.db.commit()

    answer = page.post(f"/placements/{child.placement}/concerns", SAID)

    assert answer.status == 422
    assert "This placement ended on 1 March 2026" in answer.text
    assert "Raise a concern" not in page.get(f"/children/{child.id}").text


def test_a_form_sent_twice_keeps_one_concern(page: SignedInPage, child: Any) -> None:
    sent = SAID | {"version": "1", "idempotency_key": "once-and-no-more"}

    first = page.post(f"/placements/{child.placement}/concerns", sent)
    second = page.post(f"/placements/{child.placement}/concerns", sent)

    assert first.location == second.location
    assert page.get(f"/children/{child.id}").text.count("Bertie has stayed away") == 1


def test_the_second_of_two_who_raise_a_concern_at_once_is_shown_the_first(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    late = page.post(f"/placements/{child.placement}/concerns", SAID | {"version": "1", "worry": "He is often out."})

    assert late.status == 409
    assert "Somebody else has recorded something here" in late.text
    assert where in late.text
    assert "He is often out." in late.text


def test_a_decision_taken_meanwhile_is_shown_and_not_overwritten(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)
    page.post(f"{where}/decision", {"choice": "not", "reason": "His sister visits again.", "version": "1"})

    late = page.post(f"{where}/decision", {"choice": "convene:stability", "version": "1"})

    assert late.status == 409
    assert "His sister visits again." in late.text
    assert "Somebody else has changed this" in late.text


def test_what_was_said_can_be_put_right_until_the_concern_is_closed(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    stale = page.post(f"{where}/record", SAID | {"version": "7", "worry": "Two nights."})
    page.post(f"{where}/record", SAID | {"version": "1", "worry": "Two nights.", "doubted": "yes"})

    assert stale.status == 409
    assert "Two nights." in stale.text
    text = page.get(where).text
    assert "Two nights." in text
    assert "suitability is in doubt" in text


def test_another_teams_child_is_nobodys_to_raise_a_concern_about(page: SignedInPage, desk: Desk, child: Any) -> None:
    other = made.child(desk, local_id="Q-9", team="South 1")
    home = made.placement(desk, other, BEGAN)
    desk.db.commit()

    assert page.post(f"/placements/{home.id}/concerns", SAID).status == 404
    page.get(f"/placements/{home.id}/concerns/new", status=404)
    page.get("/concerns/nosuchconcern", status=404)

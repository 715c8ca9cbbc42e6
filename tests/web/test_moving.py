"""Which version of the procedure a meeting follows, said on its pages, and moving it to another."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.domain.versions import Version
from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import all_authorities
from tests.web.arranging import Scene, scene
from tests.web.ended import child, recorded

__all__ = ["child"]

LONG: dict[str, Any] = {"kind": "foster", "provider": "in_house", "long_term": True, "emergency": False}
BECAUSE = {"because": "Agreed by the senior leadership team.", "read_all": "yes"}
WHY = "The leadership team asked for every open meeting to follow the corrected text."


@pytest.fixture
def registry() -> Registry:
    return all_authorities()


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker and team manager of an authority that runs A."""
    return enroll("wexcombe", "Nadia Okafor", enabled={"authority_a": {}})


@pytest.fixture
def staff(enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]) -> SignedInPage:
    """Dot Hanley, who alone looks after the configuration, so that she approves what she prepares."""
    return sign_in_as(enroll("wexcombe", "Dot Hanley", roles=("configuration",)))


def change_to(staff: SignedInPage, plugin: str, day: str) -> None:
    """Another authority's procedure rules from that day on."""
    change = staff.post("/plugins/changes", {"plugin": plugin, "run": "yes"}).location
    staff.post(f"{change}/start", {"starts": day})
    assert staff.post(f"{change}/ask", BECAUSE).status == 303


def corrected(desk: Desk, plugin: str, starts: date) -> None:
    """One version more, in force from that day."""
    row = Version(number=len(desk.tenant.versions) + 1, starts=starts, enabled={plugin: {}}).row
    desk.tenant.versions = [*desk.tenant.versions, row]
    desk.db.commit()


def convened(page: SignedInPage, ending: str) -> str:
    """The meeting that an ending's page asks for; its address."""
    answer = page.post(f"{ending}/decision", {"choice": "convene", "kind": "disruption"})
    return answer.location.removesuffix("/convening")


def line(text: str) -> str:
    """What a page says of the version that its meeting follows, without markup."""
    found = re.search(r'<p class="mo-hint mo-follows">(.*?)</p>', text, re.S)
    assert found
    return re.sub(r"<[^>]+>", "", found[1])


def test_k02_an_ending_is_ruled_by_the_version_of_its_day_however_far_ahead_a_change_was_approved(
    page: SignedInPage, staff: SignedInPage, desk: Desk, child: Any, clock: Clock,
    sign_in_as: Callable[[Member], SignedInPage],
) -> None:  # fmt: skip
    change_to(staff, "authority_d", "1 4 2026")
    today = recorded(page, child, long_term="yes")
    earlier = convened(page, today)
    another = made.child(desk, "Wren Sallow", "W-2", people={"social_worker": desk.actor.person_id})
    home = made.placement(desk, another, date(2025, 1, 6), **LONG)
    desk.db.commit()
    clock.forward(days=17)
    page = sign_in_as(page.member)

    later = recorded(page, type(child)(placement=home.id), day="1 4 2026", requested_day="1 4 2026", long_term="yes")

    assert "A07a" in page.get(today).text and "D01" not in page.get(today).text
    assert "D01" in page.get(later).text and "A07a" not in page.get(later).text
    said = line(page.get(earlier).text)
    assert "Follows version 1, edition As amended in September 2019, since the day the placement ended" in said
    assert "(13 March 2026)" in said and "Move to another version" in said
    said = line(page.get(convened(page, later)).text)
    assert "Follows version 2" in said and "(1 April 2026)" in said and "Move" not in said


def test_k02_a_correction_on_the_same_day_rules_what_is_proposed_from_then_on_and_moves_nothing_by_itself(
    page: SignedInPage, staff: SignedInPage, desk: Desk, child: Any
) -> None:
    change_to(staff, "authority_d", "16 3 2026")
    another = made.child(desk, "Wren Sallow", "W-2", people={"social_worker": desk.actor.person_id})
    home = made.placement(desk, another, date(2025, 1, 6), **LONG)
    desk.db.commit()
    on_the_day = {"day": "16 3 2026", "time": "9:00", "requested_day": "16 3 2026", "requested_time": "8:00",
                  "long_term": "yes"}  # fmt: skip
    before = convened(page, recorded(page, child, **on_the_day))
    change_to(staff, "authority_a", "16 3 2026")

    after = convened(page, recorded(page, type(child)(placement=home.id), **on_the_day))

    assert "Follows version 2" in line(page.get(before).text)
    assert "Follows version 3" in line(page.get(after).text)
    assert "Version 3" in page.get(f"{before}/move").text and "Version 1" not in page.get(f"{before}/move").text


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting proposed under A after an ending of 13 March, corrected to D on 14 March."""
    found = scene(page, desk, "disruption", about=LONG)
    corrected(desk, "authority_d", date(2026, 3, 14))
    return found


def test_k02_a_meeting_is_moved_with_its_differences_seen_and_a_reason_given(
    page: SignedInPage, arranged: Scene
) -> None:
    at = f"/meetings/{arranged.meeting}"
    arranged.day("31 3 2026")
    assert page.post(f"{arranged.path}/chair", {"chair": arranged.people["other_service"]}).status == 303
    way = re.search(r'href="([^"]+\?to=[^"]+)"', page.get(f"{at}/move").text)
    assert way

    seen = page.get(way[1]).text
    empty = page.post(f"{at}/move", {"to": "2:current", "reason": " "})
    unknown = page.post(f"{at}/move", {"to": "7:current", "reason": WHY})
    history = page.follow(page.post(f"{at}/move", {"to": "2:current", "reason": WHY})).text

    assert "27 March 2026 to 24 April 2026" in seen and "13 April 2026 to 24 April 2026" in seen
    assert "Tuesday 31 March 2026</b>: until now lies in the window; then lies before the window" in seen
    assert "Janet Okon</b>: until now may chair; then may chair with a recorded reason" in seen
    assert "Not asked for any more: set aside" in seen and "<del>" in seen and "D04" in seen
    assert empty.status == 422 and "Enter why this meeting is moved" in empty.text
    assert unknown.status == 422 and "not one that this meeting can be moved to" in unknown.text
    assert "Moved to another version of the procedure" in history and WHY in history
    assert "Chair: until now “" in history and "Paper set aside, not asked for any more: " in history
    said = line(page.get(at).text)
    assert "Follows version 2" in said and "since Nadia Okafor moved it from version 1 on 16 March 2026" in said
    assert "Move to another version" in said
    waits = page.get(arranged.path).text
    assert "It is recorded why Janet Okon chairs" in waits and "It is recorded why the day departs" in waits


def test_k02_two_people_at_once_and_those_who_may_not_move_a_meeting(page: SignedInPage, arranged: Scene) -> None:
    at = f"/meetings/{arranged.meeting}"
    version = re.search(r'name="version" value="(\d+)"', page.get(f"{at}/move?to=2:current").text)
    assert version
    arranged.day("14 4 2026")

    late = page.post(f"{at}/move", {"to": "2:current", "reason": WHY, "version": version[1]})

    assert late.status == 409 and "Somebody else has changed this meeting" in late.text and WHY in late.text
    assert "Follows version 1" in line(page.get(at).text)
    page.hold("social_worker")
    assert "Move to another version" not in page.get(at).text
    assert page.get(f"{at}/move", status=403).status == page.post(f"{at}/move", {"reason": WHY}).status == 403


def test_k02_a_meeting_whose_plugin_is_gone_reads_as_it_was_and_goes_on_under_another_version(
    page: SignedInPage, desk: Desk, arranged: Scene
) -> None:
    from core.models import Meeting

    meeting = desk.db.get_one(Meeting, ("wexcombe", arranged.meeting))
    first = Version(number=1, starts=None, enabled={"harrowmere": {}})
    meeting.pin = meeting.pin | {"enabled": dict(first.enabled)}
    desk.tenant.versions = [first.row, *desk.tenant.versions[1:]]
    desk.db.commit()
    at = f"/meetings/{arranged.meeting}"

    text = page.get(at).text
    seen = page.get(f"{at}/move?to=2:current").text
    moved = page.post(f"{at}/move", {"to": "2:current", "reason": WHY})

    assert "edition As amended in September 2019" in line(text) and "Send the invitations" in text
    assert "The plugin &#39;harrowmere&#39; is not installed here" in text
    assert "Move the meeting to a version that can be read" in text
    assert "The rules that this meeting follows cannot be read any more" in seen and "<del>" not in seen
    assert moved.status == 303 and "D03" in page.get(at).text
    assert "cannot be read" not in page.get(at).text


def test_a20_a_meeting_under_the_older_edition_says_what_is_known_of_it_and_can_follow_todays(
    page: SignedInPage, desk: Desk
) -> None:
    from core.services import deciding, endings

    people = made.staffed(desk)
    found = made.child(desk, team="North 2", born=date(2008, 5, 1), people={"social_worker": people["worker"]})
    ended = made.ended(desk, found, date(2019, 8, 31))
    meeting = deciding.convene(desk, endings.weigh(desk, ended, found), "disruption")
    desk.db.commit()

    text = page.get(f"/meetings/{meeting.id}").text

    assert "edition Before September 2019, since the day the placement ended (31 August 2019)" in line(text)
    assert "It had a section on placement stability meetings whose content is not known" in text
    assert "It says the same about this meeting" in page.get(f"/meetings/{meeting.id}/move").text

"""Notices: what somebody is told, where it leads, and how many are new; escalated work stands on My work."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from core.domain.versions import always
from core.models import Person
from core.registry import Registry
from core.services import notices, reminding
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.test_work import statements

TODAY = date(2026, 3, 16)


@pytest.fixture
def owner(enroll: Callable[..., Member]) -> Member:
    """Kit Marsh, whom the member manages."""
    return enroll("wexcombe", "Kit Marsh", roles=("social_worker",))


@pytest.fixture
def desk(owner: Member, desk: Desk) -> Desk:
    """The member's desk, once everybody is enrolled."""
    desk.db.get_one(Person, (desk.tenant.id, owner.person_id)).manager_id = desk.actor.person_id
    desk.db.flush()
    return desk


def late(desk: Desk, owner: Member, **facts: object) -> str:
    home = made.placement(desk, made.child(desk, "Bertie Quill"), date(2025, 1, 6))
    meeting = made.meeting(desk, home, held_on=date(2026, 2, 2), day=date(2026, 2, 2), stage="recorded")
    who = desk.db.get_one(Person, (desk.tenant.id, owner.person_id))
    given: dict[str, Any] = {"kind": "action", "meeting_id": meeting.id, "owner": who, "due": date(2026, 3, 2)} | facts
    one = made.task(desk, made_child(desk, meeting), "Visit the school", **given)
    return one.id


def made_child(desk: Desk, meeting: Any) -> Any:
    from core.models import Child

    return desk.db.get_one(Child, (desk.tenant.id, meeting.child_id))


def test_k08_an_escalated_action_stands_on_the_managers_work_and_in_their_notices(
    page: SignedInPage, desk: Desk, owner: Member, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    late(desk, owner)
    assert reminding.run(desk) == {"late": 1, "escalated": 1}
    desk.db.commit()

    work = page.get("/work").text
    told = page.get("/notices").text
    other = sign_in_as(owner).get("/notices").text

    assert "Escalated to you on 16 March 2026" in work and "Kit Marsh" in work and "Visit the school" in work
    assert "Someone else (1)" in work and "Notices (1 new)" in work
    assert "An action that Kit Marsh owns was due on 2 March 2026 and is still open." in told
    assert "Bertie" not in told and "school" not in told and "Escalated to you" in told
    assert "An action that you own was due on 2 March 2026." in other
    assert "Escalated to you on" not in sign_in_as(owner).get("/work").text


def test_k08_the_meetings_page_says_who_was_told_and_why(page: SignedInPage, desk: Desk, owner: Member) -> None:
    desk.db.get_one(Person, (desk.tenant.id, owner.person_id)).manager_id = None
    late(desk, owner, asked_by_id=desk.actor.person_id)
    reminding.run(desk)
    desk.db.commit()

    way = page.get("/notices").text.split("/actions#")[0].rsplit('"', 1)[1] + "/actions"
    text = page.get(way).text

    assert "Nadia Okafor was told on 16 March 2026 that it is past its date." in text
    assert "No manager is recorded for Kit Marsh." in text


def test_notices_are_new_until_seen_and_asking_for_the_page_changes_nothing(page: SignedInPage, desk: Desk) -> None:
    notices.tell(desk, desk.actor.person_id, key="one", kind="late", text="<script>alert(1)</script>")
    desk.db.commit()

    first = page.get("/notices").text
    again = page.get("/notices").text
    until = again.split('name="until" value="')[1].split('"')[0]
    seen = page.follow(page.post("/notices/seen", {"until": until})).text

    assert "Notices (1 new)" in first and "Notices (1 new)" in again and "<script>alert" not in first
    assert "new)" not in seen and "I have seen these" not in seen
    assert page.post("/notices/seen", {"until": "nonsense"}).status == 303


def test_notices_come_a_page_at_a_time(page: SignedInPage, desk: Desk) -> None:
    for number in range(30):
        notices.tell(desk, desk.actor.person_id, key=str(number), kind="late", text=f"Told {number}.")
    desk.db.commit()

    text = page.get("/notices").text
    after = text.split("/notices?after=")[1].split('"')[0]

    assert text.count("Told ") + page.get(f"/notices?after={after}").text.count("Told ") == 30
    page.get("/notices?after=zz|1")


def test_what_somebody_else_is_told_is_nobodys_business(page: SignedInPage, desk: Desk, owner: Member) -> None:
    notices.tell(desk, owner.person_id, key="one", kind="late", text="For Kit alone.")
    desk.db.commit()

    assert "For Kit alone." not in page.get("/notices").text
    page.post("/notices/seen", {"until": "2030-01-01T00:00:00+00:00"})
    assert [one.notice.seen_at for one in notices.mine(_as(desk, owner)).rows] == [None]


def _as(desk: Desk, member: Member) -> Desk:
    from dataclasses import replace

    return replace(desk, actor=replace(desk.actor, person_id=member.person_id))


class TestWithAProcedure:
    @pytest.fixture
    def registry(self) -> Registry:
        return Registry(("authority_a",))

    def test_new_notices_and_escalated_work_cost_my_work_no_statement(
        self, page: SignedInPage, desk: Desk, owner: Member
    ) -> None:
        desk.tenant.versions = always({"authority_a": {}})
        late(desk, owner)
        desk.db.commit()
        before = statements(page, "/work")
        reminding.run(desk)
        desk.db.commit()

        assert statements(page, "/work") == before <= 4
        assert "Notices (1 new)" in page.get("/work").text


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("offer", {"about_name": "Denise Quill", "title": "Meet the chair"}, "Offer Denise Quill: meet the chair"),
        ("review", {"title": "Hold the review of the support plan"}, "Hold the review of the support plan"),
        ("plan", {"title": "Arrange the planning meeting"}, "Arrange the planning meeting"),
        ("pack", {"title": "Chronology"}, "Send for the pack: Chronology"),
        ("new kind", {"title": "Whatever comes"}, "Whatever comes"),
    ],
)
@pytest.mark.parametrize("meeting", [True, False])
def test_every_kind_of_work_has_words_and_a_way_on(
    page: SignedInPage, desk: Desk, kind: str, facts: dict[str, str], words: str, meeting: bool
) -> None:
    child = made.child(desk)
    at = made.meeting(desk, made.placement(desk, child, date(2025, 1, 6)), day=TODAY + timedelta(days=9))
    about = {"meeting_id": at.id} if meeting else {}
    given: dict[str, Any] = {"kind": kind, "due": TODAY, "key": "k"}
    made.task(desk, child, **(given | facts | about))
    desk.db.commit()

    text = page.get("/work").text

    line = text.split(words)[0].rsplit("<tr", 1)[1]
    assert words in text and "<a href=" in line

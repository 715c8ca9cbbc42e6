"""Whoever signs in is told that something came to them, in words that name neither the child nor the record."""

from typing import Any

from core.services import notices
from tests.drafting import PRACTICE, Start, Writing
from tests.fixtures.app import Member


def told(scene: Writing, member: Member) -> list[str]:
    """The words of somebody's notices, the newest first."""
    desk = scene.desk(member)
    try:
        return [one.notice.text for one in notices.mine(desk).rows]
    finally:
        desk.db.close()


def test_a_draft_is_announced_once_to_each_who_signs_in_with_its_last_day(writing: Start) -> None:
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()

    assert told(scene, scene.others["supervising"]) == ["4 drafts ask you for corrections of fact by 13 January 2027."]
    assert told(scene, scene.others["guest"]) == ["3 drafts ask you for corrections of fact by 13 January 2027."]
    assert told(scene, scene.others["manager"]) == ["A draft asks you for corrections of fact by 13 January 2027."]
    assert told(scene, scene.chair) == []
    page = browser(scene.others["guest"]).get("/notices").text
    assert "A draft came" in page and "Practice feedback" not in page and "Bertie" not in page.split("<main", 1)[1]


def test_the_chair_hears_of_a_correction_and_recipients_of_final_records(writing: Start) -> None:
    scene, _ = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    asked = scene.said(scene.others["supervising"], PRACTICE, passage="supervision came too late")

    assert told(scene, scene.chair) == ["Somebody asks you to correct a fact in a draft."]
    scene.answered(asked, "beside", "Both views stand.")
    scene.closed()
    scene.final()
    scene.circulated()
    assert "A record of a meeting was sent to you." in told(scene, scene.others["manager"])
    assert "4 records of a meeting came." in told(scene, scene.worker)


def test_a_notice_leads_to_what_came(writing: Start) -> None:
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    page = browser(scene.others["manager"])

    text: Any = page.get("/notices").text

    assert f"/meetings/{scene.meeting_id}/corrections" in text

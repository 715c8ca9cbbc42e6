"""A meeting that is usually held in one part, held by way of exception in two, with the reason the text asks for."""

from collections.abc import Callable

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import ENDED, Scene

WHY = "Bertie asked that the <adults> settle the contact rota among themselves first."
ADULTS, TOGETHER = "adults", "together"


@pytest.fixture
def registry() -> Registry:
    """Authority E's plugin."""
    return Registry(("authority_e",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority E's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_e": {}})


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A placement stability meeting proposed after a concern on 13 March 2026 about an in-house foster placement."""
    from core.models import Concern
    from core.services import facts, proposing

    people = made.staffed(desk)
    child = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    made.case_role(desk, child, made.person(desk, "Denise Quill", staff=False), "parent")
    home = made.placement(desk, child, ENDED.replace(year=2025), "Pryor family", kind="foster", provider="in_house")
    made.case_role(desk, child, made.person(desk, "Hannah Pryor", staff=False), "foster_carer", placement_id=home.id)
    made.case_role(desk, child, made.person(desk, "Omar Leith", title="Supervising social worker"),
                   "supervising_social_worker", placement_id=home.id)  # fmt: skip
    concern = Concern(child_id=child.id, placement_id=home.id, day=ENDED, raised_by_id=people["worker"].id,
                      raised_by_name="Nadia Okafor", worry="Evenings have become hard.")  # fmt: skip
    desk.db.add(concern)
    desk.db.flush()
    known = facts.of_concern(desk, concern, home, child)
    origin = proposing.Origin(
        child=child, placement=home, facts=known, procedure=desk.procedure(ENDED), concern=concern
    )
    meeting = proposing.open_meeting(desk, origin, "stability")
    desk.db.commit()
    return Scene(page, meeting.id, "", child.id, {key: one.id for key, one in people.items()})


def plan_part(arranged: Scene, reason: str = WHY, part: str = ADULTS, **more: str) -> int:
    posted = arranged.page.post(f"{arranged.path}/parts/{part}", {"part_reason": reason} | more)
    return int(posted.status)


def people_of(text: str, part: str) -> str:
    return text.split(f'id="people-{part}"')[1].split("</section>")[0]


def test_e01_the_meeting_is_in_one_part_unless_somebody_plans_the_exception(arranged: Scene) -> None:
    text = arranged.text()

    assert "Convene a placement stability meeting" in text
    assert "People in part" not in text and "Part 1:" not in text
    assert "The adults first" in text and "Why is this part needed here?" in text
    assert "an exception, and why it was made is documented" in text
    for name in ("Bertie Quill", "Denise Quill", "Hannah Pryor", "Omar Leith", "Nadia Okafor"):
        assert f"<b>{name}</b>" in text
    assert arranged.day("23 3 2026", part=TOGETHER).status == 303


@pytest.mark.parametrize("reason", ["", "   "])
def test_e02_the_adults_part_is_refused_without_its_reason(arranged: Scene, reason: str) -> None:
    refused = arranged.page.post(f"{arranged.path}/parts/{ADULTS}", {"part_reason": reason})

    assert refused.status == 422
    assert "Enter the reason for holding this part" in refused.text
    assert "People in part" not in arranged.text()


def test_e02_with_the_reason_the_adults_come_first_and_the_child_is_asked_to_the_second_part_only(
    arranged: Scene,
) -> None:
    assert plan_part(arranged) == 303

    text = arranged.text()
    assert text.index("Part 1: The adults first") < text.index("Part 2: With the child")
    assert "Held by way of exception: Bertie asked that the &lt;adults&gt; settle" in text
    assert "Why is this part needed here?" not in text
    first, second = people_of(text, ADULTS), people_of(text, TOGETHER)
    assert "<b>Bertie Quill</b>" not in first and "<b>Bertie Quill</b>" in second
    assert "Bertie Quill" in first.split("Not in part 1:")[1]
    for name in ("Denise Quill", "Hannah Pryor", "Omar Leith"):
        assert f"<b>{name}</b>" in first and f"<b>{name}</b>" in second


def test_e02_each_part_has_its_day_and_the_child_does_not_come_first(arranged: Scene) -> None:
    plan_part(arranged)
    assert arranged.day("23 3 2026", part=ADULTS).status == 303

    refused = arranged.day("20 3 2026", part=TOGETHER)

    assert refused.status == 422 and "would come before The adults first" in refused.text
    assert arranged.day("23 3 2026", part=TOGETHER).status == 303


def test_e02_the_same_part_is_planned_once_and_another_one_not_at_all(arranged: Scene) -> None:
    assert plan_part(arranged) == 303

    assert plan_part(arranged) in (404, 422)
    assert plan_part(arranged, part=TOGETHER) == 404
    assert plan_part(arranged, part="main") == 404
    assert arranged.text().count("Part 1: The adults first") == 1


def test_e02_a_page_opened_before_somebody_changed_the_meeting_is_told(arranged: Scene) -> None:
    opened = arranged.text().split('id="version-part-adults"')[1].split('value="')[1].split('"')[0]
    arranged.day("23 3 2026", part=TOGETHER)

    assert plan_part(arranged, version=opened) == 409
    assert "People in part" not in arranged.text()


def convened(arranged: Scene) -> None:
    page = arranged.page
    page.post(f"{arranged.path}/chair", {"chair": arranged.people["group"], "chair_reason": "She knows the family."})
    page.post(f"{arranged.path}/voice", {"voice": "attends"})
    sent = page.post(arranged.path, {})
    assert sent.status == 303, sent.text.split("There is a problem")[-1][:500]


def test_e02_both_parts_are_held_and_each_has_its_own_record(arranged: Scene, desk: Desk) -> None:
    from core.services import meetings, minutes

    before = {output.key for output in minutes.outputs(desk, meetings.find(desk, arranged.meeting))}
    desk.db.rollback()
    plan_part(arranged)
    arranged.day("16 3 2026", part=ADULTS)
    arranged.day("16 3 2026", part=TOGETHER)
    convened(arranged)

    held = [arranged.page.post(f"/meetings/{arranged.meeting}/parts/{part}/held", {"on": "16 3 2026"})
            for part in (ADULTS, TOGETHER)]  # fmt: skip

    assert [one.status for one in held] == [303, 303]
    desk.db.expire_all()
    case = meetings.find(desk, arranged.meeting)
    assert case.meeting.stage == "held"
    made_of = {output.key: output.part for output in minutes.outputs(desk, case)}
    assert before == {"record"} and made_of == {"record": TOGETHER, "record_adults": ADULTS}
    themes = {(theme.part, theme.theme) for theme in minutes.themes(desk, case)}
    desk.db.rollback()
    assert len(themes) == 8 and {part for part, _ in themes} == {ADULTS, TOGETHER}
    assert WHY.replace("<", "&lt;").replace(">", "&gt;") in arranged.page.get(f"/meetings/{arranged.meeting}").text


def test_e02_a_part_planned_after_the_invitations_counts_its_people_as_invited(arranged: Scene) -> None:
    arranged.day("23 3 2026", part=TOGETHER)
    convened(arranged)

    assert plan_part(arranged) == 303

    text = arranged.text()
    assert "Not invited yet" not in people_of(text, ADULTS)
    assert people_of(text, ADULTS).count("Invited") >= 3


def test_e02_no_part_is_added_once_the_meeting_was_held(arranged: Scene) -> None:
    arranged.day("16 3 2026", part=TOGETHER)
    convened(arranged)
    assert arranged.page.post(f"/meetings/{arranged.meeting}/parts/{TOGETHER}/held", {"on": "16 3 2026"}).status == 303

    assert plan_part(arranged) == 422

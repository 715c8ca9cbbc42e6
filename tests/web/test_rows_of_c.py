"""Rows of authority C on the pages of its disruption meeting: when, who chairs, who is asked, minutes, aims."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.arranging import ENDED, Scene, scene

LONG = {"kind": "foster", "provider": "in_house", "long_term": True, "matched_at_panel": True}


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_c",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority C's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_c": {}})


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting after a long-term, matched foster placement ended on 13 March 2026."""
    return scene(page, desk, "disruption", about=LONG, notice_by_carer=True, abrupt=False, pathway_plan=False)


def row(text: str, name: str) -> str:
    return text.split(f"{name}</", 1)[1].split("</tr>")[0]


def test_c07_each_ground_is_to_be_considered_with_its_clause(arranged: Scene) -> None:
    text = arranged.page.get(f"/endings/{arranged.ending}").text

    for ground, clause in (
        ("Long term, and ended abruptly or unplanned", "C07b"),
        ("Long term, and not ended by a pathway plan", "C07c"),
        ("Long term and matched, and the carer gave notice", "C07d"),
    ):
        assert ground in text and clause in text
    assert "13 March 2026; recorded as unplanned, not part of a pathway plan, with notice given by the carer" in text


@pytest.mark.parametrize(
    ("long_term", "says"),
    [(None, "whether the placement was long term"), (False, "3 other clauses checked that do not apply")],
)
def test_c07_unknown_is_asked_for_and_short_term_is_no_ground(
    page: SignedInPage, desk: Desk, long_term: bool | None, says: str
) -> None:
    child = made.child(desk, team="")
    ended = made.ended(desk, child, ENDED, about=LONG | {"long_term": long_term}, abrupt=True)
    desk.db.commit()

    text = page.get(f"/endings/{ended.id}").text

    assert says in text


def test_c08_the_childs_own_reviewing_officer_is_refused_and_another_may_chair(arranged: Scene, desk: Desk) -> None:
    other = made.person(desk, "Petra Gale", title="Independent reviewing officer", roles=("iro",))
    desk.db.commit()
    text = arranged.text()

    assert "No" in row(text, "Grace Temby") and "C08" in row(text, "Grace Temby")
    chair = f"{arranged.path}/chair"
    refused = arranged.page.post(chair, {"chair": arranged.people["iro"], "chair_reason": "She knows him."})
    assert refused.status == 422
    assert "Grace Temby may not chair this meeting" in refused.text
    assert arranged.page.post(chair, {"chair": other.id}).status == 303


def test_c09_eight_kinds_of_people_are_listed_for_foster_care(arranged: Scene) -> None:
    listed = set(re.findall(r'display-block">([^<(]+) \(<a[^>]*>C09a', arranged.text().replace("&#39;", "'")))

    assert listed == {
        "Child", "Parent", "Social worker", "Social worker's manager", "Foster carer", "Supervising social worker",
        "Independent reviewing officer", "Current carer", "Other professional",
    }  # fmt: skip


@pytest.fixture
def held(
    arranged: Scene, desk: Desk, enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]
) -> tuple[Scene, SignedInPage]:
    """The meeting held on 16 March 2026: the mother was asked and did not come, the current carer was left out."""
    from core.services import chairs, convening, holding, meetings, minutes, scheduling

    chair = enroll("wexcombe", "Petra Gale", roles=("iro",), title="Independent reviewing officer")
    case = meetings.find(desk, arranged.meeting)
    scheduling.set_day(desk, case, "main", day=desk.today, starts="10:00")
    chairs.choose(desk, case, chair.person_id)
    convening.hear_child(desk, case, "views", "Bertie has drawn what he wants to say.")
    for one in convening.invitations_of(desk, case):
        if not one.name or one.role == "current_carer":
            convening.change(desk, case, one, {"left_out": "It would be too early"})
    convening.convene(desk, case)
    came = {i.id for i in convening.invitations_of(desk, case) if i.role == "social_worker"}
    holding.hold(desk, case, "main", on=desk.today, attended=came)
    theme = minutes.themes(desk, case)[0]
    minutes.save(desk, case, theme, "The carers asked for respite in May.", version=theme.version)
    desk.db.commit()
    return arranged, sign_in_as(chair)


def test_c09_the_chair_circulates_the_minutes_to_all_concerned_whether_they_came_or_not(
    held: tuple[Scene, SignedInPage],
) -> None:
    arranged, chair = held
    meeting = f"/meetings/{arranged.meeting}"
    agreed = chair.post(f"{meeting}/minutes/agreed", {"blanks": "yes", "part": "main", "main-blanks": "yes"})
    assert agreed.status == 303

    text = chair.follow(chair.post(f"{meeting}/circulation")).text

    for name in ("Denise Quill", "Grace Temby", "Hannah Pryor", "Nadia Okafor", "Petra Gale"):
        assert name in text, name
    assert "Fernbeck" not in text, "who was left out is not concerned"
    assert "C09c" in text
    stages = chair.get(meeting).text
    assert "Circulate the minutes" in stages and "Past its date" not in stages


def test_c10_five_aims_steer_the_record_and_each_takes_an_outcome(held: tuple[Scene, SignedInPage]) -> None:
    arranged, chair = held
    meeting = f"/meetings/{arranged.meeting}"
    record = chair.get(f"{meeting}/minutes").text
    assert "What the chair works towards" in record and "How and why it came to the ending" in record
    shown = arranged.page.get(meeting).text
    actions: list[Any] = re.findall(r'action="([^"]+/prompts/\w+)"', shown)

    assert len(set(actions)) == 5
    assert arranged.page.post(actions[0], {"outcome": "Something else"}).status == 422
    kept = arranged.page.post(actions[0], {"outcome": "Reached", "note": "See the first theme."})
    assert "See the first theme." in arranged.page.follow(kept).text

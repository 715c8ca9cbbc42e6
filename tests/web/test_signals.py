"""The list of placements for an early conversation: why each is there, what the conditions do not say, and no score."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from core.domain.versions import always
from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.services.signalled import ADDITION, lives, member, registry

if TYPE_CHECKING:
    from core.models import Child

__all__ = ["member", "registry"]
MOVES = (date(2025, 10, 6), date(2025, 12, 1), date(2026, 2, 2))


def noticed(desk: Desk, name: str, **facts: Any) -> "Child":
    from core.services import notice_given

    child, placement = lives(desk, name, **facts)
    notice_given.record(desk, placement, child, given=True, day=date(2026, 3, 9), by="carer")
    desk.db.commit()
    return child


def test_each_line_says_which_condition_why_and_where_to_go_on(page: SignedInPage, desk: Desk) -> None:
    child = noticed(desk, "Zoe Marsh", moves=MOVES)
    lives(desk, "Bertie Quill")
    desk.db.commit()

    text = page.get("/signals").text

    assert "1 placement<" in text and "Bertie Quill" not in text
    assert f'href="/wexcombe/children/{child.id}"' in text
    assert "Recent moves" in text and 'href="/wexcombe/procedure#S02"' in text
    assert "3 moves from 17 September 2025 to 16 March 2026, both days included: 6 October 2025" in text
    assert "Notice was given on 9 March 2026 by the carer." in text and 'href="/wexcombe/procedure#S03"' in text
    assert "Raise a concern" in text and "/concerns/new" in text
    assert "predicts nothing and judges nobody" in text and "It does not say why, and it judges nobody for it." in text
    assert "Cannot tell yet: 2 conditions" in text and "the day on which the child began at the present school" in text


def test_no_line_stands_before_another_for_meeting_more(page: SignedInPage, desk: Desk) -> None:
    noticed(desk, "Zoe Marsh", moves=MOVES)
    noticed(desk, "Ada Moss")

    text = page.get("/signals").text

    assert text.index("Ada Moss") < text.index("Zoe Marsh")
    assert "is-late" not in text and "govuk-tag" not in text


def test_what_cannot_be_told_is_apart_and_says_what_to_find_out(page: SignedInPage, desk: Desk) -> None:
    noticed(desk, "Zoe Marsh")
    lives(desk, "Bertie Quill")
    desk.db.commit()

    met = page.get("/signals").text
    unclear = page.get("/signals?shown=unclear", piece=True).text
    of_notice = page.get("/signals?shown=unclear&condition=notice_given").text

    assert "Bertie Quill" not in met
    assert "Bertie Quill" in unclear and "To find out: whether notice has been given." in unclear
    assert "Bertie Quill" in of_notice and "Zoe Marsh" not in of_notice
    assert '/notice"' in of_notice and '/care-plan"' in of_notice


def test_the_list_is_narrowed_and_a_word_that_is_no_choice_means_every_one(page: SignedInPage, desk: Desk) -> None:
    from core.services import signals

    noticed(desk, "Zoe Marsh", team="South 1")
    lives(desk, "Ada Moss", moves=MOVES)
    desk.db.commit()

    last = signals.listed(desk, signals.Wanted()).lines[-1].key
    by_condition = page.get("/signals?condition=recent_moves", piece=True).text
    by_team = page.get("/signals?team=South+1").text
    nothing = page.get("/signals?team=South+1&condition=recent_moves").text
    odd = page.get("/signals?condition=%3Cb%3E&team=nowhere&shown=all&after=%7C").text
    past = page.get(f"/signals?after={last}").text

    assert "Ada Moss" in by_condition and "Zoe Marsh" not in by_condition
    assert "Zoe Marsh" in by_team and "Ada Moss" not in by_team
    assert "Nothing matches these filters" in nothing
    assert "Ada Moss" in odd and "Zoe Marsh" in odd
    assert "No more placements" in past and 'href="/wexcombe/signals"' in past


def test_pages_follow_one_another(page: SignedInPage, desk: Desk) -> None:
    for number in range(27):
        noticed(desk, f"Child {number:02}")

    first = page.get("/signals").text
    following = first.split('class="govuk-link govuk-pagination__link" href="')[1].split('"')[0].replace("&amp;", "&")
    second = page.get(following).text

    assert "Child 24" in first and "Child 25" not in first
    assert "2 placements<" in second and "Child 26" in second and "Child 24" not in second
    assert "27 placements<" in page.get("/signals?all=1").text


def test_a_social_worker_sees_their_own_and_nothing_of_others(
    page: SignedInPage, desk: Desk, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    noticed(desk, "Zoe Marsh", team="South 1")
    owen = sign_in_as(enroll("wexcombe", "Owen Price", roles=("social_worker",)))

    text = owen.get("/signals").text

    assert "Zoe Marsh" not in text and "South 1" not in text and "No home meets a condition today" in text
    assert "Zoe Marsh" not in owen.post("/signals/csv", {"team": "South 1"}).text
    page.hold("panel_administrator")
    assert page.get("/signals", status=403).status == 403


def test_the_file_has_a_line_for_each_condition_no_name_and_no_formula(page: SignedInPage, desk: Desk) -> None:
    noticed(desk, "Zoe Marsh", moves=MOVES, local_id="=1+1", team="@South")

    answer = page.post("/signals/csv", {"shown": "met"})

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["Condition"], row["Clause"], row["Answer"]) for row in rows] == [
        ("Recent moves", "S02", "Met today"), ("Notice given", "S03", "Met today"),
    ]  # fmt: skip
    assert {row["Child’s ID"] for row in rows} == {"'=1+1"} and {row["Team"] for row in rows} == {"'@South"}
    assert "Zoe" not in answer.text and "Marlowe" not in answer.text
    assert "does not say" in rows[0]["What it does not say"]
    unclear = page.post("/signals/csv", {"shown": "unclear", "condition": "school_change"}).text
    [one] = csv.DictReader(io.StringIO(unclear.removeprefix("\ufeff")))
    assert (one["Answer"], one["Condition"]) == ("Cannot tell yet", "Change of school")


def test_the_childs_page_says_what_holds_today_and_what_it_is_not(page: SignedInPage, desk: Desk) -> None:
    child = noticed(desk, "Zoe Marsh")
    other, _ = lives(desk, "Bertie Quill")
    desk.db.commit()

    text = page.get(f"/children/{child.id}").text.split('id="signals"')[1].split("</section>")[0]
    quiet = page.get(f"/children/{other.id}").text

    assert "Notice was given on 9 March 2026 by the carer." in text and "it judges nobody for it" in text
    assert "To find out: the day on which the child began at the present school." in text
    assert "No condition is met today, as far as can be told." in quiet


def test_an_authority_whose_plugins_declare_none_has_no_entry_and_no_piece(page: SignedInPage, desk: Desk) -> None:
    child = noticed(desk, "Zoe Marsh")
    assert 'href="/wexcombe/signals"' in page.get(f"/children/{child.id}").text
    desk.tenant.versions = always({"authority_a": {}})
    desk.db.commit()

    text = page.get(f"/children/{child.id}").text

    assert "/wexcombe/signals" not in text and 'id="signals"' not in text and "Given on 9 March 2026" in text


def test_a_plugin_that_does_not_answer_is_named_and_the_page_stays(page: SignedInPage, desk: Desk) -> None:
    noticed(desk, "Zoe Marsh")
    desk.tenant.versions = always({"authority_a": {}, ADDITION: {"months_back": 99}})
    desk.db.commit()

    text = page.get("/signals").text

    assert "could not be checked" in text and "Give a whole number from 1 to 24" in text
    assert "Zoe Marsh" not in text


@pytest.fixture
def alone(desk: Desk) -> Registry:
    """The addition by itself, as an authority may run it that has no plugin of its own."""
    desk.tenant.versions = always({ADDITION: {}})
    desk.db.commit()
    return desk.registry


def test_it_works_without_an_authoritys_own_plugin(page: SignedInPage, desk: Desk, alone: Registry) -> None:
    noticed(desk, "Zoe Marsh")

    text = page.get("/signals").text

    assert "Notice was given on 9 March 2026 by the carer." in text
    assert "Notice has been given and not withdrawn" in page.get("/procedure").text

"""The lines of a support plan: changed meanwhile, shown as text, found only in their plan, passed to a colleague."""

import re
from collections.abc import Callable

from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.steadying import Scene
from tests.web.supported import held, member, registry

__all__ = ["held", "member", "registry"]


def test_a_support_changed_meanwhile_is_shown_and_nothing_typed_is_lost(held: Scene) -> None:
    where = held.agreed()
    line = re.findall(rf"{where}/supports/([0-9a-f]+)", held.page.get(where).text)[0]
    data = {"text": "One weekend off a month", "owner": held.people["worker"]}
    held.post(f"{where}/supports/{line}", **data, progress="Booked.", version="1")

    late = held.post(f"{where}/supports/{line}", **data, progress="Not yet booked.", version="1")

    assert late.status == 409
    assert "Booked." in late.text
    assert "Not yet booked." in late.text
    ended = held.post(f"{where}/supports/{line}", **data, state="ended", version="2")
    assert ended.status == 422
    assert "Enter why this support has ended" in ended.text


def test_what_a_plan_holds_is_shown_as_text_and_checked_for_length(held: Scene) -> None:
    where = held.plan(aim="<script>alert(1)</script>")
    held.support(where, "<img src=x onerror=alert(2)>", "worker", how_often="<i>often</i>")
    long = held.support(where, "y" * 1001, "worker")

    text = held.page.get(where).text
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
    assert long.status == 422
    assert "must be 1,000 characters or fewer" in long.text


def test_a_plan_of_another_child_or_a_line_of_another_plan_is_not_found(
    held: Scene, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage], desk: Desk
) -> None:
    where = held.agreed()
    line = re.findall(rf"{where}/supports/([0-9a-f]+)", held.page.get(where).text)[0]
    stranger = sign_in_as(enroll("wexcombe", "Otto Blythe", roles=("supervising_social_worker",)))

    stranger.get(where, status=404)
    assert stranger.post(f"{where}/closing", {"outcome": "otherwise", "because": "x"}).status == 404
    held.page.get("/plans/nosuchplan", status=404)
    held.page.get(f"/plans/nosuchplan/supports/{line}", status=404)
    held.page.get(f"{where}/supports/nosuchline", status=404)


def test_whoever_leaves_passes_their_supports_on_to_a_named_colleague(
    held: Scene, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    where = held.agreed()
    keeper = sign_in_as(enroll("wexcombe", "Vera Stott", roles=("configuration",)))
    leaving = f"/people/{held.people['supervising']}/leave"

    assert "1 support in a plan" in keeper.get(leaving).text
    assert keeper.post(leaving, {}).status == 422
    assert keeper.post(leaving, {"heir": held.people["worker"]}).status == 303

    text = held.page.get(where).text.split('id="supports"')[1].split("</section>")[0]
    assert "Hugo Lind" not in text.split("<details")[0]
    assert text.count("Nadia Okafor") >= 2

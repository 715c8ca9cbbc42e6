"""To which versions a meeting may be moved, and when it keeps the one it follows."""

from datetime import date
from typing import Any

import pytest

from core.services.desk import Desk, Refused, Stale
from tests.services.moved import member, proposed, registry, target, versions

__all__ = ["member", "registry"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stage": "closed"}, "This meeting is over"),
        ({"stage": "declined"}, "is not held"),
        ({"circulated_on": date(2026, 3, 10)}, "What was sent stays sent"),
        ({"answers": {"agreed:main": "2026-03-10"}}, "Its record is agreed"),
    ],
)
def test_k02_a_meeting_that_is_over_or_whose_record_is_out_keeps_its_version(
    desk: Desk, change: dict[str, Any], said: str
) -> None:
    from core.services import moving

    versions(desk, "authority_a", "authority_d")
    case = proposed(desk)
    for name, value in change.items():
        setattr(case.meeting, name, value)

    with pytest.raises(Refused, match=said):
        moving.move(desk, case, "2:current", "The text was corrected.")
    assert not moving.offered(desk, case)


def test_k02_a_version_that_cannot_be_followed_says_why(desk: Desk) -> None:
    from core.services import moving

    versions(desk, "authority_a", "authority_b")
    case = proposed(desk)
    [elsewhere] = moving.targets(desk, case)
    versions(desk, "authority_a", "harrowmere", starts=date(2026, 3, 2))
    [missing] = moving.targets(desk, case)

    assert "It has no meeting of this kind (disruption meeting)." in elsewhere.why_not
    assert "The plugin 'harrowmere' is not installed here" in missing.why_not
    with pytest.raises(Refused, match="harrowmere"):
        moving.move(desk, case, missing.key, "The text was corrected.")
    with pytest.raises(Refused, match="Choose one of the versions"):
        moving.move(desk, case, "9:current", "The text was corrected.")
    versions(desk, "authority_a", "authority_d")
    with pytest.raises(Refused, match="Enter why"):
        moving.move(desk, case, "2:current", " ")
    with pytest.raises(Stale):
        moving.move(desk, case, "2:current", "Why", version=case.meeting.version - 1)


def test_k02_a_version_that_never_ruled_a_day_since_the_anchor_is_no_target(desk: Desk) -> None:
    from core.services import moving

    versions(desk, "authority_d", "authority_a", starts=date(2026, 2, 1))
    case = proposed(desk)
    assert moving.targets(desk, case) == ()

    versions(desk, "authority_d", "authority_a", {"authority_a": {"matching_report_from": "social_worker"}},
             starts=date(2026, 2, 1))  # fmt: skip
    assert [one.version.number for one in moving.targets(desk, case)] == [3]
    versions(desk, "authority_d", "authority_a", "authority_d", starts=date(2026, 4, 1))
    assert moving.targets(desk, case) != ()
    assert all(one.version.number == 1 for one in moving.targets(desk, case))


def test_k02_a_chair_whom_the_version_rules_out_is_told_beforehand_and_stands_in_the_way_of_invitations(
    desk: Desk,
) -> None:
    from sqlalchemy import select

    from core.models import Person
    from core.services import chairs, convening, moving

    versions(desk, {"authority_d": {}}, {"authority_d": {"own_iro_may_chair": "no"}})
    case = proposed(desk)
    grace = desk.db.scalars(select(Person).where(Person.name == "Grace Temby")).one()
    chairs.choose(desk, case, grace.id)
    seen = moving.preview(desk, case, target(desk, case))

    moved = moving.move(desk, case, "2:current", "Nobody chairs for a child of their own.")

    [said] = [one for one in seen.verdicts if one.about == "Grace Temby"]
    assert (said.before, said.then) == ("may chair", "Choose another chair.") and "D03c" in said.after
    [chair] = [one for one in convening.checks(desk, moved) if one.anchor == "chair"]
    assert not chair.ok and "Grace Temby may not chair" in chair.text

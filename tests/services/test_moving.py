"""Moving an open meeting to another version of the procedure: what was said beforehand is what becomes of its rows."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from core.services.desk import Desk
from tests import factories as made
from tests.scenes import foster
from tests.services.moved import ENDED, member, proposed, registry, standing, target, versions

__all__ = ["member", "registry"]

PAIRS = [("authority_a", "authority_d"), ("authority_d", "authority_e"), ("authority_e", "authority_a"),
         ("authority_a", "authority_c")]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_k02_what_a_move_does_to_the_rows_is_what_the_preview_said(desk: Desk, before: str, after: str) -> None:
    from core.services import moving

    versions(desk, before, after)
    case = proposed(desk)
    there = standing(desk, case)
    seen = moving.preview(desk, case, target(desk, case))

    moved = moving.move(desk, case, "2:" + seen.target.edition.key, "The text was corrected.")

    then = standing(desk, moved)
    came = Counter(group for ref, (group, _) in then.items() if ref not in there)
    assert came == Counter(one.group for one in seen.added)
    assert {one.row.id for one in seen.leaves} == there.keys() - then.keys()
    for kind, now in (("pack", moved.kind.pack), ("step", moved.kind.steps)):
        titles = {title for group, title in then.values() if group == kind}
        assert titles <= {one.title for one in now}


def test_k02_what_people_did_stays_and_a_move_back_brings_back_what_was_set_aside(desk: Desk) -> None:
    from core.services import inviting, meetings, minutes, moving, pack, scheduling

    versions(desk, "authority_a", "authority_d")
    case = proposed(desk)
    paper, *others = [one for one in scheduling.tasks_of(desk, case.meeting) if one.kind == "pack"]
    pack.supply(desk, case, paper, state="received")
    teacher = next(one for one in inviting.invitations_of(desk, case) if one.role == "designated_teacher")
    inviting.change(desk, case, teacher, {"name": "Mr Osei"})
    theme, *rest = minutes.themes(desk, case)
    minutes.save(desk, case, theme, "The carers asked for help in May.", version=theme.version)
    there = standing(desk, case)

    moved = moving.move(desk, case, "2:current", "The text was corrected.")
    kept = standing(desk, moved)
    again = moving.move(desk, meetings.find(desk, case.meeting.id), "1:2019-09", "It was not meant for this one.")

    assert {paper.id, teacher.id, theme.id} <= kept.keys()
    assert all(one.id not in kept and one.because == "" and one.state == "open" for one in others)
    assert any(one.id not in kept for one in rest)
    assert standing(desk, again).keys() >= there.keys()
    titles = Counter(title for group, title in standing(desk, again).values() if group == "pack")
    assert titles == Counter(title for group, title in there.values() if group == "pack")
    assert [one["version"] for one in again.meeting.pin["moved_from"]] == [1, 2]


def test_k02_dates_follow_the_rules_of_the_version_and_what_another_role_owes_is_theirs(desk: Desk) -> None:
    from core.services import moving, pack, scheduling

    settled = {"authority_d": {"minutes_within": 15, "minutes_by": "chair", "papers_from": "business_support"}}
    versions(desk, {"authority_d": {"minutes_within": 5, "papers_from": "social_worker"}}, settled)
    made.person(desk, "Perry Nolan", roles=("business_support",))
    chosen = made.person(desk, "Ann Leith")
    case = proposed(desk)
    scheduling.set_day(desk, case, "main", day=date(2026, 3, 24), starts="10:00")
    worker = desk.actor.name
    rows = {one.key: one for one in scheduling.tasks_of(desk, case.meeting)}
    by_hand = next(one for one in rows.values() if one.owner_name == worker and one.kind == "pack")
    pack.name_owner(desk, by_hand, chosen.id)
    seen = moving.preview(desk, case, target(desk, case))

    moving.move(desk, case, "2:current", "Fifteen days were agreed.")

    assert (rows["minutes"].due, rows["minutes"].sum) == (
        date(2026, 4, 16),
        "Meeting on 24 March 2026, plus 15 working days",
    )
    assert [(one.before, one.after) for one in seen.days if one.match.title == rows["minutes"].title] == [
        (date(2026, 3, 31), date(2026, 4, 16))
    ]
    papers = [one for one in rows.values() if one.kind == "pack" and one.owed_by == "business_support"]
    assert {one.owner_name for one in papers if one is not by_hand} == {"Perry Nolan"}
    assert by_hand in papers and by_hand.owner_name == "Ann Leith"


def test_k02_the_facts_learned_later_are_held_against_the_version_the_meeting_follows(desk: Desk) -> None:
    from core.models import Ending
    from core.services import reconsidering

    versions(desk, "authority_a")
    case = proposed(desk)
    before = standing(desk, case).keys()
    versions(desk, "authority_a", "authority_d", starts=ENDED)

    reconsidering.revisit(desk, desk.db.get_one(Ending, ("wexcombe", case.meeting.ending_id)), case.child)

    assert standing(desk, case).keys() == before


def test_k07_nobody_is_told_of_a_document_outside_their_audience_by_a_move(in_scene: Any) -> None:
    from core.services import meeting_history, moving
    from core.services.dossier import dossier

    scene, _ = in_scene(foster)

    def shown(desk: Desk, case: Any) -> set[str]:
        seen = moving.preview(desk, case, target(desk, case))
        return {one.title for one in moving.for_reader(seen, dossier(desk, case)).added if one.group == "output"}

    def move(desk: Desk, case: Any) -> None:
        moving.move(desk, case, "2:current", "The text was corrected.")

    def told(desk: Desk, case: Any) -> str:
        file = dossier(desk, case)
        [event] = [one for one in meeting_history.events(desk, case, file).events if one.verb == moving.MOVED]
        return "\n".join(one for one in meeting_history.list_of(event, file) if one.startswith("Document asked"))

    scene.act(scene.worker, lambda desk, case: versions(desk, "authority_a", "authority_e"))
    assert "Practice feedback" in scene.act(scene.worker, shown)
    assert "Practice feedback" not in scene.act(scene.outsider, shown)
    scene.act(scene.worker, move)
    assert "Practice feedback" in scene.act(scene.worker, told)
    assert "Practice feedback" not in scene.act(scene.outsider, told)


def test_k02_once_held_a_meeting_takes_on_no_more_than_what_follows_it(in_scene: Any) -> None:
    from core.services import moving

    scene, _ = in_scene(foster)
    scene.held()

    def move(desk: Desk, case: Any) -> Any:
        versions(desk, "authority_a", "authority_e")
        seen = moving.preview(desk, case, target(desk, case))
        there = standing(desk, case)
        then = standing(desk, moving.move(desk, case, "2:current", "The text was corrected."))
        came = {title for ref, (_, title) in then.items() if ref not in there}
        assert len(came) == len(seen.added)
        return {one.group for one in seen.added}, came

    groups, came = scene.act(scene.worker, move)

    assert groups == {"step", "theme", "output"}
    assert "Draft the four outputs" in came and "Book a venue that suits" not in came


def test_k02_a_meeting_that_follows_keeps_its_pin_and_those_after_it_take_the_pin_it_was_moved_to(desk: Desk) -> None:
    from core.models import Concern
    from core.services import facts, following, meetings, moving, plans, proposing

    def after(case: Any, kind: str) -> Any:
        origin = proposing.Origin(child=child, placement=home, facts=case.facts, procedure=case.procedure,
                                  previous=case.meeting)  # fmt: skip
        return meetings.find(desk, proposing.open_meeting(desk, origin, kind).id)

    versions(desk, {"authority_c": {"minutes_within": 5}})
    child = made.child(desk, people={"social_worker": desk.actor.person_id})
    home = made.placement(desk, child, date(2025, 2, 1), kind="foster", provider="in_house")
    by = {"raised_by_id": desk.actor.person_id, "raised_by_name": desk.actor.name, "worry": "He sleeps badly."}
    concern = Concern(child_id=child.id, placement_id=home.id, day=desk.today, **by)
    desk.db.add(concern)
    desk.db.flush()
    known = facts.of_concern(desk, concern, home, child)
    origin = proposing.Origin(child=child, placement=home, facts=known, procedure=desk.procedure(desk.today),
                              concern=concern)  # fmt: skip
    first = meetings.find(desk, proposing.open_meeting(desk, origin, "stability").id)
    rule = plans.declared(first)[0]
    second = after(first, rule.review)
    versions(desk, {"authority_c": {"minutes_within": 5}}, {"authority_c": {"minutes_within": 8}}, starts=desk.today)

    moving.move(desk, first, "2:current", "Eight days were agreed.")
    kept = meetings.find(desk, second.meeting.id)
    assert (kept.meeting.pin["version"], following.follows(kept).since) == (1, "as the meeting before it did")
    third = after(moving.move(desk, kept, "2:current", "This one too."), rule.review)

    assert (third.meeting.pin["version"], third.procedure.settings["authority_c"]["minutes_within"]) == (2, 8)
    assert "moved_from" not in third.meeting.pin and "since" not in third.meeting.pin

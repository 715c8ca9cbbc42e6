"""The plan of a meeting: dates that run from what happened, owners who depend on the case, and nothing invented."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.domain.calendar import Calendar
from core.domain.facts import Anchor, Facts, PlacementFacts, PlacementType
from core.domain.knowing import Verdict
from core.domain.periods import days, hours, months, weeks, working_days
from core.domain.planning import Plan, plan, planned_window
from core.domain.procedure import AgendaItem, Invitee, PackItem, Part, Window
from core.domain.steps import MEETING_HELD, Gap, MeetingKind, Prompt, Step

CALENDAR = Calendar()
DAY = date(2026, 12, 18)


def facts(**known: Any) -> Facts:
    known.setdefault("placement", PlacementFacts(ref="p", started=date(2026, 1, 1)))
    known.setdefault("anchor", Anchor.ENDED)
    known.setdefault("day", date(2026, 11, 20))
    return Facts(**known)


def kind(**more: Any) -> MeetingKind:
    return MeetingKind(key="m", title="Meeting", clause="X01", **more)


def made(of: MeetingKind, case: Facts | None = None, day: date | None = DAY, **more: Any) -> Plan:
    return plan(of, case or facts(), day=day, calendar=CALENDAR, **more)


def residential(facts: Facts) -> bool:
    """It was residential"""
    return facts.placement.kind == PlacementType.RESIDENTIAL


def supplier(facts: Facts) -> str | None:
    return "home_manager" if residential(facts) else None


def broken(facts: Facts) -> Any:
    raise LookupError("nobody")


STEPS = (
    Step(key="draft", title="Draft", clause="X01", owed_by="business_support", within=working_days(5)),
    Step(key="received", title="Received", clause="X01", owed_by="chair", after="draft"),
    Step(key="outputs", title="Outputs", clause="X01", owed_by="chair", within=working_days(5), after="received"),
)


def dues(of: Plan) -> dict[str, tuple[date | None, bool]]:
    return {s.rule.key: (s.due.day if s.due else None, s.firm) for s in of.steps}


def test_before_the_meeting_everything_is_projected_along_the_chain() -> None:
    assert dues(made(kind(steps=STEPS))) == {
        "draft": (date(2026, 12, 29), False),
        "received": (None, False),
        "outputs": (date(2027, 1, 6), False),
    }


def test_when_an_earlier_step_is_late_the_next_moves_and_the_earlier_stays() -> None:
    happened = {MEETING_HELD: DAY, "draft": date(2027, 1, 4), "received": date(2027, 1, 5)}

    said = made(kind(steps=STEPS), happened=happened)

    assert dues(said) == {
        "draft": (date(2026, 12, 29), True),
        "received": (None, True),
        "outputs": (date(2027, 1, 12), True),
    }
    assert said.steps[0].done_on == date(2027, 1, 4) and said.steps[2].done_on is None


def test_without_a_day_nothing_after_the_meeting_has_a_date() -> None:
    assert {due for due, _ in dues(made(kind(steps=STEPS), day=None)).values()} == {None}


def test_steps_of_two_parts_run_from_their_own_meetings() -> None:
    parts = tuple(Part(key=key, title=key, clause="X01") for key in ("one", "two"))
    steps = tuple(
        Step(key=f"record_{part.key}", title="Record", clause="X01", within=days(7), part=part.key) for part in parts
    )
    two = {"one": date(2026, 12, 1), "two": date(2026, 12, 15)}

    projected = made(kind(parts=parts, steps=steps), day=None, part_days=two)
    held = made(kind(parts=parts, steps=steps), part_days=two, happened={f"{MEETING_HELD}:one": date(2026, 12, 2)})

    assert dues(projected) == {"record_one": (date(2026, 12, 8), False), "record_two": (date(2026, 12, 22), False)}
    assert dues(held) == {"record_one": (date(2026, 12, 9), True), "record_two": (date(2026, 12, 22), False)}


def test_hours_after_a_day_without_a_time_have_no_date() -> None:
    steps = (Step(key="call", title="Call", clause="X01", within=hours(24)),)

    assert dues(made(kind(steps=steps))) == {"call": (None, False)}


@pytest.mark.parametrize(
    ("type_of_home", "owner", "needs"),
    [
        (PlacementType.RESIDENTIAL, "home_manager", ()),
        (PlacementType.FOSTER, None, ()),
        (None, None, ("the type of placement",)),
    ],
)
def test_the_supplier_depends_on_the_placement(
    type_of_home: PlacementType | None, owner: str | None, needs: tuple[str, ...]
) -> None:
    known: dict[str, Any] = {"kind": type_of_home} if type_of_home else {}
    case = facts(placement=PlacementFacts(ref="p", started=date(2026, 1, 1), **known))

    [row] = made(kind(pack=(PackItem(title="Papers", clause="X01", owed_by=supplier),)), case).pack

    assert (row.owner, row.owner_needs) == (owner, needs)


def test_an_owner_rule_that_raises_is_said_in_the_plan_and_not_raised() -> None:
    rule = PackItem(title="Papers", clause="X01", owed_by=broken)
    step = Step(key="s", title="S", clause="X01", owed_by=broken)

    said = made(kind(pack=(rule,), steps=(step,), arranged_by=broken))

    assert said.pack[0].owner is None and "LookupError: nobody" in said.pack[0].owner_needs[0]
    assert said.steps[0].owner is None and "LookupError" in said.steps[0].owner_needs[0]
    assert said.arranged_by is None and "LookupError" in said.arranged_needs[0]


def test_papers_before_the_meeting_are_advised_when_the_day_is_closed() -> None:
    rule = PackItem(title="Papers", clause="X01", before_meeting=days(7))

    [row] = made(kind(pack=(rule,)), day=date(2026, 4, 10)).pack

    assert row.due is not None
    assert (row.due.day, row.due.flagged, row.due.advise) == (date(2026, 4, 3), "Good Friday", date(2026, 4, 2))


def test_what_does_not_apply_is_kept_apart_and_what_cannot_be_told_stays() -> None:
    rules: dict[str, Any] = {
        "invitees": (Invitee(role="home_manager", clause="X01", when=residential), Invitee(role="iro", clause="X01")),
        "pack": (PackItem(title="Papers", clause="X01", when=residential),),
        "agenda": (AgendaItem(key="a", title="A", clause="X01", when=residential),),
        "prompts": (Prompt(key="p", title="P", clause="X01", when=residential),),
    }
    foster = facts(placement=PlacementFacts(ref="p", started=date(2026, 1, 1), kind=PlacementType.FOSTER))

    sure, unsure = made(kind(**rules), foster), made(kind(**rules))

    assert [getattr(row.rule, "role", "") for row in sure.invitees] == ["iro"]
    assert (sure.pack, sure.agenda, sure.prompts) == ((), (), ())
    assert len(sure.not_needed) == 2
    for rows in (unsure.invitees, unsure.pack, unsure.agenda, unsure.prompts):
        assert rows[0].answer.verdict is Verdict.CANNOT_TELL
        assert rows[0].answer.needs == ("the type of placement",)


def test_a_window_opens_and_closes_and_months_clip() -> None:
    window = Window(clause="X01", opens=months(1), closes=weeks(6))

    said = planned_window(window, facts(day=date(2026, 1, 31)), CALENDAR)

    assert said is not None
    assert (said.dates.opens, said.dates.closes) == (date(2026, 2, 28), date(2026, 3, 14))
    assert [said.place(d) for d in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 15))] == [
        "before", "inside", "after",
    ]  # fmt: skip


def test_a_window_that_would_close_before_it_opens_says_so() -> None:
    said = planned_window(Window(clause="X01", opens=days(30), closes=days(3)), facts(), CALENDAR)

    assert said is not None and said.dates.closes is None
    assert "before it opens" in said.needs[0]


def test_a_window_whose_condition_is_no_is_left_out_and_the_first_that_holds_is_in_force() -> None:
    one, two = Window(clause="X01", closes=days(3), when=residential), Window(clause="X02", closes=days(5))
    foster = facts(placement=PlacementFacts(ref="p", started=date(2026, 1, 1), kind=PlacementType.FOSTER))

    assert len(made(kind(window=(one, two)), foster).windows) == 1
    unsure = made(kind(window=(one, two)))
    assert unsure.window is not None and unsure.window.rule.clause == "X02"
    assert made(kind()).window is None


def test_each_part_has_its_window() -> None:
    parts = tuple(Part(key=key, title=key, clause="X01") for key in ("one", "two"))
    windows = (Window(clause="X01", part="one", closes=days(3)), Window(clause="X02", closes=days(9)))

    said = made(kind(parts=parts, window=windows))

    first, second = said.window_of("one"), said.window_of("two")
    assert first is not None and first.rule.clause == "X01"
    assert second is not None and second.rule.clause == "X02"


def test_a_window_from_another_event_waits_for_it() -> None:
    window = Window(clause="X01", closes=days(5), after="concern_raised")

    waiting = made(kind(window=(window,))).window
    known = made(kind(window=(window,)), happened={"concern_raised": date(2026, 12, 1)}).window

    assert waiting is not None and waiting.needs == ("the day of this event: concern raised",)
    assert known is not None and known.dates.closes == date(2026, 12, 6)


def test_hours_from_a_moment_are_exact() -> None:
    start = facts(anchor=Anchor.STARTED, day=date(2026, 3, 6), moment=datetime(2026, 3, 6, 16, 30, tzinfo=UTC))
    window = Window(clause="X01", closes=hours(72), after=Anchor.STARTED.value)

    said = planned_window(window, start, CALENDAR)

    assert said is not None
    assert said.place(datetime(2026, 3, 9, 16, 30, tzinfo=UTC)) == "inside"
    assert said.place(datetime(2026, 3, 9, 16, 31, tzinfo=UTC)) == "after"


def test_what_must_be_settled_first_is_said_where_it_matters() -> None:
    gap = Gap(setting="chair", sentence="Your configuration staff settle who chairs", clause="X01", when=residential)

    def settled(known: PlacementType | None) -> list[Verdict]:
        given: dict[str, Any] = {"kind": known} if known else {}
        place = PlacementFacts(ref="p", started=date(2026, 1, 1), **given)
        return [one.answer.verdict for one in made(kind(blocked_by=(gap,)), facts(placement=place)).blocked]

    assert settled(PlacementType.RESIDENTIAL) == [Verdict.YES]
    assert settled(PlacementType.FOSTER) == []
    assert settled(None) == [Verdict.CANNOT_TELL]

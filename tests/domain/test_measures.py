"""What reports count, from plain rows: the sentences fit the numbers, and tell nothing that the tables hide."""

from datetime import date
from typing import Any

from core.domain.measures import MEASURES
from core.domain.measures.made import AdviceRow, CallRow, EndingRow, HeldRow, Measure, Records, ThemeRow
from core.domain.reporting import Span
from core.domain.suppressing import Hidden

SPAN = Span(date(2026, 1, 1), date(2026, 6, 30))


def counted(key: str, **rows: Any) -> Measure:
    return MEASURES[key](Records(span=SPAN, today=date(2026, 7, 6), noun="disruption meeting", **rows))


def table(measure: Measure) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in measure.figures[0].table.rows}


def held(days: int, place: str = "inside", **more: Any) -> HeldRow:
    return HeldRow(days=days, place=place, opens=14, closes=42, window="2 to 6 weeks", **more)


def test_nothing_recorded_is_said_by_every_measure_and_raises_nowhere() -> None:
    said = {key: counted(key).sentences for key in MEASURES}

    assert all(said.values())
    assert said["endings_by_kind"] == ("No placement ended in this period.",)
    assert said["timeliness"] == ("No disruption meeting was held, so there is none to hold against a window.",)
    assert said["recommendations"] == ("No recommendations were made.",)


def test_meetings_held_are_told_against_their_window_with_the_judgements() -> None:
    meetings = [held(20 + n) for n in range(6)] + [held(50, "after", judged=True), held(9, "before")]

    measure = counted("timeliness", held=meetings)

    assert measure.sentences == (
        "8 disruption meetings were held; 6 of 8 within the window of 2 to 6 weeks.",
        "1 was early and 1 was late, the judgement is recorded for 1 of 2.",
    )
    assert [dot.days for dot in measure.figures[0].dots] == [9, 20, 21, 22, 23, 24, 25, 50]
    assert measure.figures[0].title == "Most meetings were held inside the window"
    assert measure.numbers[0][0] == 22


def test_meetings_under_different_windows_are_told_against_their_own() -> None:
    month = HeldRow(days=31, place="inside", opens=28, closes=42, window="1 month to 6 weeks")

    assert counted("timeliness", held=[held(20), month]).sentences == (
        "2 disruption meetings were held; 2 of 2 within their windows.",
    )


def test_where_the_text_gives_no_dates_no_meeting_is_late() -> None:
    measure = counted("timeliness", held=[HeldRow(days=90, place="no dates")])

    assert measure.sentences == ("1 disruption meeting was held; the text gives no dates to hold it against.",)


def test_many_meetings_are_counted_by_the_week() -> None:
    measure = counted("timeliness", held=[held(14 + n % 30) for n in range(25)])

    assert measure.figures[0].kind == "weeks"
    assert sum(int(inside) + int(out) for _, inside, out in measure.figures[0].table.rows) == 25


def test_endings_are_told_by_kind_and_plan_with_small_numbers_hidden() -> None:
    rows = [EndingRow(kind="foster", unplanned=False)] * 12 + [EndingRow(kind="foster", unplanned=True)] * 7
    rows += [EndingRow(kind="residential", unplanned=True), EndingRow(kind=None, unplanned=None)]

    measure = counted("endings_by_kind", endings=rows)

    shown = table(measure)
    assert shown["All"][-1] == 21
    assert shown["Children’s home"][1] is Hidden.FEWER and shown["Children’s home"][-1] is Hidden.FEWER
    assert shown["Foster care"][0] == 12
    assert "21 placements ended" in measure.sentences[0]
    assert not any(f" {number} " in " ".join(measure.sentences) for number in (1, 2, 3, 4))


def test_what_was_called_for_is_told_by_strength_and_course() -> None:
    calls = [CallRow(strength="should", course="convened")] * 9 + [CallRow(strength="must", course="convened")] * 6
    calls += [CallRow(strength="should", course="not convened", confirmed=True)] * 5

    measure = counted("meetings", calls=calls, endings=[EndingRow(kind="foster", unplanned=True)] * 30, booked=2)

    assert table(measure) == {
        "Must": (6, 0, 0, 0, 6), "Should": (9, 0, 5, 0, 14), "All": (15, 0, 5, 0, 20),
    }  # fmt: skip
    assert measure.sentences == (
        "20 disruption meetings were called for after 30 placement endings of this period.",
        "2 disruption meetings about this period’s endings are booked.",
        "5 endings are to have no meeting, with a recorded reason that a manager confirmed.",
    )


def test_concerns_are_counted_where_a_report_is_about_them() -> None:
    assert "after no placement endings and 7 concerns" in counted("meetings", concerns=7).sentences[0]


def test_a_theme_counts_once_a_meeting_and_what_was_agreed_ranks_first() -> None:
    rows = [ThemeRow(meeting=n, theme="Matching", source="recommendation") for n in range(6)] * 2
    rows += [ThemeRow(meeting=n, theme="School", source="record") for n in range(9)]
    rows += [ThemeRow(meeting=1, theme="Sleep", source="action")]

    measure = counted("themes", themes=rows, held=[held(20)] * 9)

    assert [row[:2] for row in measure.figures[0].table.rows] == [
        ("Matching", 6), ("Sleep", Hidden.FEWER), ("School", 0),
    ]  # fmt: skip
    assert measure.sentences == ("“Matching” led to a recommendation or an action in 6 of 9 meetings.",)


def test_hidden_themes_stand_in_the_order_of_their_names_and_not_of_their_numbers() -> None:
    rows = [ThemeRow(meeting=n, theme="Zest", source="action") for n in range(4)]
    rows += [ThemeRow(meeting=0, theme="Art", source="action")]

    measure = counted("themes", themes=rows, held=[held(20)] * 9)

    assert [row[0] for row in measure.figures[0].table.rows] == ["Art", "Zest"]
    assert measure.sentences == ("No theme led to something agreed in 5 meetings or more.",)


def test_recommendations_are_told_from_made_to_done() -> None:
    made = date(2026, 2, 2)
    rows = [AdviceRow(made=made, state="done", done=date(2026, 3, 4)), AdviceRow(made=made, state="accepted")]
    rows += [
        AdviceRow(made=made, state="open", due=date(2026, 7, 5)),
        AdviceRow(made=made, state="open", due=date(2026, 7, 6)),
    ]
    rows += [AdviceRow(made=made, state="not accepted", due=date(2026, 3, 1))]
    rows += [AdviceRow(made=date(2025, 11, 1), state="accepted"),
             AdviceRow(made=date(2025, 11, 1), state="done", done=date(2026, 1, 9))]  # fmt: skip

    measure = counted("recommendations", advice=rows)

    assert measure.sentences == (
        "5 recommendations were made; 1 is done and 1 is past its date.",
        "Half of those done took 30 days or less.",
        "1 recommendation from earlier periods is still open.",
        "1 recommendation from earlier periods was done in this one.",
    )
    assert table(measure)["All"] == (5,) and table(measure)["Past its date"] == (1,)


def test_who_came_was_heard_in_the_room_whatever_was_planned() -> None:
    rows = [held(20, voice="views", came=True)] * 5 + [held(20, voice="advocate")] * 5
    rows += [held(20, voice="attends")] * 6

    measure = counted("views_heard", held=rows)

    assert measure.sentences == ("The child’s views were heard at 10 of 16 disruption meetings.",)
    assert table(measure)["Came to the meeting"] == (5,) and table(measure)["Was to come, and did not"] == (6,)


def test_a_hidden_way_of_being_heard_leaves_a_least_number() -> None:
    rows = [held(20, voice="views")] * 8 + [held(20, voice="advocate")] * 2 + [held(20, voice="not obtained")]

    said = counted("views_heard", held=rows).sentences[0]

    assert said == "The child’s views were heard at 8 or more of 11 disruption meetings."

"""The four conditions as questions of a placement that lasts, and the sentences that say what was counted. Apart from
the declarations, so that those read like the list they make."""

from collections.abc import Callable
from datetime import date

from core.api import (
    CannotTell,
    Education,
    Facts,
    Period,
    StartMeeting,
    Unknown,
    british,
    count_evidence,
    is_known,
    moved_at_least,
)

Question = Callable[[Facts], bool]
Evidence = Callable[[Facts], tuple[str, ...]]


def moved(number: int, period: Period) -> tuple[Question, Evidence]:
    """Whether the child moved `number` times or more in the `period` that ends today, and which moves those were."""

    def moved_recently(facts: Facts) -> bool:
        return moved_at_least(facts, number, period)

    def moves(facts: Facts) -> tuple[str, ...]:
        return count_evidence(facts, period)

    return _worded(moved_recently, f"The child has moved at least {number} times in {period}"), moves


def notice(period: Period) -> tuple[Question, Evidence]:
    """Whether notice has been given. A record of none is taken as it is for the length of `period`."""

    def notice_given(facts: Facts) -> bool:
        if facts.notice.given:
            return True
        if facts.notice.day < facts.first_day(period):
            raise CannotTell(f"whether notice has been given since {british(facts.notice.day)}")
        return False

    def given(facts: Facts) -> tuple[str, ...]:
        by = f" by {facts.notice.by}" if facts.notice.by else ""
        return (f"Notice was given on {british(facts.notice.day)}{by}.",)

    return _worded(notice_given, "Notice has been given and not withdrawn"), given


def planning(period: Period) -> tuple[Question, Evidence]:
    """Whether a meeting asked for at the start is past its latest day, where the start lies in the `period`."""

    def planning_past_its_day(facts: Facts) -> bool:
        if facts.placement.started < facts.first_day(period):
            return False
        needs: list[str] = []
        for meeting in facts.start_meetings:
            try:
                if _past(meeting, facts):
                    return True
            except CannotTell as missing:
                needs += missing.needs
        if needs:
            raise CannotTell(*dict.fromkeys(needs))
        return False

    def meetings(facts: Facts) -> tuple[str, ...]:
        return tuple(
            f"{one.title}: due by {british(one.due)}, not held."
            for one in facts.start_meetings
            if isinstance(one.due, date) and not isinstance(one.held, Unknown) and _past(one, facts)
        )

    return _worded(planning_past_its_day, "A meeting asked for at the start is past its latest day"), meetings


def school(period: Period) -> tuple[Question, Evidence]:
    """Whether the child changed school in the `period` that ends today."""

    def school_changed(facts: Facts) -> bool:
        first = facts.first_day(period)
        if any(first <= day <= facts.day for day in facts.school_changes):
            return True
        if is_known(facts.education) and facts.education == Education.BELOW_SCHOOL_AGE:
            return False
        if facts.school_since < first:
            return False
        raise CannotTell("whether the child came from another school when they began at this one")

    def changes(facts: Facts) -> tuple[str, ...]:
        first = facts.first_day(period)
        return tuple(
            f"The child changed school on {british(day)}." for day in facts.school_changes if first <= day <= facts.day
        )

    return _worded(school_changed, f"The child has changed school in {period}"), changes


def _past(meeting: StartMeeting, facts: Facts) -> bool:
    """Whether a meeting's latest day has gone by without it."""
    due, held = meeting.due, meeting.held
    if due is None or isinstance(held, date) or (isinstance(due, date) and due >= facts.day):
        return False
    needs = [one.needs for one in (due, held) if isinstance(one, Unknown)]
    if needs:
        raise CannotTell(*needs)
    return True


def _worded(question: Question, words: str) -> Question:
    """The question with its wording, in which the settings stand."""
    question.__doc__ = words
    return question

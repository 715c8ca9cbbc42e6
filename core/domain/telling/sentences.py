"""What one rule says, put together as one sentence: its parts, its condition, how it is read here, and its clause."""

from collections.abc import Callable, Iterator
from typing import Any

from core.domain.knowing import question_text
from core.domain.steps import MeetingKind
from core.domain.telling.saying import Saying

Said = tuple[str, str]
"""The words of one rule and its clause ("" where no clause says so)."""
Telling = Callable[[Saying, MeetingKind], Iterator[Said]]
"""Tells one topic of one meeting."""


def told(*parts: str, rule: Any = None) -> Said:
    """The parts that say something, as sentences without the last full stop, and what every rule may have beside: its
    condition, how it is read here, its clause."""
    beside = (condition(rule), f"Read here as: {reading}" if (reading := getattr(rule, "interpretation", "")) else "")
    said = [one.strip().rstrip(".") for one in (*parts, *beside) if one.strip()]
    return ". ".join(one[:1].upper() + one[1:] for one in said), getattr(rule, "clause", "")


def condition(rule: Any) -> str:
    """When a rule holds, in words; "" where it always does."""
    question = getattr(rule, "when", None)
    return f"If: {question_text(question)}" if question is not None else ""


def listed(label: str, items: tuple[str, ...]) -> str:
    """Several words under a label; "" where there are none."""
    return f"{label}: {'; '.join(items)}" if items else ""

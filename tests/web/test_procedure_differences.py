"""The side-by-side table of two procedures: what went and what came is told by more than colour."""

from dataclasses import replace
from typing import Any

from flask import Flask
from markupsafe import escape

from core.domain.periods import months
from core.domain.telling.comparing import Difference, compare, unchanged
from tests.domain.telling import FULL, KIND


def shown(app: Flask, found: tuple[Difference, ...], before: str, after: str, **more: object) -> str:
    """The piece as a page would call it."""
    piece: Any = app.jinja_env.get_template("procedure/_differences.html").module
    return str(piece.differences(found, before, after, **more))


def test_words_that_went_are_struck_and_words_that_came_underlined(app: Flask) -> None:
    later = replace(FULL, kinds={"disruption": replace(KIND, window=(replace(KIND.window[0], opens=months(1)),))})

    text = shown(app, compare(FULL, later), "Now", "From 1 April", same=unchanged(FULL, later), clauses=True)

    assert '<del><span class="govuk-visually-hidden">removed: </span>2 weeks<' in text
    assert '<ins><span class="govuk-visually-hidden">added: </span>1 month<' in text
    assert "1 part differs" in text and "(X1)" in text
    assert 'data-l="Now"' in text and 'data-l="From 1 April"' in text
    same = text.split("<details")[-1]
    assert "No change: 20 parts" in same and "<li>Chair, Disruption meeting</li>" in same and "Window" not in same


def test_what_only_one_side_has_stands_against_plain_words(app: Flask) -> None:
    text = shown(app, compare(None, FULL), "Now", "Then")
    none = shown(app, (), "Now", "Then")

    assert text.count("Nothing is said") == text.count('role="rowheader"') == 21
    assert "No difference: both say the same." in none and "<table" not in none


def test_many_sentences_that_stay_are_folded_and_none_is_lost(app: Flask) -> None:
    purposes = tuple(f"Purpose {n}" for n in range(6))
    before, after = (
        replace(FULL, kinds={"disruption": replace(KIND, purposes=said)})
        for said in (purposes, (*purposes, "One more"))
    )
    text = shown(app, compare(before, after), "<Now>", "Then")

    assert "10 others the same" in text and text.count(str(escape("It is for: Purpose 5"))) == 2
    assert "Nothing more is said" in text and "<Now>" not in text and "&lt;Now&gt;" in text

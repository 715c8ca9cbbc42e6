"""Local settings: each is declared once and read somewhere; and how far a colour stands from the header."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cli.demo_people import AUTHORITIES
from core.domain.contrast import ENOUGH, HEADER, colour, contrast
from core.domain.local import DECLARED, LOCAL

TOP = Path(__file__).parents[2]


def read_in_core() -> Iterator[str]:
    """The keys that core asks a desk for."""
    for path in (TOP / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setting":
                (key,) = node.args
                assert isinstance(key, ast.Constant), f"{path.name} asks for a setting by no plain name"
                yield str(key.value)


def test_every_setting_that_is_shown_is_read_and_every_one_read_is_shown() -> None:
    assert {one.key for one in DECLARED if not one.column} == set(read_in_core())


def test_what_applies_until_it_is_set_fits_and_can_be_said() -> None:
    for one in DECLARED:
        if not one.column:
            assert one.fits(one.usual), one.key
            assert one.said(one.usual), one.key


@pytest.mark.parametrize("value", [0, 21, -1, "2", True, None, 2.0])
def test_what_does_not_fit_counts_as_not_set(value: object) -> None:
    assert LOCAL["days_to_decide"].of({"days_to_decide": value}) == 2


def test_values_in_words() -> None:
    assert LOCAL["days_to_decide"].said(1) == "1 working day"
    assert LOCAL["days_to_decide"].said(3) == "3 working days"
    assert LOCAL["report_year_starts"].said(4) == "April"
    assert LOCAL["nation"].said("northern_ireland") == "Northern Ireland"
    assert LOCAL["closures_move_dates"].said(False) == "No"


def test_contrast_is_counted_as_the_guidelines_count_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_every_colour_that_the_demonstration_uses_stands_out() -> None:
    assert all(contrast(authority.accent, HEADER) >= ENOUGH for authority in AUTHORITIES)


def test_a_colour_is_typed_in_several_ways() -> None:
    assert [colour(text) for text in ("#3FA79A", " 3fa79a ", "3fa79", "red", "#12345g")] == [
        "#3fa79a", "#3fa79a", None, None, None,
    ]  # fmt: skip

"""procedure.md: the format is read strictly, and each mark reaches its clause."""

import pytest

from core.domain.clauses import UnreadableProcedure, read_clauses

TEXT = """# A procedure

Some words of welcome.

## X01 | 1. When
The first line
and the second.
> interpretation: read like this.
> interpretation: and like that.

## X02a | 2. How | and why
Words.
> silent: nobody says who.
> information
"""


def test_clauses_keep_their_order_heading_words_and_marks() -> None:
    one, two = read_clauses(TEXT)

    assert (one.id, one.heading, one.words) == ("X01", "1. When", "The first line and the second.")
    assert (one.binding, one.silent, one.interpretation) == (True, False, "read like this. and like that.")
    assert (two.id, two.heading) == ("X02a", "2. How | and why")
    assert (two.binding, two.silent) == (False, True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("## X01\nWords.", "Line 1: write a clause heading"),
        ("\n## X01 | \nWords.", "Line 2: write a clause heading"),
        ("## X01 | A\nWords.\n\n## X01 | B\nWords.", "Line 4: the clause X01 is there already"),
        ("## X01 | A\n\n## X02 | B\nWords.", "Line 1: the clause X01 has no words"),
        ("## X01 | A\n> interpretation: only a mark", "Line 1: the clause X01 has no words"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableProcedure) as caught:
        read_clauses(text)

    assert sentence in str(caught.value)


def test_an_empty_text_has_no_clauses() -> None:
    assert read_clauses("# Title only\n") == ()

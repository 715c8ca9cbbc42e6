"""Two people's versions of one text: what was added is marked, and nothing that either added is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.texts import additions, merged

SENTENCE = st.sampled_from([f"Sentence {n}." for n in range(30)])
TEXT = st.lists(SENTENCE, max_size=8, unique=True).map(" ".join)


def test_both_additions_stand_in_the_merged_text_theirs_first():
    base = "Nights grew hard."

    assert merged(base, f"{base} She said so.", f"{base} He agreed.") == f"{base} She said so. He agreed."


def test_a_sentence_that_only_one_changed_is_taken_from_them():
    assert merged("One. Two. Three.", "One. Two, after all. Three.", "One. Two. Three. Four.") == (
        "One. Two, after all. Three. Four."
    )


def test_a_sentence_that_one_struck_out_stays_out():
    assert merged("One. Two. Three.", "One. Three.", "One. Two. Three. Four.") == "One. Three. Four."


def test_a_point_within_a_word_ends_no_sentence():
    assert merged("On 14.4.2026.", "On 14.4.2026. It cost £3.50 more.", "On 14.4.2026. See a.b.example.") == (
        "On 14.4.2026. It cost £3.50 more. See a.b.example."
    )


def test_paragraphs_stay_apart():
    assert merged("One.\n\nTwo.", "One.\n\nTwo. Theirs.", "One. Mine.\n\nTwo.") == "One. Mine.\n\nTwo. Theirs."


def test_what_was_added_is_marked_word_by_word():
    pieces = additions("The visits were rare.", "The first visits were rare indeed.")

    assert [p.text.strip() for p in pieces if p.added] == ["first", "rare indeed."]
    assert "".join(p.text for p in pieces) == "The first visits were rare indeed."


def test_a_changed_paragraph_is_marked_within_and_the_others_are_left_alone():
    before = "Nights grew hard. She said so.\n\nThe school helped.\n\nNobody called."
    after = "Nights grew very hard. She said so.\n\nThe school helped.\n\nNobody called. He agreed."

    assert [p.text for p in additions(before, after) if p.added] == ["very ", "He agreed."]


def test_other_blanks_between_the_same_words_are_nothing_new():
    assert not any(p.added for p in additions("One two. Three.", " One  two.\n\nThree.\n"))


@given(TEXT, TEXT, TEXT)
def test_every_sentence_that_either_added_is_in_the_result(base, theirs, mine):
    was, result = _sentences(base), _sentences(merged(base, theirs, mine))

    assert (_sentences(theirs) | _sentences(mine)) - was <= result


@given(TEXT, TEXT, TEXT)
def test_nothing_is_invented_and_what_all_kept_stays(base, theirs, mine):
    result = _sentences(merged(base, theirs, mine))

    assert result <= _sentences(theirs) | _sentences(mine)
    if not _moved(base, theirs, mine):
        assert _sentences(base) & _sentences(theirs) & _sentences(mine) <= result


@given(TEXT, TEXT)
def test_where_only_one_wrote_their_text_stands(base, theirs):
    assert merged(base, theirs, base) == theirs
    assert merged(base, base, theirs) == theirs
    assert merged(base, theirs, theirs) == theirs


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_are_the_text_again(before, after):
    assert "".join(p.text for p in additions(before, after)) == after


WRITTEN = st.text(alphabet="ab. \n", max_size=200)


@given(WRITTEN, WRITTEN)
def test_both_texts_can_be_made_again_from_what_is_marked(before, after):
    there, back = additions(before, after), additions(after, before)

    assert ("".join(p.text for p in there), "".join(p.text for p in back)) == (after, before)
    assert _follows("".join(p.text for p in there if not p.added).split(), before.split())
    assert _follows("".join(p.text for p in back if not p.added).split(), after.split())
    assert [p.added for p in there] == [n % 2 == there[0].added for n in range(1, len(there) + 1)]


@given(WRITTEN, WRITTEN, WRITTEN)
def test_whatever_is_written_every_word_that_either_added_is_in_the_result(base, theirs, mine):
    new = {*theirs.split(), *mine.split()} - {*base.split()}

    assert new <= {*merged(base, theirs, mine).split()}


LONG = {
    "one word over and over": ("a " * 50_000, "a b " * 25_000),
    "one sentence over and over": ("a. " * 33_000, "a. b. " * 16_500),
    "one line over and over": ("a\n" * 50_000, "a\nb\n" * 25_000),
    "the same lines between others": (
        "\n".join(f"u{n}\n" + "a " * 40 for n in range(1_100)),
        "\n".join(f"u{n}\n" + "a b " * 20 for n in range(1_100)),
    ),
}


@pytest.mark.parametrize("texts", LONG.values(), ids=LONG.keys())
def test_long_texts_that_repeat_themselves_take_no_long_time(texts):
    before, after = texts
    began = time.process_time()

    pieces = additions(before, after)
    together = merged(before, after, before + "Mine.")
    both = merged("", before, after)

    assert time.process_time() - began < 3
    assert "".join(p.text for p in pieces) == after
    assert together.endswith("Mine.")
    assert {*before.split()} | {*after.split()} <= {*both.split()}


def test_one_more_word_in_a_long_text_is_all_that_is_marked():
    sentences = [f"On day {n} they met {n * 7919 % 1000} times." for n in range(4_000)]
    before, after = " ".join(sentences), " ".join(sentences).replace("day 2000 they", "day 2000 all they")

    assert [p.text for p in additions(before, after) if p.added] == ["all "]


def _follows(some, every):
    """Whether `every` holds all of `some` in their order."""
    rest = iter(every)
    return all(one in rest for one in some)


def _sentences(text):
    return {one.strip() + "." for one in text.split(".") if one.strip()}


def _moved(*texts):
    """Whether the texts hold their common sentences in different orders: then one of them counts as taken out."""
    common = set.intersection(*({*t.split(". ")} for t in texts))
    orders = {tuple(s for s in t.split(". ") if s in common) for t in texts}
    return len(orders) > 1

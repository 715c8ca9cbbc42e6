"""Two people's versions of one text: what was added is marked, and nothing that either added is lost."""

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


def test_paragraphs_stay_apart():
    assert merged("One.\n\nTwo.", "One.\n\nTwo. Theirs.", "One. Mine.\n\nTwo.") == "One. Mine.\n\nTwo. Theirs."


def test_what_was_added_is_marked_word_by_word():
    pieces = additions("The visits were rare.", "The first visits were rare indeed.")

    assert [p.text.strip() for p in pieces if p.added] == ["first", "rare indeed."]
    assert "".join(p.text for p in pieces) == "The first visits were rare indeed."


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


def _sentences(text):
    return {one.strip() + "." for one in text.split(".") if one.strip()}


def _moved(*texts):
    """Whether the texts hold their common sentences in different orders: then one of them counts as taken out."""
    common = set.intersection(*({*t.split(". ")} for t in texts))
    orders = {tuple(s for s in t.split(". ") if s in common) for t in texts}
    return len(orders) > 1

"""Longer texts: what was typed stays, what was pasted becomes plain, and only five harmless tags reach a page."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapters.prose import TAGS, kept, shown

ATTACKS = (
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>',
    "<a href='javascript:x'>a</a>", "<div hx-get='/x' hx-trigger='load'>x</div>", '<p data-hx-post=/x>x</p>',
    "<iframe srcdoc='<script>x</script>'>", "<style>@import'//x'</style>", '<math><mtext></p><script>x</script>',
    '<b onclick=x>x</b>', '<object data=x>', '<form action=/x><input name=csrf_token>',
    "<meta http-equiv=refresh content='0;url=//x'>", '<!--><script>x</script>', "<p style='background:url(//x)'>x</p>",
    '<link rel=stylesheet href=//x>', '**<script>x</script>**', '- <img src=x>',
    '&lt;script&gt;alert(1)&lt;/script&gt;', '<scr<script>ipt>x</scr</script>ipt>', '<base href=//x>', '{{7*7}}',
    '<template><script>x</script></template>', "<noscript><p title='</noscript><img src=x onerror=x>'>",
    '\x00<script>',
)  # fmt: skip


class Seen(HTMLParser):
    """Every tag and attribute of a piece of HTML."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("around", ["{}", "Before\n\n{}\n\nafter", "- {}", "**{}**", "<p>{}</p>", "{}{}", "a <b {} >"])
def test_nothing_but_harmless_tags_reaches_a_page(attack: str, around: str) -> None:
    for text in (around.replace("{}", attack), kept(around.replace("{}", attack)), kept(kept(attack))):
        seen = Seen(shown(text))

        assert seen.tags <= TAGS
        assert seen.attributes == []


@given(st.text(alphabet="<>/&;\"'=* -\nabphxscriptonload", max_size=80))
@settings(max_examples=300, deadline=None)
def test_nothing_that_can_be_typed_becomes_a_tag_of_another_kind(text: str) -> None:
    seen = Seen(shown(kept(text)))

    assert seen.tags <= TAGS
    assert seen.attributes == []


@given(st.text(alphabet="<>&;/=*- \n'\"abz09é’漢", max_size=80))
@settings(max_examples=60, deadline=None)
def test_a_text_without_an_end_tag_is_kept_as_it_was_typed(text: str) -> None:
    assert kept(text.replace("</", "<")) == text.replace("</", "<")


def test_what_was_pasted_keeps_its_words_and_light_marks() -> None:
    pasted = "<div><h2>What helped</h2><ul><li>Tea with <b>Ann</b></li><li>School &amp; swimming</li></ul></div>"

    assert kept(pasted) == "What helped\n\n- Tea with **Ann**\n- School & swimming"
    assert kept("Weight <b 40 kg and 3 < 4 & 5 > 4") == "Weight <b 40 kg and 3 < 4 & 5 > 4"
    assert kept("<script>alert(1)</script> was heard") == "alert(1) was heard"


def test_characters_that_hide_are_not_kept() -> None:
    assert kept("to \u202eevol\u202c her\u200b") == "to evol her"


def test_paragraphs_lists_and_bold_are_shown() -> None:
    assert shown("First\nsecond\n\n- one\n- **two**\nlast") == (
        "<p>First<br>second</p><ul><li>one</li><li><strong>two</strong></li></ul><p>last</p>"
    )
    assert shown("3 < 4 & 5") == "<p>3 &lt; 4 &amp; 5</p>"
    assert shown("") == ""


def test_only_one_filter_tells_a_template_to_trust_a_text() -> None:
    from core.settings import ROOT

    safe = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")
    trusting = [str(p.relative_to(ROOT)) for p in (ROOT / "templates").rglob("*.html") if safe.search(p.read_text())]
    marked = {p.relative_to(ROOT).as_posix() for p in (ROOT / "core").rglob("*.py") if "Markup(" in p.read_text()}

    assert trusting == []
    assert marked == {"core/web/richtext.py"}

"""Longer texts that people type: light marks (a blank line, "- " for a list, **bold**) on the way to a page, and on the
way in, markup that came with what somebody pasted. Both go through nh3, which lets nothing pass but what is listed."""

import re
from html import escape, unescape

import nh3

TAGS = {"p", "br", "ul", "li", "strong"}
KNOWN = TAGS | {"ol", "b", "div", "h1", "h2", "h3", "h4", "tr"}
PASTED = re.compile(r"</(?:p|div|span|b|strong|i|em|ul|ol|li|a|table|tr|td|h[1-6]|script|style)\s*>", re.I)
"""An end tag: nobody types one by chance, and without one what stands between < and > is kept as it is."""
MARKS = (
    (re.compile(r"<br>\s*"), "\n"),
    (re.compile(r"<li>\s*"), "\n- "),
    (re.compile(r"<(?:strong|b)>([^<]*)</(?:strong|b)>"), r"**\1**"),
    (re.compile(r"</(?:p|div|h[1-4]|ul|ol|tr)>\s*"), "\n\n"),
    (re.compile(r"<[^<>]*>"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that nobody sees and that can make a text read otherwise than it is stored."""
BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*\*")


def kept(text: str) -> str:
    """The text as it is stored: without characters that hide, and where markup was pasted, its words and light marks.

    No word is lost: what stood in a script stays as words. A text without an end tag keeps every `<` and `&` as typed.
    """
    text = HIDDEN.sub("", text)
    if not PASTED.search(text):
        return text
    safe = nh3.clean(text, tags=KNOWN, attributes={}, clean_content_tags=set())
    for pattern, mark in MARKS:
        safe = pattern.sub(mark, safe)
    return unescape(safe).strip()


def shown(text: str) -> str:
    """The text as HTML that is safe to stand in a page: paragraphs, lists and bold, and nothing else."""
    parts = [_part(part) for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]
    return nh3.clean("".join(parts), tags=TAGS, attributes={})


def _part(part: str) -> str:
    """One part between blank lines: lines of a list become one, other lines stand below each other."""
    found: list[str] = []
    items: list[str] = []
    lines: list[str] = []
    for line in [*part.splitlines(), ""]:
        item = line.lstrip().startswith(("- ", "* ", "• "))
        if items and not item:
            found.append(f"<ul>{''.join(f'<li>{_words(one)}</li>' for one in items)}</ul>")
            items = []
        if lines and (item or not line.strip()):
            found.append(f"<p>{'<br>'.join(map(_words, lines))}</p>")
            lines = []
        if item:
            items.append(line.lstrip()[2:])
        elif line.strip():
            lines.append(line.strip())
    return "".join(found)


def _words(text: str) -> str:
    return BOLD.sub(r"<strong>\1</strong>", escape(text.strip()))

"""Every component on one page: sound markup, unique ids, labels, nothing inline, what is typed shown as text."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.web.gallery import create_app

TEMPLATES = Path(__file__).parents[2] / "templates"
VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "path", "line", "circle"}


@pytest.fixture(scope="module")
def html() -> str:
    return create_app().test_client().get("/").get_data(as_text=True)


class Reader(HTMLParser):
    """Collects what the tests ask about, and every tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unsound: list[str] = []
        self.ids: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.unsound.append(tag)


@pytest.fixture(scope="module")
def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_every_element_is_closed_in_its_turn(read: Reader) -> None:
    assert read.unsound == [] and read.open == []


def test_every_id_is_unique_and_every_reference_leads_somewhere(read: Reader) -> None:
    named = [
        name
        for _, attrs in read.seen
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for")
        for name in (attrs.get(attribute) or "").split()
    ]

    assert [name for name in set(read.ids) if read.ids.count(name) > 1] == []
    assert set(named) - set(read.ids) == set()
    assert len(named) > 30


def test_nothing_is_inline(read: Reader) -> None:
    assert [tag for tag, attrs in read.seen if "style" in attrs or any(name.startswith("on") for name in attrs)] == []
    assert [tag for tag, attrs in read.seen if tag == "style" or (tag == "script" and not attrs.get("src"))] == []


def test_every_control_has_a_label(read: Reader) -> None:
    labelled = {attrs.get("for") for tag, attrs in read.seen if tag == "label"}
    controls = [attrs for tag, attrs in read.seen if tag in ("input", "select", "textarea")]

    assert [c for c in controls if c.get("type") != "hidden" and c.get("id") not in labelled] == []
    assert len(controls) > 15


def test_every_macro_is_shown_in_the_gallery_or_used_by_one_that_is() -> None:
    gallery = (TEMPLATES.parent / "tests" / "web" / "gallery.html").read_text()
    gallery += (TEMPLATES.parent / "tests" / "web" / "gallery_piece.html").read_text()

    offered = re.findall(r"{% set (\w+) = _\1 %}", (TEMPLATES / "components" / "all.html").read_text())

    assert [name for name in offered if f"ui.{name}(" not in gallery] == ["announce", "picture"]


def test_every_macro_stands_under_the_one_name_and_says_what_it_is_for() -> None:
    index = (TEMPLATES / "components" / "all.html").read_text()
    for path in (TEMPLATES / "components").rglob("*.html"):
        text = path.read_text()
        assert text.startswith("{#- "), path
        if path.name not in ("all.html", "parts.html", "svg.html"):
            missing = [name for name in re.findall(r"{% macro (\w+)\(", text) if f"import {name} as" not in index]
            assert missing in ([], ["box", "cell"]), path


def test_what_people_type_is_shown_as_text() -> None:
    app = create_app()
    hostile = "<script>alert(1)</script>\"'"

    answer = app.test_client().post("/piece/422", data={"when": hostile}).get_data(as_text=True)

    assert "<script" not in answer
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;"' in answer


def test_a_page_for_nobody_in_particular_shows_no_authority_and_no_search() -> None:
    html = create_app().test_client().get("/plain").get_data(as_text=True)

    assert "<title>Sign in – Mooring</title>" in html
    assert "Sign out" not in html and "child-search" not in html and "accent.css" not in html


def test_an_unknown_strength_is_written_out_rather_than_hidden() -> None:
    app = create_app()
    with app.app_context():
        template = app.jinja_env.from_string('{% import "components/all.html" as ui %}{{ ui.strength("advisable") }}')

        assert ">advisable</span>" in template.render()

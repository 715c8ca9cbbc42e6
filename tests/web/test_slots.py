"""Places on our pages that plugins' templates fill: framed, escaped, given frozen values, contained when they raise."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.domain.versions import always
from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.plugins.installing import INFO, write
from tests.services.signalled import lives

SLOTS = """
class Settings(ConfigSchema):
    word = choice({"calm": "Calm", "<b>": "Bold"}, default="<b>", label="Which word")

@hookimpl
def config_schema():
    return Settings

@hookimpl
def page_slots(edition, config):
    return tuple(Slot(place=place, template=f"storm/{place}.html") for place in ("child", "placement", "meeting"))
"""
SAYS = {
    "child": "<h2>Home</h2><p>{{ settings.word }} since {{ facts.placement.started|british }}, {{ seen|length }}.</p>",
    "placement": "<h2>The start</h2><p>{{ facts.day|british }}, as of {{ today|british }}.</p>",
    "meeting": "<h2>Of {{ meeting.family }}</h2><p>{{ facts.placement.ref|length }}, {{ meeting.stage }}.</p>",
}


@pytest.fixture
def registry(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Authority A's plugin, the addition for early conversations, and `storm`, whose templates a test may give."""
    given = getattr(request, "param", {})
    files = {f"templates/storm/{place}.html": text for place, text in (SAYS | given).items()}
    info = INFO.format(name="storm").replace('document="Invented"', 'document="Invented", kind="addition"')
    name = write(tmp_path, monkeypatch, "storm", info + SLOTS, "## F01 | One\nWords.\n> information\n", files=files)
    return Registry(("authority_a", "stability_signals", name))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, where authority A's plugin and the made-up one run."""
    return enroll("wexcombe", "Nadia Okafor", enabled={"authority_a": {}, "storm": {}})


def everywhere(page: SignedInPage, desk: Desk) -> dict[str, str]:
    """The three pages on which something may stand, for a child who lives somewhere and has a meeting."""
    from core.services import planning

    child, placement = lives(desk, "Bertie Quill", date(2026, 3, 2))
    meeting = planning.arrange(desk, planning.weigh(desk, placement, child), "planning")
    desk.db.commit()
    pages = {"child": f"/children/{child.id}", "placement": f"/placements/{placement.id}/planning",
             "meeting": f"/meetings/{meeting.id}"}  # fmt: skip
    return {place: page.get(address).text for place, address in pages.items()}


def test_each_place_shows_what_a_plugin_says_framed_and_named(page: SignedInPage, desk: Desk) -> None:
    shown = everywhere(page, desk)

    assert "<h2>Home</h2><p>&lt;b&gt; since 2 March 2026, 0.</p>" in shown["child"]
    assert "<h2>The start</h2><p>2 March 2026, as of 16 March 2026.</p>" in shown["placement"]
    assert "<h2>Of planning</h2><p>32, proposed.</p>" in shown["meeting"]
    for text in shown.values():
        assert "From the plugin “storm”." in text


RAISING: dict[str, Any] = {
    "child": "{{ 1 / 0 }}",
    "placement": "<p>{{ nobody_gave_this }}</p>",
    "meeting": "{{ facts.complaint or 'x' }}",
}


@pytest.mark.parametrize("registry", [RAISING], indirect=True)
def test_one_that_raises_is_named_and_the_page_stands(
    page: SignedInPage, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = everywhere(page, desk)

    for text in shown.values():
        assert "The plugin “storm” could not be shown here." in text
        assert "Bertie Quill" in text and "ZeroDivisionError" not in text
    assert '"error": "builtins.ZeroDivisionError"' in capsys.readouterr().err


OUT = {
    "child": "{{ request }}{{ session }}{{ config }}",
    "placement": "{{ url_for('sign_in.show') }}",
    "meeting": "{{ facts.__class__.__mro__[1].__subclasses__() }}{% set _ = meeting.update(stage='held') %}",
}


@pytest.mark.parametrize("registry", [OUT], indirect=True)
def test_the_request_the_settings_and_what_lies_behind_a_value_are_out_of_reach(page: SignedInPage, desk: Desk) -> None:
    for place, text in everywhere(page, desk).items():
        assert "The plugin “storm” could not be shown here." in text, place
        assert "only for tests" not in text and "subclasses" not in text


@pytest.mark.parametrize("registry", [{"child": "  \n", "meeting": "{# nothing #}", "placement": ""}], indirect=True)
def test_one_that_writes_nothing_leaves_no_frame(page: SignedInPage, desk: Desk) -> None:
    for text in everywhere(page, desk).values():
        assert "From the plugin" not in text and "could not be shown" not in text


def test_an_authority_that_does_not_run_the_plugin_sees_nothing_of_it(page: SignedInPage, desk: Desk) -> None:
    desk.tenant.versions = always({"authority_a": {}})
    desk.db.commit()

    for text in everywhere(page, desk).values():
        assert "storm" not in text


def test_a_place_that_no_page_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.domain.compiling import CannotCompile

    body = INFO.format(name="storm") + SLOTS.replace('"meeting")', '"footer")')
    name = write(tmp_path, monkeypatch, "storm", body, "## F01 | One\nWords.\n> information\n")

    with pytest.raises(
        CannotCompile, match="no page has a place 'footer'; a slot may stand in child, placement, meeting"
    ):
        Registry((name,)).procedure({name: {}}, date(2026, 3, 16))


def test_early_conversations_offers_questions_where_a_condition_holds(page: SignedInPage, desk: Desk) -> None:
    from core.services import notice_given

    desk.tenant.versions = always({"authority_a": {}, "stability_signals": {}})
    noticed, home = lives(desk, "Zoe Marsh")
    notice_given.record(desk, home, noticed, given=True, day=date(2026, 3, 9), by="carer")
    quiet, _ = lives(desk, "Bertie Quill")
    desk.db.commit()

    asked, not_asked = (page.get(f"/children/{one.id}").text for one in (noticed, quiet))

    assert "What you might ask" in asked and "What would have to be different for the home to go on" in asked
    assert "at the new school" not in asked and "From the plugin “Early conversations”." in asked
    assert "What you might ask" not in not_asked

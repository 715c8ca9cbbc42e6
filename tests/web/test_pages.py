"""A whole page, or the piece that htmx waits for; and what stands round every page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, Response
from jinja2 import TemplateNotFound

from core.settings import ROOT
from core.web.guard import allow
from core.web.pages import page as answer
from core.web.pages import see
from tests.fixtures.page import HTMX, SignedInPage

if TYPE_CHECKING:
    from flask import Flask


PLUGIN = """
from core.api import PluginInfo, hookimpl


@hookimpl
def plugin_info():
    return PluginInfo(name="{name}", title="{name}", kind="addition", version="1", document="none")
"""


def tides(app: "Flask") -> None:
    """With a page that shows one refusal, whole or as its piece."""
    bp = Blueprint("tides", __name__, url_prefix="/<authority>/tides")

    @bp.get("/")
    @allow("authority.enter")
    def index() -> Response:
        return answer("errors/refused.html", "_refused", sentence="High tide is at 13:30.", clause="A14", focus="#x")

    @bp.get("/told")
    @allow("authority.enter")
    def told() -> Response:
        return answer("errors/refused.html", "_refused", sentence="Low", clause="", announce="9 steps, filtered")

    @bp.post("/")
    @allow("child.write")
    def act() -> Response:
        return see("tides.index", anchor="steps")

    app.register_blueprint(bp)


@pytest.fixture
def app(app_with: Callable[[Callable[["Flask"], None]], "Flask"]) -> "Flask":
    return app_with(tides)


def test_a_browser_gets_the_whole_page(page: SignedInPage) -> None:
    got = page.get("/tides/")

    assert "<title>That was not done – Wexcombe Borough Council – Mooring</title>" in got.text
    assert "HX-Request" in got.headers["Vary"]
    assert "HX-Trigger-After-Settle" not in got.headers


def test_htmx_gets_the_piece_alone_and_where_the_focus_goes(page: SignedInPage) -> None:
    got = page.client.get(page.path("/tides/"), headers=HTMX)

    assert got.text.startswith("<div")
    assert "High tide is at 13:30. (A14)" in got.text
    assert json.loads(got.headers["HX-Trigger-After-Settle"]) == {"mo:focus": "#x"}
    assert "HX-Request" in got.headers["Vary"]


def test_a_history_restore_gets_the_whole_page(page: SignedInPage) -> None:
    got = page.client.get(page.path("/tides/"), headers={**HTMX, "HX-History-Restore-Request": "true"})

    assert got.text.startswith("<!doctype html>")


def test_what_is_announced_goes_with_the_piece_and_not_with_the_page(page: SignedInPage) -> None:
    piece = page.client.get(page.path("/tides/told"), headers=HTMX)

    assert 'hx-swap-oob="innerHTML">9 steps, filtered</div>' in piece.text
    assert "9 steps, filtered" not in page.get("/tides/told").text


def test_after_a_change_a_browser_is_sent_on_and_htmx_loads_a_page(page: SignedInPage) -> None:
    plain = page.post("/tides/")
    htmx = page.post("/tides/", htmx=True)

    assert (plain.status, plain.headers["Location"]) == (303, "/wexcombe/tides/#steps")
    assert (htmx.status, htmx.headers["HX-Redirect"]) == (200, "/wexcombe/tides/#steps")


@pytest.mark.parametrize(
    "roles",
    [("social_worker",), ("team_manager",), ("iro",), ("panel_administrator",), ("configuration",), ("auditor",), ()],
    ids=lambda roles: "-".join(roles) or "none",
)
def test_the_navigation_leads_only_where_the_roles_may_go(page: SignedInPage, roles: tuple[str, ...]) -> None:
    page.hold(*roles)
    text = page.get("/tides/").text
    around = text.partition("<main")[0] + text.partition("</main>")[2]
    links = [part.partition('"')[0] for part in around.split("<a ")[1:] for part in part.split('href="')[1:2]]

    assert links
    for link in links:
        if link.startswith("/"):
            page.get(f"~{link}")


def test_the_navigation_follows_the_roles(page: SignedInPage) -> None:
    as_case_staff = page.get("/tides/").text
    page.hold("auditor")
    as_auditor = page.get("/tides/").text

    assert '<a class="govuk-service-navigation__link" href="/wexcombe/work">My work</a>' in as_case_staff
    assert "My work" not in as_auditor


def test_the_navigation_says_where_one_is(page: SignedInPage) -> None:
    text = page.get("/work").text.partition("<main")[0]

    assert text.count('aria-current="page"') == 1
    assert 'href="/wexcombe/work" aria-current="page"' in text


def test_every_page_says_where_it_is_and_who_is_there(page: SignedInPage) -> None:
    text = page.get("/tides/").text

    assert '<span class="mo-header__authority">Wexcombe Borough Council</span>' in text
    assert "Nadia Okafor, Social worker" in text
    assert '<link rel="stylesheet" href="/accent/3fa79a.css">' in text


def test_entering_an_authority_costs_one_query_and_a_page_of_others_one_more(
    page: SignedInPage, database_url: str
) -> None:
    from sqlalchemy import event

    from core.db import engine

    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine(database_url), "before_cursor_execute", note)
    try:
        page.get("/tides/")
        page.get("~/larkhey/", status=404)
    finally:
        event.remove(engine(database_url), "before_cursor_execute", note)

    asked = [statement for statement in asked if not statement.startswith("BEGIN")]
    entering, alive = asked[:2], asked[2:]
    assert all("FROM tenants JOIN memberships" in statement for statement in entering)
    assert len(alive) == 1 and "FROM user_sessions" in alive[0], "whether it is the session that has ended"


def test_a_plugins_templates_stand_under_its_name_and_cover_none_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import plugins
    from core.app import create_app
    from core.settings import Settings

    monkeypatch.setattr(plugins, "__path__", [*plugins.__path__, str(tmp_path)])
    for name in ("harbour", "about"):
        folder = tmp_path / name / "templates" / name
        folder.mkdir(parents=True)
        (tmp_path / name / "plugin.py").write_text(PLUGIN.format(name=name))
        (folder / "help.html").write_text("from the plugin, {{ tide }}")

    made = create_app(Settings(secret_key="only for tests", plugins=("harbour", "about"), argon2_memory_kib=8))

    assert [found.fault for found in made.extensions["mooring"].registry.found.values()] == [None, None]
    theirs = made.extensions["mooring.slots"]
    assert theirs.get_template("harbour/help.html").render(tide="<b>") == "from the plugin, &lt;b&gt;"
    assert theirs.get_template("about/help.html").render(tide="x") == "from the plugin, x"
    with pytest.raises(TemplateNotFound):
        made.jinja_env.get_template("harbour/help.html")
    assert made.jinja_env.get_template("about/help.html").filename == str(ROOT / "templates" / "about" / "help.html")


def test_a_name_that_was_not_given_may_be_asked_for_but_not_written(app: "Flask") -> None:
    from jinja2 import UndefinedError

    assert app.jinja_env.from_string("{% if tide %}in{% else %}out{% endif %}").render() == "out"
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ tide }}").render()
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{% for wave in tide %}{% endfor %}").render()

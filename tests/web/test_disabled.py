"""Disabled means refused, at every address and in every job that hangs on what a plugin declares: the list of them is
made from the application itself. What is recorded stays as it is, and reads as it did once the plugin is back."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner
from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException

from core.cli import COMMANDS, main
from core.domain.features import FEATURES
from core.domain.versions import always
from core.web import guard
from tests.fixtures.page import HTMX
from tests.plugins.all_features.installed import NAME as ADDITION
from tests.web.walled import wall
from tests.web.walls import HERE, NOBODY, Wall, built, contents, plain, rules

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

__all__ = ["wall"]
CORE = frozenset(
    {
        "sign_in", "authorities", "about", "work", "children", "child_record", "child_people", "meetings_list",
        "procedure", "endings", "meetings", "convening", "minutes", "circulation", "stages", "replies", "pack",
        "recommendations", "actions", "outputs", "concerns", "notice_given", "plans", "outcomes", "planning", "offers",
        "drafts", "corrections", "referrals", "register", "notices", "imports", "people", "plugins", "settings",
        "closures", "replay", "moving", "teams", "health", "metrics", "openings", "restrictions",
        "single_sign_on", "retention", "account",
        "second_factor", "links", "record_copy", "audit", "tokens", "api",
    }
)  # fmt: skip
"""Nouns that every authority has, whatever its plugins declare; pages of one meeting follow the meeting's own pin."""
JOBS = {"signals": "signals"}
"""Commands that hang on a feature; the others serve operators and authors, or the core's own records."""
FOR_ALL = frozenset(
    {
        "run", "demo", "migrate", "db", "import-903", "admit", "remind", "plugins", "try", "backup", "restore",
        "export-authority", "oidc", "audit", "check", "sign-in-link", "authorities",
        "tidy", "offboard",
    }
)  # fmt: skip
NEITHER: dict[str, Any] = {"authority_b": {}}
"""Another authority's procedure, which declares none of the features."""


class Links(HTMLParser):
    """The addresses to which a page leads or posts."""

    def __init__(self, text: str):
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.found |= {value for name in ("href", "action", "hx-get", "hx-post") if (value := said.get(name))}


def run(wall: Wall, enabled: dict[str, Any]) -> None:
    """From now on the authority runs these plugins and no others."""
    from core import db
    from core.models import Tenant

    with db.session(wall.url, HERE, writes=True) as session:
        tenant = session.get(Tenant, HERE)
        assert tenant is not None
        tenant.versions = always(enabled) if enabled else []
        session.commit()


def of_features(wall: Wall) -> Iterator[tuple[str, str, str]]:
    """Feature, method and address of every route that hangs on one, with ids of rows that are there."""
    for rule, method in rules(wall.app):
        needs = getattr(wall.app.view_functions[rule.endpoint], "needs", "")
        if needs:
            yield needs, method, built(rule, HERE, (rule.arguments, wall.here))


def of_core(wall: Wall, method: str) -> Iterator[str]:
    """Addresses of the core's own routes, with ids of rows that are there."""
    for rule, asked in rules(wall.app):
        if asked == method and not getattr(wall.app.view_functions[rule.endpoint], "needs", ""):
            yield built(rule, HERE, (rule.arguments, wall.here))


def said(answer: "TestResponse") -> str:
    """What a page says, without what stands round it."""
    return answer.text.partition("<main")[2].partition("</main>")[0]


def feature_of(app: Flask, address: str) -> str:
    """The feature on which an address within the authority hangs; "" for the core's and those that lead elsewhere."""
    adapter = app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            endpoint, _ = adapter.match(re.split(r"[?#]", address)[0], method=method)
        except HTTPException:
            continue
        return str(getattr(app.view_functions[endpoint], "needs", ""))
    return ""


def test_every_route_and_every_job_is_the_cores_or_names_its_feature(own_app: Flask) -> None:
    every = list(guard.routes(own_app))
    nouns = {route.endpoint.partition(".")[0]: route.needs for route in every}

    unsorted = {noun for noun, needs in nouns.items() if not needs} - CORE
    assert unsorted == set(), "name their feature in @allow(…, needs=…), or list them above as the core's own"
    assert {needs for needs in nouns.values() if needs} == set(FEATURES)
    assert not CORE & {noun for noun, needs in nouns.items() if needs}
    assert set(COMMANDS) == FOR_ALL | set(JOBS) and set(JOBS.values()) <= set(FEATURES)
    assert isinstance(main, click.Group)


@pytest.mark.parametrize("needs", ["", "reports"])
def test_a_route_that_forgets_the_feature_of_its_noun_keeps_mooring_from_starting(own_app: Flask, needs: str) -> None:
    bp = Blueprint("tides", __name__, url_prefix="/<authority>/tides")
    bp.add_url_rule("/one", "one", guard.allow("child.read", needs="panels")(lambda: ""))
    bp.add_url_rule("/two", "two", guard.allow("child.read", needs=needs)(lambda: ""))
    own_app.register_blueprint(bp)

    with pytest.raises(guard.Unguarded, match=r"need the feature of their noun .*/<authority>/tides"):
        guard.check(own_app)


def test_a_feature_that_nobody_knows_cannot_be_asked_for() -> None:
    with pytest.raises(guard.Unguarded, match="There is no feature 'tides'"):
        guard.allow("child.read", needs="tides")


def refused(wall: Wall, gone: set[str]) -> None:
    """Each route of these features answers as if it were not there, whole and as a piece; the others answer."""
    nothing = said(wall.ask("GET", f"/{HERE}/children/{NOBODY}"))
    for feature, method, address in of_features(wall):
        if feature in gone:
            form = {"csrf_token": wall.page.token()} if method == "POST" else None
            answer = wall.ask(method, address)
            piece = wall.page.client.open(address, method=method, headers=HTMX, data=form)
            assert (answer.status_code, piece.status_code) == (404, 404), (method, address)
            assert method == "HEAD" or said(answer) == nothing, (method, address)
        elif method == "GET":
            assert wall.ask(method, address).status_code == 200, address


def unlinked(wall: Wall, gone: set[str]) -> None:
    """No page of the core leads or posts to what is gone, in its menu or anywhere else."""
    for address in of_core(wall, "GET"):
        answer = wall.ask("GET", address)
        assert answer.status_code < 500, address
        if "text/html" in answer.headers["Content-Type"]:
            assert {feature_of(wall.app, link) for link in Links(answer.text).found} & gone == set(), address


def test_k02_what_is_disabled_is_refused_everywhere_and_reads_as_before_once_it_is_back(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOORING_DATABASE_URL", wall.url)
    monkeypatch.setenv("MOORING_PLUGINS", f"authority_a,authority_b,{ADDITION}")
    pages = [(feature, address) for feature, method, address in of_features(wall) if method == "GET"]
    read = {address: plain(wall.ask("GET", address)) for _, address in pages}
    assert {feature for feature, _ in pages} == set(FEATURES)
    assert {status for status, _, _ in read.values()} == {200}
    menu = wall.ask("GET", f"/{HERE}/procedure").text
    assert {feature_of(wall.app, link) for link in Links(menu).found} == {"", *FEATURES}
    kept = records(wall.url)

    for enabled, gone in (({"authority_a": {}}, {"signals", "panels"}), (NEITHER, set(FEATURES))):
        run(wall, enabled)
        refused(wall, gone)
        unlinked(wall, gone)
        for job, feature in JOBS.items():
            answer = CliRunner().invoke(main, [job, HERE])
            assert feature in gone and answer.exit_code == 1
            assert "No plugin that Wexcombe runs declares" in answer.output
        assert kept == records(wall.url)

    run(wall, {"authority_a": {}, ADDITION: {}})
    assert {address: plain(wall.ask("GET", address)) for _, address in pages} == read
    again = CliRunner().invoke(main, ["signals", HERE])
    assert again.exit_code == 0 and "It lasts" in again.output


def records(url: str) -> dict[str, list[str]]:
    """Every row of the authority but what the audit says of being asked for them."""
    return {table: rows for table, rows in contents(url, HERE).items() if not table.startswith("audit")}


def test_an_authority_without_any_plugin_has_every_page_of_the_core_and_no_other(wall: Wall) -> None:
    run(wall, {})

    for method in ("GET", "POST"):
        for address in of_core(wall, method):
            assert wall.ask(method, address).status_code < 500, (method, address)
    for _, method, address in of_features(wall):
        assert wall.ask(method, address).status_code == 404, (method, address)


def test_a_plugin_at_fault_hides_no_page_and_the_page_says_so(wall: Wall) -> None:
    run(wall, {"authority_a": {}, ADDITION: {}, "never_installed": {}})

    for _, method, address in of_features(wall):
        assert wall.ask(method, address).status_code < 500, (method, address)
    for noun in ("signals", "panel", "reports", "gatherings"):
        answer = wall.ask("GET", f"/{HERE}/{noun}")
        assert answer.status_code == 200, noun
        assert "could not be checked" in answer.text and "&#39;never_installed&#39; is not installed" in answer.text

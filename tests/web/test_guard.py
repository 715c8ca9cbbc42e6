"""Every route has a permission, and the list of them all stands in tests/routes.txt.

After a change of routes write the list anew, and read what git says has changed:
MOORING_SNAPSHOT=1 .venv/bin/python -m pytest tests/web/test_guard.py -k listed
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, Flask

from core.registry import Registry
from core.services.permissions import PERMISSIONS
from core.settings import Settings
from core.web import guard
from tests.fixtures.markup import faults
from tests.fixtures.page import HTMX, SignedInPage

LIST = Path(__file__).parents[1] / "routes.txt"


@pytest.fixture
def bare() -> Flask:
    """An application that no request is sent to; it needs no database."""
    from core.app import create_app

    return create_app(Settings(secret_key="only for tests", plugins=(), argon2_memory_kib=8), registry=Registry(()))


def test_routes_and_their_permissions_are_as_listed(bare: Flask) -> None:
    now = "".join(f"{route}\n" for route in guard.routes(bare))
    if os.environ.get("MOORING_SNAPSHOT") == "1":
        LIST.write_text(now, encoding="utf-8")

    assert now.splitlines() == LIST.read_text(encoding="utf-8").splitlines()


def test_every_permission_asked_for_is_declared(bare: Flask) -> None:
    asked = {route.permission for route in guard.routes(bare)}

    assert asked <= set(PERMISSIONS) | set(guard.OPEN)


def test_an_application_with_a_view_without_permission_does_not_start(bare: Flask) -> None:
    bare.add_url_rule("/<authority>/open", endpoint="open", view_func=lambda: "")

    with pytest.raises(guard.Unguarded, match="GET /<authority>/open open -"):
        guard.check(bare)


@pytest.mark.parametrize("permission", ["public", "signed-in"])
def test_nor_does_one_with_a_page_of_an_authority_open_to_others(bare: Flask, permission: str) -> None:
    bare.add_url_rule("/<authority>/open", endpoint="open", view_func=guard.allow(permission)(lambda: ""))

    with pytest.raises(guard.Unguarded, match="/<authority>/open"):
        guard.check(bare)


def test_nor_does_one_with_a_form_that_could_act_twice(bare: Flask) -> None:
    view = guard.allow("child.write")(lambda: "")
    bare.add_url_rule("/<authority>/tides", endpoint="tides.rise", view_func=view, methods=["POST"])

    with pytest.raises(guard.Unguarded, match=r"need @once, or @repeatable.*/<authority>/tides"):
        guard.check(bare)


def test_a_permission_that_nobody_declared_cannot_be_asked_for() -> None:
    with pytest.raises(guard.Unguarded, match=r"meetings\.misspelt"):
        guard.allow("meetings.misspelt")


def tides(app: Flask) -> None:
    """With a page for those who manage people."""
    from flask import Response

    bp = Blueprint("tides", __name__, url_prefix="/<authority>")

    @bp.get("/tides")
    @guard.allow("people.read")
    def index() -> Response:
        return Response("the tables")

    app.register_blueprint(bp)


class TestSomebodyWithoutThePermission:
    @pytest.fixture
    def app(self, app_with: Callable[[Callable[[Flask], None]], Flask]) -> Flask:
        return app_with(tides)

    def test_is_told_why_and_whom_to_ask(self, page: SignedInPage) -> None:
        answer = page.get("/tides", status=403)

        assert "Your role does not include this" in answer.text
        assert "Ask the people who manage roles in your authority" in answer.text
        assert "the tables" not in answer.text

    def test_is_told_so_under_htmx_as_well(self, page: SignedInPage) -> None:
        answer = page.client.get(page.path("/tides"), headers=HTMX)

        assert answer.status_code == 403
        assert answer.text.startswith("<div")
        assert faults(answer.text, whole=False) == []

    def test_gets_the_page_with_the_role(self, page: SignedInPage) -> None:
        page.hold("configuration")

        assert page.client.get(page.path("/tides")).text == "the tables"

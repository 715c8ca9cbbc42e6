"""A session after signing in: how long it lasts, what ends it, and where it leads afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.services.desk import Desk
from tests.fixtures.app import MONDAY, Clock, Member
from tests.fixtures.page import HTMX, SignedInPage
from tests.web.signing import sent

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, in an authority that asks for no second factor."""
    return enroll("wexcombe", "Nadia Okafor", second_factor=False)


def seen(page: SignedInPage) -> datetime:
    """When the session was in use, as its row says."""
    from sqlalchemy import select

    from core import db
    from core.models import UserSession

    with db.session(page.database_url, None) as session:
        return session.scalars(select(UserSession.seen_at)).one()


class TestASession:
    def test_ends_after_half_an_hour_without_activity(self, page: SignedInPage, clock: Clock) -> None:
        clock.forward(minutes=29)
        page.get("~/authorities", status=303)
        clock.forward(minutes=29)
        page.get("~/authorities", status=303)
        clock.forward(minutes=31)

        assert page.client.get("/authorities").headers["Location"] == "/sign-in?next=/authorities"

    def test_ends_after_twelve_hours_in_any_case(self, page: SignedInPage, clock: Clock) -> None:
        while clock.now < MONDAY + timedelta(hours=12):
            page.get("~/authorities", status=303)
            clock.forward(minutes=25)

        assert page.client.get("/authorities").headers["Location"].startswith("/sign-in")

    def test_is_kept_in_a_cookie_that_scripts_and_other_sites_do_not_get(
        self, client: "FlaskClient", member: Member
    ) -> None:
        cookie = sent(client, member.email, member.password).headers["Set-Cookie"]

        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Expires" not in cookie

    def test_is_kept_in_the_database_as_what_signs_nobody_in(self, page: SignedInPage) -> None:
        from sqlalchemy import select

        from core import db
        from core.models import UserSession

        page.get("~/authorities", status=303)
        with page.client.session_transaction() as session:
            token = session["token"]
        with db.session(page.database_url, None) as current:
            row = current.scalars(select(UserSession)).one()

        assert token not in {str(getattr(row, column.key)) for column in UserSession.__table__.columns}

    def test_ends_with_signing_out_and_so_does_what_the_browser_kept(self, page: SignedInPage) -> None:
        answer = page.post("~/sign-out")

        assert (answer.status, answer.location) == (303, "/sign-in")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert page.client.get("/wexcombe/").headers["Location"] == "/sign-in?next=/wexcombe/"

    def test_ends_in_every_browser_that_has_a_copy_of_its_cookie(self, page: SignedInPage) -> None:
        stolen = page.app.test_client()
        page.get("~/authorities", status=303)
        kept = page.client.get_cookie("mooring")
        assert kept is not None
        stolen.set_cookie("mooring", kept.value)
        assert stolen.get("/wexcombe/").headers["Location"] != "/sign-in?next=/wexcombe/"

        page.post("~/sign-out")

        assert stolen.get("/wexcombe/").headers["Location"] == "/sign-in?next=/wexcombe/"

    def test_opens_one_authority_where_only_that_one_vouched_for_the_person(
        self, page: SignedInPage, enroll: Callable[..., Member]
    ) -> None:
        from core.services.user_sessions import begin

        enroll("caldbeck", "Nadia Okafor", user_id=page.member.user_id)
        for opened in ("wexcombe", "caldbeck"):
            with page.client.session_transaction() as session:
                session["token"] = begin(
                    page.database_url, page.member.user_id, page.clock.now, via="oidc", second_factor=True,
                    only_in=opened,
                )  # fmt: skip

            for slug in ("wexcombe", "caldbeck"):
                assert (page.client.get(f"/{slug}/").status_code == 404) == (slug != opened)
            assert page.client.get("/authorities").headers["Location"] == f"/{opened}/"

    def test_is_noted_once_a_minute_and_never_waits_for_whoever_writes(self, page: SignedInPage, desk: Desk) -> None:
        desk.db.rollback()
        page.clock.forward(seconds=59)
        page.get("~/authorities", status=303)
        assert seen(page) == MONDAY
        page.clock.forward(seconds=1)
        desk.db.connection()
        page.get("~/authorities", status=303)
        desk.db.rollback()
        page.get("/", status=200)
        assert seen(page) == MONDAY + timedelta(minutes=1)

    def test_is_not_ended_by_a_link(self, page: SignedInPage) -> None:
        assert page.client.get("/sign-out", follow_redirects=True).status_code == 404
        page.get("~/authorities", status=303)


class TestAfterwards:
    def test_one_goes_on_to_where_one_was_going(self, client: "FlaskClient", member: Member) -> None:
        asked = client.get("/wexcombe/?page=2").headers["Location"]
        text = client.get(asked).text

        assert asked == "/sign-in?next=/wexcombe/?page%3D2"
        assert '<input type="hidden" name="next" value="/wexcombe/?page=2">' in text
        answer = sent(client, member.email, member.password, next="/wexcombe/?page=2")
        assert answer.headers["Location"] == "/wexcombe/?page=2"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            " /wexcombe/",
            "/wexcombe/\nSet-Cookie: a=b",
            "evil.example",
            "/" + "a" * 3000,
        ],
    )
    def test_one_never_goes_elsewhere(self, client: "FlaskClient", member: Member, elsewhere: str) -> None:
        answer = sent(client, member.email, member.password, next=elsewhere)

        assert answer.headers["Location"] == "/wexcombe/"

    def test_htmx_is_told_in_its_own_way_and_a_form_keeps_its_text(self, client: "FlaskClient") -> None:
        there = {**HTMX, "HX-Current-URL": "http://localhost/wexcombe/work?page=2"}

        loaded = client.get("/wexcombe/", headers=there)
        saved = client.post("/authorities", headers=there)

        assert loaded.status_code == saved.status_code == 401
        assert loaded.headers["HX-Redirect"] == "/sign-in?next=/wexcombe/work?page%3D2"
        assert "HX-Redirect" not in saved.headers

    @pytest.mark.parametrize("nowhere", ["http://[", "http://[::1", "//[/"])
    def test_where_one_was_is_left_out_where_it_is_no_address(self, client: "FlaskClient", nowhere: str) -> None:
        asked = client.post("/wexcombe/children/new", headers={"Referer": nowhere})
        loaded = client.get("/wexcombe/children", headers={**HTMX, "HX-Current-URL": nowhere})

        assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in")
        assert (loaded.status_code, loaded.headers["HX-Redirect"]) == (401, "/sign-in")

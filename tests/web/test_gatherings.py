"""Gatherings on their pages: monitoring of all recommendations, chairs who bring learning together."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from core.domain.versions import always
from core.registry import Registry
from core.services import responding
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.markup import first
from tests.fixtures.page import SignedInPage

HELD = date(2026, 2, 2)
numbers = count(1)


@pytest.fixture(scope="module")
def both() -> Registry:
    """Authorities A and E."""
    return Registry(("authority_a", "authority_e"))


@pytest.fixture
def registry(both: Registry) -> Registry:
    return both


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """The reviewing team manager of an authority with E's procedure."""
    return enroll("wexcombe", "Nadia Okafor", roles=("reviewing_team_manager",), enabled={"authority_e": {}})


def recommended(desk: Desk, *texts: str, **facts: object) -> list[str]:
    meeting = made.heard(desk, local_id=f"Q-{next(numbers)}", held=HELD)
    ids = [made.recommendation(desk, meeting, text, **facts).id for text in texts]
    desk.db.commit()
    return ids


def begun(page: SignedInPage, key: str = "monitoring") -> str:
    answer = page.post(f"/gatherings/{key}", {"day": "16 3 2026", "present": "Nadia Okafor, Ivo Marsh"})
    assert answer.status == 303
    return answer.location


def test_e12_all_open_recommendations_are_ticked_through_and_changes_put_to_the_decision_maker(
    page: SignedInPage, desk: Desk
) -> None:
    one, two = recommended(desk, "Offer respite sooner", "Train carers")
    index = page.get("/").text
    assert "<h1>" in index and "Monitoring and learning" in index

    text = page.get("/gatherings").text
    assert "Regularly: the text names no interval" in text and "Not held yet" in text
    where = begun(page)
    open_page = page.get(where).text
    assert "To look at (2)" in open_page and "Bertie" not in open_page and "February 2026" in open_page
    page.post(f"{where}/recommendations/{one}", {"state": "accepted", "note": "From April.", "version": "1"})
    left = page.get(where).text
    assert "To look at (1)" in left and "Looked at (1)" in left
    page.post(f"{where}/recommendations/{two}", {"state": "open", "note": "", "version": "1"})
    version = first(r'name="version" value="(\d+)"', page.get(where).text.split("/notes")[1])
    said = {"present": "Nadia, Ivo", "notes": "", "put_forward": "A <b>shorter</b> form.", "version": version}
    assert page.post(f"{where}/notes", said).status == 303
    version = first(r'name="version" value="(\d+)"', page.get(where).text.split("/closed")[1])
    assert page.post(f"{where}/closed", {"version": version}).status == 303

    record = page.get(where).text
    assert "Closed: it stays as it is" in record and "A <strong>shorter</strong> form." in record
    assert "Put forward to the agency decision maker" in record
    row = record.split("Offer respite sooner", 1)[1].split("</tr>")[0]
    assert row.index("Open") < row.index("Accepted") < row.index("From April.")
    assert "Save</button>" not in record
    responding.respond(desk, responding.find(desk, one), state="done")
    desk.db.commit()
    row = page.get(where).text.split("Offer respite sooner", 1)[1].split("</tr>")[0]
    assert "Done" not in row

    page.hold("agency_decision_maker")
    put = page.get(page.get("/gatherings").text.split('scope="row"')[1].split('href="')[1].split('"')[0]).text
    assert "A <strong>shorter</strong> form." in put and "Looked at" not in put
    assert "Train carers" in page.get("/register").text


def test_e12_closing_with_some_not_looked_at_is_said_first(page: SignedInPage, desk: Desk) -> None:
    recommended(desk, "Offer respite sooner")
    where = begun(page)

    refused = page.post(f"{where}/closed", {})
    closed = page.follow(page.post(f"{where}/closed", {"anyway": "yes"})).text

    assert refused.status == 422 and "1 open recommendation has not been looked at" in refused.text
    assert "Not looked at" in closed.split("Offer respite sooner")[1].split("</tr>")[0]
    for way, form in ((f"{where}/notes", {"present": "x"}), (f"{where}/closed", {"anyway": "yes"})):
        late = page.post(way, form)
        assert late.status == 422 and "stays as it is" in late.text


def test_e12_two_who_tick_at_once_leave_one_finding(page: SignedInPage, desk: Desk) -> None:
    (one,) = recommended(desk, "Offer respite sooner")
    where = begun(page)
    way = f"{where}/recommendations/{one}"

    page.post(way, {"state": "accepted", "note": "First.", "version": "1"})
    second = page.post(way, {"state": "not accepted", "note": "Second.", "version": "1"})
    stale = page.post(f"{where}/notes", {"present": "x", "version": "99"})

    assert second.status == 409 and "Somebody else has looked at this recommendation" in second.text
    assert stale.status == 409
    text = page.get(where).text
    assert "First." in text and "Second." not in text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(page: SignedInPage, desk: Desk) -> None:
    (one,) = recommended(desk, "Offer respite sooner")
    future = page.post("/gatherings/monitoring", {"day": "17 3 2026", "present": "Nadia <i>"})
    blank = page.post("/gatherings/monitoring", {"day": "29 2 2026"})
    where = begun(page)
    again = page.post("/gatherings/monitoring", {"day": "16 3 2026", "present": "Nadia"})
    bare = page.post(f"{where}/recommendations/{one}", {"state": "not accepted"})

    assert future.status == blank.status == again.status == bare.status == 422
    assert "cannot be in the future" in future.text and "Nadia &lt;i&gt;" in future.text
    assert "real date" in blank.text and "An earlier one is still open" in again.text
    assert "Say why it is not accepted" in bare.text
    assert page.post("/gatherings/nothing", {"day": "16 3 2026", "present": "x"}).status == 404
    page.get("/gatherings/held/" + "0" * 32, status=404)


def test_a18_chairs_meet_and_their_learning_stands_by_theme(page: SignedInPage, desk: Desk) -> None:
    desk.tenant.versions = always({"authority_a": {}})
    recommended(desk, "One", "Two", theme="Support for the carers")
    page.hold("service_manager")

    text = page.get("/gatherings").text
    assert "Every 6 months; not held yet" in text and "A18" in text
    where = begun(page, "chairs")
    shown = page.get(where).text
    assert "What was learned about “Support for the carers”" in shown and "To look at" not in shown
    empty = page.post(f"{where}/closed", {})
    assert empty.status == 422 and "Nothing is written yet" in empty.text
    form = {"present": "Winifred Pace", "theme": ["Support for the carers", "", "Education"],
            "text": ["Visit <u>weekly</u>.", "", "Tell the school first."]}  # fmt: skip
    kept = page.follow(page.post(f"{where}/notes", form)).text
    assert "Tell the school first." in kept
    record = page.follow(page.post(f"{where}/closed", {})).text

    assert "Visit &lt;u&gt;weekly&lt;/u&gt;." in record and "<h3>Education</h3>" in record
    assert "Next by 16 September 2026" in page.get("/gatherings").text


def test_nobody_else_finds_a_gathering(page: SignedInPage, desk: Desk) -> None:
    desk.db.rollback()
    where = begun(page)
    for role in ("team_manager", "agency_decision_maker", "configuration"):
        page.hold(role)
        page.get(where, status=404)
        assert page.post(f"{where}/closed", {"anyway": "yes"}).status == 404
    page.get("/gatherings", status=403)
    assert "Monitoring and learning" not in page.get("/procedure").text

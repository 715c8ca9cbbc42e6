"""Notice on the home a child lives in, on its page: recorded, withdrawn, never lost; and which school a child has."""

from datetime import date

import pytest

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

GIVEN = {"given": "yes", "day": "9 3 2026", "by": "carer", "note": "Two weekends of <respite> would help."}


@pytest.fixture
def home(desk: Desk) -> str:
    """Where Bertie Quill lives."""
    child = made.child(desk, team="North 2", school="Marsh Lane", school_since=date(2021, 9, 1))
    placement = made.placement(desk, child, date(2025, 1, 6), kind="foster")
    desk.db.commit()
    return placement.id


def version(desk: Desk, home: str) -> int:
    from core.services import placements

    desk.db.expire_all()
    placement, _ = placements.find(desk, home)
    number = placement.version
    desk.db.commit()
    return number


def test_notice_is_recorded_read_and_withdrawn(page: SignedInPage, desk: Desk, home: str) -> None:
    child = page.get("/children?q=Bertie")
    assert "Bertie Quill" in child.text
    where = f"/placements/{home}/notice"
    assert "Nothing is recorded about notice" in page.get(where).text

    shown = page.follow(page.post(where, GIVEN | {"version": str(version(desk, home))})).text

    assert "Notice given on 9 March 2026 by the carer" in shown
    assert "Two weekends of &lt;respite&gt; would help." in shown and "Nadia Okafor" in shown
    overview = page.get(page.get(where).text.split('govuk-breadcrumbs__link" href="')[2].split('"')[0]).text
    assert "Given on 9 March 2026" in overview and "Record notice on this home" not in overview
    withdrawal = shown.split('action="')[-1].split('"')[0]
    empty = page.post(withdrawal, {"on": "16 3 2026", "because": ""})
    assert empty.status == 422 and "Enter how it came that it no longer stands" in empty.text
    gone = page.follow(page.post(withdrawal, {"on": "16 3 2026", "because": "Respite is agreed."})).text
    assert "withdrawn on 16 March 2026" in gone and "Respite is agreed." in gone
    again = page.post(withdrawal, {"on": "16 3 2026", "because": "Twice"})
    assert again.status == 422 and "There is no notice here that stands" in again.text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"given": ""}, "Choose whether notice has been given"),
        ({"given": "maybe"}, "Choose whether notice has been given from those offered"),
        ({"by": ""}, "Choose who gave notice"),
        ({"by": "neighbour"}, "Choose who gave notice from those offered"),
        ({"day": "30 2 2026"}, "must be a real date"),
        ({"day": "17 3 2026"}, "not in the future"),
        ({"day": "5 1 2025"}, "The placement started on 6 January 2025"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    page: SignedInPage, home: str, form: dict[str, str], sentence: str
) -> None:
    answer = page.post(f"/placements/{home}/notice", GIVEN | form)

    assert answer.status == 422 and sentence in answer.text
    assert "Two weekends of &lt;respite&gt; would help." in answer.text
    assert "Nothing is recorded about notice" in answer.text


def test_of_two_who_record_at_once_the_second_is_shown_the_first(page: SignedInPage, desk: Desk, home: str) -> None:
    seen = {"version": str(version(desk, home))}
    page.post(f"/placements/{home}/notice", GIVEN | seen)

    late = page.post(f"/placements/{home}/notice", {"given": "no", "day": "16 3 2026", "note": "Asked them"} | seen)

    assert late.status == 409
    assert "Somebody else has recorded something here" in late.text and "Notice given on 9 March 2026" in late.text


def test_somebody_who_only_reads_sees_no_form(page: SignedInPage, home: str) -> None:
    page.post(f"/placements/{home}/notice", GIVEN)
    page.hold("iro")

    text = page.get(f"/placements/{home}/notice").text

    assert "Notice given on 9 March 2026" in text and '<form method="post" action="/wexcombe/placements' not in text
    assert page.post(f"/placements/{home}/notice", GIVEN).status == 403


def test_another_school_says_so_and_from_when(page: SignedInPage, desk: Desk, home: str) -> None:
    from core.services import placements, schools

    _, child = placements.find(desk, home)
    where, known = f"/children/{child.id}/care-plan", {"education": "school", "school": "Northmoor"}
    desk.db.commit()

    silent = page.post(where, known | {"school_since": "5 1 2026"})
    assert silent.status == 422 and "Say whether this is another school or the same one" in silent.text
    undated = page.post(where, known | {"school_change": "moved"})
    assert undated.status == 422 and "Enter the day on which the child changed school" in undated.text
    page.post(where, known | {"school_change": "moved", "school_since": "5 1 2026"})

    desk.db.expire_all()
    [change] = schools.of(desk, child)
    assert (change.before, change.after, change.day) == ("Marsh Lane", "Northmoor", date(2026, 1, 5))
    desk.db.commit()
    assert "5 January 2026" in page.get(f"/children/{child.id}").text

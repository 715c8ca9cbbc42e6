"""The pages about keeping records: the day with its sum for whoever reads the record, the lists and the two people for
those who look after them."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage

OLD = date(1950, 3, 1)


@pytest.fixture
def somebody(
    app: object, clock: Clock, database_url: str, enroll: Callable[..., Member]
) -> Callable[..., SignedInPage]:
    """`somebody("Abel Thorn", "auditor")`: the browser of one more member with these roles."""

    def signed_in(name: str, *roles: str) -> SignedInPage:
        return SignedInPage(app, enroll("wexcombe", name, roles=roles), clock, database_url)  # type: ignore[arg-type]

    return signed_in


def test_k06_the_day_stands_with_its_sum_its_law_and_what_is_missing(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk, born=date(2012, 2, 29))
    unknown = made.child(desk, "Ned Alder", "Q-2", born=None)
    desk.db.commit()

    told = page.get(f"/children/{child.id}/retention")
    missing = page.get(f"/children/{unknown.id}/retention")

    assert "Kept until 1 March 2087." in told.text
    assert "No death is recorded: kept until the 75th anniversary of birth." in told.text
    assert "2087 has no 29 February, so 1 March counts." in told.text
    assert "Regulations 2010, regulation 50" in told.text
    assert "Cannot be told yet: it needs the date of birth. Until then the record is kept." in missing.text
    assert "Propose disposal" not in told.text + missing.text
    page.hold("social_worker")
    assert "Place a legal hold" not in page.get(f"/children/{child.id}/retention").text


def test_a_death_and_an_adoption_order_change_the_day(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk, born=date(2012, 2, 1))
    desk.db.commit()
    address = f"/children/{child.id}/retention/dates"

    early = page.post(address, {"date_of_death": "1/1/2012", "version": "1"})
    kept = page.post(address, {"date_of_death": "5/6/2025", "version": "1"})
    late = page.post(address, {"adopted_on": "5/6/2020", "version": "1"})

    assert early.status == 422 and "The date of death comes before the day of birth." in early.text
    assert "Kept until 5 June 2040." in page.get(kept.location).text
    assert late.status == 409 and "Somebody else has changed this record" in late.text
    page.post(address, {"date_of_death": "5/6/2025", "adopted_on": "5/6/2020", "version": "2"})
    assert "Kept until 5 June 2120." in page.get(f"/children/{child.id}/retention").text


def test_two_people_dispose_of_a_record_and_the_second_reads_no_names(
    page: SignedInPage, desk: Desk, somebody: Callable[..., SignedInPage]
) -> None:
    child = made.child(desk, "Silas Wren", "W-1", born=OLD)
    desk.db.commit()
    auditor = somebody("Abel Thorn", "auditor")
    assert "Silas Wren" in page.get("/retention").text
    record = page.get(f"/retention/records/{child.id}")
    assert "That day has passed." in record.text

    refused = page.post(f"/retention/records/{child.id}/disposal", {"reason": "Silas Wren"})
    proposed = page.post(f"/retention/records/{child.id}/disposal", {"reason": "Nobody asks for it"})
    waits = page.get(proposed.location)

    assert refused.status == 422 and "Leave out the child’s name and ID" in refused.text
    assert "Somebody else confirms what you proposed" in waits.text
    own = page.post(f"{proposed.location}/answer", {"agree": "yes", "version": "1"})
    assert own.status == 422 and "Somebody else confirms" in own.text
    seen = auditor.get("/retention/disposals").text + auditor.get(proposed.location).text
    assert "Record W-1" in seen and "Silas Wren" not in seen
    assert "Delete" not in seen and "Yes, delete it for good" in seen

    done = auditor.post(f"{proposed.location}/answer", {"agree": "yes", "note": "Agreed", "version": "1"})

    left = auditor.get(done.location)
    assert "Disposed by Abel Thorn" in left.text and "Nobody asks for it" in left.text
    assert "W-1" not in left.text and page.get(f"/children/{child.id}", status=404).status == 404
    assert "1" in auditor.get("/retention/disposed").text
    assert auditor.post(f"{proposed.location}/answer", {"agree": "yes", "version": "1"}).status == 409


def test_a_hold_stops_a_disposal_until_it_is_lifted_with_a_reason(
    page: SignedInPage, desk: Desk, somebody: Callable[..., SignedInPage]
) -> None:
    child = made.child(desk, "Silas Wren", "W-1", born=OLD)
    desk.db.commit()
    auditor = somebody("Abel Thorn", "auditor")
    address = f"/retention/records/{child.id}"

    past = auditor.post(f"{address}/hold", {"reason": "A claim", "review_on": "1/1/2026"})
    auditor.post(f"{address}/hold", {"reason": "A claim", "review_on": "1/6/2026"})
    record = page.get(address)
    refused = page.post(f"{address}/disposal", {"reason": "Old"})

    assert past.status == 422 and "Choose a day ahead" in past.text
    assert "On hold" in record.text and "Propose disposal" not in record.text
    assert refused.status == 422 and "under a legal hold" in refused.text
    held = page.get("/retention/holds")
    assert "A claim" in held.text
    (hold,) = re.findall(r'href="/wexcombe(/retention/holds/\w+)">Silas Wren', held.text)
    assert page.post(f"{hold}/lift", {"because": "", "version": "1"}).status == 422
    assert (
        "The claim was settled"
        in page.get(page.post(f"{hold}/lift", {"because": "The claim was settled", "version": "1"}).location).text
    )
    assert page.post(f"{address}/disposal", {"reason": "Old"}).status == 303
    page.post("/retention/hold-everything", {"reason": "An inquiry", "review_on": "1/6/2026"})
    assert "All records" in page.get("/retention/holds").text
    assert "On hold" in page.get(address).text


def test_the_schedule_says_of_every_kind_of_record_how_long_and_why(page: SignedInPage) -> None:
    page.hold("configuration")

    told = page.get("/retention/schedule")

    assert "Children’s records in England" in told.text and "15 years." in told.text
    assert "Answer to a form" in told.text and "30 days" in told.text

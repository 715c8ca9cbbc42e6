"""Two authorities' procedures side by side, for a member of both: what differs, and nothing else of the other one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape

import pytest
from sqlalchemy import event, select

from core import db
from core.domain.versions import always
from core.models import Child, Membership, Person, Tenant
from core.registry import Registry
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import all_authorities

ADDRESS = "/procedure/compare?with=larkhey"


@pytest.fixture
def registry() -> Registry:
    """The plugins of all five authorities."""
    return all_authorities()


@dataclass
class Both:
    """Somebody with a membership in Wexcombe, which runs `authority_c`, and in Larkhey, which runs `authority_d`."""

    page: SignedInPage
    there: Member

    def run(self, tenant: str, plugin: str) -> None:
        with db.session(self.page.database_url, None, writes=True) as session:
            session.get_one(Tenant, tenant).versions = always({plugin: {}} if plugin else {})
            session.commit()


@pytest.fixture
def both(page: SignedInPage, member: Member, enroll: Callable[..., Member]) -> Both:
    there = enroll("larkhey", "Nadia Okafor", user_id=member.user_id, roles=("auditor",))
    found = Both(page, there)
    found.run("wexcombe", "authority_c")
    found.run("larkhey", "authority_d")
    return found


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", "<" + text.split("<main")[1].split("</main>")[0])).split())


def test_both_procedures_stand_side_by_side_with_the_words_that_only_one_has_marked(both: Both) -> None:
    text = both.page.get(ADDRESS).text

    assert "Disruption meeting: " in words(text) and "Stability meeting: only in Wexcombe" in words(text)
    assert '<th scope="col" role="columnheader" class="mo-c40">Larkhey</th>' in text
    rows = [row for row in re.findall(r"<tr.*?</tr>", text, re.S) if ">Disruption meeting<" in row]
    chair, window = (next(row for row in rows if f">{topic}<" in row) for topic in ("Chair", "Window"))
    assert "<mark>" in chair and "only here: " in chair and "(D03a)" in chair and "(C08)" in chair
    assert '<li class="mo-only">' in window and "only here: </span>From 1 month to 6 weeks" in window
    assert "<del>" not in text and "<ins>" not in text


def test_the_choice_is_among_ones_own_authorities(both: Both, enroll: Callable[..., Member]) -> None:
    enroll("quayside", "Owen Price")

    text = both.page.get("/procedure/compare").text

    assert '<option value="larkhey" selected>Larkhey Borough Council</option>' in text
    assert "quayside" not in text.lower() and '<option value="wexcombe"' not in text


@pytest.mark.parametrize("slug", ["quayside", "wexcombe", "nowhere", "Larkhey", "larkhey%2F..", "%F0%9F%90%99"])
def test_k01_without_a_membership_there_it_is_as_if_there_were_no_such_authority(
    both: Both, enroll: Callable[..., Member], slug: str
) -> None:
    enroll("quayside", "Owen Price", enabled={"authority_e": {}})

    refused = both.page.get(f"/procedure/compare?with={slug}", status=404).text
    nowhere = both.page.get("/procedure/compare?with=no-such-place", status=404).text

    assert words(refused) == words(nowhere)


@pytest.mark.parametrize("change", ["the membership ended", "the person left"])
def test_a_membership_that_is_over_opens_nothing(both: Both, change: str) -> None:
    with db.session(both.page.database_url, "larkhey", writes=True) as session:
        if change == "the person left":
            session.get_one(Person, ("larkhey", both.there.person_id)).active = False
        else:
            session.scalars(select(Membership).where(Membership.tenant_id == "larkhey")).one().until = date(2026, 3, 15)
        session.commit()

    both.page.get(ADDRESS, status=404)
    assert "You work in one authority" in both.page.get("/procedure/compare").text


def test_k01_nothing_is_read_of_the_other_authority_but_its_row_and_this_persons_own(both: Both) -> None:
    with db.session(both.page.database_url, "larkhey", writes=True) as session:
        session.add(Child(local_id="L-1", name="Zqsecret Child"))
        session.commit()
    read: set[str] = set()

    def note(conn: object, cursor: object, statement: str, params: object, context: object, many: bool) -> None:
        if "larkhey" in str(params):
            read.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    engine = db.engine(both.page.database_url)
    event.listen(engine, "before_cursor_execute", note)
    try:
        text = both.page.get(ADDRESS).text
    finally:
        event.remove(engine, "before_cursor_execute", note)

    own = {"tenants", "people", "memberships", "users", "user_sessions", "person_roles", "notices"}
    assert read == own | {"identity_providers"} | {"restrictions", "restriction_readers", "openings"}
    assert "Zqsecret" not in text


def test_an_authority_without_a_procedure_says_so(both: Both) -> None:
    both.run("larkhey", "")

    text = words(both.page.get(ADDRESS).text)
    both.run("wexcombe", "")
    neither = words(both.page.get(ADDRESS).text)

    assert "Larkhey Borough Council has no procedure in Mooring today." in text and "Wexcombe Borough" not in text
    assert "Wexcombe Borough Council has no procedure in Mooring today." in neither


def test_the_same_procedure_in_both_says_that_nothing_differs(both: Both) -> None:
    both.run("larkhey", "authority_c")

    text = words(both.page.get(ADDRESS).text)

    assert "0 parts differ" in text and "Both say the same." in text and "The same in both: " in text


def test_somebody_in_one_authority_is_not_led_there(page: SignedInPage) -> None:
    assert "Compare with another authority" not in page.get("/procedure").text
    assert "You work in one authority" in page.get("/procedure/compare").text

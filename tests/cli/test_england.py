"""England's scale, in little: authorities copied from exemplars work as if their people had made them."""

import re
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.app import MONDAY, Clock, Member
from tests.fixtures.applications import application, settings_for
from tests.fixtures.live import SHIPPED, shipped
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from core.cli.england.building import Built, Told
    from core.cli.england.filling import Wanted
    from core.settings import Settings

PLACES = ("/work", "/children", "/meetings", "/register", "/notices")
LINKED = re.compile(r'href="(/[a-z]+/(?:children|meetings|endings|placements|concerns|plans|reports)/[^"#]+)"')


@pytest.fixture(scope="module")
def wanted() -> "list[Wanted]":
    """Three authorities with 60 children."""
    from core.cli.england.building import plan

    return plan(3, 60, "tested")


@pytest.fixture(scope="module")
def told(wanted: "list[Wanted]") -> "Told":
    """Their exemplars, for both databases."""
    from core.cli.england.building import tell

    return tell(SHIPPED, wanted, MONDAY)


@pytest.fixture
def england(database_url: str, wanted: "list[Wanted]", told: "Told") -> "Built":
    """All of them, as of Monday 16 March 2026."""
    from core.cli.england.building import build

    return build(settings(database_url), wanted, now=MONDAY, told=told, processes=1)


def test_members_of_invented_authorities_meet_no_fault_on_their_pages(
    database_url: str, wanted: "list[Wanted]", england: "Built"
) -> None:
    chance, seen = Random(7), list[str]()
    app = application(settings(database_url), clock=Clock(), registry=shipped())
    for one in wanted:
        page = SignedInPage(app, worker_of(database_url, one), Clock(), database_url)
        links = sorted({link for place in PLACES for link in LINKED.findall(page.get(place).text)})
        seen += [page.get(link).text for link in chance.sample(links, min(len(links), 8))]

    assert len(seen) > 15
    assert not [text for text in seen if "⟦" in text]
    assert england.rows["children"] == 60 and england.rows["meetings"] > 10 and england.rows["endings"] > 90


def test_england_is_built_in_an_empty_database_only(
    database_url: str, wanted: "list[Wanted]", england: "Built", told: "Told"
) -> None:
    from core.cli.england.building import CannotBuild, build, plan

    with pytest.raises(CannotBuild, match="empty database of its own"):
        build(settings(database_url), wanted, now=MONDAY, told=told)
    with pytest.raises(CannotBuild, match="are for PostgreSQL"):
        build(settings("sqlite://"), plan(153, 84_000, "any"))


def test_the_same_seed_makes_the_same_england() -> None:
    from core.cli.england.building import plan, sign_ins

    one, again, other = plan(153, 84_000, "one"), plan(153, 84_000, "one"), plan(153, 84_000, "other")

    assert one == again and [w.named for w in one] != [w.named for w in other]
    assert sum(w.children for w in one) == 84_000 and len({w.named.slug for w in one}) == 153
    assert one[0].children < 30 and one[-1].children > 1_500
    assert sign_ins(one[70]) == sign_ins(again[70])


def settings(database_url: str) -> "Settings":
    """As an installation with every plugin that ships."""
    return replace(settings_for(database_url), plugins=SHIPPED)


def worker_of(database_url: str, one: "Wanted") -> Member:
    """A social worker of an authority."""
    from sqlalchemy import select

    from core import db
    from core.models import Membership, Person, PersonRole

    with db.session(database_url, one.named.slug) as session:
        person = session.scalars(
            select(Person).join(PersonRole, PersonRole.person_id == Person.id).where(PersonRole.role == "social_worker")
        ).first()
        assert person is not None
        entered = select(Membership.user_id).where(Membership.person_id == person.id)
        user = session.scalars(entered).one()
    return Member(tenant=one.named.slug, user_id=user, person_id=person.id, name=person.name, email=person.email)

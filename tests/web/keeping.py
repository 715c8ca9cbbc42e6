"""Configuration staff at People and roles, and what is kept of what they enter."""

from typing import Any

import pytest

from core import db
from core.models import Person
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage


@pytest.fixture
def keeper(page: SignedInPage, desk: Desk) -> SignedInPage:
    """The member as configuration staff."""
    desk.db.rollback()
    page.hold("configuration")
    return page


def rows(page: SignedInPage, model: type, **by: object) -> list:
    from sqlalchemy import select

    with db.session(page.database_url, page.member.tenant) as session:
        return list(session.scalars(select(model).filter_by(**by)))


def staff(desk: Desk, name: str = "Owen Hale", **facts: Any) -> Person:
    person = made.person(desk, name, **facts)
    desk.db.commit()
    return person

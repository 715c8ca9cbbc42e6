"""The procedure page: every clause of the compiled procedure, every meeting's rules, or plainly that there is none."""

from typing import Any

import pytest
from markupsafe import escape

from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.page import SignedInPage


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_a", "authority_b", "authority_c", "authority_d"))


@pytest.mark.parametrize("plugin", ["authority_a", "authority_b", "authority_c", "authority_d"])
def test_every_clause_stands_on_the_page_under_its_anchor(page: SignedInPage, desk: Desk, plugin: str) -> None:
    desk.tenant.enabled = {plugin: {}}
    desk.db.commit()
    procedure = desk.procedure(desk.today)
    assert procedure is not None

    text = page.get("/procedure").text

    for clause in procedure.clauses.values():
        assert f'id="{clause.id}"' in text
        assert str(escape(clause.words)) in text
        assert not clause.interpretation or str(escape(clause.interpretation)) in text
    for kind in procedure.kinds.values():
        titled: tuple[Any, ...] = (*kind.pack, *kind.steps, *kind.outputs, *kind.agenda)
        for rule in titled:
            assert str(escape(rule.title)) in text


def test_anybody_of_the_authority_may_read_it(page: SignedInPage) -> None:
    page.hold("auditor")

    assert "Wexcombe has no procedure for this yet" in page.get("/procedure").text

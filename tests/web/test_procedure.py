"""The procedure page: every clause of the compiled procedure, every meeting's rules with their clauses, what outlasts a
meeting, or plainly that there is none."""

import re
from typing import Any

import pytest
from markupsafe import escape

from core.domain.compiling import Procedure, rules_of
from core.domain.measures import MEASURES
from core.domain.telling.lasting import FAMILIES, MEASURED, Lasting
from core.domain.telling.saying import Saying
from core.domain.versions import always
from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import AUTHORITIES


@pytest.fixture
def registry() -> Registry:
    """The plugins of all five authorities, and an addition."""
    return Registry((*AUTHORITIES, "stability_signals"))


@pytest.fixture(params=AUTHORITIES)
def plugin(request: pytest.FixtureRequest, desk: Desk) -> str:
    """Each authority's plugin in force in turn."""
    name: str = request.param
    enable(desk, name)
    return name


def enable(desk: Desk, plugin: str) -> Procedure:
    """The procedure of `plugin` with no settings made, in force."""
    desk.tenant.versions = always({plugin: {}})
    desk.db.commit()
    procedure = desk.procedure(desk.today)
    assert procedure is not None
    desk.db.commit()
    return procedure


def row_with(text: str, words: str) -> str:
    """The first table row in which these words stand."""
    rows = [row for row in re.findall(r"<tr.*?</tr>", text, re.S) if str(escape(words)) in row]
    assert rows, words
    return rows[0]


def section(text: str, kind: str) -> str:
    """What stands under one meeting's heading."""
    return text.split(f'id="kind-{kind}"')[1].split('id="kind-')[0].split('id="clauses"')[0]


def test_every_clause_stands_on_the_page_under_its_anchor(page: SignedInPage, desk: Desk, plugin: str) -> None:
    procedure = enable(desk, plugin)

    text = page.get("/procedure").text

    for clause in procedure.clauses.values():
        assert f'id="{clause.id}"' in text
        assert str(escape(clause.words)) in text
        assert not clause.interpretation or str(escape(clause.interpretation)) in text


def test_every_rule_of_every_meeting_stands_in_its_section_with_its_clause(
    page: SignedInPage, desk: Desk, plugin: str
) -> None:
    procedure = enable(desk, plugin)

    text = page.get("/procedure").text

    checked = 0
    for kind in procedure.kinds.values():
        here = section(text, kind.key)
        lasting = Lasting(procedure)
        rules: list[Any] = [*rules_of((kind,)), *lasting.routes(kind), *lasting.plans(kind)]
        for rule in rules:
            clauses = [getattr(rule, name) for name in dir(rule) if name == "clause" or name.endswith("_clause")]
            for clause in filter(None, clauses):
                assert f'href="#{clause}"' in here, (kind.key, rule)
            said = getattr(rule, "title", "") or getattr(rule, "label", "") or getattr(rule, "panel", "")
            assert str(escape(said)) in here, (kind.key, rule)
            checked += 1
    assert checked > 20


def test_what_outlasts_a_meeting_stands_with_its_clause(page: SignedInPage, desk: Desk, plugin: str) -> None:
    procedure = enable(desk, plugin)

    text = page.get("/procedure").text

    rules: list[Any] = [*procedure.reports, *procedure.gatherings]
    for rule in rules:
        assert f'href="#{rule.clause}"' in row_with(text, rule.title)
    for report in procedure.reports:
        said = row_with(text, report.title)
        assert f"Every {report.every}" in said and procedure.role(report.by) in said
        assert all(MEASURED[key] in said or MEASURED[key].capitalize() in said for key in report.measures)
        assert all(key not in said for key in report.measures if "_" in key)


def test_no_key_and_no_value_of_the_program_stands_on_the_page(page: SignedInPage, desk: Desk, plugin: str) -> None:
    procedure = enable(desk, plugin)
    keys = {key for key in (*procedure.roles, *procedure.kinds, *MEASURES) if "_" in key}

    words = re.sub(r"<[^>]*>", " ", page.get("/procedure").text.split("<main")[1])

    assert [key for key in keys if re.search(rf"\b{key}\b", words)] == []
    assert "None" not in words and "Strength." not in words


def test_the_measures_and_families_have_their_words() -> None:
    assert set(MEASURED) == set(MEASURES)
    assert set(FAMILIES) == {"planning", "stability", "disruption", "review"}


def test_offers_papers_and_the_exceptional_part_are_told(page: SignedInPage, desk: Desk) -> None:
    enable(desk, "authority_e")

    text = page.get("/procedure").text

    offer = row_with(text, "Meet or be in touch with the chair beforehand")
    assert "Child, Parent" in offer and "Made by: social worker" in offer and "will meet the chair" in offer
    paper = row_with(text, "Report of the child's social worker and the supervising social worker")
    assert "Written together by: social worker and supervising social worker" in paper
    assert "Serves as well: another form of submission" in row_with(text, "The child's report")
    assert "Held by way of exception, with a recorded reason" in row_with(text, "The adults first")
    assert "Not before “The adults first”" in row_with(text, "With the child")
    assert "Every 12 months" in text


def test_drafts_corrections_and_panels_are_told(page: SignedInPage, desk: Desk) -> None:
    procedure = enable(desk, "authority_e")
    say, lasting = Saying(procedure), Lasting(procedure)
    kind = procedure.kinds["disruption"]
    drafts = [one for one in kind.circulation if one.as_draft]
    written = [one for one in kind.outputs if one.written_by and one.drafted]
    assert drafts and written and lasting.routes(kind)

    here = section(page.get("/procedure").text, "disruption")

    for one in drafts:
        assert say.corrections(one).startswith("Corrections of fact") and say.corrections(one) in here
        assert str(escape(say.circulation(one, kind))) in here and say.circulation(one, kind).startswith("Draft of: ")
    for output in written:
        told = row_with(here.split("Who sees what")[1], output.title)
        assert f"Written by: {procedure.role(output.written_by or '').lower()}" in told and "A draft first" in told
    for route in lasting.routes(kind):
        told = row_with(here.split("Panels:")[1], route.panel)
        assert procedure.role(route.via or "").lower() in told and "It considers what is sent" in told
        assert not route.before_panel or f"Papers due {route.before_panel} before the panel" in told


def test_a_plan_is_told_with_its_interval_and_with_whom_it_is_agreed(page: SignedInPage, desk: Desk) -> None:
    enable(desk, "authority_a")

    told = row_with(section(page.get("/procedure").text, "planning"), "Further planning meetings at an agreed interval")

    assert "from 1 day to 365 days" in told
    assert "Agreed with: home manager, or foster carer and supervising social worker" in told
    assert "An interval and no more" in told and "Agreed at: placement planning meeting" in told


def test_outcomes_are_told_with_what_follows(page: SignedInPage, desk: Desk) -> None:
    procedure = enable(desk, "authority_c")
    outcomes: list[Any] = [(kind.key, one) for kind in procedure.kinds.values() for one in kind.outcomes]
    assert any(one.leads_to or one.ends_plan for _, one in outcomes)

    text = page.get("/procedure").text

    for key, one in outcomes:
        told = row_with(section(text, key).split("What it can come to")[1], one.title)
        assert ("How the placement ends is then planned." in told) is (one.leads_to == "ending")
        assert ("It closes the plan." in told) is one.ends_plan


def test_anybody_of_the_authority_may_read_it(page: SignedInPage) -> None:
    page.hold("auditor")

    assert "Wexcombe has no procedure for this yet" in page.get("/procedure").text


def test_conditions_of_an_addition_stand_with_their_clause_and_what_they_do_not_say(
    page: SignedInPage, desk: Desk
) -> None:
    desk.tenant.versions = always({"authority_c": {}, "stability_signals": {}})
    desk.db.commit()
    procedure = desk.procedure(desk.today)
    assert procedure is not None
    desk.db.commit()

    text = page.get("/procedure").text

    assert len(procedure.signals) == 4
    for signal in procedure.signals:
        row = row_with(text, signal.title)
        assert str(escape(signal.caution)) in row
        assert f'href="#{signal.clause}"' in row and f'id="{signal.clause}"' in text

"""Concerns under other procedures: silent ones, ones that point elsewhere, and an authority that words its own."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.worried import a_child, child, member, plugin, raised, registry

__all__ = ["child", "member", "plugin", "registry"]


@pytest.mark.parametrize("plugin", ["authority_b"])
def test_a_procedure_that_is_silent_on_concerns_says_so_and_keeps_the_record(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    text = page.get(where).text

    assert "The Wexcombe procedure says nothing about concerns. The record is kept" in text
    page.post(f"{where}/decision", {"choice": "not", "reason": "A visit on Friday.", "version": "1"})
    assert "A visit on Friday." in page.get(where).text


@pytest.mark.parametrize("plugin", [""])
def test_an_authority_without_a_procedure_keeps_the_record_too(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    assert "Bertie has stayed away" in page.get(where).text
    assert page.post(f"{where}/decision", {"choice": "convene:stability", "version": "1"}).status == 422


@pytest.mark.parametrize("plugin", ["authority_a"])
def test_a20_a_concern_is_pointed_to_the_procedure_that_is_held_elsewhere(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    text = page.get(where).text
    assert "held elsewhere" in text
    assert "A20b" in text
    assert page.post(f"{where}/decision", {"choice": "refer:stability", "version": "1"}).status == 422
    page.post(f"{where}/decision", {"choice": "refer:stability", "reason": "The network’s convenor.", "version": "1"})

    text = page.get(where).text
    assert "Referred to another procedure" in text
    assert "The network’s convenor." in text


@pytest.mark.parametrize("plugin", ["authority_a"])
def test_a20_a_concern_from_before_september_2019_is_told_that_its_section_existed_and_no_more(
    page: SignedInPage, desk: Desk
) -> None:
    found = made.child(desk, people={"social_worker": desk.actor.person_id})
    home = made.placement(desk, found, date(2018, 5, 1), kind="foster", provider="in_house")
    desk.db.commit()

    text = page.get(raised(page, SimpleNamespace(placement=home.id), day="31 8 2019")).text

    assert "A20a" in text and "A20b" not in text
    assert "It is known to have existed; what it said is not known" in text
    assert "stability network meetings" not in text


@pytest.mark.parametrize("plugin", ["authority_e"])
def test_e01_a_stability_meeting_hears_everyone_and_usually_includes_the_child(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)
    assert "E01a" in page.get(where).text

    meeting = page.post(f"{where}/decision", {"choice": "convene:stability", "version": "1"}).location

    text = page.get(meeting).text
    assert "Convene a placement stability meeting" in text
    asked = text.split('id="people"')[1]
    assert "Bertie Quill" in asked
    assert "Nadia Okafor" in asked
    assert "E01b" in asked
    chaired = {"chair": child.people["worker"], "chair_reason": "The text names nobody; everyone agreed."}
    assert page.post(f"{meeting}/chair", chaired).status == 303
    minutes = page.get(f"{meeting.removesuffix('/convening')}/minutes").text
    assert "What everybody says" in minutes
    assert "What lowers the risk that the placement ends" in minutes


@pytest.mark.parametrize("plugin", ["authority_a"])
def test_a02_an_issue_that_needs_resolving_is_taken_to_a_further_planning_meeting(
    page: SignedInPage, child: Any
) -> None:
    where = raised(page, child, doubted="yes")
    assert "A02b" in page.get(where).text

    answer = page.post(f"{where}/decision", {"choice": "convene:further_planning", "version": "1"})

    assert "Convene a further placement planning meeting" in page.get(answer.location).text


MADE_UP = """
def in_house(facts):
    '''The authority itself provides the placement'''
    return facts.placement.provider == "in_house"

def asked_for(facts):
    '''The carers have asked for a break'''
    return facts.answers.get("break_asked") is True

@hookimpl
def triggers(edition, config):
    return (
        Trigger(key="here", title="Provided here", proposes="{name}_meeting", strength=Strength.MUST, clause="F01",
                when=in_house, anchor=Anchor.CONCERN),
        Trigger(key="rest", title="A break was asked for", proposes="{name}_meeting", strength=Strength.CONSIDER,
                clause="F02", when=asked_for, anchor=Anchor.CONCERN),
    )
"""


class TestAnAuthorityOfItsOwn:
    """An authority nobody here has heard of, with triggers that need facts and a question of its own."""

    @pytest.fixture
    def plugin(self) -> str:
        return "harrowmere"

    @pytest.fixture
    def registry(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Registry:
        from tests.plugins import installing

        asked = 'Ask(key="break_asked", label="Have the carers asked for a break?", on="concern", clause="F02")'
        kinds = installing.KINDS.replace('clause="F01",\n', f'clause="F01", asks=({asked},),\n')
        body = installing.INFO.format(name="harrowmere") + kinds.format(key="harrowmere_meeting")
        name = installing.write(tmp_path, monkeypatch, "harrowmere", body + MADE_UP.format(name="harrowmere"))
        return Registry((name,))

    def test_what_cannot_be_told_yet_is_found_out_on_the_page(self, page: SignedInPage, desk: Desk) -> None:
        child = a_child(desk, provider=None)
        where = raised(page, child, ask_break_asked="no")

        text = page.get(where).text
        assert "It cannot be told yet whether a meeting is called for" in text
        assert "who provided the placement" in text
        assert "It would apply where the carers have asked for a break" in text

        nothing = page.post(f"{where}/missing-facts", {"version": "1"})
        assert nothing.status == 422
        answer = page.post(f"{where}/missing-facts", {"provider": "in_house", "version": "1"})
        assert answer.status == 303
        assert "A disruption meeting must be held" in page.get(where).text

    def test_a_meeting_that_must_be_held_cannot_be_set_aside(self, page: SignedInPage, child: Any) -> None:
        where = raised(page, child, ask_break_asked="yes")

        text = page.get(where).text
        assert "Must be held" in text
        assert "Consider" in text
        answer = page.post(f"{where}/decision", {"choice": "not", "reason": "It is better now.", "version": "1"})

        assert answer.status == 422
        assert "must take place" in answer.text
        assert "It is better now." in answer.text

"""Concerns about a placement as staff raise them: what authorities C and A say at once, and what is decided."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

BEGAN = date(2025, 9, 24)
SAID = {
    "day": "12 3 2026", "source": "Jo Marlowe, foster carer", "worry": "Bertie has stayed away three nights running.",
    "going_well": "Sunday dinners, and the dog.", "words": "“Ask me first, then meet.”",
    "tried": "A quiet hour at six.", "doubted": "no",
}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities A, B, C and E."""
    return Registry(("authority_a", "authority_b", "authority_c", "authority_e"))


@pytest.fixture
def plugin() -> str:
    """Whose procedure rules; a test of another authority overrides it with a parameter."""
    return "authority_c"


@pytest.fixture
def member(enroll: Callable[..., Member], plugin: str) -> Member:
    """Nadia Okafor, social worker."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={plugin: {}} if plugin else {})


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child of the desk's team who lives with in-house foster carers."""
    return a_child(desk)


def a_child(desk: Desk, **about: Any) -> Any:
    """A child in a home that began in September; `about` are facts of that home."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", education="school", people={"social_worker": people["worker"]})
    facts: dict[str, Any] = {"kind": "foster", "provider": "in_house", "long_term": True, "emergency": False} | about
    home = made.placement(desk, found, BEGAN, **facts)
    desk.db.commit()
    return SimpleNamespace(id=found.id, placement=home.id, people={key: one.id for key, one in people.items()})


def raised(page: SignedInPage, child: Any, **changes: str) -> str:
    """Raise a concern; the address of its page."""
    answer = page.post(f"/placements/{child.placement}/concerns", SAID | {"version": "1"} | changes)
    assert answer.status == 303, answer.text[:3000]
    return answer.location.removesuffix("?recorded=1")


def test_c01_a_concern_shows_at_once_that_a_stability_meeting_should_be_held(page: SignedInPage, child: Any) -> None:
    form = page.get(page.path(f"/children/{child.id}"))
    assert f"/placements/{child.placement}/concerns/new" in form.text
    assert "Raise a concern" in page.get(f"/placements/{child.placement}/concerns/new").text

    where = raised(page, child)
    text = page.get(where).text

    assert "A stability meeting should be held" in text
    assert "C01a" in text
    assert "Bertie has stayed away three nights running." in text
    assert "Ask me first, then meet." in text
    overview = page.get(f"/children/{child.id}").text
    assert "A decision waits" in overview
    assert "Decide whether to convene" in page.get("/work").text
    assert where in page.get("/work").text


def test_c01_convening_leads_to_arranging_a_meeting_that_has_no_ending(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    answer = page.post(f"{where}/decision", {"choice": "convene:stability", "version": "1"})

    assert answer.status == 303
    text = page.get(answer.location).text
    assert "Convene a stability meeting" in text
    assert "Concern of 12 March 2026" in text
    saved = page.post(f"{answer.location}/parts/main/day", {"day": "18 3 2026", "starts": "10:00"})
    assert saved.status == 303, saved.text[:2000]
    assert "Wednesday 18 March 2026" in page.get(answer.location).text
    meeting = page.get(answer.location.removesuffix("/convening")).text
    assert "Concern raised on 12 March 2026" in meeting
    assert "To be convened" in page.get(where).text
    assert "Decide whether to convene" not in page.get("/work").text


def test_a_meeting_that_is_not_held_needs_its_reason_which_stays(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    refused = page.post(f"{where}/decision", {"choice": "not", "version": "1"})
    assert refused.status == 422
    assert "Enter why no meeting is to be held." in refused.text

    page.post(f"{where}/decision", {"choice": "not", "reason": "His sister visits again.", "version": "1"})
    text = page.get(where).text
    assert "No meeting" in text
    assert "His sister visits again." in text
    assert "Nadia Okafor, 16 March 2026" in text

    page.post(f"{where}/reopening", {"again": "It grew worse.", "version": "2"})
    assert "Your decision" in page.get(where).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"worry": " "}, "Enter what people are worried about"),
        ({"day": "17 3 2026"}, "It cannot be in the future"),
        ({"day": "23 9 2025"}, "The placement began on 24 September 2025"),
        ({"day": "29 2 2026"}, "must be a real date"),
        ({"worry": "x" * 8001}, "must be 8,000 characters or fewer"),
    ],
)
def test_a_concern_that_cannot_be_kept_says_what_to_put_right(
    page: SignedInPage, child: Any, changes: dict[str, str], said: str
) -> None:
    answer = page.post(f"/placements/{child.placement}/concerns", SAID | {"version": "1"} | changes)

    assert answer.status == 422
    assert said in answer.text
    assert "Sunday dinners, and the dog." in answer.text
    assert "Concerns and support" not in page.get(f"/children/{child.id}").text


def test_what_was_written_is_shown_as_text_and_never_run(page: SignedInPage, child: Any) -> None:
    where = raised(page, child, worry="<script>alert(1)</script>", words="<b>loud</b>")

    for address in (where, f"/children/{child.id}", f"{where}/record"):
        text = page.get(address).text
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_a_concern_about_a_placement_that_has_ended_is_not_raised(page: SignedInPage, desk: Desk, child: Any) -> None:
    from core.models import Placement

    home = desk.db.get_one(Placement, (desk.tenant.id, child.placement))
    home.ended = date(2026, 3, 1)
    desk.db.commit()

    answer = page.post(f"/placements/{child.placement}/concerns", SAID)

    assert answer.status == 422
    assert "This placement ended on 1 March 2026" in answer.text
    assert "Raise a concern" not in page.get(f"/children/{child.id}").text


def test_a_form_sent_twice_keeps_one_concern(page: SignedInPage, child: Any) -> None:
    sent = SAID | {"version": "1", "idempotency_key": "once-and-no-more"}

    first = page.post(f"/placements/{child.placement}/concerns", sent)
    second = page.post(f"/placements/{child.placement}/concerns", sent)

    assert first.location == second.location
    assert page.get(f"/children/{child.id}").text.count("Bertie has stayed away") == 1


def test_the_second_of_two_who_raise_a_concern_at_once_is_shown_the_first(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    late = page.post(f"/placements/{child.placement}/concerns", SAID | {"version": "1", "worry": "He is often out."})

    assert late.status == 409
    assert "Somebody else has recorded something here" in late.text
    assert where in late.text
    assert "He is often out." in late.text


def test_a_decision_taken_meanwhile_is_shown_and_not_overwritten(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)
    page.post(f"{where}/decision", {"choice": "not", "reason": "His sister visits again.", "version": "1"})

    late = page.post(f"{where}/decision", {"choice": "convene:stability", "version": "1"})

    assert late.status == 409
    assert "His sister visits again." in late.text
    assert "Somebody else has changed this" in late.text


def test_what_was_said_can_be_put_right_until_the_concern_is_closed(page: SignedInPage, child: Any) -> None:
    where = raised(page, child)

    stale = page.post(f"{where}/record", SAID | {"version": "7", "worry": "Two nights."})
    page.post(f"{where}/record", SAID | {"version": "1", "worry": "Two nights.", "doubted": "yes"})

    assert stale.status == 409
    assert "Two nights." in stale.text
    text = page.get(where).text
    assert "Two nights." in text
    assert "suitability is in doubt" in text


def test_another_teams_child_is_nobodys_to_raise_a_concern_about(page: SignedInPage, desk: Desk, child: Any) -> None:
    other = made.child(desk, local_id="Q-9", team="South 1")
    home = made.placement(desk, other, BEGAN)
    desk.db.commit()

    assert page.post(f"/placements/{home.id}/concerns", SAID).status == 404
    page.get(f"/placements/{home.id}/concerns/new", status=404)
    page.get("/concerns/nosuchconcern", status=404)


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
        return "fernholt"

    @pytest.fixture
    def registry(self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Registry:
        from tests.plugins import installing

        asked = 'Ask(key="break_asked", label="Have the carers asked for a break?", on="concern", clause="F02")'
        kinds = installing.KINDS.replace('clause="F01",\n', f'clause="F01", asks=({asked},),\n')
        body = installing.INFO.format(name="fernholt") + kinds.format(key="fernholt_meeting")
        name = installing.write(tmp_path, monkeypatch, "fernholt", body + MADE_UP.format(name="fernholt"))
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

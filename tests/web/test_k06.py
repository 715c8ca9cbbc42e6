"""Row K06, generated: for every kind of meeting of every authority each date, chair verdict, person, paper, step and
window on the pages stands with its clause; for every trigger, what was found and why."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from markupsafe import escape

from core.domain.compiling import Procedure
from core.domain.facts import Anchor
from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import AUTHORITIES, all_authorities
from tests.web.proposed import DAY, HOMES, enabled, peopled, proposed, raised

ROLES = ("social_worker", "adoption_team", "team_manager", "chair", "iro", "business_support", "senior_manager")


def meeting_kinds() -> list[tuple[str, str]]:
    """Every kind of meeting that an authority's own procedure rules, as (plugin, key)."""
    found = {plugin: all_authorities().procedure({plugin: {}}, DAY) for plugin in AUTHORITIES}
    return [(plugin, kind.key) for plugin, said in found.items() for kind in said.kinds.values() if not kind.elsewhere]


@pytest.fixture
def registry() -> Registry:
    """The plugins of all five authorities."""
    return all_authorities()


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, who may do whatever staff of a case may."""
    return enroll("wexcombe", "Nadia Okafor", roles=ROLES)


@dataclass
class Ground:
    """A page's text held against the procedure; counts what was found with its clause."""

    text: str
    procedure: Procedure
    counted: Counter[str]

    def at(self, place: str, id: str) -> str:
        """The markup of the row or item with this id."""
        found = re.search(rf'<(tr|li|div)[^>]* id="{place}-{re.escape(id)}".*?</\1>', self.text, re.S)
        assert found, (place, id)
        after = self.text[found.start() :]
        return after.split('<li class="govuk-task-list__item"', 2)[1] if found[1] == "li" else found[0]

    def part(self, id: str) -> str:
        """The section with this id and what follows it; "" where the page has none."""
        return self.text.split(f' id="{id}"', 1)[1] if f' id="{id}"' in self.text else ""

    def says(self, what: str, clause: str, here: str) -> None:
        """That `here` leads to `clause`, whose words stand on the page."""
        assert clause in self.procedure.clauses, (what, clause)
        assert f'/procedure#{clause}"' in here, (what, clause, here)
        assert str(escape(self.procedure.clauses[clause].words)) in self.text, (what, clause)
        self.counted[what] += 1

    def told(self) -> None:
        """That whichever clause the page leads to stands on it in words."""
        for clause in set(re.findall(r'/procedure#([^"]+)"', self.text)):
            self.says("led to", clause, self.text)


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize(("plugin", "kind"), meeting_kinds())
def test_k06_whatever_is_shown_while_a_meeting_is_arranged_stands_with_its_clause(
    page: SignedInPage, desk: Desk, plugin: str, kind: str, home: str
) -> None:
    from core.services import chairs, convening, inviting, scheduling

    case = proposed(desk, enabled(desk, plugin), kind, home)
    asked = scheduling.planned(desk, case)
    invited = [(i.id, i.clause) for i in inviting.invitations_of(desk, case)]
    papers = [(t.id, t.clause) for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "pack"]
    verdicts = [(one.person.name, one.verdict.clause) for one in chairs.considered(desk, case)]
    desk.db.commit()

    ground = Ground(page.get(f"/meetings/{case.meeting.id}/convening").text, case.procedure, Counter())

    ground.told()
    for id, clause in invited:
        ground.says("person", clause, ground.at("invitation", id))
    for one in inviting.may_yet_be_listed(asked):
        ground.says("person who may be asked", one.rule.clause, ground.text.split("The procedure also lists")[1])
    for said, clause in convening.gaps(case):
        assert str(escape(said)) in ground.part("first")
        ground.says("gap", clause, ground.part("first"))
    for id, clause in papers:
        ground.says("paper", clause, ground.at("paper", id))
    considered = re.findall(r"<tr.*?</tr>", ground.part("chair").split(' id="people"')[0], re.S)
    for name, found in verdicts:
        row = next(row for row in considered if f">{name}<" in row)
        if found:
            ground.says("chair", found, row)
        else:
            assert "The procedure does not say who chairs" in row
            ground.counted["chair"] += 1
    when = ground.text.split('id="date"')[1].split('id="chair"')[0]
    for window in asked.windows:
        ground.says("window", window.rule.clause, when)
    if not asked.windows:
        assert "The procedure gives no dates for this meeting." in when
        ground.counted["window"] += 1
    for due in re.findall(r"The (?:pack|minutes) would be due.*?</details>", when, re.S):
        assert "/procedure#" in due
        ground.counted["date"] += 1

    assert ground.counted["window"] and ground.counted["chair"] == len(verdicts) > 0
    assert ground.counted["person"] == len(invited)
    assert len(invited) > 0 or "The procedure lists nobody" in ground.part("people")
    assert len(invited) > 0 or home != "foster"
    assert ground.counted["paper"] == len(papers)
    assert len(papers) > 0 or not asked.pack


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize(("plugin", "kind"), meeting_kinds())
def test_k06_each_step_date_and_output_of_a_meeting_stands_with_its_clause(
    page: SignedInPage, desk: Desk, plugin: str, kind: str, home: str
) -> None:
    from core.domain.telling.lasting import Lasting
    from core.services import scheduling

    case = proposed(desk, enabled(desk, plugin), kind, home)
    asked = scheduling.planned(desk, case)
    windows = [(part.key, asked.window_of(part.key)) for part in scheduling.parts_of(desk, case.meeting)]
    owed = [(t.kind, t.key, t.clause, t.due) for t in scheduling.tasks_of(desk, case.meeting)]
    desk.db.commit()

    ground = Ground(page.get(f"/meetings/{case.meeting.id}").text, case.procedure, Counter())

    ground.told()
    for what, key, clause, due in owed:
        if what in ("step", "prompt"):
            here = ground.at(what, key)
            ground.says(what, clause, here)
            assert due is None or "Due " in here or "Expected " in here
            assert due is not None or what == "prompt" or "No day in the text" in here or "After " in here, here
            ground.counted["date"] += due is not None
    for key, window in windows:
        held = ground.part(f"held-{key}").split("</li>")[0]
        if window is None:
            assert "The text gives no dates for this meeting" in held
            ground.counted["window"] += 1
        else:
            ground.says("window", window.rule.clause, held)
    for output in case.declared.outputs:
        if f">{escape(output.title)}</a>" in ground.part("outputs"):
            ground.says("output", output.clause, ground.part("outputs"))
    for route in Lasting(case.procedure).routes(case.declared):
        if ground.part("panel"):
            ground.says("panel", route.clause, ground.part("panel"))
    if not case.declared.chairs:
        assert "The text does not say who chairs" in ground.text
    steps = sum(what == "step" for what, *_ in owed)

    assert ground.counted["window"] == len(windows) > 0 and ground.counted["led to"] > 0
    assert ground.counted["step"] == steps and (steps > 0 or not case.declared.steps)


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("plugin", AUTHORITIES)
def test_k06_each_trigger_says_after_an_ending_what_it_found_and_why(
    page: SignedInPage, desk: Desk, plugin: str, home: str
) -> None:
    from core.services import endings

    enabled(desk, plugin)
    child, place = peopled(desk, home, ended=True)
    ending = made.ending(desk, place)
    weighed = endings.weigh(desk, ending, child)
    desk.db.commit()

    text = page.get(f"/endings/{ending.id}").text

    assert weighed.procedure is not None
    assert triggers_told(Ground(text, weighed.procedure, Counter()), weighed.proposals) > 0


@pytest.mark.parametrize(("home", "doubted"), [("foster", True), ("foster", False), ("unknown", None)])
@pytest.mark.parametrize("plugin", AUTHORITIES)
def test_k06_each_trigger_says_of_a_concern_what_it_found_and_why(
    page: SignedInPage, desk: Desk, plugin: str, home: str, doubted: bool | None
) -> None:
    from core.services import concerns

    procedure = enabled(desk, plugin)
    child, place = peopled(desk, home, ended=False)
    concern = raised(desk, place, doubted=doubted)
    weighed = concerns.weigh(desk, concern, child)
    desk.db.commit()

    text = page.get(f"/concerns/{concern.id}").text

    declared = sum(trigger.anchor is Anchor.CONCERN for trigger in procedure.triggers)
    assert triggers_told(Ground(text, procedure, Counter()), weighed.proposals) == declared
    assert declared > 0 or "says nothing about concerns" in text


def triggers_told(ground: Ground, found: Any) -> int:
    """How many triggers were weighed, each of which is seen to stand with its clause and what was found."""
    cards = ground.text.split('<div class="mo-card mo-card--lead"')
    for one in found.applies:
        card = next(card for card in cards if f"<h3>{escape(one.trigger.title)}</h3>" in card)
        ground.says("applies", one.clause, card)
        assert all(str(escape(said)) in card for said in one.evidence), card
    for one in found.cannot_tell:
        item = next(li for li in re.findall(r"<li>.*?</li>", ground.text, re.S) if f">{one.clause}</a>" in li)
        assert str(escape(one.trigger.title)) in item and one.answer.needs
        assert all(str(escape(need)) in item for need in one.answer.needs), item
        ground.counted["cannot tell"] += 1
    for one in found.not_met:
        row = next(tr for tr in re.findall(r"<tr.*?</tr>", ground.text, re.S) if f">{one.clause}</a>" in tr)
        why = row.split("Why it does not apply")[1]
        assert len(re.sub(r"<[^>]*>", "", why).strip()) > 20, row
        ground.counted["does not apply"] += 1
    return sum(ground.counted.values())

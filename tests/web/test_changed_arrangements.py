"""What was arranged and then changed: two people at one meeting, judgements about what is no longer so."""

from collections.abc import Callable

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.scenes import foster
from tests.web.arranging import Scene, scene
from tests.web.convened import ready
from tests.web.meeting import address

HELD = "/parts/main/held"


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def arranged(page: SignedInPage, desk: Desk) -> Scene:
    """A disruption meeting proposed after an in-house foster placement ended on 13 March 2026."""
    made.person(desk, "Josie Kettle", title="Configuration", roles=("configuration",))
    return scene(page, desk, "disruption", child={"education": "school"})


def version(arranged: Scene) -> str:
    return arranged.text().split('id="version-date-main"')[1].split('value="')[1].split('"')[0]


def test_a_change_of_time_or_place_alone_makes_an_older_form_stale(arranged: Scene) -> None:
    arranged.day("14 4 2026", place="Room P")
    opened = version(arranged)
    assert arranged.day("14 4 2026", place="Room S", version=opened).status == 303

    second = arranged.day("14 4 2026", place="Room Q", starts="09:15", version=opened)

    assert second.status == 409
    assert "Somebody else has changed this meeting" in second.text
    assert "Room Q" in second.text and "09:15" in second.text
    assert "Room S" in arranged.text()


def test_history_says_what_was_and_what_is(arranged: Scene) -> None:
    arranged.day("14 4 2026", place="Room P")
    arranged.day("14 4 2026", place="Room S")
    arranged.day("21 4 2026", place="Room S")
    arranged.day("21 4 2026", place="Room S")

    text = arranged.page.get(f"/meetings/{arranged.meeting}/history").text

    assert text.count("Room P → Room S") == 1
    assert text.count("Moved from 14 April 2026 to 21 April 2026") == 1


def test_a_judgement_about_a_day_or_a_chair_that_changed_is_earlier_and_no_departure(arranged: Scene) -> None:
    chair = f"{arranged.path}/chair"
    arranged.day("25 4 2026", reason_social_worker="The carers are away until then.")
    arranged.page.post(chair, {"chair": arranged.people["iro"], "chair_reason": "She knows the family."})
    where = f"/meetings/{arranged.meeting}"
    before = arranged.page.get(where).text
    assert "superseded" not in before
    row = before.split("She knows the family.")[0].split("<tr")[-1]
    assert "The chair is usually a service manager" in row and "Does not hold a role" not in row

    arranged.day("14 4 2026")
    arranged.page.post(chair, {"chair": arranged.people["other_service"]})

    standing, earlier = arranged.page.get(where).text.split("Earlier judgements, superseded", 1)
    for reason in ("The carers are away until then.", "She knows the family."):
        assert reason not in standing and reason in earlier
    assert "Nothing departs from what is usual as things stand." in standing
    assert arranged.text().count("Earlier, superseded") == 2

    arranged.day("25 4 2026", reason_social_worker="The carers are away until then.")
    standing, earlier = arranged.page.get(where).text.split("Earlier judgements, superseded", 1)
    assert "The carers are away until then." in standing and "She knows the family." in earlier


def test_an_advocate_who_is_to_speak_for_the_child_is_asked(arranged: Scene) -> None:
    ready(arranged)
    arranged.page.post(f"{arranged.path}/voice", {"voice": "advocate", "voice_note": "Amy has met her."})
    assert "An advocate is to speak for the child, and none is asked" in arranged.text()
    assert arranged.page.post(arranged.path, {}).status == 422
    row = next(r for r in arranged.text().split('id="people"')[1].split("<tr ") if ">Advocate " in r)
    where = row.split('href="')[-1].split('"')[0]
    left = {"how": "attends", "reply": "not invited yet", "left_out": "Nobody is free.", "asked": "no"}
    assert arranged.page.post(where, left).status == 303
    assert arranged.page.post(arranged.path, {}).status == 422

    named = {"how": "attends", "reply": "not invited yet", "name": "Amy Lister", "asked": "yes"}
    assert arranged.page.post(where, named).status == 303

    assert "none is asked" not in arranged.text()
    assert arranged.page.post(arranged.path, {}).status == 303


def test_convening_completes_its_step_marks_papers_and_says_who_tells_people(arranged: Scene) -> None:
    ready(arranged)
    tells = 'social worker tells each person the day, time and place (<a href="/wexcombe/procedure#A11b">'
    assert tells in arranged.text()

    meeting = arranged.page.follow(arranged.page.post(arranged.path, {})).text

    arrange = meeting.split('id="step-arrange"')[1].split("</li>")[0]
    assert "Done 16 March 2026" in arrange
    history = arranged.page.get(f"/meetings/{arranged.meeting}/history").text
    assert "Recorded the invitations" in history
    silent = arranged.text().split('id="pack"')[1].split("Matching report")[1].split("</tr>")[0]
    where = silent.split('action="')[1].split('"')[0]
    arranged.page.post(where, {"person": arranged.people["group"]})
    papers = arranged.text().split('id="pack"')[1]
    assert "Asked" in papers.split("Matching report")[1].split("</tr>")[0]
    assert "To do" in papers.split("Chronology from birth")[1].split("</tr>")[0]


def test_the_chair_finder_counts_apart_says_relations_and_that_nobody_is_found(arranged: Scene) -> None:
    text = arranged.text()

    assert "1 person may chair; 4 with a recorded reason" in text
    manager = text.split("<b>Sam Whitlow</b>")[1].split("</tr>")[0]
    assert "Does not hold a role that this clause names. Has line management of the case" in manager
    found = arranged.page.get(f"{arranged.path}?chair_query=zebedee").text
    assert "Nobody is found by “zebedee”" in found
    assert "Nobody is found by" not in arranged.page.get(f"{arranged.path}?chair_query=aslan").text


def test_people_who_only_run_mooring_are_in_no_list_to_pick_from(arranged: Scene) -> None:
    assert "Josie Kettle" not in arranged.text()
    for tail in ("/people", "/pack"):
        text = arranged.page.get(f"/meetings/{arranged.meeting}{tail}").text
        assert "Sam Whitlow" in text and "Josie Kettle" not in text


def test_the_papers_hold_nothing_up_and_are_not_done_while_none_is_in(arranged: Scene) -> None:
    steps = arranged.text().split('id="steps"')[1].split("</ol>")[0]

    pack = next(one for one in steps.split("<li") if "Information pack" in one)
    assert "0 of 12 in" in pack and "is-done" not in pack


def test_a09_time_to_reflect_is_asked_with_the_day_and_not_owed_after_the_meeting(in_scene) -> None:
    asked = "Whether some time to reflect would help"
    made_up, browser = in_scene(foster)
    page = browser(made_up.worker)

    before = page.get(address(made_up)).text
    made_up.held()
    after = page.get(address(made_up)).text

    assert asked in page.get(address(made_up, "/convening")).text.split('id="chair"')[0]
    assert asked in before.split("The meeting and its record")[0] and asked not in before.split('id="prompts"')[1]
    row = after.split('id="prompt-timing"')[1].split("</li>")[0]
    assert "Not recorded before the meeting" in row and "To do" not in row


def test_nobody_but_the_chair_is_taken_to_have_come(in_scene) -> None:
    made_up, browser = in_scene(foster)
    page = browser(made_up.worker)

    form = page.get(address(made_up, HELD)).text
    ticked = [one for one in form.split("<input") if "checked" in one.split(">")[0]]
    held = page.post(address(made_up, HELD), {"on": "16 3 2026", "attended": ["chair"]})

    assert len(ticked) == 1 and "Winifred Pace" in ticked[0]
    assert "1 person came" in page.follow(held).text
    people = page.get(address(made_up, "/people")).text
    assert "Winifred Pace" in people and people.count(">Came<") == 2
    assert 'data-l="Answer">No answer yet' not in people and "No answer was recorded" in people


def test_another_day_than_the_one_planned_needs_its_reason_and_shows_it(in_scene) -> None:
    made_up, browser = in_scene(foster)
    made_up.clock.forward(days=2)
    page = browser(made_up.worker)

    refused = page.post(address(made_up, HELD), {"on": "17 3 2026", "attended": []})
    kept = page.post(address(made_up, HELD), {"on": "17 3 2026", "attended": [], "why": "The roads were <closed>."})

    assert refused.status == 422
    assert "The meeting was planned for 16 March 2026. Say why it took place on another day." in refused.text
    text = page.follow(kept).text.split('id="judgements"')[1]
    assert "The roads were &lt;closed&gt;." in text
    assert "Planned for 16 March 2026" in text and "17 March 2026" in text


def test_a_paper_that_is_not_to_be_had_is_counted_beside_complete(in_scene) -> None:
    from core.services import pack

    made_up, browser = in_scene(foster)

    def gather(desk, case) -> None:
        from core.services import scheduling

        papers = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "pack" and t.state != "withdrawn"]
        for number, task in enumerate(papers):
            state = "received" if number else "not available"
            pack.supply(desk, case, task, state=state, because="The earlier authority holds it.")

    made_up.act(made_up.worker, gather)

    row = browser(made_up.worker).get(address(made_up)).text.split('id="step-pack"')[1].split("</li>")[0]
    assert "Complete" in row and "1 not available" in row


def test_the_meeting_names_the_authoritys_procedure(in_scene) -> None:
    made_up, browser = in_scene(foster)

    details = browser(made_up.worker).get(address(made_up)).text.split("<dt>Procedure</dt>")[1]

    assert "procedure</a>" in details.split("</dd>")[0] and "As amended in September 2019" in details.split("</dd>")[0]


def test_only_a_meeting_still_being_arranged_is_drawn_as_proposed() -> None:
    from datetime import date
    from types import SimpleNamespace

    from core.web.placing import picture

    def drawn(stage: str) -> bool:
        one = SimpleNamespace(family="disruption", title="Meeting", day=date(2026, 4, 14), held_on=None, stage=stage)
        return picture([], [one], date(2026, 3, 16)).dots[0].proposed

    assert [drawn(stage) for stage in ("proposed", "postponed", "convened")] == [True, True, False]

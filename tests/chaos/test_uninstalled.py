"""A plugin is uninstalled, or another version of it installed, while meetings are pinned to it: they read as they were,
say so, and go on by hand."""

import re
from typing import Any

import pytest
from sqlalchemy import update

from core.models import Delivery
from core.registry import Registry
from tests.chaos.instances import installed, same
from tests.fixtures.page import SignedInPage
from tests.scenes import Scene, adoption, foster
from tests.web.furnishing import furnished

SAID = "The rules of this meeting cannot be read"
GONE = "The plugin &#39;{name}&#39; is not installed here, or not on the operators&#39; list."


def tabs(page: SignedInPage, scene: Scene) -> dict[str, str]:
    text = page.get(f"/meetings/{scene.meeting_id}").text
    nav = re.search(r'aria-label="This meeting">(.*?)</nav>', text, re.S)
    assert nav
    return {words: href for href, words in re.findall(r'href="([^"]+)">([^<(]+?)(?: \(\d+\))?</a>', nav[1])}


def pinned(scene: Scene, **changed: Any) -> None:
    """The meeting as another day of the instance would have pinned it."""

    def act(_desk: Any, case: Any) -> None:
        case.meeting.pin = case.meeting.pin | changed

    scene.act(scene.worker, act)


@pytest.mark.parametrize(
    ("which", "part", "plugin"), [(foster, "main", "authority_a"), (adoption, "part_one", "authority_b")]
)
def test_k05_every_tab_of_a_meeting_reads_as_it_was_when_its_plugin_is_gone_and_says_so(
    in_scene: Any, enroll: Any, which: Any, part: str, plugin: str
) -> None:
    scene, browser = in_scene(which)
    furnished(scene, part)
    enroll("wexcombe", "Cora Finch", roles=("configuration",))
    before = tabs(browser(scene.chair), scene)

    page = installed(scene.url, scene.clock, Registry(()))(scene.chair)

    assert before.items() <= tabs(page, scene).items() and len(before) >= 6
    for href in before.values():
        text = page.get(href).text
        assert SAID in text and GONE.format(name=plugin) in text, href
        assert f"It was proposed under {plugin} 1.0." in text and "Ask Cora Finch." in text
    assert "The carers asked for help in May." in page.get(before["Agenda and minutes"]).text
    assert "Write to school" in page.get(before["Actions"]).text


def test_k05_who_reads_recommendations_by_their_role_reads_them_without_the_plugin_and_nobody_else_does(
    in_scene: Any, enroll: Any
) -> None:
    scene, browser = in_scene(foster)
    furnished(scene, "main")
    scene.act(scene.chair, lambda desk, _case: desk.db.execute(update(Delivery).values(state="sent")))
    board, stranger = scene.others["board"], enroll("wexcombe", "Piers Holt", roles=("auditor",))
    gone = installed(scene.url, scene.clock, Registry(()))

    assert "Train together" in browser(board).get("/register").text
    assert "Train together" in gone(board).get("/register").text
    assert "Train together" not in gone(stranger).get("/register").text
    assert GONE.format(name="authority_a") in gone(board).get("/gatherings").text


def test_k05_a_meeting_whose_plugin_is_gone_goes_on_by_hand_and_nothing_new_is_planned(in_scene: Any) -> None:
    scene, _ = in_scene(foster)
    scene.held()
    browser = installed(scene.url, scene.clock, Registry(()))
    page, at = browser(scene.chair), f"/meetings/{scene.meeting_id}"
    step = re.search(rf'action="(/wexcombe{at}/steps/\w+)"', page.get(at).text)
    assert step

    done = page.post(step[1], {"on": "16 3 2026"})
    action = page.post(f"{at}/actions", {"text": "Ring the school", "due": "20 3 2026", "owner": scene.chair.person_id})
    scene.written("The carers asked for help in May.")
    agreed = page.post(f"{at}/minutes/agreed", {"part": "main", "blanks": "yes"})
    arranged = browser(scene.worker).get(f"{at}/convening", status=303)
    refused = browser(scene.worker).post(f"{at}/convening/chair", {"chair": scene.chair.person_id})

    assert (done.status, action.status, agreed.status) == (303, 303, 303)
    assert "Ring the school" in page.get(f"{at}/actions").text
    minutes = page.get(f"{at}/minutes").text
    assert "The carers asked for help in May." in minutes and "Agreed by Winifred Pace" in minutes
    assert arranged.location.endswith(at)
    assert refused.status == 422 and "nothing new can be planned" in refused.text


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ({"edition": "1990"}, "The edition &#39;1990&#39; of authority_a is not part of the plugin any more."),
        (
            {"enabled": {"authority_a": {"carer_papers_from": "the mayor"}}},
            "The setting &#39;carer_papers_from&#39; of the plugin &#39;authority_a&#39;, version 1.0, holds "
            "&#39;the mayor&#39;, which does not fit",
        ),
    ],
)
def test_k05_a_meeting_pinned_to_what_the_plugin_no_longer_has_says_what_that_is(
    in_scene: Any, pin: dict[str, Any], said: str
) -> None:
    scene, browser = in_scene(foster)
    page, at = browser(scene.worker), f"/meetings/{scene.meeting_id}"
    pinned(scene, **pin)

    for href in tabs(page, scene).values():
        text = page.get(href).text
        assert SAID in text and said in text, href
    assert "Winifred Pace" in page.get(at).text


def test_k05_a_setting_that_the_installed_version_no_longer_has_changes_nothing_for_a_meeting(in_scene: Any) -> None:
    scene, browser = in_scene(foster)
    page, at = browser(scene.worker), f"/meetings/{scene.meeting_id}"
    before = page.get(at).text
    pinned(scene, enabled={"authority_a": {"moon": "full"}})

    assert same(page.get(at).text, before)


def test_k05_a_meeting_says_quietly_which_version_it_was_proposed_under_and_which_is_followed(in_scene: Any) -> None:
    scene, browser = in_scene(foster)
    page, at = browser(scene.worker), f"/meetings/{scene.meeting_id}"

    same = page.get(at).text
    pinned(scene, plugins=[["authority_a", "0.9"]])
    other = page.get(at).text

    assert "Proposed under authority_a 1.0</span>" in same and "installed and followed" not in same
    assert "Proposed under authority_a 0.9; authority_a 1.0 is installed and followed</span>" in other
    assert SAID not in other


def test_k05_a_kind_of_meeting_that_the_installed_version_no_longer_knows_is_said(in_scene: Any) -> None:
    scene, browser = in_scene(foster)

    def act(_desk: Any, case: Any) -> None:
        case.meeting.kind = "moot"

    scene.act(scene.worker, act)

    text = browser(scene.worker).get(f"/meetings/{scene.meeting_id}").text

    assert SAID in text and "The plugin authority_a 1.0 no longer knows this kind of meeting." in text

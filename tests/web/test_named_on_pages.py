"""Who and what a page calls by name: the child on the plan made for them, and bodies as examples of bodies."""

import re

from tests.web.meeting import address


def test_e07_the_plan_for_the_child_is_addressed_to_the_child_by_name(writing):
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.closed()
    scene.final()
    chair = browser(scene.chair)

    shown = chair.follow(chair.post(address(scene, "/circulation"))).text
    plan = shown.split("Action plan for the child and the previous carers: recipients")[1].split("</table>")[0]

    assert re.search(r"Bertie Quill<span[^>]*>Child</span></th>", plan)
    assert "Nobody in the authority holds this role" not in plan


def test_e10_examples_of_bodies_for_a_recommendation_are_bodies(writing):
    scene, browser = writing()

    page = browser(scene.chair).get(address(scene, "/recommendations")).text

    assert "For example Permanence Panel" in page and "Attended" not in page

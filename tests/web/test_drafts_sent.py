"""The documents that the chair writes, on their way: to whom a draft goes, to whom the final text, and nowhere else."""

import re

from tests.drafting import KEYS, OPEN, PRACTICE
from tests.fixtures.markup import first
from tests.web.meeting import address

SECRET = "The panther note"


def test_e08_the_draft_goes_to_those_who_took_part_with_its_last_day_and_practice_feedback_to_fewer(writing):
    scene, browser = writing()
    scene.received()
    scene.drafted()
    chair = browser(scene.chair)

    page = chair.follow(chair.post(address(scene, "/circulation"))).text
    summary = page.split("Summary: draft: recipients")[1].split("</table>")[0]
    practice = page.split("Practice feedback: draft: recipients")[1].split("</table>")[0]
    scene.circulated()
    read = browser(scene.others["guest"]).get(address(scene, f"/outputs/{scene.id_of('summary')}")).text

    assert "Gil Sorrel" in summary and "Ada Marlowe" in summary and "E08a" in summary
    assert "Maud Terry" in practice and "Gil Sorrel" not in practice and "Ada Marlowe" not in practice
    assert "Draft: corrections of fact by 13 January 2027" in read and "Respite began in November." in read
    assert "Draft sent on 29 December 2026, plus 10 working days" in read and "Say what is wrong" in read


def test_e08_nothing_goes_before_every_recipient_was_looked_at(writing):
    scene, browser = writing()
    scene.received()
    scene.drafted()
    chair = browser(scene.chair)
    chair.post(address(scene, "/circulation"))

    early = chair.post(address(scene, "/circulation/sent"))

    assert early.status == 422 and "Look at every recipient before sending" in early.text


def test_k07_an_output_that_would_reach_nobody_says_so_and_is_not_circulated_in_silence(writing):
    from sqlalchemy import select

    from core.models import CaseRole, Person, PersonRole
    from core.services import circulation

    scene, browser = writing()
    scene.received()
    scene.drafted(PRACTICE)

    def nobody(desk, case):
        """Nobody holds any of the roles that practice feedback is for."""
        for role in desk.db.scalars(select(CaseRole).where(CaseRole.role.like("%social_worker"))):
            desk.db.delete(role)
        for role in desk.db.scalars(select(PersonRole).where(PersonRole.role.like("%social_worker%"))):
            desk.db.delete(role)

    scene.act(scene.chair, nobody)
    chair = browser(scene.chair)
    page = chair.follow(chair.post(address(scene, "/circulation"))).text
    kept = chair.post(address(scene, "/circulation/checked"), {"output": scene.id_of(PRACTICE), "draft": "yes"})
    early = chair.post(address(scene, "/circulation/sent"))
    again = first(r'action="([^"]+/holders)"', page)
    still = chair.post(again)

    assert "“Practice feedback” would reach nobody" in page and "Nobody in the authority holds this role" in page
    assert kept.status == 303 and early.status == 422 and scene.step("draft_out")["done_on"] is None
    assert still.status == 422 and "Still nobody holds this role" in still.text

    def named(desk, case):
        rows = [d for d in circulation.deliveries_of(desk, case) if d.role == "fostering_team_manager"]
        boss = Person(name="Fay Orme")
        desk.db.add(boss)
        desk.db.flush()
        desk.db.add(PersonRole(person_id=boss.id, role="fostering_team_manager"))
        return rows[0].id

    ref = scene.act(scene.chair, named)
    found = chair.follow(chair.post(address(scene, f"/circulation/{ref}/holders"))).text
    assert "Fay Orme" in found and "Taken out: Somebody holds this role now" in found


def test_e09_the_final_text_goes_to_the_social_worker_for_the_case_file_and_every_version_is_kept(writing):
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.write("summary", "Respite began in September.\n\nThe carers asked for help.")
    scene.closed()
    chair = browser(scene.chair)
    for key in KEYS:
        answer = chair.post(address(scene, f"/drafts/{scene.id_of(key)}/final"))
        assert answer.status == 303, answer.text
    page = chair.follow(chair.post(address(scene, "/circulation"))).text
    final = page.split("Summary: recipients")[1].split("</table>")[0]
    scene.circulated()

    ref = scene.id_of("summary")
    read = browser(scene.worker).get(address(scene, f"/outputs/{ref}")).text
    versions = browser(scene.worker).get(address(scene, f"/outputs/{ref}/versions")).text

    assert "Nadia Okafor" in final and "For the case file" in final and "Gil Sorrel" not in final
    assert "Agreed by Ingrid Salter on 29 December 2026" in read and "Respite began in September." in read
    assert "November" in versions and "<ins>" in versions and versions.index("Final") < versions.index("November")
    assert "Saved while writing" not in versions
    assert "Circulated" in browser(scene.worker).get(address(scene)).text


def test_k07_practice_feedback_stands_on_no_page_of_somebody_outside_its_audience(writing):
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()
    scene.said(scene.worker, PRACTICE, passage="The panther passage", wording="The panther wording")
    secret = scene.id_of(PRACTICE)
    pages = ("", "/minutes", "/people", "/actions", "/recommendations", "/pack", "/history", "/corrections")

    for member in (scene.others["guest"], scene.others["administrator"]):
        page = browser(member)
        for tail in pages:
            found = page.client.get(page.path(address(scene, tail)), follow_redirects=True).text
            for canary in (SECRET, "panther", "Practice feedback", secret):
                assert canary not in _apart_from_clauses(found), (member.name, tail, canary)
        for tail in (f"/outputs/{secret}", f"/outputs/{secret}/versions", f"/outputs/{secret}/corrections"):
            page.get(address(scene, tail), status=404)
        assert (
            page.post(address(scene, f"/outputs/{secret}/corrections"), {"passage": "a", "wording": "b"}).status == 404
        )
    assert SECRET in browser(scene.others["manager"]).get(address(scene, f"/outputs/{secret}")).text


def test_k07_before_it_is_final_the_panels_administrator_reads_none_of_it(writing):
    scene, browser = writing()
    scene.received()
    scene.drafted()
    scene.circulated()

    for key in (*OPEN, PRACTICE):
        browser(scene.others["panel"]).get(address(scene, f"/outputs/{scene.id_of(key)}"), status=404)


def _apart_from_clauses(text):
    """A page without the procedure's own words, which everybody in the authority may read."""
    return re.sub(r'<div class="mo-clause.*?</div>', "", text, flags=re.S)

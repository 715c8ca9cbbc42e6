"""The documents that the chair writes: on their page, in the circulation, before their readers, and nowhere else."""

import re
from datetime import date

from tests.drafting import KEYS, OPEN, PRACTICE, RECEIVED, TEXTS
from tests.web.test_meetings import address

SECRET = "The panther note"


def group_of(pattern, text):
    """What the pattern's group holds in the text; it must be there."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def fields(scene, key, text):
    ref = scene.id_of(key)
    version = scene.act(scene.chair, lambda desk, case: scene.output(desk, case, key).version)
    return ref, {f"text-{ref}": text, f"version-{ref}": str(version)}


def step_form(text, key):
    """The address to which a step's form is posted."""
    row = text.split(f'id="step-{key}"')[1].split("</li>")[0]
    return group_of(r'action="([^"]+)"', row)


def test_e07_the_chair_marks_the_draft_report_as_received_and_the_drafts_become_due_from_that_day(writing):
    scene, browser = writing()
    scene.at(RECEIVED)
    scene.mark("report", RECEIVED, scene.others["administrator"])
    chair = browser(scene.chair)
    page = chair.get(address(scene)).text
    assert "Mark as received" not in browser(scene.others["administrator"]).get(address(scene)).text

    answer = chair.post(step_form(page, "receipt"), {"on": "29 12 2026"})

    shown = chair.follow(answer).text
    row = shown.split('id="step-drafts"')[1].split("</li>")[0]
    assert "Expected 6 January 2027" in page and "Due 6 January 2027" in row
    assert "29 December 2026, plus 5 working days" in row and "E07b" in row


def test_e07_a_report_received_late_stays_late_for_whoever_owed_it(writing):
    scene, browser = writing()
    scene.received(date(2027, 1, 5))

    page = browser(scene.chair).get(address(scene)).text

    assert "After its date, 29 December 2026" in page.split('id="step-report"')[1].split("</li>")[0]
    assert "Due 12 January 2027" in page.split('id="step-drafts"')[1].split("</li>")[0]


def test_e07_the_chair_writes_four_outputs_beside_what_was_recorded_and_finishes_them(writing):
    scene, browser = writing()
    scene.written("Respite was late.")
    scene.received()
    chair = browser(scene.chair)
    page = chair.get(address(scene, "/drafts")).text
    for title in ("Summary", "Action plan for the child", "Practice feedback", "General recommendations"):
        assert f"{title}" in page
    assert "Respite was late." in page.split('aria-label="From the record"')[1]

    for key in KEYS:
        ref, sent = fields(scene, key, TEXTS[key])
        answer = chair.post(address(scene, "/drafts"), sent | {"finish": ref})
        assert answer.status == 303

    done = chair.get(address(scene, "/drafts")).text
    assert done.count("Draft finished 29 December 2026") == 4
    assert "Done 29 December 2026" in chair.get(address(scene)).text.split('id="step-drafts"')[1].split("</li>")[0]


def test_a_draft_that_cannot_be_finished_yet_says_why_and_keeps_what_was_written(writing):
    scene, browser = writing()
    chair = browser(scene.chair)
    ref, sent = fields(scene, "summary", "Written early.")

    answer = chair.post(address(scene, "/drafts"), sent | {"finish": ref})

    assert answer.status == 422 and "Not yet: it follows" in answer.text and "Written early." in answer.text
    assert "Written early." in chair.get(address(scene, "/drafts")).text


def test_autosave_answers_with_its_state_and_a_second_window_is_shown_both_texts(writing):
    scene, browser = writing()
    chair = browser(scene.chair)
    ref, first = fields(scene, "summary", "One.")
    second = first | {f"text-{ref}": "Two."}

    saved = chair.post(address(scene, f"/drafts/{ref}"), first, htmx=True)
    clash = chair.post(address(scene, f"/drafts/{ref}"), second, htmx=True)
    whole = chair.post(address(scene, "/drafts"), second)

    assert saved.status == 200 and "by you" in saved.text and "One." not in saved.text
    assert clash.status == 409 and "One." in clash.text and "Two." in clash.text
    assert clash.headers["HX-Retarget"] == f"#conflict-{ref}"
    assert whole.status == 409 and "/drafts" in whole.text and "Put together" in whole.text
    merged = {f"text-{ref}": "One. Two.", f"version-{ref}": group_of(rf'version-{ref}" value="(\d+)"', whole.text)}
    assert chair.post(address(scene, "/drafts"), merged).status == 303


def test_finishing_twice_or_in_a_stale_window_does_nothing_twice(writing):
    scene, browser = writing()
    scene.received()
    chair = browser(scene.chair)
    ref, sent = fields(scene, "summary", "One.")

    answers = [chair.post(address(scene, "/drafts"), sent | {"finish": ref}) for _ in range(2)]
    stale = chair.post(address(scene, f"/drafts/{ref}/final"), {"version": "1"})

    assert [a.status for a in answers] == [303, 303]
    assert stale.status == 422 and "This text has changed since you opened it" in stale.text


def test_text_that_was_typed_is_shown_as_text(writing):
    scene, browser = writing()
    scene.write("summary", "<script>alert(1)</script>")

    assert "&lt;script&gt;" in browser(scene.chair).get(address(scene, "/drafts")).text


def test_only_the_chair_writes_and_for_whoever_may_not_know_of_it_there_is_no_page(writing):
    scene, browser = writing()
    ref, sent = fields(scene, PRACTICE, "Changed.")

    browser(scene.worker).get(address(scene, "/drafts"), status=403)
    browser(scene.outsider).get(address(scene, "/drafts"), status=404)
    assert browser(scene.worker).post(address(scene, f"/drafts/{ref}"), sent).status == 403
    assert browser(scene.outsider).post(address(scene, f"/drafts/{ref}"), sent).status == 404


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
    again = group_of(r'action="([^"]+/holders)"', page)
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


def test_e07_the_themes_are_what_the_outputs_are_written_from_and_not_agreed_by_themselves(writing):
    scene, browser = writing()
    scene.written()
    chair = browser(scene.chair)

    page = chair.get(address(scene, "/minutes")).text
    answer = chair.post(address(scene, "/minutes/agreed"), {"part": "main", "blanks": "yes"})

    assert "Agree the minutes" not in page
    assert answer.status == 422 and "Each document is made final by itself" in answer.text


def _apart_from_clauses(text):
    """A page without the procedure's own words, which everybody in the authority may read."""
    return re.sub(r'<div class="mo-clause.*?</div>', "", text, flags=re.S)

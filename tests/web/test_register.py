"""The register on its page: recommendations and actions of all meetings, each seen and answered by those who may."""

from datetime import date, timedelta

from core.services import advising
from tests.fixtures.markup import first
from tests.scenes import foster
from tests.web.meeting import address

TODAY = date(2026, 3, 16)


def asked_for(scene, **facts) -> str:
    """A recommendation and an action of the scene's meeting, agreed; the recommendation's id."""
    ids = []

    def do(desk, case):
        one = advising.recommend(desk, case, text="Offer respite sooner", body="Corporate parenting board",
                                 theme="Support", due=TODAY + timedelta(days=14))  # fmt: skip
        ids.append(one.id)
        advising.agree_action(desk, case, text="Visit the school", owner_id=scene.worker.person_id, owner_name="",
                              owner_role="social_worker", due=TODAY + timedelta(days=4), part="main")  # fmt: skip

    scene.act(scene.chair, do)
    scene.held()
    scene.written()
    scene.agreed()
    return ids[0]


def test_k08_recommendations_and_actions_of_every_meeting_are_followed_to_an_end(in_scene):
    scene, browser = in_scene(foster)
    ref = asked_for(scene)
    chair = browser(scene.chair)

    advice = chair.get("/register").text
    actions = chair.get("/register?what=actions").text

    assert "1 recommendation<" in advice and "Offer respite sooner" in advice and "Corporate parenting board" in advice
    assert "30 March 2026" in advice and "Bertie Quill" in advice and "Visit the school" not in advice
    assert "Visit the school" in actions and "Nadia Okafor" in actions and "Social worker" in actions
    form = {"state": "accepted", "response": "From <b>April.", "on": "16 3 2026", "version": "1"}
    shown = chair.follow(chair.post(f"/register/{ref}/response", form)).text
    assert "From &lt;b&gt;April." in shown and "16 March 2026, Winifred Pace" in shown
    chair.follow(chair.post(f"/register/{ref}/progress", {"progress": "Two carers found.", "version": "2"}))
    chair.post(f"/register/{ref}/response", {"state": "done", "on": "16 3 2026", "version": "3"})
    assert "No recommendation is open" in chair.get("/register").text
    done = chair.get("/register?state=done").text
    assert "Offer respite sooner" in done and "Done" in done
    assert "Two carers found." in chair.get(address(scene, "/recommendations")).text


def test_k08_whoever_may_not_read_the_record_finds_nothing_of_it(in_scene):
    scene, browser = in_scene(foster)
    ref = asked_for(scene)
    outside = browser(scene.outsider)

    for query in ("", "?what=actions", "?state=every", "?who=board"):
        text = outside.get(f"/register{query}").text
        assert "respite" not in text and "Visit the school" not in text and "Bertie" not in text
    outside.get(f"/register/{ref}", status=404)
    assert outside.post(f"/register/{ref}/response", {"state": "done", "on": "16 3 2026"}).status == 404
    file = outside.post("/register/csv", {"what": "actions"})
    assert len(file.text.splitlines()) == 1


def test_k08_an_owner_sees_the_action_and_no_form_of_the_body(in_scene):
    scene, browser = in_scene(foster)
    asked_for(scene)

    text = browser(scene.worker).get("/register?what=actions", piece=True).text

    assert "Visit the school" in text


def test_a16_the_body_that_was_sent_recommendations_answers_them_and_sees_no_child(in_scene):
    scene, browser = in_scene(foster)
    ref = asked_for(scene)
    board = browser(scene.others["board"])
    assert "No recommendation is open" in board.get("/register").text
    send = scene.act(scene.chair, _send)
    assert send

    text = board.get("/").text
    shown = board.get(f"/register/{ref}").text
    answered = board.follow(board.post(f"/register/{ref}/response", {
        "state": "not accepted", "response": "There is a scheme already.", "on": "16 3 2026", "version": "1",
    })).text  # fmt: skip

    assert "<h1>Recommendations and actions</h1>" in text and "Offer respite sooner" in text
    assert "Record the answer" in shown
    assert "There is a scheme already." in answered and "16 March 2026, Bea Corwen" in answered
    for page in (text, shown, answered):
        assert "Bertie" not in page and "Q-117" not in page and "16 March 2026. " not in page


def _send(desk, case):
    from core.models import Delivery

    paper = next(o for o in _outputs(desk, case) if "recommendations" in o.sections and "record" not in o.sections)
    role = "corporate_parenting_board"
    desk.db.add(Delivery(meeting_id=case.meeting.id, output_id=paper.id, name="Board", role=role, state="sent"))
    desk.db.flush()
    return paper.id


def _outputs(desk, case):
    from core.services import minutes

    return minutes.outputs(desk, case)


def test_an_older_form_is_told_and_keeps_what_was_typed(in_scene):
    scene, browser = in_scene(foster)
    ref = asked_for(scene)
    chair = browser(scene.chair)
    form = {"state": "accepted", "response": "Yes.", "on": "16 3 2026", "version": "1"}
    chair.post(f"/register/{ref}/response", form)

    late = chair.post(f"/register/{ref}/response", form | {"state": "not accepted", "response": "No, too dear."})

    assert late.status == 422
    assert "Somebody else has changed this" in late.text and "No, too dear." in late.text
    assert "Yes." in chair.get(f"/register/{ref}").text


def test_a_response_before_the_meeting_or_without_its_reason_is_refused(in_scene):
    scene, browser = in_scene(foster)
    ref = asked_for(scene)
    chair = browser(scene.chair)

    early = chair.post(f"/register/{ref}/response", {"state": "accepted", "on": "1 3 2026"})
    bare = chair.post(f"/register/{ref}/response", {"state": "not accepted", "on": "16 3 2026"})
    leap = chair.post(f"/register/{ref}/response", {"state": "accepted", "on": "29 2 2026"})

    assert early.status == bare.status == leap.status == 422
    assert "Enter the day of the meeting or a later one" in early.text
    assert "Say why the recommendation is not accepted" in bare.text
    assert "real date" in leap.text


def test_a_recommendation_due_before_the_meeting_is_refused_and_a_stale_one_not_overwritten(in_scene):
    scene, browser = in_scene(foster)
    chair = browser(scene.chair)
    way = address(scene, "/recommendations")

    early = chair.post(way, {"text": "Offer respite", "due": "1 3 2026"})
    text = chair.follow(chair.post(way, {"text": "Offer respite", "due": "30 3 2026"})).text
    edit = first(r'href="([^"]+/recommendations/\w+)"', text)
    chair.post(edit, {"text": "Offer respite soon", "version": "1"})
    stale = chair.post(edit, {"text": "Offer nothing", "version": "1"})
    stale_withdrawal = chair.post(edit + "/withdrawn", {"version": "1"})

    assert early.status == 422 and "a later one" in early.text
    assert "30 March 2026" in text
    assert stale.status == stale_withdrawal.status == 422
    assert "Offer nothing" in stale.text and "It now says: “Offer respite soon”" in stale.text
    assert "Offer respite soon" in chair.get(way).text


def test_an_empty_report_on_an_action_says_what_to_enter(in_scene):
    scene, browser = in_scene(foster)
    asked_for(scene)
    worker = browser(scene.worker)
    report = first(r'action="([^"]+/progress)"', worker.get(address(scene, "/actions")).text)

    empty = worker.post(report, {"progress": " "})

    assert empty.status == 422 and "Enter how far it is, or say that it is done" in empty.text

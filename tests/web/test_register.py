"""The register on its page: recommendations and actions of all meetings, each seen by those who may, and the file."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.registry import Registry
from core.services import advising
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.markup import first
from tests.fixtures.page import SignedInPage
from tests.scenes import foster
from tests.web.test_meetings import address

HELD = date(2026, 2, 2)
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
    form = {"state": "accepted", "response": "From <b>April</b>.", "on": "16 3 2026", "version": "1"}
    shown = chair.follow(chair.post(f"/register/{ref}/response", form)).text
    assert "From &lt;b&gt;April&lt;/b&gt;." in shown and "16 March 2026, Winifred Pace" in shown
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


class TestOfAuthorityE:
    """Lines written straight into the tables, where all recommendations are monitored."""

    @pytest.fixture
    def registry(self) -> Registry:
        return Registry(("authority_e",))

    @pytest.fixture
    def member(self, enroll: Callable[..., Member]) -> Member:
        return enroll("wexcombe", "Nadia Okafor", roles=("panel_adviser",), enabled={"authority_e": {}})

    def recommended(self, desk: Desk, *texts: str, **facts: object) -> None:
        meeting = made.heard(desk, local_id=f"Q-{texts[0][:9]}", held=HELD)
        for text in texts:
            made.recommendation(desk, meeting, text, **facts)
        desk.db.commit()

    def test_e12_who_monitors_sees_all_recommendations_without_the_child(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Offer respite sooner", "Train carers", theme="Support")

        text = page.get("/register").text

        assert "2 recommendations" in text and "Train carers" in text
        assert "February 2026" in text and "2 February 2026" not in text
        assert "Bertie" not in text and "Q-Offer" not in text and "/meetings/" not in text

    def test_no_cell_of_the_file_is_a_formula(self, page: SignedInPage, desk: Desk) -> None:
        starts = ("=1+1", "+44", "-1", "@now", "\t=1", " =1", "plain")
        self.recommended(desk, *starts, body="=cmd|' /C calc'!A0")

        answer = page.post("/register/csv", {"what": "recommendations"})

        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(rows) == len(starts)
        for row in rows:
            for cell in row.values():
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
        assert {row["Child’s ID"] for row in rows} == {""} and {row["Held"] for row in rows} == {"February 2026"}
        assert "plain" in {row["What"] for row in rows}

    def test_the_file_holds_what_the_filter_shows(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Late", due=TODAY - timedelta(days=3))
        self.recommended(desk, "To come", due=TODAY + timedelta(days=3))

        assert "To come" not in page.get("/register?overdue=yes").text
        assert "To come" not in page.post("/register/csv", {"overdue": "yes"}).text

    def test_a_filter_that_makes_no_sense_shows_the_usual_list(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Offer respite sooner")

        for query in ("what=x", "state=x", "sort=drop", "after=zz", "after=zz|1", "kind=x", "sort=-who&after=a|b|c",
                      "what=actions&state=accepted", "after=9999-99-99|"):  # fmt: skip
            page.get(f"/register?{query}")
        assert "1 recommendation<" in page.get("/register?what=x&state=x&sort=drop&kind=x").text
        text = page.get("/register?first=31+2+2026&who=%3Cscript%3Ealert(1)").text
        assert "real date" in text and "<script>alert" not in text
        page.get("/register?after=%00|%00", status=404)

    def test_filters_answer_with_the_piece_that_stands_in_the_page(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "Offer respite sooner")

        piece = page.get("/register?theme=Matching&who=board&overdue=yes&first=1+1+2026&last=2+2+2026", piece=True)

        assert "Nothing matches these filters" in piece.text and "Clear filters" in piece.text

    def test_texts_are_never_markup(self, page: SignedInPage, desk: Desk) -> None:
        self.recommended(desk, "<script>alert(1)</script>" + "x" * 9000, body="<img src=x>", theme="<i>t</i>")

        text = page.get("/register").text

        assert "<script>alert" not in text and "<img src=x" not in text and "<i>t</i>" not in text

    def test_roles_that_nothing_is_meant_for_open_no_register(self, page: SignedInPage) -> None:
        page.hold("configuration", "auditor")

        page.get("/register", status=403)
        assert page.post("/register/csv").status == 403
        assert "Recommendations</a>" not in page.get("/procedure").text

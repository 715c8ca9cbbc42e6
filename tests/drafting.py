"""A disruption meeting of authority E, held on Friday 18 December 2026, whose four outputs the chair writes; and a
smaller authority with one output in each of two parts, of which the second is for professionals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests import factories
from tests.fixtures.app import Clock, Member
from tests.fixtures.applications import application, settings_for
from tests.fixtures.page import SignedInPage
from tests.scenes import Scene

if TYPE_CHECKING:
    from core.registry import Registry
    from core.services.desk import Desk
    from core.services.meetings import Case

HELD = date(2026, 12, 18)
RECEIVED = date(2026, 12, 29)
OPEN = ("summary", "action_plan", "general_recommendations")
PRACTICE = "practice_feedback"
KEYS = (*OPEN, PRACTICE)
TEXTS = {
    "summary": "Respite began in November.\n\nThe carers asked for help.",
    "action_plan": "A letter from the school by Easter.",
    "general_recommendations": "Respite is offered before it is asked for.",
    PRACTICE: "The panther note: supervision came too late.",
}


@dataclass(kw_only=True)
class Writing(Scene):
    """The scene with the road that its outputs take; every doing is the chair's unless it says otherwise."""

    def at(self, day: date) -> None:
        """It is ten in the morning of this day."""
        self.clock.now = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)

    def output(self, desk: "Desk", case: "Case", key: str) -> Any:
        """One output as a row."""
        from core.services import minutes

        return next(o for o in minutes.outputs(desk, case) if o.key == key)

    def id_of(self, key: str) -> str:
        """The id of one output."""
        return str(self.act(self.chair, lambda desk, case: self.output(desk, case, key).id))

    def state_of(self, key: str) -> str:
        """The state of one output."""
        return str(self.act(self.chair, lambda desk, case: self.output(desk, case, key).state))

    def step(self, key: str) -> dict[str, Any]:
        """One step's due day, whether it is firm, when it was done, and the sum behind it."""
        from core.services import scheduling

        def read(desk: "Desk", case: "Case") -> dict[str, Any]:
            task = next(t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step" and t.key == key)
            return {"id": task.id, "due": task.due, "firm": task.firm, "done_on": task.done_on, "sum": task.sum}

        answer: dict[str, Any] = self.act(self.chair, read)
        return answer

    def mark(self, key: str, on: date, by: Member | None = None) -> None:
        """A step is marked by hand as done on a day."""
        from core.services import holding, scheduling

        def do(desk: "Desk", case: "Case") -> None:
            task = next(t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step" and t.key == key)
            holding.complete_step(desk, case, task, on=on)

        self.act(by or self.chair, do)

    def received(self, on: date = RECEIVED) -> None:
        """The administrator's draft report is complete, and the chair has it."""
        self.at(max(on, self.clock.now.date()))
        self.mark("report", on, self.others["administrator"])
        self.mark("receipt", on)

    def write(self, key: str, text: str = "") -> None:
        """One output has this text."""
        from core.services import drafts

        def do(desk: "Desk", case: "Case") -> None:
            output = self.output(desk, case, key)
            drafts.save(desk, case, output, text or TEXTS[key], version=output.version)

        self.act(self.chair, do)

    def drafted(self, *keys: str) -> None:
        """These outputs (or all) are written and finished as drafts."""
        from core.services import drafts

        for key in keys or KEYS:
            self.write(key)
            self._each(key, drafts.finish)

    def circulated(self, *, hand_over: bool = True) -> None:
        """Everybody on the list is kept and sent what they are to have; roles that nobody holds are taken out."""
        from core.services import circulation

        def do(desk: "Desk", case: "Case") -> None:
            for one in circulation.prepare(desk, case):
                if one.state != "prepared":
                    continue
                empty = circulation.vacant(case, one)
                circulation.check(desk, case, one.id, keep=not empty, because="Nobody holds this role" if empty else "")
            circulation.send(desk, case)
            for one in circulation.deliveries_of(desk, case):
                if hand_over and one.state == circulation.BY_HAND:
                    circulation.hand_over(desk, case, one.id, "In person")

        self.act(self.chair, do)

    def said(self, member: Member, key: str = "summary", **words: Any) -> str:
        """Somebody asks for a correction; its id."""
        from core.services import corrections
        from core.services.dossier import dossier

        def do(desk: "Desk", case: "Case") -> str:
            given: dict[str, Any] = {
                "passage": "Respite began in November",
                "wording": "Respite began in September",
            } | words
            output = self.output(desk, case, key)
            return str(corrections.say(desk, case, dossier(desk, case), output, **given).id)

        return str(self.act(member, do))

    def answered(self, correction_id: str, state: str, words: str = "") -> None:
        """The chair answers a correction."""
        from core.services import corrections
        from core.services.dossier import dossier

        def do(desk: "Desk", case: "Case") -> None:
            one, output = corrections.find(desk, case, dossier(desk, case), correction_id)
            corrections.answer(desk, case, one, output, state=state, words=words)

        self.act(self.chair, do)

    def closed(self, because: str = "Everybody has answered.") -> None:
        """The corrections are closed."""
        from core.services import corrections
        from core.services.dossier import dossier

        self.act(self.chair, lambda desk, case: corrections.close(desk, case, dossier(desk, case), because))

    def final(self, *keys: str) -> None:
        """These outputs (or all) are final."""
        from core.services import drafts

        for key in keys or KEYS:
            self._each(key, drafts.finalise)

    def _each(self, key: str, do: Callable[..., None]) -> None:
        self.act(self.chair, lambda desk, case: do(desk, case, self.output(desk, case, key)))


Start = Callable[..., tuple[Writing, Callable[[Member], SignedInPage]]]


@pytest.fixture
def writing(database_url: str, clock: Clock, enroll: Callable[..., Member]) -> Start:
    """`writing()` gives the scene, the meeting held on 18 December 2026, and the browser of any member of it."""
    from core.registry import Registry

    def start(**settings: Any) -> tuple[Writing, Callable[[Member], SignedInPage]]:
        registry = Registry(("authority_e",))
        usual = {"disruption_chair": "iro", "disruption_within": 52}
        worker = enroll("wexcombe", "Nadia Okafor", roles=("social_worker", "team_manager"),
                        enabled={"authority_e": usual | settings})  # fmt: skip
        clock.now = datetime(2026, 12, 18, 10, tzinfo=UTC)
        scene = _scene(database_url, clock, registry, enroll, worker)
        app = application(settings_for(database_url), clock=clock, registry=registry)
        return scene, lambda member: SignedInPage(app, member, clock, database_url)

    return start


def _scene(url: str, clock: Clock, registry: "Registry", enroll: Any, worker: Member) -> Writing:
    tenant = worker.tenant
    others = {
        "administrator": enroll(tenant, "Bea Lomax", roles=("business_support",)),
        "supervising": enroll(tenant, "Hugo Lind", roles=("supervising_social_worker",)),
        "manager": enroll(tenant, "Maud Terry", roles=("team_manager",), title="Team manager"),
        "guest": enroll(tenant, "Gil Sorrel", roles=("home_manager",)),
        "panel": enroll(tenant, "Pia Hale", roles=("panel_administrator",)),
    }
    chair = enroll(tenant, "Ingrid Salter", roles=("iro",), title="Reviewing officer")
    outsider = enroll(tenant, "Otto Blythe", roles=("group_manager",), title="Group manager")
    scene = Writing(
        url=url, clock=clock, registry=registry, worker=worker, chair=chair, outsider=outsider, others=others
    )
    desk = scene.desk(worker)
    child = factories.child(desk, care_plan="long_term_foster")
    place = factories.placement(desk, child, date(2025, 5, 1), ended=date(2026, 11, 20), kind="foster",
                                provider="in_house", emergency=False)  # fmt: skip
    factories.case_role(desk, child, worker.person_id, "social_worker")
    factories.case_role(desk, child, others["supervising"].person_id, "supervising_social_worker")
    carer = factories.person(desk, "Ada Marlowe", staff=False)
    factories.case_role(desk, child, carer, "foster_carer", placement_id=place.id)
    _managed(desk, worker, others["manager"])
    scene.meeting_id = _held(desk, child, place, scene)
    return scene


def _managed(desk: "Desk", worker: Member, manager: Member) -> None:
    from core.models import Person

    desk.db.get_one(Person, (worker.tenant, worker.person_id)).manager_id = manager.person_id
    desk.db.flush()


def _held(desk: "Desk", child: Any, place: Any, scene: Writing) -> str:
    from core.services import chairs, convening, deciding, endings, holding, meetings, scheduling
    from core.services.attendance import CHAIR

    ending = factories.ending(desk, place, abrupt=True, complaint=False)
    meeting = deciding.convene(desk, endings.weigh(desk, ending, child), "disruption")
    case = meetings.find(desk, meeting.id)
    scheduling.set_day(desk, case, "main", day=HELD, starts="10:00")
    chairs.choose(desk, case, scene.chair.person_id)
    convening.hear_child(desk, case, "views", "Bertie has written a letter.")
    guest = scene.others["guest"]
    convening.invite(desk, case, part="main", name=guest.name, role="home_manager", how="attends",
                     person_id=guest.person_id)  # fmt: skip
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role"})
    convening.convene(desk, case)
    came = {i.id for i in convening.invitations_of(desk, case) if not i.left_out and i.role != "child"}
    holding.hold(desk, case, "main", on=HELD, attended={*came, CHAIR})
    holding.name_minute_taker(desk, case, scene.others["administrator"].person_id)
    desk.db.commit()
    desk.db.close()
    return str(meeting.id)

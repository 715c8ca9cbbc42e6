"""Meetings as tests need them, made through the services: after a foster placement (authority A), and after an
adoptive one in two parts (authority B)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests import factories
from tests.fixtures.app import Clock, Member

if TYPE_CHECKING:
    from core.models import Child, Placement
    from core.registry import Registry
    from core.services.desk import Desk
    from core.services.meetings import Case

ENDED = date(2026, 2, 16)
DAY = date(2026, 3, 16)


@dataclass(kw_only=True)
class Scene:
    """One meeting of one authority: `worker` arranges it, `chair` leads it, `outsider` sees the child and no more."""

    url: str
    clock: Clock
    registry: "Registry"
    worker: Member
    chair: Member
    outsider: Member
    others: dict[str, Member]
    meeting_id: str = ""

    def desk(self, member: Member) -> "Desk":
        """A desk of this member that may write; commit to let others see."""
        from core.domain.days import local_day
        from core.services.desk import Desk
        from core.services.entering import enter

        entered = enter(self.url, member.tenant, member.user_id, local_day(self.clock.now), writes=True)
        assert entered is not None
        session, tenant, actor = entered
        return Desk(db=session, tenant=tenant, actor=actor, registry=self.registry, now=self.clock.now)

    def act(self, member: Member, do: "Callable[[Desk, Case], Any]") -> Any:
        """`do(desk, case)` as this member, in a transaction of its own."""
        from core.services import meetings

        desk = self.desk(member)
        try:
            answer = do(desk, meetings.find(desk, self.meeting_id))
            desk.db.commit()
            return answer
        finally:
            desk.db.close()

    def held(self, *, on: date = DAY, parts: tuple[str, ...] = ("main",), apart: int = 0) -> None:
        """Convened and held, everybody on the list present; each further part `apart` days later."""
        from core.services import holding
        from core.services.convening import invitations_of

        for number, part in enumerate(parts):

            def do(desk: "Desk", case: "Case", part: str = part, number: int = number) -> None:
                asked = {i.id for i in invitations_of(desk, case) if i.part == part and not i.left_out}
                day = on + timedelta(days=apart * number)
                holding.hold(desk, case, part, on=day, attended=asked, why="Not everybody was free on the day planned.")

            self.act(self.worker, do)

    def written(self, text: str = "The carers asked for help in May.", *, part: str = "") -> None:
        """One theme of a part (of the first, where none is named) has a text, by the chair."""
        from core.services import minutes

        def do(desk: "Desk", case: "Case") -> None:
            theme = next(t for t in minutes.themes(desk, case) if part in ("", t.part))
            minutes.save(desk, case, theme, text, version=theme.version)

        self.act(self.chair, do)

    def agreed(self, part: str | None = None) -> None:
        """The chair has agreed the minutes."""
        from core.services import minutes

        self.act(self.chair, lambda desk, case: minutes.agree(desk, case, part))


def foster(url: str, clock: Clock, registry: "Registry", enroll: Any, worker: Member, **ended: Any) -> Scene:
    """A disruption meeting of authority A, convened for `DAY`; further arguments are facts of the ending."""
    tenant = worker.tenant
    others = {
        "supervising": enroll(tenant, "Hugo Lind", roles=("supervising_social_worker",)),
        "iro": enroll(tenant, "Petra Gale", roles=("iro",)),
        "board": enroll(tenant, "Bea Corwen", roles=("corporate_parenting_board",)),
        "minute_taker": enroll(tenant, "Ivo Marsh", roles=("business_support",)),
    }
    chair = enroll(tenant, "Winifred Pace", roles=("service_manager",), title="Service manager")
    outsider = enroll(tenant, "Otto Blythe", roles=("group_manager",), title="Group manager")
    scene = Scene(url=url, clock=clock, registry=registry, worker=worker, chair=chair, outsider=outsider, others=others)
    desk = scene.desk(worker)
    child = factories.child(desk, care_plan="long_term_foster", education="school")
    place = factories.placement(
        desk, child, date(2024, 5, 1), ended=ENDED, kind="foster", provider="in_house", long_term=True,
        matched_at_panel=True, emergency=False, commissioned=False, out_of_area=False, until_independence=False,
    )  # fmt: skip
    factories.case_role(desk, child, worker.person_id, "social_worker")
    factories.case_role(desk, child, others["iro"].person_id, "iro")
    factories.case_role(desk, child, others["supervising"].person_id, "supervising_social_worker")
    carer = factories.person(desk, "Ada Marlowe", staff=False)
    factories.case_role(desk, child, carer, "foster_carer", placement_id=place.id)
    scene.meeting_id = _convened(desk, child, place, "disruption", chair, ended)
    return scene


def adoption(url: str, clock: Clock, registry: "Registry", enroll: Any, worker: Member, **ended: Any) -> Scene:
    """An adoption disruption meeting of authority B in two parts, convened for `DAY` and a week later."""
    tenant = worker.tenant
    others = {
        "adoption_worker": enroll(tenant, "Ruth Alder", roles=("adoption_social_worker",)),
        "child_worker": enroll(tenant, "Nora Quist", roles=("social_worker",)),
        "adopters_guest": enroll(tenant, "Gil Sorrel", roles=("iro",)),
    }
    chair = enroll(tenant, "Elsa Mowbray", roles=("independent_chair",), title="Independent chair")
    outsider = enroll(tenant, "Otto Blythe", roles=("group_manager",), title="Group manager")
    scene = Scene(url=url, clock=clock, registry=registry, worker=worker, chair=chair, outsider=outsider, others=others)
    desk = scene.desk(worker)
    _external(desk, chair)
    child = factories.child(desk, care_plan="adoption")
    place = factories.placement(desk, child, date(2025, 5, 1), ended=ENDED, kind="adoption", carer="Vine family")
    factories.case_role(desk, child, others["child_worker"].person_id, "social_worker")
    factories.case_role(desk, child, others["adoption_worker"].person_id, "adoption_social_worker")
    adopter = factories.person(desk, "Tess Vine", staff=False)
    factories.case_role(desk, child, adopter, "adopter", placement_id=place.id)
    scene.meeting_id = _convened(
        desk, child, place, "adoption_disruption", chair, ended, guest=others["adopters_guest"]
    )
    return scene


def _external(desk: "Desk", chair: Member) -> None:
    from core.models import Person

    person = desk.db.get(Person, (chair.tenant, chair.person_id))
    assert person is not None
    person.employed_here = person.operational = False


def _convened(
    desk: "Desk", child: "Child", place: "Placement", kind: str, chair: Member, ended: dict[str, Any],
    guest: Member | None = None,
) -> str:  # fmt: skip
    """The meeting's id; every check before the invitations is answered as staff would."""
    from core.services import chairs, convening, deciding, endings, meetings, scheduling

    ending = factories.ending(desk, place, **({"abrupt": False, "complaint": False} | ended))
    meeting = deciding.convene(desk, endings.weigh(desk, ending, child), kind)
    case = meetings.find(desk, meeting.id)
    asked = {"sustaining": "Respite and family therapy were tried."}
    convening.answer(desk, case, asked)
    for number, part in enumerate(scheduling.parts_of(desk, meeting)):
        scheduling.set_day(desk, case, part.key, day=DAY + timedelta(days=7 * number), starts="10:00")
    chairs.choose(desk, case, chair.person_id)
    convening.hear_child(desk, case, "views", "Bertie has written a letter.")
    if guest is not None:
        convening.invite(
            desk, case, part="part_one", name=guest.name, role="iro", how="attends", person_id=guest.person_id
        )
    for one in convening.invitations_of(desk, case):
        if not one.name:
            convening.change(desk, case, one, {"left_out": "Nobody holds this role"})
    convening.convene(desk, case)
    desk.db.commit()
    desk.db.close()
    return meeting.id

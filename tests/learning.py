"""An authority with months of records behind it, for tests of learning reports: endings, decisions, meetings held and
what they led to, made at a desk; and the browsers of its members."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests import factories
from tests.fixtures.app import Clock, Member
from tests.fixtures.applications import application, settings_for
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from core.models import Meeting
    from core.registry import Registry
    from core.services.desk import Desk

NAMES = ("Bertie Quill", "Saffron Deane", "Otis Farrow-Jones", "Wren Kettle", "Ivo Marsh", "Tansy Prior", "Jude Alder")


@dataclass(kw_only=True)
class Place:
    """One authority that runs one plugin. `author` makes its report, `reader` is to read it, `outsider` is neither."""

    url: str
    clock: Clock
    plugin: str
    registry: "Registry"
    author: Member
    reader: Member
    outsider: Member
    app: Any
    children: int = field(default=0)

    def desk(self, member: Member | None = None) -> "Desk":
        """A desk that may write; commit and close it before a page is asked for."""
        from core.domain.days import local_day
        from core.services.desk import Desk
        from core.services.entering import enter

        who = member or self.author
        entered = enter(self.url, who.tenant, who.user_id, local_day(self.clock.now), writes=True)
        assert entered is not None
        session, tenant, actor = entered
        return Desk(db=session, tenant=tenant, actor=actor, registry=self.registry, now=self.clock.now)

    def act(self, do: "Callable[[Desk], Any]", member: Member | None = None) -> Any:
        """`do(desk)` in a transaction of its own."""
        desk = self.desk(member)
        try:
            answer = do(desk)
            desk.db.commit()
            return answer
        finally:
            desk.db.close()

    def browser(self, member: Member) -> SignedInPage:
        return SignedInPage(self.app, member, self.clock, self.url)

    def ended(
        self, on: date, *, unplanned: bool | None = True, kind: str = "foster", choice: str = "", **facts: Any
    ) -> Any:
        """A placement of a further child that ended on a day; `choice` is what was decided about a meeting."""

        def do(desk: "Desk") -> Any:
            return self._ended(desk, on, unplanned=unplanned, kind=kind, choice=choice, **facts)

        return self.act(do)

    def _ended(self, desk: "Desk", on: date, *, unplanned: bool | None, kind: str, choice: str, **facts: Any) -> Any:
        from core.models import Decision

        self.children += 1
        name = NAMES[self.children % len(NAMES)]
        child = factories.child(desk, name, f"L-{self.children}")
        place = factories.placement(desk, child, on - timedelta(days=300), ended=on, kind=kind, provider="in_house")
        ending = factories.ending(desk, place, unplanned=unplanned, **facts)
        if choice:
            desk.db.add(
                Decision(ending_id=ending.id, kind=self.kind(desk), choice=choice, strength="should", clause="",
                         reason="Nothing more could be learned.", by_id=desk.actor.person_id, at=desk.now)
            )  # fmt: skip
        desk.db.flush()
        return ending

    def held(self, anchor: date, days: int, *, voice: str = "views", judged: bool = False, **facts: Any) -> Any:
        """A disruption meeting about an ending on `anchor`, held so many days later; further arguments are its own."""

        def do(desk: "Desk") -> "Meeting":
            from core.models import Judgement, MeetingPart, Placement

            ending = self._ended(desk, anchor, unplanned=True, kind="foster", choice="convene")
            place = desk.db.get_one(Placement, (desk.tenant.id, ending.placement_id))
            procedure = desk.procedure(anchor)
            assert procedure is not None
            on = anchor + timedelta(days=days)
            pin = {"enabled": dict(desk.enabled), "edition": procedure.edition.key}
            meeting = factories.meeting(
                desk, place, kind=self.kind(desk), ending_id=ending.id, anchor_day=anchor, stage="held", held_on=on,
                day=on, voice=voice, pin=pin, **facts,
            )  # fmt: skip
            for part in desk.db.query(MeetingPart).filter_by(meeting_id=meeting.id):
                part.held_on = on
            if judged:
                desk.db.add(
                    Judgement(meeting_id=meeting.id, about="window", reason="The carers were not ready.",
                              by_id=desk.actor.person_id, by_name=desk.actor.name, at=desk.now)
                )  # fmt: skip
            desk.db.flush()
            return meeting

        return self.act(do)

    def kind(self, desk: "Desk") -> str:
        """The kind of disruption meeting that this authority holds after a foster placement."""
        procedure = desk.procedure(desk.today)
        assert procedure is not None
        return next(k.key for k in procedure.kinds.values() if k.family == "disruption" and not k.elsewhere)

    def advised(self, meeting: "Meeting", theme: str, **facts: Any) -> Any:
        """A recommendation of a meeting under a theme."""
        from core.models import Recommendation

        def do(desk: "Desk") -> Any:
            made = Recommendation(meeting_id=meeting.id, text="Help sooner", body="Commissioning", theme=theme, **facts)
            desk.db.add(made)
            desk.db.flush()
            return made

        return self.act(do)

    def wrote(self, meeting: "Meeting", theme: str) -> None:
        """The record of a meeting has words under a theme."""
        from core.models import Minute

        def do(desk: "Desk") -> None:
            desk.db.add(Minute(meeting_id=meeting.id, theme=theme.lower(), title=theme, text="Bertie asked for help."))

        self.act(do)

    def issued(self, key: str, first_day: date) -> str:
        """The id of a report that its author has made and issued."""
        from core.services import learning

        return str(self.act(lambda desk: learning.issue(desk, learning.make(desk, key, first_day)).id))


def place(
    url: str, clock: Clock, enroll: Any, plugin: str, *, by: str, to: str, registry: "Registry | None" = None
) -> Place:
    """An authority that runs `plugin`; its author holds the role `by`, its reader `to`."""
    from core.registry import Registry

    known = registry or Registry((plugin,))
    author = enroll("wexcombe", "Carla Whitmore", roles=(by,), enabled={plugin: {}})
    app = application(settings_for(url), clock=clock, registry=known)
    return Place(
        url=url, clock=clock, plugin=plugin, registry=known, app=app, author=author,
        reader=enroll("wexcombe", "Perry Locke", roles=(to,)),
        outsider=enroll("wexcombe", "Nadia Okafor", roles=("social_worker",)),
    )  # fmt: skip

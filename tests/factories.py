"""Rows for tests, made at a desk: people, children, placements, meetings, tasks. Commit with `desk.db.commit()`."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.models import CaseRole, Child, Ending, Meeting, Person, Placement, Task
    from core.services.desk import Desk

BORN = date(2014, 2, 3)


def person(desk: "Desk", name: str, *, roles: Sequence[str] = (), **facts: Any) -> "Person":
    """Somebody by name, with roles across the authority; `staff=False` for a contact."""
    from core.models import Person, PersonRole

    made = Person(name=name, **facts)
    desk.db.add(made)
    desk.db.flush()
    desk.db.add_all(PersonRole(person_id=made.id, role=role) for role in roles)
    desk.db.flush()
    return made


def child(desk: "Desk", name: str = "Bertie Quill", local_id: str = "Q-117", **facts: Any) -> "Child":
    """A child; `people` maps roles to persons."""
    from core.models import Child

    people: dict[str, Person] = facts.pop("people", {})
    made = Child(**({"name": name, "local_id": local_id, "born": BORN} | facts))
    desk.db.add(made)
    desk.db.flush()
    for role, who in people.items():
        case_role(desk, made, who, role)
    return made


def case_role(desk: "Desk", child: "Child", who: "Person | str", role: str, **facts: Any) -> "CaseRole":
    """What somebody (or the person with this id) is to a child."""
    from core.models import CaseRole

    made = CaseRole(child_id=child.id, person_id=who if isinstance(who, str) else who.id, role=role, **facts)
    desk.db.add(made)
    desk.db.flush()
    return made


def placement(desk: "Desk", child: "Child", started: date, carer: str = "Marlowe family", **facts: Any) -> "Placement":
    """Where a child lives from a day on; `ended` for one that is over."""
    from core.models import Placement

    made = Placement(child_id=child.id, started=started, carer=carer, **facts)
    desk.db.add(made)
    desk.db.flush()
    return made


def ending(desk: "Desk", placement: "Placement", **facts: Any) -> "Ending":
    """How a placement with an `ended` ended; unplanned unless said otherwise."""
    from core.models import Ending

    given = {"day": placement.ended, "unplanned": True} | facts
    made = Ending(child_id=placement.child_id, placement_id=placement.id, **given)
    desk.db.add(made)
    desk.db.flush()
    return made


def meeting(desk: "Desk", placement: "Placement", *, parts: Sequence[str] = ("main",), **facts: Any) -> "Meeting":
    """A meeting about a placement, with its parts on the meeting's day."""
    from core.models import Meeting, MeetingPart

    usual: dict[str, Any] = {
        "kind": "disruption", "title": "Disruption meeting", "family": "disruption", "stage": "convened",
        "anchor": "placement_ended", "anchor_day": placement.ended or placement.started,
    }  # fmt: skip
    made = Meeting(child_id=placement.child_id, placement_id=placement.id, **(usual | facts))
    desk.db.add(made)
    desk.db.flush()
    desk.db.add_all(
        MeetingPart(meeting_id=made.id, key=key, title=made.title, day=made.day, position=position)
        for position, key in enumerate(parts)
    )
    desk.db.flush()
    return made


def task(desk: "Desk", child: "Child", title: str = "Arrange the venue", **facts: Any) -> "Task":
    """Something owed, by the person at the desk unless `owner` (a person, or None) says otherwise."""
    from core.models import Task

    owner = facts.pop("owner", desk.actor)
    usual: dict[str, Any] = {
        "kind": "step", "title": title, "owner_id": _id(owner), "owner_name": owner.name if owner else "",
    }  # fmt: skip
    made = Task(child_id=child.id, **(usual | facts))
    desk.db.add(made)
    desk.db.flush()
    return made


def _id(who: Any) -> str | None:
    return getattr(who, "person_id", None) or getattr(who, "id", None)


def staffed(desk: "Desk", *, team: str = "North 2") -> dict[str, "Person"]:
    """An authority's usual people: the person at the desk works in `team` under a group manager and a service manager.

    Keys: worker, group, service, other_service, practice, senior, outside, iro, adoption_team, adoption_worker.
    """
    from core.models import Person

    service = person(desk, "Sunita Roe", title="Service manager", roles=("service_manager",))
    group = person(
        desk, "Sam Whitlow", title="Group manager", roles=("group_manager",), team=team, manager_id=service.id
    )
    worker = desk.db.get_one(Person, (desk.tenant.id, desk.actor.person_id))
    worker.team, worker.manager_id = team, group.id
    adoption_team = person(
        desk, "Michael Dunn", title="Adoption team manager", roles=("adoption_team_manager", "adoption_team")
    )
    return {
        "worker": worker,
        "group": group,
        "service": service,
        "other_service": person(desk, "Janet Okon", title="Service manager, South", roles=("service_manager",)),
        "practice": person(desk, "Noor Aslan", title="Practice manager", roles=("practice_manager",), team=team),
        "senior": person(desk, "David Kersey", title="Head of quality", roles=("senior_manager",), operational=False),
        "outside": person(desk, "Elspeth Moy", title="Independent chair", roles=("independent_chair",),
                          employed_here=False, operational=False),
        "iro": person(desk, "Grace Temby", title="Independent reviewing officer", roles=("iro",), operational=False),
        "adoption_team": adoption_team,
        "adoption_worker": person(desk, "Ruth Amis", title="Adoption social worker", manager_id=adoption_team.id,
                                  roles=("adoption_social_worker",)),
    }  # fmt: skip


def ended(desk: "Desk", child: "Child", on: date, *, carer: str = "Pryor family", **facts: Any) -> "Ending":
    """A placement that began 200 days before `on` and ended then, with the home that followed.

    Facts of the placement are taken from `about`, all others are the ending's.
    """
    from datetime import timedelta

    about = {"kind": "foster", "provider": "in_house", "emergency": False} | facts.pop("about", {})
    first = placement(desk, child, on - timedelta(days=200), carer, ended=on, **about)
    following = placement(desk, child, on, "Fernbeck", kind="residential", provider="in_house")
    return ending(desk, first, next_placement_id=following.id, **facts)


def output(desk: "Desk", meeting: "Meeting", key: str = "record", **facts: Any) -> Any:
    """A record of a meeting, agreed, for everybody who attended unless `audience` says otherwise."""
    from core.models import Output

    usual: dict[str, Any] = {"title": key.capitalize(), "audience": ["attended"], "sections": ["record"]}
    made = Output(meeting_id=meeting.id, key=key, state="agreed", **(usual | facts))
    desk.db.add(made)
    desk.db.flush()
    return made


def recommendation(desk: "Desk", meeting: "Meeting", text: str = "Offer respite sooner", **facts: Any) -> Any:
    """What a meeting recommends, to the fostering service unless `body` says otherwise."""
    from core.models import Recommendation

    made = Recommendation(meeting_id=meeting.id, text=text, **({"body": "Fostering service"} | facts))
    desk.db.add(made)
    desk.db.flush()
    return made


def heard(desk: "Desk", name: str = "Bertie Quill", local_id: str = "Q-117", *, held: date, **facts: Any) -> "Meeting":
    """A meeting about a child that was held and whose minutes are agreed."""
    found = child(desk, name, local_id, **facts.pop("about", {}))
    home = placement(desk, found, date(2025, 1, 6), ended=date(2026, 1, 12))
    given: dict[str, Any] = {"stage": "recorded", "day": held, "held_on": held, "agreed_on": held} | facts
    return meeting(desk, home, **given)

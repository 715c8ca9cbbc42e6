"""Teams: who sees which child hangs on the name, so a name that changes takes everybody along, at any moment."""

from collections.abc import Callable
from threading import Thread

from sqlalchemy import select

from core import db
from core.models import Child, Event, Person, Team
from core.services import children, people, team_changes, teams
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.keeping import rows


def worker_of(page: SignedInPage, desk: Desk, enroll: Callable[..., Member], team: str) -> Member:
    """A social worker who sees the children of one team only."""
    member = enroll(page.member.tenant, "Owen Hale", roles=("social_worker",))
    person = desk.db.get(Person, (member.tenant, member.person_id))
    assert person is not None
    person.team = team
    desk.db.commit()
    return member


def test_a_new_name_takes_along_people_and_children_of_this_authority_and_nobody_loses_sight(
    page: SignedInPage, desk: Desk, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    desk.db.rollback()
    page.hold("configuration")
    elsewhere = enroll("larkhey", "Sam Dwyer")
    with db.session(page.database_url, "larkhey", writes=True) as session:
        session.add(Child(local_id="L-1", name="Ann Otherwise", team="North 2"))
        session.commit()
    worker = sign_in_as(worker_of(page, desk, enroll, "North 2"))
    child = made.child(desk, "Bertie Quill", team="North 2")
    made.child(desk, "Kit South", "Q-2", team="South 1")
    desk.db.commit()
    before = worker.get(f"/children/{child.id}/details").text
    assert page.post("/people/teams/new", {"name": "North 2"}).status == 303
    (team,) = rows(page, Team)

    assert page.post(f"/people/teams/{team.id}", {"name": "Harbour", "version": "1"}).status == 303

    text = worker.get("/children").text
    assert "Bertie Quill" in text
    assert "Kit South" not in text
    worker.get(f"/children/{child.id}")
    assert {c.name: c.team for c in rows(page, Child)} == {"Bertie Quill": "Harbour", "Kit South": "South 1"}
    with db.session(page.database_url, elsewhere.tenant) as session:
        assert [c.team for c in session.scalars(select(Child))] == ["North 2"]
    version = before.split('name="version" value="')[1].split('"')[0]
    late = worker.post(f"/children/{child.id}/details", {"name": "Bertie", "version": version})
    assert late.status == 409
    assert "North 2 is now Harbour" in worker.get(f"/children/{child.id}/history").text
    assert "Team: North 2 → Harbour" in page.get(f"/people/{worker.member.person_id}").text


def test_an_earlier_name_leads_to_the_team_and_an_unknown_one_stays(desk: Desk) -> None:
    page_desk = keeping(desk)
    team = team_changes.add(page_desk, "North 2")
    team_changes.edit(page_desk, team, "Harbour", None)

    child = children.add(desk, local_id="Q-9", name="Late Comer", team=" north  2 ")
    typed = children.add(desk, local_id="Q-10", name="New Comer", team="Out of hours")
    person = people.add(page_desk, {"name": "Nia Rook", "team": "HARBOUR"})

    assert (child.team, typed.team, person.team) == ("Harbour", "Out of hours", "Harbour")
    assert [(one.name, one.people, one.children) for one in teams.unlisted(desk)] == [("Out of hours", 0, 1)]
    assert teams.names(desk) == ("Harbour",)


def test_a_child_that_is_added_while_the_name_changes_gets_the_new_one(desk: Desk, database_url: str) -> None:
    keeper = keeping(desk)
    team = team_changes.add(keeper, "North 2")
    desk.db.commit()
    team_changes.edit(keeper, team, "Harbour", None)

    def add() -> None:
        with db.session(database_url, desk.tenant.id, writes=True) as session:
            other = Desk(db=session, tenant=session.merge(desk.tenant, load=False), actor=desk.actor,
                         registry=desk.registry, now=desk.now)  # fmt: skip
            children.add(other, local_id="Q-9", name="Late Comer", team="North 2")
            session.commit()

    late = Thread(target=add)
    late.start()
    late.join(0.5)
    desk.db.commit()
    late.join()

    assert desk.db.scalars(select(Child.team)).all() == ["Harbour"]


def test_merging_leads_every_name_of_the_one_to_the_other(desk: Desk) -> None:
    keeper = keeping(desk)
    north, harbour = team_changes.add(keeper, "North 2"), team_changes.add(keeper, "Harbour")
    team_changes.edit(keeper, north, "North", None)
    child, person = made.child(desk, team="North"), made.person(desk, "Owen Hale", team="North")

    team_changes.merge(keeper, north, harbour.id)

    desk.db.expire_all()
    assert (child.team, person.team) == ("Harbour", "Harbour")
    assert [teams.named(desk, text) for text in ("north 2", "North", "Harbour")] == ["Harbour"] * 3
    (event,) = desk.db.scalars(select(Event).where(Event.verb == "took in a team"))
    assert (event.data["before"], event.data["people"], event.data["children"]) == ("North", 1, 1)


def keeping(desk: Desk) -> Desk:
    """The same desk, for somebody who looks after people."""
    from dataclasses import replace

    return replace(desk, actor=replace(desk.actor, roles=frozenset({"configuration"})))

"""The pages of the authority's own list of teams."""

from core.models import Child, Person, Team
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.keeping import keeper, rows, staff

__all__ = ["keeper"]


def add(page: SignedInPage, name: str, **form: str) -> Team:
    assert page.post("/people/teams/new", {"name": name, **form}).status == 303
    return next(team for team in rows(page, Team) if team.name == name)


def test_teams_are_listed_with_who_leads_them_and_how_many_are_in_them(keeper: SignedInPage, desk: Desk) -> None:
    boss = made.person(desk, "Sam Whitlock", team="North 2")
    made.child(desk, team="North 2")
    made.child(desk, "Kit South", "Q-2", team="South 1")
    desk.db.commit()

    team = add(keeper, "North 2", manager_id=boss.id)

    text = keeper.get("/people/teams").text
    assert "Sam Whitlock" in text
    assert "On records only" in text
    assert "South 1" in text
    assert "Kit South" not in text
    page = keeper.get(f"/people/teams/{team.id}").text
    assert "1 child in this team" in page
    assert '<option value="North 2">' in keeper.get("/people/new").text
    taken = keeper.post("/people/teams/new", {"name": "north  2"})
    assert taken.status == 422
    assert "Another team is called this already" in taken.text
    assert keeper.post("/people/teams/new", {"name": " "}).status == 422
    assert keeper.post("/people/teams/new", {"name": "East", "manager_id": "nobody"}).status == 422


def test_a_name_on_records_is_put_on_the_list_or_led_to_a_team(keeper: SignedInPage, desk: Desk) -> None:
    made.child(desk, team="north-2")
    made.person(desk, "Owen Hale", team="South 1")
    desk.db.commit()
    team = add(keeper, "North 2")

    assert keeper.post("/people/teams/found", {"found": "north-2", "into": team.id}).status == 303
    assert keeper.post("/people/teams/found", {"found": "South 1"}).status == 303

    assert [child.team for child in rows(keeper, Child)] == ["North 2"]
    assert sorted(team.name for team in rows(keeper, Team)) == ["North 2", "South 1"]
    assert "On records only" not in keeper.get("/people/teams").text
    gone = keeper.post("/people/teams/found", {"found": "north-2", "into": team.id})
    assert gone.status == 422
    assert "No record carries this name any more" in gone.text


def test_a_team_with_people_or_children_in_it_is_not_closed(keeper: SignedInPage, desk: Desk) -> None:
    owen, child = staff(desk, team="North 2"), made.child(desk, team="North 2")
    desk.db.commit()
    team, other = add(keeper, "North 2"), add(keeper, "Harbour")

    refused = keeper.post(f"/people/teams/{team.id}/closing", {})
    assert refused.status == 422
    assert "Owen Hale is in this team. Move them to another first." in refused.text
    assert keeper.post(f"/people/{owen.id}", {"name": "Owen Hale", "team": "Harbour"}).status == 303
    refused = keeper.post(f"/people/teams/{team.id}/closing", {})
    assert "Children are in this team" in refused.text
    assert child.name not in refused.text
    assert keeper.post(f"/people/teams/{team.id}/merger", {"into": ""}).status == 422
    assert keeper.post(f"/people/teams/{team.id}/merger", {"into": other.id}).status == 303
    assert keeper.post(f"/people/{owen.id}", {"name": "Owen Hale", "team": ""}).status == 303
    desk.db.refresh(child)
    child.team = ""
    desk.db.commit()
    assert keeper.post(f"/people/teams/{other.id}/closing", {}).status == 303
    assert "Harbour" not in keeper.get("/people/new").text
    assert keeper.post(f"/people/teams/{other.id}/closing", {}).status == 303
    assert "Harbour" in keeper.get("/people/new").text


def test_two_people_at_one_team_see_both_names(keeper: SignedInPage, desk: Desk) -> None:
    team = add(keeper, "North 2")
    assert keeper.post(f"/people/teams/{team.id}", {"name": "Harbour", "version": "1"}).status == 303

    late = keeper.post(f"/people/teams/{team.id}", {"name": "Quayside", "version": "1"})

    assert late.status == 409
    assert "The record now says: Harbour" in late.text
    assert 'value="Quayside"' in late.text
    text = keeper.get(f"/people/teams/{team.id}").text
    assert "Renamed a team" in text
    assert "North 2 → Harbour" in text


def test_a_team_passes_on_with_whoever_led_it(keeper: SignedInPage, desk: Desk) -> None:
    owen, heir = staff(desk), staff(desk, "Kit Marsh")
    team = add(keeper, "North 2", manager_id=owen.id)

    assert "1 team to lead" in keeper.post(f"/people/{owen.id}/leave", {}).text
    assert keeper.post(f"/people/{owen.id}/leave", {"heir": heir.id}).status == 303

    assert rows(keeper, Team, id=team.id)[0].manager_id == heir.id
    assert "Owen Hale → Kit Marsh" in keeper.get(f"/people/teams/{team.id}").text


def test_case_staff_do_not_open_the_list_and_still_choose_from_it(page: SignedInPage, desk: Desk) -> None:
    desk.db.add(Team(name="North 2"))
    desk.db.commit()

    page.get("/people/teams", status=403)
    assert '<option value="North 2">' in page.get("/children/new").text
    assert rows(page, Person)

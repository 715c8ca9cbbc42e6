"""Arranging authority A's disruption meeting, section by section, as the worker sees it; with a script or without."""

from playwright.sync_api import expect

from tests.fixtures.visitor import Visitor

PRIYA = "Priya Nandakumar"


def arrange_the_meeting(priya: Visitor) -> None:
    """A day, a chair, the child's voice, who comes, the pack; then the invitations."""
    choose_a_day(priya)
    choose_a_chair(priya)
    say_how_wren_is_heard(priya)
    settle_who_comes(priya)
    look_at_the_pack(priya)
    send_the_invitations(priya)


def choose_a_day(priya: Visitor) -> None:
    """A day too early is checked and said to be so; a day inside the window is saved with what it makes due."""
    date = priya.page.locator("#date")
    priya.fill("Meeting date", "20 3 2026", date)
    priya.press("Check this date", date)
    expect(date.locator("#found-main")).to_contain_text("Friday 20 March 2026")
    expect(date).to_contain_text("Professional judgement on timing")
    priya.fill("Meeting date", "14 4 2026", date)
    priya.press("Check this date", date)
    found = date.locator("#found-main")
    expect(found).to_contain_text("Tuesday 14 April 2026")
    expect(found).to_contain_text("This day has not been saved.")
    expect(found).to_contain_text("The pack would be due on 7 April 2026")
    expect(date).not_to_contain_text("Professional judgement on timing")
    priya.fill("Starts", "13:30", date)
    priya.fill("Ends", "15:30", date)
    priya.fill("Where", "County Hall, room 114", date)
    priya.press("Save this date", date)
    expect(found).to_contain_text("Tuesday 14 April 2026, 13:30 to 15:30. County Hall, room 114.")


def choose_a_chair(priya: Visitor) -> None:
    """Everybody considered is listed; whoever may not chair has no radio."""
    chair = priya.page.locator("#chair")
    expect(chair.get_by_role("radio", name="Janet Okonjo")).to_be_visible()
    chair.get_by_role("radio", name="Janet Okonjo").check()
    priya.press("Save chair", chair)
    expect(chair).to_contain_text("Janet Okonjo is to chair.")


def say_how_wren_is_heard(priya: Visitor) -> None:
    """Wren sends views, so that an advocate may come: the list of those asked says so at once."""
    people = priya.page.locator("#people")
    expect(people).to_contain_text("Cannot tell yet: needs whether the child will attend.")
    priya.choose("How Wren will be heard", "Wren sends views another way", people)
    priya.fill("What was arranged, or tried", "Wren draws with Grace the week before.", people)
    priya.press("Save how Wren will be heard", people)
    expect(people).not_to_contain_text("needs whether the child will attend")


def settle_who_comes(priya: Visitor) -> None:
    """Everybody the procedure lists is named, or it says why they are not asked."""
    name(priya, "Parent", "Moira Halloran")
    expect(priya.page.locator("#people tr[id^=invitation]").filter(has_text="Foster carer")).to_contain_text(
        "Gwen Tarrant"
    )
    for role in ("Advocate", "Health professional", "Other professional"):
        leave_out(priya, role, "Nobody has this role for Wren.")
    expect(priya.page.locator("#people")).not_to_contain_text("Not named yet")


def name(priya: Visitor, role: str, person: str) -> None:
    """Name whoever has a role."""
    priya.page.locator("#people").get_by_role("link", name=f"Change {role}", exact=True).click()
    priya.fill("Or a name", person)
    priya.press("Save")
    expect(priya.page.locator("#people")).to_contain_text(person)


def leave_out(priya: Visitor, role: str, why: str) -> None:
    """Say why nobody of this role is asked."""
    priya.page.locator("#people").get_by_role("link", name=f"Change {role}", exact=True).click()
    priya.fill("If they are not asked: why", why)
    priya.press("Save")
    row = priya.page.locator("#people tr[id^=invitation]").filter(has_text=role)
    expect(row).to_contain_text(f"Not asked: {why}")


def look_at_the_pack(priya: Visitor) -> None:
    """Each paper with its supplier; where the text is silent somebody is named."""
    pack = priya.page.locator("#pack")
    expect(pack).to_contain_text("Due 7 April 2026 (A14e)")
    expect(pack.get_by_role("row").filter(has_text="Chronology from birth")).to_contain_text(PRIYA)
    expect(pack.get_by_role("row").filter(has_text="Contract")).to_contain_text(
        "Not needed, because this is not so here"
    )
    silent = pack.get_by_role("row").filter(has_text="Matching report")
    expect(silent).to_contain_text("The text does not say who supplies this")
    who = silent.get_by_role("combobox")
    who.select_option(value=who.locator("option").filter(has_text="Dilys Vaughan").get_attribute("value"))
    priya.press("Save who supplies Matching report", silent)
    expect(silent).to_contain_text("Dilys Vaughan")


def send_the_invitations(priya: Visitor) -> None:
    """All is in order: the invitations go out, and the meeting is convened."""
    check = priya.page.locator("#check")
    expect(check.get_by_text("In order", exact=True)).to_have_count(5)
    priya.press("Mark as invited and convene", check)
    priya.see_heading("Disruption meeting: Wren Halloran")
    priya.see("Tuesday 14 April 2026, 13:30 to 15:30, County Hall, room 114.", "Convened", "Janet Okonjo")
    priya.see("Papers with the chair", "7 April 2026")

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
    expect(pack).to_contain_text("Due 7 April 2026")
    expect(pack).to_contain_text("(A14e)")
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


def choose_day_and_chair(visitor: Visitor, day: str, shown: str, chair: str) -> None:
    """A day with its time, and somebody of the list to chair; both are said back."""
    date = visitor.page.locator("#date")
    visitor.fill("Meeting date", day, date)
    visitor.fill("Starts", "10:00", date)
    visitor.press("Save this date", date)
    expect(date.locator("#found-main")).to_contain_text(shown)
    section = visitor.page.locator("#chair")
    section.get_by_role("radio", name=chair).check()
    visitor.press("Save chair", section)
    expect(section).to_contain_text(f"{chair} is to chair.")


def hear_the_child(visitor: Visitor, child: str, how: str) -> None:
    """How the child will be heard, said on the arranging page."""
    people = visitor.page.locator("#people")
    visitor.choose(f"How {child} will be heard", how, people)
    visitor.press(f"Save how {child} will be heard", people)


def leave_out_whoever_is_not_named(visitor: Visitor, child: str) -> None:
    """Each role that nobody holds says so."""
    people = visitor.page.locator("#people")
    while people.get_by_text("Not named yet").count():
        row = people.locator("tr[id^=invitation]").filter(has_text="Not named yet").first
        link = row.get_by_role("link", name="Change").inner_text().split("\n")[-1]
        leave_out(visitor, link.removeprefix("Change").strip(), f"Nobody has this role for {child}.")


def open_the_meeting_of(visitor: Visitor, child: str, kind: str) -> None:
    """From the list of meetings, by the child's name and the kind of meeting."""
    visitor.follow("Meetings")
    rows = visitor.page.locator("main").get_by_role("row").filter(has_text=child).filter(has_text=kind)
    rows.get_by_role("link").first.click()
    visitor.see_heading(f"{kind}: {child}")


def hold_with_everybody(visitor: Visitor, child: str, kind: str, day: str) -> None:
    """It was held on its day, and everybody on the list came."""
    open_the_meeting_of(visitor, child, kind)
    visitor.follow("Hold the meeting")
    expect(visitor.page.get_by_label("Day it took place")).to_have_value(day)
    for box in visitor.page.get_by_role("group", name="Who came?").get_by_role("checkbox").all():
        box.check()
    visitor.press("Save")
    visitor.see_heading(f"{kind}: {child}")


def circulate_to_all(visitor: Visitor) -> None:
    """The list of each document is read; roles that nobody holds are taken out; the rest is sent or handed over."""
    page = visitor.page
    while page.get_by_text("Keep or take out").filter(visible=True).count():
        row = page.locator("tr").filter(has_text="Nobody").filter(has_text="Keep or take out")
        if row.count():
            fold = visitor.unfold("Keep or take out", row.first)
            visitor.fill("If taken out, why", "Nobody holds this role.", fold)
            fold.get_by_role("button", name="Take out").click()
        else:
            page.get_by_role("button", name="I have read the list").first.click()
        page.wait_for_load_state()
    visitor.press("Send to those checked")
    while page.locator("summary").filter(has_text="Say how it was handed over").count():
        fold = page.locator("details").filter(has_text="Say how it was handed over").first
        fold.locator("summary").click()
        fold.get_by_label("How it was handed over").fill("At a visit")
        fold.get_by_role("button", name="Save").click()
        page.wait_for_load_state()


def circulate_each(visitor: Visitor) -> None:
    """As `circulate_to_all`, where a list may hold a single recipient, who is kept by name."""
    page = visitor.page
    while page.get_by_text("Keep or take out").filter(visible=True).count():
        rows = page.locator("tr").filter(has_text="Keep or take out")
        vacant = rows.filter(has_text="Nobody in the authority holds this role")
        everyone = page.get_by_role("button", name="I have read the list")
        if vacant.count():
            fold = visitor.unfold("Keep or take out", vacant.first)
            visitor.fill("If taken out, why", "Nobody holds this role.", fold)
            fold.get_by_role("button", name="Take out").click()
        elif everyone.count():
            everyone.first.click()
        else:
            rows.first.get_by_role("button", name="Keep").click()
        page.wait_for_load_state()
    visitor.press("Send to those checked")
    hand_over_the_rest(visitor)


def hand_over_the_rest(visitor: Visitor) -> None:
    """Whoever does not sign in is given a print, and it says how."""
    while visitor.page.locator("summary").filter(has_text="Say how it was handed over").count():
        fold = visitor.unfold("Say how it was handed over")
        visitor.fill("How it was handed over", "At a visit", fold)
        fold.get_by_role("button").click()
        visitor.page.wait_for_load_state()

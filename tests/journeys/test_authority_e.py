"""Authority E from the preparation of a meeting to the panel's outcome and the yearly summary, in a real browser: four
outputs with readers of their own, and corrections of fact on the way."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Locator, expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor
from tests.journeys.arranging import circulate_each, hold_with_everybody

Arrives = Callable[..., Visitor]
KEMI, BRAM, ZITA, NOEL = "Kemi Falade", "Bram Oakes", "Zita Coe", "Noel Harker"
MEETING, CHILD = "Disruption meeting", "Nina Sobol"
PRACTICE, REVIEWER = "Practice feedback", "Rosalind Achebe"
HAPPENED = "Nina stayed with the Ashdowns for two winters. Nights became hard after the new year."
RECOMMENDED = ("Offer respite before the second winter", "Keep one worker through a move")
FEEDBACK = "Two visits were missed in January. Cover is agreed before leave begins."
WRONG, RIGHT = "Respite began in December.", "Respite began in October."
EWA = "Nina was there for three winters, as I count."
DECIDED = "The panel thanks everybody, and asks for respite to be planned early."
NOT_SO = "A change of worker cannot always be avoided."
DRAFTS = {
    "Summary": f"Nina lived with the Ashdowns for two winters. {WRONG}",
    "Action plan for the child and the previous carers": "Nina rings the Ashdowns on Sundays.",
    PRACTICE: FEEDBACK,
    "General recommendations": "Respite is offered before it is asked for.",
}


def prepare(live: Live, visitor: Arrives) -> None:
    """Kemi and Bram record whom they prepared and what was offered and answered; Noel reads and speaks (E03, E04)."""
    kemi = at_the_meeting(visitor, KEMI, "Preparation")
    record_step(kemi, "Prepare the birth parents", "Done", "Ewa came to the office on Friday.")
    record_step(kemi, "Arrange an advocate through the children's rights service", "Not required", "Nina has one.")
    record_offer(kemi, "Ewa Wilk", "In touch with the chair another way", "A call on Thursday.")
    bram = at_the_meeting(visitor, BRAM, "Preparation")
    record_step(bram, "Prepare the previous carers or prospective adopters", "Done", "At home, over tea.")
    record_offer(bram, "Rhona Ashdown", "Declined", "She will write instead.")
    bram.see("3 of 3 settled")
    noel = at_the_meeting(visitor, NOEL, "Preparation")
    for title in ("Read the child's file", "Speak with the social workers concerned"):
        record_step(noel, title, "Done", "On Monday morning.")
    noel.see("7 of 7 recorded")


def gather_the_pack(live: Live, visitor: Arrives) -> None:
    """One report has two authors, either of whom records it; the child's may take another form (E05)."""
    bram = at_the_meeting(visitor, BRAM, "Pack")
    report = paper(bram, "Report of the child's social worker and the supervising social worker")
    expect(report).to_contain_text(KEMI)
    expect(report).to_contain_text(BRAM)
    expect(report).to_contain_text("Written together")
    expect(report).to_contain_text("20 March 2026")
    place(bram, report, "Asked for")
    expect(report).not_to_contain_text("Received 13 March")
    place(bram, report, "Received")
    expect(report).to_contain_text(f"Received 16 March 2026, {BRAM}")
    kemi = at_the_meeting(visitor, KEMI, "Pack")
    nina = paper(kemi, "The child's report")
    expect(nina).to_contain_text("No day in the text")
    place(kemi, nina, "Received", form="Another form of submission")
    expect(nina).to_contain_text("Received 16 March 2026: Another form of submission")
    kemi.follow("People (6)")
    kemi.follow("Change who is asked")
    add(kemi, REVIEWER, "Independent reviewing officer")


def hold(live: Live, visitor: Arrives) -> None:
    """Everybody came, the child's reviewing officer among them."""
    live.clock.now = datetime(2026, 3, 27, 16, 0, tzinfo=UTC)
    noel = visitor("eastholme").sign_in(NOEL)
    hold_with_everybody(noel, CHILD, MEETING, "27/3/2026")
    noel.see("Due 7 April 2026")


def write_the_report(live: Live, visitor: Arrives) -> None:
    """Zita writes the record and completes the draft report; the chair's days run from its receipt (E07)."""
    live.clock.now = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
    zita = at_the_meeting(visitor, ZITA, "Agenda and minutes")
    zita.page.get_by_role("textbox").first.fill(HAPPENED)
    zita.press("Save")
    expect(zita.page.get_by_role("textbox").first).to_have_value(HAPPENED)
    zita.follow("Stages")
    mark(zita, "report", "Mark as done")

    live.clock.now = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    noel = at_the_meeting(visitor, NOEL, "Stages")
    expect(noel.page.locator("#step-drafts")).to_contain_text("Firm after")
    mark(noel, "receipt", "Mark as received")
    expect(noel.page.locator("#step-drafts")).to_contain_text("Due 10 April 2026")


def write_the_drafts(live: Live, visitor: Arrives) -> None:
    """The chair recommends, writes four drafts, and finishes each (E07)."""
    live.clock.now = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)
    noel = at_the_meeting(visitor, NOEL, "Recommendations")
    for text in RECOMMENDED:
        noel.page.get_by_label("Recommendation", exact=True).fill(text)
        noel.press("Add the recommendation")
        noel.see(text)
    noel.follow("Drafts")
    for title, text in DRAFTS.items():
        noel.fill(f"Text of {title}", text)
        noel.press(f"Save and finish the draft of {title}")
        expect(noel.page.get_by_role("region", name=title)).to_contain_text("Draft finished 8 April 2026")
    noel.follow("Circulate the draft")
    noel.press("Prepare the circulation")
    practice = noel.page.locator("section").filter(has=noel.page.get_by_role("heading", name=f"{PRACTICE}: draft"))
    for name in (KEMI, BRAM, "Ingrid Salter"):
        expect(practice.get_by_role("row").filter(has_text=name)).to_have_count(1)
    for name in ("Ewa Wilk", "Rhona Ashdown", REVIEWER):
        expect(practice).not_to_contain_text(name)
    circulate_each(noel)


def ask_for_corrections(live: Live, visitor: Arrives) -> None:
    """Bram says which fact is wrong; Kemi writes down what Nina's mother sees differently (E08)."""
    live.clock.now = datetime(2026, 4, 20, 10, 0, tzinfo=UTC)
    bram = at_the_meeting(visitor, BRAM, "Corrections")
    bram.see("22 April 2026")
    bram.follow("Record a correction of Summary")
    bram.choose("Whose correction is it?", "Myself")
    correct(bram, WRONG, RIGHT)
    kemi = at_the_meeting(visitor, KEMI, "Corrections")
    kemi.follow("Record a correction of Summary")
    kemi.choose("Whose correction is it?", "Ewa Wilk, Parent")
    kemi.fill("Day it came", "17 4 2026")
    kemi.fill("How it came", "By telephone")
    correct(kemi, "Nina lived with the Ashdowns", EWA)


def answer_and_close(live: Live, visitor: Arrives) -> None:
    """One changes the text, the other stands beside it; then the texts are final and go for the case file (E09)."""
    live.clock.now = datetime(2026, 4, 23, 10, 0, tzinfo=UTC)
    noel = at_the_meeting(visitor, NOEL, "Corrections")
    answer(noel, RIGHT, "Accept it, and change the text")
    noel.see("1 to answer")
    noel.fill("Text of Summary", DRAFTS["Summary"].replace(WRONG, RIGHT))
    noel.press("Save Summary")
    noel.follow("Corrections")
    answer(noel, EWA, "Record it beside the text, as their view")
    noel.see("Recorded beside the text")
    noel.press("Close the corrections")
    noel.follow("Drafts")
    for title in DRAFTS:
        noel.press(f"Make it final {title}")
        expect(noel.page.get_by_role("region", name=title)).to_contain_text("Final since 23 April 2026")
    noel.follow("Circulation")
    noel.press("Prepare the circulation")
    circulate_each(noel)
    noel.follow("Stages")
    expect(noel.page.locator("#step-final")).to_contain_text("Complete")
    noel.follow("Send to the panel")
    noel.see("The panel reads these papers and nothing else")
    noel.press("Send to the panel Permanence Panel")
    noel.see("Before the panel")


def read_the_summary(live: Live, visitor: Arrives) -> None:
    """What was accepted is in the text, what was not stands beside it, and the first draft can still be read."""
    kemi = at_the_meeting(visitor, KEMI, "Summary")
    kemi.see(f"two winters. {RIGHT}", EWA)
    kemi.follow("Earlier versions")
    kemi.see(WRONG)


def see_only_what_is_theirs(live: Live, visitor: Arrives) -> None:
    """Practice feedback is for its own readers: for a participant outside them it does not exist, and for a stranger
    nothing of the meeting does (E08)."""
    kemi = at_the_meeting(visitor, KEMI, PRACTICE)
    kemi.see(FEEDBACK)
    address = kemi.path
    meeting = address.partition("/outputs/")[0]
    rosalind = at_the_meeting(visitor, REVIEWER, "Summary")
    rosalind.see(RIGHT)
    for page in ("", "/corrections", "/history", "/recommendations", "/people", "/panel"):
        rosalind.page.goto(f"{live.url}{meeting}{page}")
        rosalind.see_heading(f"{MEETING}: {CHILD}")
        expect(rosalind.page.locator("body")).not_to_contain_text(PRACTICE)
    does_not_exist(rosalind, address)
    piers = visitor("eastholme").sign_in("Piers Nunn")
    does_not_exist(piers, address)
    is_closed(piers, meeting)


def put_it_before_the_panel(live: Live, visitor: Arrives) -> None:
    """The panel's administrator opens her papers and nothing else, gives a date and says who attends (E09)."""
    thea = visitor("eastholme").sign_in("Thea Mossman")
    thea.follow("Panel")
    row = thea.page.get_by_role("row").filter(has_text=CHILD)
    row.get_by_label(f"Panel date for {CHILD}").fill("12 5 2026")
    row.get_by_role("checkbox", name="Chair").check()
    row.get_by_role("button", name="Save").click()
    row = thea.page.get_by_role("row").filter(has_text=CHILD)
    expect(row).to_contain_text("12 May 2026")
    expect(row).to_contain_text("Chair")
    thea.follow(CHILD)
    for title in DRAFTS:
        thea.follow(title, thea.page.locator("#papers"))
        thea.see_heading(title)
        thea.page.go_back()
    expect(thea.page.locator("main")).not_to_contain_text("Draft report")
    thea.follow(PRACTICE)
    meeting = thea.path.partition("/outputs/")[0]
    for address in (meeting, f"{meeting}/pack", f"{meeting}/history", "/eastholme/children"):
        is_closed(thea, address)


def record_what_the_panel_made_of_it(live: Live, visitor: Arrives) -> None:
    """The outcome, recommendation by recommendation, comes back to the meeting (E10)."""
    live.clock.now = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)
    thea = visitor("eastholme").sign_in("Thea Mossman")
    thea.follow("Panel")
    thea.follow(CHILD)
    expect(thea.page.get_by_label("Day the panel considered it")).to_have_value("12/5/2026")
    for text, decided in zip(RECOMMENDED, ("Accepted", "Not accepted"), strict=True):
        card = thea.page.locator(".mo-card").filter(has_text=text)
        thea.choose("What did the panel decide about this recommendation?", decided, card)
    thea.fill("The panel’s words, or why not", NOT_SO, card)
    thea.fill("What the panel decided", DECIDED)
    thea.press("Record outcome")
    thea.see(DECIDED)
    noel = at_the_meeting(visitor, NOEL, "Stages")
    noel.see("Considered 12 May 2026.", DECIDED)
    noel.follow("Recommendations (2)")
    for text, words in zip(RECOMMENDED, ("Accepted", NOT_SO), strict=True):
        expect(noel.page.get_by_role("row").filter(has_text=text)).to_contain_text(words)


def sum_up_the_year(live: Live, visitor: Arrives) -> None:
    """In January the reviewing officers' team makes the yearly summary; the agency decision maker reads it (E11)."""
    live.clock.now = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
    sian = visitor("eastholme").sign_in("Sian Abbott")
    sian.follow("Reports")
    sian.press("Make the report for January to December 2026: Disruption meetings of the year")
    sian.see_heading("Disruption meetings of the year")
    sian.see("2 disruption meetings were held")
    expect(sian.page.locator("main")).not_to_contain_text("Nina")
    sian.press("Issue this report")
    sian.see("Issued on 11 January 2027 by Sian Abbott")
    ruth = visitor("eastholme").sign_in("Ruth Penhale")
    ruth.follow("Reports")
    ruth.follow("January to December 2026", ruth.page.locator("main"))
    ruth.see("2 disruption meetings were held")


def at_the_meeting(visitor: Arrives, name: str, tab: str) -> Visitor:
    someone = visitor("eastholme").sign_in(name)
    if name == REVIEWER:  # works for three authorities
        someone.page.get_by_role("radio", name="Eastholme Council").check()
        someone.press("Continue")
    someone.follow("Meetings")
    rows = someone.page.locator("main").get_by_role("row").filter(has_text=CHILD)
    rows.get_by_role("link").first.click()
    someone.see_heading(f"{MEETING}: {CHILD}")
    someone.follow(tab, someone.page.locator("main"))
    return someone


def record_step(someone: Visitor, title: str, result: str, note: str) -> None:
    row = someone.page.locator("tr[id^=step-]").filter(has_text=title)
    fold = someone.unfold("Record what came of it", row)
    someone.choose("Was it done?", result, fold)
    someone.fill("What was done, or why it was not required", note, fold)
    someone.press(f"Save {title}", fold)
    expect(row).to_contain_text(note)


def record_offer(someone: Visitor, name: str, answer: str, note: str) -> None:
    row = someone.page.locator("tr[id^=offer-]").filter(has_text=name)
    fold = someone.unfold("Record the offer", row)
    someone.choose("Was it offered?", "Offered", fold)
    someone.fill("Day it was offered", "16 3 2026", fold)
    someone.pick("What they answered", answer, fold)
    someone.fill("Note, or why it was not offered", note, fold)
    someone.press(f"Save the offer to {name}", fold)
    expect(row).to_contain_text(answer)


def paper(someone: Visitor, title: str) -> Locator:
    return someone.page.locator("tr[id^=paper-]").filter(has=someone.page.get_by_text(title, exact=True))


def place(someone: Visitor, row: Locator, state: str, form: str = "") -> None:
    fold = row.locator("details").last
    fold.locator("summary").click()
    someone.choose("Where it stands", state, fold)
    if form:
        someone.choose("If received, in which form", form, fold)
    fold.get_by_role("button").click()
    someone.page.wait_for_load_state()


def mark(someone: Visitor, step: str, words: str) -> None:
    row = someone.page.locator(f"#step-{step}")
    fold = someone.unfold(words, row)
    fold.get_by_role("button", name=words).click()
    expect(row).to_contain_text("Complete")


def correct(someone: Visitor, passage: str, wording: str) -> None:
    someone.fill("What the draft says", passage)
    someone.fill("What is right", wording)
    someone.press("Save the correction")
    someone.see(wording)


def answer(noel: Visitor, wording: str, words: str) -> None:
    row = noel.page.locator("tr[id^=correction-]").filter(has_text=wording)
    noel.choose("What becomes of it?", words, row)
    row.get_by_role("button", name="Save the answer").click()


def does_not_exist(someone: Visitor, address: str) -> None:
    """The neutral answer, without a word of what stands at this address."""
    is_closed(someone, address, 404)


def is_closed(someone: Visitor, address: str, answer: int = 403) -> None:
    before = list(someone.problems)
    someone.page.goto(f"{someone.live.url}{address}")
    expect(someone.page.locator("body")).not_to_contain_text(PRACTICE)
    assert someone.problems == [*before, f"{answer} GET {address}"]
    someone.problems[:] = before


def add(kemi: Visitor, who: str, role: str) -> None:
    fold = kemi.unfold("Add someone")
    listed = fold.get_by_label("Somebody known here")
    listed.select_option(value=listed.locator("option").filter(has_text=who).get_attribute("value"))
    kemi.pick("What they are", role, fold)
    kemi.press("Add to the list", fold)
    expect(kemi.page.locator("#people")).to_contain_text(who)


STEPS = [prepare, gather_the_pack, hold, write_the_report, write_the_drafts, ask_for_corrections, answer_and_close, read_the_summary, see_only_what_is_theirs, put_it_before_the_panel, record_what_the_panel_made_of_it, sum_up_the_year]

"""Authority E from the preparation of a meeting to the panel's outcome and the yearly summary, in a real browser: four
outputs with readers of their own, and corrections of fact on the way."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.fixtures.live import Live
from tests.fixtures.visitor import Visitor
from tests.journeys import meeting_pages as pages
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


def test_e03_e04_e05_e06_e07_e08_e09_e10_e11_from_preparation_to_the_panel_and_the_yearly_summary(
    live: Live, visitor: Arrives
) -> None:
    prepare(visitor)
    gather_the_pack(visitor)
    hold_and_report(live, visitor)
    write_the_drafts(live, visitor)
    ask_for_corrections(live, visitor)
    answer_and_close(live, visitor)
    read_what_is_theirs(visitor)
    put_it_before_the_panel(visitor)
    record_what_the_panel_made_of_it(live, visitor)
    sum_up_the_year(live, visitor)


def prepare(visitor: Arrives) -> None:
    """Kemi and Bram record whom they prepared and what was offered and answered; Noel reads and speaks (E03, E04)."""
    kemi = at_the_meeting(visitor, KEMI, "Preparation")
    pages.record_step(kemi, "Prepare the birth parents", "Done", "Ewa came to the office on Friday.")
    advocate = "Arrange an advocate through the children's rights service"
    pages.record_step(kemi, advocate, "Not required", "Nina has one.")
    pages.record_offer(kemi, "Ewa Wilk", "In touch with the chair another way", "A call on Thursday.")
    bram = at_the_meeting(visitor, BRAM, "Preparation")
    pages.record_step(bram, "Prepare the previous carers or prospective adopters", "Done", "At home, over tea.")
    pages.record_offer(bram, "Rhona Ashdown", "Declined", "She will write instead.")
    bram.see("3 of 3 settled")
    noel = at_the_meeting(visitor, NOEL, "Preparation")
    for title in ("Read the child's file", "Speak with the social workers concerned"):
        pages.record_step(noel, title, "Done", "On Monday morning.")
    noel.see("7 of 7 recorded")


def gather_the_pack(visitor: Arrives) -> None:
    """One report has two authors, either of whom records it; the child's may take another form (E05)."""
    bram = at_the_meeting(visitor, BRAM, "Pack")
    report = pages.paper(bram, "Report of the child's social worker and the supervising social worker")
    expect(report).to_contain_text(KEMI)
    expect(report).to_contain_text(BRAM)
    expect(report).to_contain_text("Written together")
    expect(report).to_contain_text("20 March 2026")
    pages.place(bram, report, "Asked for")
    expect(report).not_to_contain_text("Received 13 March")
    pages.place(bram, report, "Received")
    expect(report).to_contain_text(f"Received 16 March 2026, {BRAM}")
    kemi = at_the_meeting(visitor, KEMI, "Pack")
    nina = pages.paper(kemi, "The child's report")
    expect(nina).to_contain_text("No day in the text")
    pages.place(kemi, nina, "Received", form="Another form of submission")
    expect(nina).to_contain_text("Received 16 March 2026: Another form of submission")
    kemi.follow("People (6)")
    kemi.follow("Change who is asked")
    pages.add_somebody(kemi, REVIEWER, "Independent reviewing officer")


def hold_and_report(live: Live, visitor: Arrives) -> None:
    """Everybody came. Zita completes the draft report, and the chair's days run from its receipt (E07)."""
    live.clock.now = datetime(2026, 3, 27, 16, 0, tzinfo=UTC)
    noel = visitor("eastholme").sign_in(NOEL)
    hold_with_everybody(noel, CHILD, MEETING, "27/3/2026")
    noel.see("Due 7 April 2026")
    live.clock.now = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
    zita = at_the_meeting(visitor, ZITA, "Agenda and minutes")
    zita.page.get_by_role("textbox").first.fill(HAPPENED)
    zita.press("Save")
    expect(zita.page.get_by_role("textbox").first).to_have_value(HAPPENED)
    zita.follow("Stages")
    pages.mark(zita, "report", "Mark as done")
    live.clock.now = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    noel = at_the_meeting(visitor, NOEL, "Stages")
    expect(noel.page.locator("#step-drafts")).to_contain_text("Firm after")
    pages.mark(noel, "receipt", "Mark as received")
    expect(noel.page.locator("#step-drafts")).to_contain_text("Due 10 April 2026")


def write_the_drafts(live: Live, visitor: Arrives) -> None:
    """The chair recommends, writes four drafts, and finishes each (E07)."""
    live.clock.now = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)
    noel = at_the_meeting(visitor, NOEL, "Recommendations")
    pages.recommend(noel, RECOMMENDED)
    noel.follow("Drafts")
    pages.write_and_finish(noel, DRAFTS, "Draft finished 8 April 2026")
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
    pages.correct(bram, WRONG, RIGHT)
    kemi = at_the_meeting(visitor, KEMI, "Corrections")
    kemi.follow("Record a correction of Summary")
    kemi.choose("Whose correction is it?", "Ewa Wilk, Parent")
    kemi.fill("Day it came", "17 4 2026")
    kemi.fill("How it came", "By telephone")
    pages.correct(kemi, "Nina lived with the Ashdowns", EWA)


def answer_and_close(live: Live, visitor: Arrives) -> None:
    """One changes the text, the other stands beside it; then the texts are final and go for the case file (E09)."""
    live.clock.now = datetime(2026, 4, 23, 10, 0, tzinfo=UTC)
    noel = at_the_meeting(visitor, NOEL, "Corrections")
    pages.answer(noel, RIGHT, "Accept it, and change the text")
    noel.see("1 to answer")
    noel.fill("Text of Summary", DRAFTS["Summary"].replace(WRONG, RIGHT))
    noel.press("Save Summary")
    noel.follow("Corrections")
    pages.answer(noel, EWA, "Record it beside the text, as their view")
    noel.see("Recorded beside the text")
    noel.press("Close the corrections")
    noel.follow("Drafts")
    pages.make_final(noel, DRAFTS, "Final since 23 April 2026")
    noel.follow("Circulation")
    noel.press("Prepare the circulation")
    circulate_each(noel)
    noel.follow("Stages")
    expect(noel.page.locator("#step-final")).to_contain_text("Complete")
    noel.follow("Send to the panel")
    noel.see("The panel reads these papers and nothing else")
    noel.press("Send to the panel Permanence Panel")
    noel.see("Before the panel")


def read_what_is_theirs(visitor: Arrives) -> None:
    """What was accepted is in the text, what was not stands beside it, and the first draft can still be read. Practice
    feedback is for its own readers (E08): for somebody else who took part it does not exist; to a stranger the
    meeting itself is closed."""
    kemi = at_the_meeting(visitor, KEMI, "Summary")
    kemi.see(f"two winters. {RIGHT}", EWA)
    kemi.follow("Earlier versions")
    kemi.see(WRONG)
    kemi = at_the_meeting(visitor, KEMI, PRACTICE)
    kemi.see(FEEDBACK)
    address = kemi.path
    meeting = address.partition("/outputs/")[0]
    rosalind = at_the_meeting(visitor, REVIEWER, "Summary")
    rosalind.see(RIGHT)
    for page in ("", "/corrections", "/history", "/recommendations", "/people", "/panel"):
        rosalind.page.goto(f"{rosalind.live.url}{meeting}{page}")
        rosalind.see_heading(f"{MEETING}: {CHILD}")
        expect(rosalind.page.locator("body")).not_to_contain_text(PRACTICE)
    pages.does_not_exist(rosalind, address)
    piers = visitor("eastholme").sign_in("Piers Nunn")
    pages.does_not_exist(piers, address)
    pages.is_closed(piers, meeting)


def put_it_before_the_panel(visitor: Arrives) -> None:
    """The panel's administrator opens her papers and nothing else, gives a date and says who attends (E09)."""
    thea = visitor("eastholme").sign_in("Thea Mossman")
    thea.follow("Panel")
    pages.give_a_panel_date(thea, CHILD, "12 5 2026", "Chair")
    thea.follow(CHILD)
    thea.see("Tuesday 12 May 2026.", "To attend: Chair.")
    for title in DRAFTS:
        thea.follow(title, thea.page.locator("#papers"))
        thea.see_heading(title)
        thea.page.go_back()
    expect(thea.page.locator("main")).not_to_contain_text("Draft report")
    thea.follow(PRACTICE)
    thea.see(FEEDBACK)
    meeting = thea.path.partition("/outputs/")[0]
    for address in (meeting, f"{meeting}/pack", f"{meeting}/history", "/eastholme/children"):
        pages.is_closed(thea, address)


def record_what_the_panel_made_of_it(live: Live, visitor: Arrives) -> None:
    """The outcome, recommendation by recommendation, comes back to the meeting (E10)."""
    live.clock.now = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)
    thea = visitor("eastholme").sign_in("Thea Mossman")
    thea.follow("Panel")
    thea.follow(CHILD)
    expect(thea.page.get_by_label("Day the panel considered it")).to_have_value("12/5/2026")
    pages.decide(thea, RECOMMENDED[0], "Accepted")
    pages.decide(thea, RECOMMENDED[1], "Not accepted", NOT_SO)
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
    sian.see("2 disruption meetings were held")
    expect(sian.page.locator("main")).not_to_contain_text("Nina")
    sian.press("Issue this report")
    sian.see("Issued on 11 January 2027 by Sian Abbott")
    ruth = visitor("eastholme").sign_in("Ruth Penhale")
    ruth.follow("Reports")
    ruth.follow("January to December 2026", ruth.page.locator("main"))
    ruth.see("2 disruption meetings were held")


def at_the_meeting(visitor: Arrives, name: str, tab: str) -> Visitor:
    """Somebody newly signed in, at one tab of Nina's meeting."""
    someone = visitor("eastholme").sign_in(name)
    if name == REVIEWER:  # who works for three authorities
        someone.page.get_by_role("radio", name="Eastholme Council").check()
        someone.press("Continue")
    pages.open_tab(someone, MEETING, CHILD, tab)
    return someone

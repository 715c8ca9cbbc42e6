"""What people do on the pages of a meeting that has been arranged: preparing it, writing and correcting what it came
to, putting it before a panel; and what the pages do not show them."""

from collections.abc import Iterable, Mapping

from playwright.sync_api import Locator, expect

from tests.fixtures.visitor import Visitor
from tests.journeys.arranging import open_the_meeting_of


def open_tab(someone: Visitor, kind: str, child: str, tab: str) -> None:
    """From the list of meetings to one tab, or one document, of a meeting."""
    open_the_meeting_of(someone, child, kind)
    someone.follow(tab, someone.page.locator("main"))


def record_step(someone: Visitor, title: str, result: str, note: str) -> None:
    """What came of one step of the preparation."""
    row = someone.page.locator("tr[id^=step-]").filter(has_text=title)
    fold = someone.unfold("Record what came of it", row)
    someone.choose("Was it done?", result, fold)
    someone.fill("What was done, or why it was not required", note, fold)
    someone.press(f"Save {title}", fold)
    expect(row).to_contain_text(note)


def record_offer(someone: Visitor, name: str, answer: str, note: str) -> None:
    """An offer to somebody, made today, with their answer."""
    row = someone.page.locator("tr[id^=offer-]").filter(has_text=name)
    fold = someone.unfold("Record the offer", row)
    someone.choose("Was it offered?", "Offered", fold)
    someone.fill("Day it was offered", "16 3 2026", fold)
    someone.pick("What they answered", answer, fold)
    someone.fill("Note, or why it was not offered", note, fold)
    someone.press(f"Save the offer to {name}", fold)
    expect(row).to_contain_text(answer)


def paper(someone: Visitor, title: str) -> Locator:
    """The row of one paper of the pack."""
    return someone.page.locator("tr[id^=paper-]").filter(has=someone.page.get_by_text(title, exact=True))


def place(someone: Visitor, row: Locator, state: str, form: str = "") -> None:
    """Where a paper of the pack stands, and in which form it came."""
    fold = row.locator("details").last
    fold.locator("summary").click()
    someone.choose("Where it stands", state, fold)
    if form:
        someone.choose("If received, in which form", form, fold)
    fold.get_by_role("button").click()
    someone.page.wait_for_load_state()


def add_somebody(worker: Visitor, who: str, role: str) -> None:
    """Ask somebody more, on the arranging page."""
    fold = worker.unfold("Add someone")
    listed = fold.get_by_label("Somebody known here")
    listed.select_option(value=listed.locator("option").filter(has_text=who).get_attribute("value"))
    worker.pick("What they are", role, fold)
    worker.press("Add to the list", fold)
    expect(worker.page.locator("#people")).to_contain_text(who)


def mark(someone: Visitor, step: str, words: str) -> None:
    """A step that is marked by hand, on the page of stages."""
    row = someone.page.locator(f"#step-{step}")
    fold = someone.unfold(words, row)
    fold.get_by_role("button", name=words).click()
    expect(row).to_contain_text("Complete")


def recommend(chair: Visitor, texts: Iterable[str]) -> None:
    """What the meeting asks for, of no body in particular."""
    for text in texts:
        chair.fill("Recommendation", text)
        chair.press("Add the recommendation")
        chair.see(text)


def write_and_finish(chair: Visitor, texts: Mapping[str, str], state: str) -> None:
    """Each document by its title; finished as a draft, it says so with the day."""
    for title, text in texts.items():
        chair.fill(f"Text of {title}", text)
        chair.press(f"Save and finish the draft of {title}")
        expect(chair.page.get_by_role("region", name=title)).to_contain_text(state)


def make_final(chair: Visitor, titles: Iterable[str], state: str) -> None:
    """Each document whose corrections are closed; final, it says so with the day."""
    for title in titles:
        chair.press(f"Make it final {title}")
        expect(chair.page.get_by_role("region", name=title)).to_contain_text(state)


def correct(someone: Visitor, passage: str, wording: str) -> None:
    """What a draft says, and what is right."""
    someone.fill("What the draft says", passage)
    someone.fill("What is right", wording)
    someone.press("Save the correction")
    someone.see(wording)


def answer(chair: Visitor, wording: str, words: str) -> None:
    """What the chair makes of a correction."""
    row = chair.page.locator("tr[id^=correction-]").filter(has_text=wording)
    chair.choose("What becomes of it?", words, row)
    row.get_by_role("button", name="Save the answer").click()


def give_a_panel_date(administrator: Visitor, child: str, day: str, attends: str) -> None:
    """In the panel's queue: the day, and who attends."""
    row = administrator.page.get_by_role("row").filter(has_text=child)
    row.get_by_label(f"Panel date for {child}").fill(day)
    row.get_by_role("checkbox", name=attends).check()
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_label(f"Panel date for {child}")).to_have_count(0)


def decide(administrator: Visitor, recommendation: str, decided: str, words: str = "") -> None:
    """What the panel said of one recommendation, in the form of its outcome."""
    card = administrator.page.locator(".mo-card").filter(has_text=recommendation)
    administrator.choose("What did the panel decide about this recommendation?", decided, card)
    administrator.fill("The panel’s words, or why not", words, card)


def does_not_exist(someone: Visitor, address: str) -> None:
    """The neutral answer, without a word of what stands at this address."""
    is_closed(someone, address, 404)


def is_closed(someone: Visitor, address: str, answer: int = 403) -> None:
    """The page says no; what it answered is set aside."""
    before = list(someone.problems)
    someone.page.goto(f"{someone.live.url}{address}")
    assert someone.problems == [*before, f"{answer} GET {address}"]
    someone.problems[:] = before

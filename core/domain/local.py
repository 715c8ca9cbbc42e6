"""What an authority settles for itself because no procedure's text gives it, with what applies until it does.

Shown as local settings, never as the procedure. Only what the code reads stands here, which a test sees to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.domain.calendar import Nation

Kind = Literal["text", "colour", "number", "yes", "choice"]
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NATIONS = {Nation.ENGLAND: "England", Nation.WALES: "Wales", Nation.SCOTLAND: "Scotland",
           Nation.NORTHERN_IRELAND: "Northern Ireland"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Local:
    """One setting. `ask` follows "Enter" or "Choose" in an error; `changes` says what moves with it, `stays` what does
    not. `unit` is said after a number, in one and in several. `column`: it stands on the authority's own row."""

    key: str
    group: str
    title: str
    ask: str
    kind: Kind
    usual: Any = None
    hint: str = ""
    changes: str = ""
    stays: str = ""
    unit: tuple[str, str] = ("", "")
    least: int = 0
    most: int = 0
    choices: Mapping[Any, str] | None = None
    column: bool = False

    def fits(self, value: Any) -> bool:
        """Whether `value` is one that the setting may have."""
        match self.kind:
            case "number":
                return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
            case "yes":
                return isinstance(value, bool)
            case "choice":
                return value in (self.choices or {})
        return isinstance(value, str) and bool(value.strip())

    def of(self, settings: Mapping[str, Any]) -> Any:
        """What holds where these are kept; anything that does not fit is as if it were not set."""
        given = settings.get(self.key)
        return given if self.fits(given) else self.usual

    def said(self, value: Any) -> str:
        """A value in words: "2 working days", "Yes", "Scotland"."""
        if value is None:
            return "Not set"
        match self.kind:
            case "number":
                one, several = self.unit
                return f"{value} {one if value == 1 else several}".strip()
            case "yes":
                return "Yes" if value else "No"
            case "choice":
                return str((self.choices or {}).get(value, value))
        return str(value)


_WORKING = ("working day", "working days")
_DUE = "Days to decide that run already keep the date they have."

DECLARED = (
    Local(
        key="name", group="The authority", title="Full name", ask="the full name", kind="text", most=120, column=True,
        changes="The name at the top of every page, from the next page on.",
        stays="Records that have been circulated keep the name they were sent with.",
    ),
    Local(
        key="short", group="The authority", title="Short name", ask="the short name", kind="text", most=40, column=True,
        hint="What pages say in a sentence", changes="What pages call the authority, from the next page on.",
    ),
    Local(
        key="accent", group="The authority", title="Branding accent", ask="the colour", kind="colour", most=7,
        column=True, hint="The stripe under the header and the edge of a clause; six figures after #, such as #3fa79a",
        changes="The colour of the stripe, from the next page on. Nothing is told by this colour alone.",
    ),
    Local(
        key="nation", group="Days", title="Nation, for bank holidays", ask="a nation", kind="choice", choices=NATIONS,
        column=True,
        hint="Which bank holidays count as closed, and which law says how long children’s records are kept",
    ),
    Local(
        key="closures_move_dates", group="Days", title="Closures move dates", ask="whether closures move dates",
        kind="yes", usual=False,
        hint="No: a closure is named beside a date that falls on it, and its days count as working days. "
        "Yes: its days do not count.",
    ),
    Local(
        key="days_to_decide", group="Deciding and reminding", title="Days to decide whether to convene",
        ask="the days to decide whether to convene", kind="number", usual=2, unit=_WORKING, least=1, most=20,
        changes="When a decision or its confirmation is due, where it is asked for from now on.", stays=_DUE,
    ),
    Local(
        key="second_person_for_dates", group="Deciding and reminding",
        title="A second person confirms a date outside the window",
        ask="whether a second person confirms a date outside the window", kind="yes", usual=True,
        hint="Where the procedure itself names who must agree, it is always they",
        changes="Dates outside the window that are chosen from now on.",
        stays="A confirmation that was asked for already is still waited for.",
    ),
    Local(
        key="remind_days_before", group="Deciding and reminding", title="Reminder before a day is due",
        ask="the days before a reminder", kind="number", usual=3, unit=("day before", "days before"), most=60,
        hint="0: on the day itself", changes="Reminders from the next round on.",
        stays="Nobody is reminded of the same day twice.",
    ),
    Local(
        key="escalate_after_working_days", group="Deciding and reminding",
        title="A manager is told that a step is late", ask="the working days before a manager is told", kind="number",
        usual=5, unit=("working day past", "working days past"), most=60,
        hint="Working days after the day it was due", changes="Notices from the next round on.",
        stays="What was escalated already stays so.",
    ),
    Local(
        key="prompt_days", group="Deciding and reminding", title="An imported ending still calls for a decision",
        ask="the days after an imported ending", kind="number", usual=42, unit=("day after", "days after"), least=1,
        most=365, hint="Older endings come in as history", changes="Returns that are loaded from now on.",
        stays="Decisions that were asked for already are still asked for.",
    ),
    Local(
        key="small_numbers", group="Reports", title="Counts kept back in reports", ask="the smallest count shown",
        kind="number", usual=5, unit=("", ""), least=3, most=20,
        hint="Counts of children below this number are not shown, so that nobody is recognised",
        changes="Reports that are drafts, and those made from now on.", stays="Reports that have been issued.",
    ),
    Local(
        key="report_year_starts", group="Reports", title="The reporting year begins in",
        ask="the month in which the reporting year begins", kind="choice", usual=1,
        choices={number: name for number, name in enumerate(MONTHS, 1)},
        changes="Which periods are offered for a new report.", stays="Reports that have been begun or issued.",
    ),
    Local(
        key="kept_longer", group="Keeping records", title="Years beyond the law for children’s records",
        ask="the years beyond the law", kind="number", usual=0, unit=("year", "years"), most=100,
        hint="0: as long as the law of the nation asks, and no longer",
        changes="Until when every child’s record is kept. It can be longer than the law, never shorter.",
        stays="Records that have been disposed of are gone.",
    ),
)  # fmt: skip

LOCAL: Mapping[str, Local] = {one.key: one for one in DECLARED}

"""What the checks can find: each code with its severity, what it means and what was done about it.

Severities: `reject` the row is not used and its child is set aside (a missing row would invent or
hide a move); `repair` the row is used as changed; `warn` the row is used as it stands.
"""

from __future__ import annotations

from typing import NamedTuple

REJECT, REPAIR, WARN = "reject", "repair", "warn"


class Finding(NamedTuple):
    severity: str
    found: str
    action: str


FINDINGS: dict[str, Finding] = {
    # dates
    "bad_decom": Finding(REJECT, "The start is missing or is no date", "Not used. Write it as dd/mm/yyyy"),
    "bad_dec": Finding(REJECT, "The end is no date", "Not used. Write it as dd/mm/yyyy or leave it blank"),
    "bad_date_iso": Finding(REPAIR, "The date is not written as dd/mm/yyyy", "Read day by day as meant"),
    "dec_before_decom": Finding(REJECT, "Ends before it begins", "Not used. Check both dates"),
    "decom_before_dob": Finding(REJECT, "Begins before the child was born", "Not used. Check both dates"),
    "future_dec": Finding(WARN, "The date lies after the year of the return, or after today", "Used as it is"),
    "over_18": Finding(WARN, "Still open after the child's 18th birthday", "Used as it is. Check the end"),
    "zero_length": Finding(WARN, "Begins and ends on one day", "Row left out: it is never a move"),
    # codes
    "lower_case_padded": Finding(REPAIR, "Lower case or blanks around it", "Read in capitals without blanks"),
    "bad_rne": Finding(REJECT, "Not a code for why an episode begins", "Not used. Use a published code"),
    "bad_place": Finding(REJECT, "Not a placement code", "Not used. Use a published code"),
    "bad_rec": Finding(REJECT, "Not a code for why an episode ends", "Not used. Use a published code"),
    "bad_ls": Finding(WARN, "Not a code for a legal status", "Used without a legal status"),
    "bad_cin": Finding(WARN, "Not a code for a category of need", "Used without a category"),
    "bad_provider": Finding(WARN, "Not a provider for this placement", "Used as it is"),
    "bad_reason": Finding(WARN, "Not a reason for a placement change", "Used without a reason"),
    "retired_place": Finding(REPAIR, "A placement code no longer in use", "Read as K3"),
    "code_out_of_year": Finding(WARN, "The code was not in use in this year", "Used as it is"),
    # how the rows of a child join
    "rec_without_dec": Finding(REJECT, "Left care, but without a date", "Not used. Give the date it ended"),
    "x1_without_dec": Finding(REPAIR, "Said to continue, but has no end", "Kept open"),
    "dec_without_rec": Finding(WARN, "Ended, but not said how", "Read as left care, reason unknown"),
    "exact_duplicate": Finding(REPAIR, "The same row stands twice", "One of them used"),
    "conflicting_duplicate": Finding(REJECT, "Two rows begin on one day and differ", "Neither used. Keep one"),
    "overlap": Finding(REJECT, "Ends after the next row begins", "Not used. Correct one of the two"),
    "gap_x1": Finding(WARN, "Said to continue, but the next row begins later", "Joined as one period of care"),
    "open_not_last": Finding(REPAIR, "Open, although another row follows", "Ended when the next row begins"),
    "closed_x1_no_next": Finding(WARN, "Said to continue, but nothing follows", "The stay is kept open"),
    "s_in_continuation": Finding(WARN, "Said to start care while in care", "Read as a change of carer"),
    "first_not_s": Finding(WARN, "Care begins with a row that does not start it", "Used as the start"),
    "reason_missing": Finding(WARN, "A move without a reason", "Asked of a worker: was it unplanned?"),
    "reason_misplaced": Finding(WARN, "A reason for a move, but the carer stays", "Used as it is: no move"),
    "temp_no_return": Finding(WARN, "Not back to the same place after time away", "Read as one move"),
    "temp_too_long": Finding(WARN, "Away longer or more often than the code allows", "Used as it is: no move"),
    "p_unchanged": Finding(WARN, "A change of carer, but the placement looks the same", "Read as a move"),
    "l_but_moved": Finding(WARN, "Only the legal status, but the placement differs", "No move. Please decide"),
    "repaired": Finding(REPAIR, "An earlier year does not meet the later one", "Changed to fit the later year"),
    "later_year_wins": Finding(REPAIR, "A later year tells this episode otherwise", "The later year used"),
    # children
    "orphan_child": Finding(REJECT, "The child is not in any Header file", "Not used. Add the child to it"),
    "child_id_mangled": Finding(REJECT, "A spreadsheet has changed the child's id", "Not used. Give the id again"),
    "child_id_changed": Finding(WARN, "Looks like a child with another id in an earlier year", "Please decide"),
    "header_twice": Finding(REJECT, "The child stands twice in one Header file", "Not used. Keep one row"),
    "header_two_dobs": Finding(REJECT, "The child has two dates of birth", "Not used. Keep the right one"),
    "header_bad_dob": Finding(REJECT, "The date of birth is missing, no date or not yet", "Not used. Correct it"),
    "bad_sex": Finding(WARN, "Not a code for sex", "Used without it"),
    "held_back": Finding(REJECT, "Nothing wrong here", "Not used until the child's other rows are right"),
    # rows and files
    "short_row": Finding(REJECT, "Too few columns", "Not used. Fill the row up"),
    "long_row": Finding(REJECT, "More cells than columns", "Not used. Look for a stray comma"),
    "extra_column": Finding(WARN, "A column the return does not have", "Left out"),
    "missing_column": Finding(WARN, "A column of the return is missing", "Read as blank"),
    "no_rows": Finding(WARN, "No rows under the column names", "Nothing to use"),
    "table_not_used": Finding(WARN, "Recognised, not used yet", "Left out"),
    "encoding_cp1252": Finding(REPAIR, "Not saved as UTF-8", "Read as Windows text"),
}


class Issue(NamedTuple):
    """One line of the report. `line` counts from 1, the column names; 0 is the file as a whole."""

    file: str
    line: int
    child: str
    column: str
    value: str
    code: str
    action: str

    @property
    def severity(self) -> str:
        return FINDINGS[self.code].severity

    @property
    def found(self) -> str:
        """What was found, in a few words, for a page."""
        return FINDINGS[self.code].found


def issue(
    code: str, file: str, line: int, child: str = "", column: str = "", value: str = "", action: str = ""
) -> Issue:
    """An issue with the usual action for its code, unless this one needs words of its own."""
    return Issue(file, line, child, column, value[:200], code, action or FINDINGS[code].action)

"""Entries of the audit in words: what kind, about which pages, and what a change was, before and after."""

from typing import Any

from core.domain.days import LONDON, british
from core.services.audit_trail import Change, Line

KINDS = {
    "read": "Viewed", "change": "Changed", "send": "Sent", "export": "Taken out", "refusal": "Refused",
    "sign_in": "Sign-in", "operator": "By an operator",
}  # fmt: skip
NOUNS = {
    "actions": "Actions of a meeting", "child_people": "People round the child", "child_record": "Details of a child",
    "children": "Child’s record", "circulation": "Circulation of a meeting’s records", "concerns": "Concern",
    "convening": "Arranging of a meeting", "corrections": "A record of a meeting", "drafts": "A record of a meeting",
    "endings": "Ending of a placement", "meetings": "Meeting", "minutes": "A record of a meeting",
    "moving": "Version of the procedure of a meeting", "notice_given": "Notice on a placement",
    "offers": "Preparation of a meeting", "outcomes": "Outcome of a meeting", "outputs": "A record of a meeting",
    "pack": "Papers of a meeting", "panel": "A meeting before a panel", "planning": "Start of a placement",
    "plans": "Plan", "recommendations": "Recommendations of a meeting", "referrals": "Referral to a panel",
    "register": "Recommendations and actions", "replies": "People of a meeting", "stages": "Meeting",
    "retention": "How long a record is kept", "audit": "Audit trail",
}  # fmt: skip
"""What the views of one noun are about. The three kinds of a meeting's records are called the same: which one it was is
for its audience."""
TABS = ("children", "meetings")
"""Nouns of which every record has the same pages."""
UNTOLD = "Something in a meeting’s records"
PIECE = ", a part of the page"


def noun_of(line: Line) -> str:
    """What the view was about; the command's name where it was no view; "" where nothing is known."""
    noun, dot, view = line.endpoint.partition(" ")[2].partition(".")
    if not dot:
        return line.endpoint
    tab = f", {view.replace('_', ' ')}" if noun in TABS and line.kind == "read" and view != "show" else ""
    return (NOUNS.get(noun) or noun.replace("_", " ").capitalize()) + tab


def detail_of(line: Line) -> str:
    """What belongs beside the kind: what was done, or which page it was."""
    verbs = "; ".join(one[:1].upper() + one[1:] for one in line.verbs)
    noun = noun_of(line) if line.kind != "sign_in" else ""
    said = ": ".join(one for one in (verbs, noun) if one) if line.kind in ("refusal", "export") else verbs or noun
    said = said or (UNTOLD if line.untold else "Nothing changed" if line.kind in ("change", "operator") else "")
    more = line.more
    said += PIECE if more.get("piece") else ""
    said += f", from {more['from']}" if more.get("from") else ""
    said += f", {more['children']:,} children in all" if more.get("children", 0) > 1 else ""
    said += f": {more['entries']:,} entries, {more['faults'] or 'no'} faults" if "faults" in more else ""
    return said


def child_of(line: Line) -> str:
    """The child's own ID; words where it may not be told, "" where the entry is about no child."""
    if line.child_id is None:
        return ""
    return line.local_id or "Restricted, or gone"


def changes_of(line: Line) -> list[str]:
    """What changed, a sentence for each row."""
    said = [_row(change) for change in line.changes]
    return said + [f"{_words(key)}: {count:,}" for key, count in line.many.items()]


def when(line: Line) -> str:
    """18 March 2026, 09:52:07, in the United Kingdom."""
    return f"{british(line.at)}, {line.at.astimezone(LONDON):%H:%M:%S}"


def _row(change: Change) -> str:
    told = [one for one in change.columns if change.did != "added" or one[2] not in ("written", True)]
    columns = "; ".join(_column(*one) for one in told)
    return f"{_words(change.table)} {change.did}" + (f": {columns}" if columns else "")


def _column(name: str, before: Any, now: Any) -> str:
    words = name.replace("_", " ")
    return f"{words} {_value(now)}" if before is None else f"{words} from {_value(before)} to {_value(now)}"


def _value(value: Any) -> str:
    said = {True: "yes", False: "no", None: "nothing", "": "nothing", "written": "something written"}
    return said.get(value, str(value)) if isinstance(value, str | bool | None) else str(value)


def _words(table: str) -> str:
    return table.replace("_", " ").capitalize()

"""All recommendations and actions of all meetings, as one person may see them: filtered, sorted, a page at a time.

Who sees what, line by line, and nothing else is counted, sorted in or exported:
- whoever keeps a meeting's record (chair, minute taker, arranger) and whoever reads an output that holds what its parts
  asked for, where they may open the meeting: the whole line;
- whoever owns an action, asked for it, or was told that it is late: that action;
- a body or person to whom such an output was sent, and who may not open the meeting: its lines, without the child;
- the roles of a gathering that monitors recommendations, and the role it puts changes to: every recommendation of
  agreed minutes, without the child, the meeting's page or its record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from core.domain.roles import CASE_STAFF
from core.models import Child, Meeting, Output, Recommendation, Task
from core.services import readers, registerlines
from core.services.desk import Desk, Missing
from core.services.readers import ASKED_FOR, Read
from core.services.registerlines import Wanted
from core.services.responding import UNFINISHED

COUNTED, EXPORTED, CHUNK = 200, 5000, 250
ADVICE = {"record", "recommendations"}
WHAT = {"recommendations": "Recommendations", "actions": "Actions"}
STATES = {
    "recommendations": {"": "Open or accepted", "open": "Open", "accepted": "Accepted", "not accepted": "Not accepted",
                        "done": "Done", "every": "Every state"},
    "actions": {"": "Not done", "done": "Done", "withdrawn": "No longer wanted", "every": "Every state"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """One recommendation or action. `child` is None for whoever may not know it; `paper` is then the record in which
    they may read it, if one was sent to them. `opened`: they may open its meeting; `keeps`: they keep its record."""

    row: Any
    meeting: Meeting
    child: Child | None = None
    paper: Output | None = None
    opened: bool = False
    keeps: bool = False

    @property
    def is_action(self) -> bool:
        """An action, which a person owns; else a recommendation, to a body."""
        return isinstance(self.row, Task)

    @property
    def text(self) -> str:
        """What is to be done."""
        return str(self.row.title if self.is_action else self.row.text)

    @property
    def who(self) -> str:
        """The owner's name as it was, or the body."""
        return str(self.row.owner_name if self.is_action else self.row.body)

    @property
    def unfinished(self) -> bool:
        """Whether it still has to be seen through."""
        if self.is_action:
            return self.row.done_on is None and self.row.state != "withdrawn"
        return self.row.state in UNFINISHED

    def late(self, today: date) -> bool:
        """Whether it is past its day."""
        return self.unfinished and self.row.due is not None and self.row.due < today


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page; `number` counts all lines, up to COUNTED (`capped`); `last` is where the next page begins, or ""."""

    lines: tuple[Line, ...]
    number: int
    capped: bool
    last: str = ""


def listed(desk: Desk, wanted: Wanted) -> Page:
    """One page of lines and their number."""
    counted = list(islice(_scan(desk, wanted, ""), COUNTED + 1))
    found = counted if not wanted.after else list(islice(_scan(desk, wanted, wanted.after), wanted.size + 1))
    lines = found[: wanted.size]
    return Page(
        lines=tuple(lines), number=min(len(counted), COUNTED), capped=len(counted) > COUNTED,
        last=registerlines.key(lines[-1].row, wanted) if len(found) > wanted.size else "",
    )  # fmt: skip


def export(desk: Desk, wanted: Wanted) -> list[Line]:
    """All lines of a filter, up to EXPORTED; that they were taken out is recorded, with each child
    they name."""
    lines = list(islice(_scan(desk, wanted, ""), EXPORTED))
    desk.note("exported the register", "register", wanted.what, lines=len(lines), state=wanted.state, who=wanted.who)
    desk.exported("exported the register", [line.child.id for line in lines if line.child])
    return lines


def find(desk: Desk, recommendation_id: str) -> Line:
    """One recommendation as a line; `Missing` where there is none for this person."""
    statement = registerlines.advice(desk, monitors(desk)).where(Recommendation.id == recommendation_id)
    for line in _lines(desk, desk.db.execute(statement).all()):
        return line
    raise Missing(recommendation_id)


def may_respond(desk: Desk, line: Line) -> bool:
    """Whether the actor may record what became of a recommendation: they keep the meeting's record, or belong to the
    body that it goes to, and its minutes are agreed."""
    return line.meeting.agreed_on is not None and (line.keeps or speaks_for(desk, line.who))


def speaks_for(desk: Desk, body: str) -> bool:
    """Whether the actor holds the role that a body is called by."""
    procedure = desk.procedure(desk.today)
    titles = {procedure.role(role).casefold() for role in desk.actor.roles} if procedure else set()
    return body.strip().casefold() in titles


def monitors(desk: Desk) -> bool:
    """Whether the actor sees all recommendations through, or decides on what those who do put forward."""
    procedure = desk.procedure(desk.today)
    return any(
        one.monitors == "recommendations" and {*one.by, one.puts_to} & desk.actor.roles
        for one in (procedure.gatherings if procedure else ())
    )


def reads(desk: Desk) -> bool:
    """Whether there may be anything here for the actor: case staff, monitors, and whoever an output with
    recommendations or actions is for. Where the procedure cannot be read, only the records themselves can tell."""
    if desk.actor.roles & CASE_STAFF or monitors(desk):
        return True
    procedure = desk.procedure(desk.today)
    if procedure is None:
        return bool(desk.enabled)
    outputs = [o for kind in procedure.kinds.values() for o in kind.outputs]
    return any(desk.actor.roles & set(o.audience) and (ADVICE | ASKED_FOR) & set(o.sections) for o in outputs)


def _scan(desk: Desk, wanted: Wanted, after: str) -> Iterator[Line]:
    """The lines that the actor may see, in order; what they may see is asked for a chunk of candidates at a time."""
    known: dict[str, Read] = {}
    every = monitors(desk)
    while True:
        rows = desk.db.execute(registerlines.candidates(desk, wanted, after, every, CHUNK)).all()
        yield from _lines(desk, rows, known)
        if len(rows) < CHUNK:
            return
        after = registerlines.key(rows[-1][0], wanted)


def _lines(desk: Desk, rows: Any, known: dict[str, Read] | None = None) -> Iterator[Line]:
    known = {} if known is None else known
    known |= readers.readers(desk, (row[1:] for row in rows if row[1].id not in known))
    every = monitors(desk)
    for row in rows:
        line = _line(desk, row[0], known[row[1].id], every)
        if line is not None:
            yield line


def _line(desk: Desk, one: Any, read: Read, every: bool) -> Line | None:
    case = read.case
    action = isinstance(one, Task)
    mine = action and desk.actor.person_id in (one.owner_id, one.asked_by_id, one.escalated_to_id)
    shown = read.action(one) if action else read.advice(one.part)
    if shown and read.opened:
        return Line(row=one, meeting=case.meeting, child=case.child, opened=True, keeps=read.reader.keeps_record)
    if mine:
        return Line(row=one, meeting=case.meeting, child=case.child, opened=read.opened)
    if shown:
        return Line(row=one, meeting=case.meeting, paper=read.paper(one.part, ASKED_FOR if action else ADVICE))
    if every and not action and case.meeting.agreed_on is not None:
        return Line(row=one, meeting=case.meeting)
    return None

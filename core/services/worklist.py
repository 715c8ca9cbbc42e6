"""My work: what somebody owes, or waits for, as one list of lines; counted in one statement and read in another,
whatever its length. Apart from `tasks`, which acts on one of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from core.models import Child, Meeting, Task
from core.services import children
from core.services.desk import Desk
from core.services.worklines import NEVER, Shape, Statements, built, mine

SIZE = 25
SHOWN = 200
FAMILIES = {"planning": "Placement planning", "stability": "Stability", "disruption": "Disruption", "review": "Review"}
SORTS = ("due", "step", "child")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines: `whose` is mine, team or all; `waiting` me and/or other, `families` some of FAMILIES (empty: all).

    `sort` is one of SORTS, with "-" before it for the other way round; `after` is the key of the last line seen.
    """

    whose: str = "mine"
    waiting: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    sort: str = "due"
    after: str = ""
    size: int = SIZE


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One line: a task, or the papers that are owed for one meeting by one day (`items` of them, `people` owing,
    and `unnamed` that nobody is named for). `position` is its place in the procedure's order."""

    task: Task
    child: Child
    meeting: Meeting | None
    items: int = 1
    mine: bool = False
    people: int = 1
    unnamed: int = 0
    position: int = 0
    pack_in: int = 0
    pack_size: int = 0

    def group(self, today: date) -> str:
        """ "past", "week", "later" or "undated"; a day that is only projected is never past."""
        group = group_of(self.task.due, today)
        return "week" if group == "past" and not self.task.firm else group


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """One page of lines, and how many there are in all.

    `cells` counts every line of the same `whose` by group, whether it waits for the actor, and family.
    """

    rows: tuple[Owed, ...]
    cells: tuple[tuple[str, bool, str, int], ...]
    wanted: Wanted
    last: str = field(default="")

    def count(self, *, group: str = "", waiting: str = "", family: str = "", filtered: bool = True) -> int:
        """How many lines; `filtered` leaves out those that the filter leaves out."""
        return sum(
            number
            for at, mine, kind, number in self.cells
            if group in ("", at)
            and waiting in ("", "me" if mine else "other")
            and family in ("", kind)
            and not (filtered and self.wanted.waiting and ("me" if mine else "other") not in self.wanted.waiting)
            and not (filtered and self.wanted.families and kind not in self.wanted.families)
        )

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return bool(self.last)


def group_of(due: date | None, today: date) -> str:
    """ "past", "week" (today and the seven days after it), "later", or "undated"."""
    if due is None:
        return "undated"
    if due > today + timedelta(days=7):
        return "later"
    return "past" if due < today else "week"


def worklist(desk: Desk, wanted: Wanted) -> Worklist:
    """Open tasks as lines: two statements, one to count and one to read."""
    asked = _statements(desk, wanted)
    given = {"me": desk.actor.person_id, "today": desk.today, "week": desk.today + timedelta(days=7)}
    cells = [(at, bool(mine), family, n) for at, mine, family, n in desk.db.execute(asked.count, given)]
    if goes_on(wanted.after):
        at, place, given["last"] = wanted.after.rsplit("|", 2)
        given["position"] = int(place)
        given["at"] = _day(at) if wanted.sort.removeprefix("-") == "due" else at
    rows = [Owed(task=t, child=c, meeting=m, items=n, mine=bool(mine), people=people, unnamed=unnamed, position=place,
                 pack_in=came, pack_size=size)
            for t, c, m, n, mine, people, unnamed, place, came, size in desk.db.execute(asked.read, given)]  # fmt: skip
    shown = rows[: wanted.size]
    last = _key(shown[-1], wanted.sort) if len(rows) > wanted.size else ""
    return Worklist(rows=tuple(shown), cells=tuple(cells), wanted=wanted, last=last)


def _statements(desk: Desk, wanted: Wanted) -> Statements:
    shape = Shape(waiting=wanted.waiting, families=wanted.families, sort=wanted.sort, size=wanted.size,
                  goes_on=goes_on(wanted.after), packs=_pack_steps(desk))  # fmt: skip
    if wanted.whose == "mine":
        return mine(shape)
    seen = children.visible(desk).with_only_columns(Child.id)
    return built(shape, seen.where(Child.team == desk.actor.team) if wanted.whose == "team" else seen)


def _pack_steps(desk: Desk) -> tuple[str, ...]:
    """The keys of the procedure's steps that hand the papers of a meeting over."""
    procedure = desk.procedure(desk.today)
    kinds = procedure.kinds.values() if procedure else ()
    return tuple(sorted({step.key for kind in kinds for step in kind.steps if step.completes == "pack"}))


def goes_on(after: str) -> bool:
    """Whether a place in the list is one that `_key` wrote; any other means the first page."""
    parts = after.rsplit("|", 2)
    return len(parts) == 3 and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 6


def _key(row: Owed, sort: str) -> str:
    """Where the next page begins: the last line's place in the order, its position and its id."""
    match sort.removeprefix("-"):
        case "step":
            at = row.task.title
        case "child":
            at = row.child.name
        case _:
            at = (row.task.due or NEVER).isoformat()
    return f"{at}|{row.position}|{row.task.id}"


def _day(at: str) -> date:
    try:
        return date.fromisoformat(at)
    except ValueError:
        return date.min

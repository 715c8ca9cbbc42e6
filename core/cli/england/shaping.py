"""What of an exemplar's rows differs between copies: ids, people, names, days, and whatever holds any of them.

Apart from `copying`, which fills it in: this happens once for each exemplar, that a thousand times.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from core.models import Child

Row = dict[str, Any]
KINDS = ("id", "staff", "mark", "day", "text", "tree")
"""The kinds of values that differ, in the order in which they are worked out."""
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
FOUND = re.compile(
    r"⟦(?P<mark>[^⟧]+)⟧|(?P<id>\b[0-9a-f]{32}\b)|(?P<iso>\b\d{4}-\d\d-\d\d)"
    rf"|(?P<said>\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b)"
)
POSITION = re.compile(r"⟦p(\d+)⟧")


class At(NamedTuple):
    """A place among the values of one kind."""

    kind: str
    number: int


@dataclass(kw_only=True)
class Read:
    """What was written of one story: its rows by table, and everybody whom the authority knows."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    people: list[Row] = field(default_factory=list)


def columns(table: str) -> list[str]:
    """The columns of a table in the order in which copies have them: all but the tenant's."""
    return [column.name for column in Child.metadata.tables[table].columns if column.name != "tenant_id"]


class Shape:
    """The values that differ, by kind, each once: `id` old ids, `staff` positions, `mark` keys, `day` (form, day),
    `text` and `tree` what is made of them. `tables` has of each row its constants and {column number: place}."""

    def __init__(self, read: Read):
        held = {row["id"]: POSITION.fullmatch(row["name"]) for row in read.people}
        self._positions = {key: int(one[1]) for key, one in held.items() if one}
        said = repr(dict(read.rows))
        contacts = [row for row in read.people if row["id"] not in self._positions and row["id"] in said]
        tables: Mapping[str, list[Row]] = {"people": contacts, **read.rows}
        self.values: dict[str, dict[Hashable, Any]] = {kind: {} for kind in KINDS}
        for row in (row for rows in tables.values() for row in rows):
            self._keep("id", row["id"])
        self.tables = {name: [self._row(name, row) for row in rows] for name, rows in tables.items()}

    def _row(self, table: str, row: Row) -> tuple[list[Any], dict[int, At]]:
        found = [self._of(row[name]) for name in columns(table)]
        differ = {n: one for n, one in enumerate(found) if isinstance(one, At)}
        return [None if n in differ else one for n, one in enumerate(found)], differ

    def _of(self, value: Any) -> Any:
        """The place of a value that differs; the value itself where it is the same in every copy."""
        if isinstance(value, datetime):
            return self._keep("day", ("moment", value))
        if isinstance(value, date):
            return self._keep("day", ("day", value))
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict | list):
            tree = self._tree(value)
            return value if tree == value else self._keep("tree", repr(tree), tree)
        return value

    def _text(self, value: str) -> Any:
        pieces, end = list[Any](), 0
        for match in FOUND.finditer(value):
            place = self._place(match)
            if place is not None:
                pieces += [value[end : match.start()], place]
                end = match.end()
        if not pieces:
            return value
        kept = tuple(one for one in (*pieces, value[end:]) if one != "")
        return kept[0] if len(kept) == 1 else self._keep("text", kept)

    def _place(self, match: re.Match[str]) -> At | None:
        """Where what was found stands; None for an id of something that is not copied."""
        said, kind = match[0], match.lastgroup or ""
        if kind == "id":
            if said in self._positions:
                return self._keep("staff", self._positions[said])
            return self._keep("id", said) if said in self.values["id"] else None
        if kind == "mark":
            return self._keep("mark", match["mark"])
        day = date.fromisoformat(said) if kind == "iso" else datetime.strptime(said, "%d %B %Y").date()
        return self._keep("day", (kind, day))

    def _tree(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._tree(key): self._tree(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._tree(one) for one in value]
        return self._text(value) if isinstance(value, str) else value

    def _keep(self, kind: str, key: Hashable, value: Any = None) -> At:
        kept = self.values[kind]
        if key not in kept:
            kept[key] = (len(kept), key if value is None else value)
        return At(kind, kept[key][0])

    def of_kind(self, kind: str) -> Iterator[Any]:
        """The values of one kind in their order."""
        return (value for _, value in self.values[kind].values())

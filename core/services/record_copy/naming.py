"""Other people in a child's record: who is named where, what each is to the child, and their names taken out of every
text unless somebody chose that they stay. Names that stand in no column cannot be known: a person reads the copy."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import in_whole
from core.domain.roles import title_of
from core.models import CaseRole, Child, Person
from core.services.desk import Desk

NAMED = re.compile(r"(^|_)(name|by|from|carer)$")
"""Columns that hold somebody's name."""
NOT_NAMES = frozenset({"history_from", "owed_by", "written_by", "arranged_by", "supported_by", "responded_by_role"})
STAFF = "member of staff"
COMMON = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
        *("december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "family", "house"),
        *("the", "and", "for", "with", "home", "team", "panel", "council", "school", "social", "worker", "command"),
    }
)  # fmt: skip
WORD = re.compile(r"\w[\w’'-]*")
SHORTEST = 3


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody else in the record: their name as it stands, what they are to the child, and a `key` to choose by."""

    name: str
    label: str

    @property
    def key(self) -> str:
        """Known again between the form and the copy."""
        return f"person:{hashlib.sha256(self.name.casefold().encode()).hexdigest()[:16]}"


def others(desk: Desk, child: Child, rows: Mapping[str, list[Any]]) -> tuple[Named, ...]:
    """Everybody named in a column of the record but the child, by what they are and name."""
    roles = _roles(desk, child)
    found: dict[str, str] = {}
    for table, every in rows.items():
        for row in every:
            for column in row.__table__.columns if table != "children" else ():
                value = getattr(row, column.key)
                if isinstance(value, str) and NAMED.search(column.key) and column.key not in NOT_NAMES:
                    for name in _people(value):
                        label = roles.get(name.casefold()) or _label(row, column.key)
                        found.setdefault(name, label)
    for name, label in _people_by_id(desk, roles, rows):
        found[name] = label
    mine = {child.name.casefold(), ""}
    kept = {name: label for name, label in found.items() if name.casefold() not in mine}
    ordered = sorted(_told_apart(kept).items(), key=lambda one: one[::-1])
    return tuple(Named(name=name, label=label) for name, label in ordered)


@dataclass(frozen=True, kw_only=True)
class Taking:
    """Names out of texts: `words` is what stands in place of each, by its casefolded form."""

    pattern: re.Pattern[str] | None
    words: Mapping[str, str]

    def out_of(self, value: Any) -> Any:
        """A text without them; of a list or mapping, every text in it."""
        match value:
            case str() if self.pattern:
                return self.pattern.sub(lambda found: f"[{self.words[found[0].casefold()]}]", value)
            case list():
                return [self.out_of(one) for one in value]
            case dict():
                return {key: self.out_of(one) for key, one in value.items()}
        return value


def taking(people: Iterable[Named], shown: Collection[str], strangers: Iterable[str], child: Child) -> Taking:
    """Take out these people's names, whole and in single words as they are written, and the names of unrelated
    children. The child's own name stays, and those of the people whose keys are `shown`."""
    every = tuple(people)
    staying = [child.name, *(one.name for one in every if one.key in shown)]
    own = COMMON | {word.casefold() for name in staying for word in WORD.findall(name)}
    whole: dict[str, str] = {}
    single: dict[str, str] = {}
    for one in every:
        if one.key in shown:
            continue
        whole[one.name] = one.label
        for word in WORD.findall(one.name):
            if len(word) >= SHORTEST and word[0].isupper() and word.casefold() not in own:
                single.setdefault(word, one.label)
    whole = {name: "another child" for name in strangers} | whole
    words = {said.casefold(): label for said, label in (*single.items(), *whole.items())}
    either = "|".join(part for part in (f"(?i:{_any(whole)})" if whole else "", _any(single)) if part)
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else None
    return Taking(pattern=pattern, words=words)


def _any(said: Iterable[str]) -> str:
    """One of these, the longest first."""
    return "|".join(re.escape(one) for one in sorted(said, key=len, reverse=True))


def unrelated(desk: Desk, child: Child, texts: Iterable[str]) -> dict[str, bool]:
    """The names of other children of the authority that stand in these texts, as written there; each with whether the
    preparer may be told that it is a child's. Restricted ones are taken out of the copy too, and nothing is said of
    them: else whoever writes a name into a record would learn whether it is that of a child out of their sight."""
    hidden, known = desk.db.hidden, dict[tuple[str, ...], bool]()
    with in_whole(desk.db):
        for child_id, name in desk.db.execute(select(Child.id, Child.name).where(Child.id != child.id)):
            words = tuple(word.casefold() for word in WORD.findall(name))
            if len(words) > 1 and words[0] != "child":
                known[words] = known.get(words, False) or child_id not in hidden
    longest = max(map(len, known), default=0)
    found: dict[str, bool] = {}
    for text in texts:
        spots = [(one[0].casefold(), one.start(), one.end()) for one in WORD.finditer(text)]
        for start in range(len(spots)):
            for length in range(2, longest + 1):
                part = spots[start : start + length]
                words = tuple(word for word, _, _ in part)
                if len(part) == length and words in known:
                    found[text[part[0][1] : part[-1][2]]] = known[words]
    return found


def _roles(desk: Desk, child: Child) -> dict[str, str]:
    statement = (
        select(Person.name, CaseRole.role)
        .join(CaseRole, (CaseRole.tenant_id == Person.tenant_id) & (CaseRole.person_id == Person.id))
        .where(CaseRole.child_id == child.id)
    )
    return {name.casefold(): title_of(role).lower() for name, role in desk.db.execute(statement)}


def _people_by_id(desk: Desk, roles: Mapping[str, str], rows: Mapping[str, list[Any]]) -> Iterable[tuple[str, str]]:
    ids = {
        getattr(row, key.column_keys[-1])
        for every in rows.values()
        for row in every
        for key in row.__table__.foreign_key_constraints
        if key.referred_table.name == "people"
    }
    for person in desk.db.scalars(select(Person).where(Person.id.in_(ids - {None}))):
        usual = person.title.lower() if person.staff and person.title else STAFF if person.staff else "somebody else"
        yield person.name, roles.get(person.name.casefold(), usual)


def _people(value: str) -> list[str]:
    return [value.strip()] if value.strip() and len(value) <= 80 else []


def _label(row: Any, column: str) -> str:
    """What a column says of whoever stands in it."""
    if column == "carer":
        return "carer"
    role = getattr(row, "role", None) or getattr(row, "owner_role", None)
    return title_of(role).lower() if isinstance(role, str) and role else STAFF


def _told_apart(found: Mapping[str, str]) -> dict[str, str]:
    """Several who are the same to the child are numbered, so that a reader can follow who is who."""
    counted, number = Counter(found.values()), Counter[str]()
    told = {}
    for name in sorted(found):
        label = found[name]
        number[label] += 1
        told[name] = f"{label} {number[label]}" if counted[label] > 1 else label
    return told

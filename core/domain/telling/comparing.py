"""What differs between two procedures, part by part: two versions of one, two editions, two authorities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.domain.compiling import Procedure
from core.domain.steps import MeetingKind
from core.domain.telling.marking import Side, Told, side_by_side
from core.domain.telling.statements import TOPICS, Statement, beside, of_meeting


@dataclass(frozen=True)
class Difference:
    """One part of both procedures. `topic` is a key of `TOPICS`; `kind` the meeting's title (both titles where they
    differ), "" for what stands beside the meetings; a side is empty where its procedure says nothing here."""

    topic: str
    kind: str
    before: Side
    after: Side

    @property
    def title(self) -> str:
        """The topic's heading."""
        return TOPICS[self.topic]

    @property
    def changed(self) -> bool:
        """Whether any word went or came."""
        return any(one.mark != "kept" for one in (*self.before, *self.after))


def compare(before: Procedure | None, after: Procedure | None, *, kind: str = "") -> tuple[Difference, ...]:
    """The parts that differ, meeting by meeting in the order of the document; None is no procedure at all. `kind` is
    the key of the one meeting that is looked at."""
    return tuple(part for part in parts(before, after, kind=kind) if part.changed)


@dataclass(frozen=True)
class OfMeeting:
    """The parts of one meeting that differ, or ("") of what stands beside the meetings. `state` is "new" or "gone" for
    a meeting that only one side has, else ""."""

    kind: str
    parts: tuple[Difference, ...]

    @property
    def state(self) -> str:
        """Which side has it."""
        if not self.kind or (any(one.before for one in self.parts) and any(one.after for one in self.parts)):
            return ""
        return "new" if any(one.after for one in self.parts) else "gone"


def by_meeting(differences: Iterable[Difference]) -> tuple[OfMeeting, ...]:
    """The same, meeting by meeting."""
    kinds: dict[str, list[Difference]] = {}
    for one in differences:
        kinds.setdefault(one.kind, []).append(one)
    return tuple(OfMeeting(kind, tuple(those)) for kind, those in kinds.items())


def unchanged(before: Procedure | None, after: Procedure | None, *, kind: str = "") -> tuple[Difference, ...]:
    """The parts about which both say the same, in the same order."""
    return tuple(part for part in parts(before, after, kind=kind) if not part.changed)


def parts(before: Procedure | None, after: Procedure | None, *, kind: str = "") -> Iterator[Difference]:
    """Every part about which either says something, changed or not; with `kind` those of that meeting alone."""
    own = ((before.kinds.get(kind) if before else None, after.kinds.get(kind) if after else None),)
    for old, new in own if kind else pairs_of_kinds(before, after):
        left = tuple(of_meeting(before, old)) if before and old else ()
        right = tuple(of_meeting(after, new)) if after and new else ()
        yield from _by_topic(" / ".join(_titles(old, new)), left, right)
    if not kind:
        yield from _by_topic("", tuple(beside(before)) if before else (), tuple(beside(after)) if after else ())


def pairs_of_kinds(
    before: Procedure | None, after: Procedure | None
) -> tuple[tuple[MeetingKind | None, MeetingKind | None], ...]:
    """Which meeting of one answers to which of the other: by key, else the one that each has left of a family; a
    meeting that the other does not have stands alone. In the order of `before`, then what only `after` has."""
    old, new = (dict(one.kinds) if one else {} for one in (before, after))
    answers = {key: key for key in old if key in new}
    left, right = (
        [kind for kind in kinds.values() if kind.key not in answers] for kinds in (old, new)
    )  # fmt: skip
    for kind in left:
        there = [one for one in right if one.family == kind.family]
        if len(there) == 1 and len([one for one in left if one.family == kind.family]) == 1:
            answers[kind.key] = there[0].key
    paired = tuple((kind, new.get(answers.get(key, ""))) for key, kind in old.items())
    return (*paired, *((None, kind) for key, kind in new.items() if key not in answers.values()))


def _by_topic(kind: str, left: Iterable[Statement], right: Iterable[Statement]) -> Iterator[Difference]:
    for topic in TOPICS:
        was, now = _told(left, topic), _told(right, topic)
        if was or now:
            yield Difference(topic, kind, *side_by_side(was, now))


def _told(said: Iterable[Statement], topic: str) -> Told:
    return [(one.words, one.clause) for one in said if one.topic == topic]


def _titles(*kinds: MeetingKind | None) -> list[str]:
    return list(dict.fromkeys(kind.title for kind in kinds if kind))

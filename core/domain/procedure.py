"""The vocabulary in which a plugin declares its authority's procedure, rule by rule, each naming its clause.

All values are frozen. `when` is a named question of `Facts`; `owed_by` may be a role or a question that answers with
one. Local rules, roles and records are declared here; the core only carries them out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from core.domain.calendar import Period
from core.domain.facts import Anchor, Facts

Question = Callable[[Facts], bool]
RoleOf = Callable[[Facts], "str | None"]
Owner = str | RoleOf | None


class Strength(StrEnum):
    """The document's own verb, strongest first; never collapsed into fewer."""

    MUST = "must"
    SHOULD = "should"
    CONSIDER = "consider"
    OFFER = "offer"
    MAY = "may"
    NOT_APPROPRIATE = "not appropriate"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Strength).index(self)


class Strictness(StrEnum):
    """How binding a date is."""

    STATUTORY = "statutory"
    MUST = "must"
    USUAL = "usual"
    ADVISORY = "advisory"


class Relation(StrEnum):
    """How a person stands to a case on the day of its meeting; what chair rules are made of."""

    MANAGES_CASE = "has line management of the case"
    MANAGES_CARER = "manages the carer's support"
    MADE_MATCH = "managed the match"
    OWN_SOCIAL_WORKER = "is the child's social worker"
    OWN_IRO = "is the child's own independent reviewing officer"
    CHILDS_TEAM = "works in the child's team"
    OPERATIONAL = "works in an operational team"
    EMPLOYED_HERE = "is employed by the authority"


@dataclass(frozen=True, kw_only=True)
class PluginInfo:
    """Who a plugin is. `words` are local words for standard terms, shown on the authority's pages."""

    name: str
    title: str
    version: str
    document: str
    kind: Literal["authority", "addition"] = "authority"
    words: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Which text of the procedure, and when it ruled (`in_force_until` is its last day)."""

    key: str
    title: str
    in_force_from: date | None = None
    in_force_until: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role this authority uses beyond the core's list (`core.domain.roles`)."""

    key: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of the procedure, restated: its id, the source's heading, our words."""

    id: str
    heading: str
    words: str
    binding: bool = True
    silent: bool = False
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who decides, together; `otherwise` decides where they disagree."""

    by: tuple[str, ...]
    otherwise: str | None = None


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """When a meeting is proposed, how strongly, on which evidence; how *not* meeting is decided.

    `evidence` answers with the facts it counted, as sentences. `anchor` is the event that the rule hangs on.
    """

    key: str
    title: str
    proposes: str
    strength: Strength
    clause: str
    when: Question | None = None
    evidence: Callable[[Facts], tuple[str, ...]] | None = None
    counted: Callable[[Facts], tuple[Any, ...]] | None = None
    anchor: Anchor = Anchor.ENDED
    decided_by: Decision | None = None
    waiver: Decision | None = None
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChairRule:
    """Who may chair. `roles=()` is anybody. The first rule that fits a person answers; `not_if` refuses at once.

    `strength` keeps the text's verb; a person whom no rule fits needs a recorded reason, never a refusal.
    `needs_reason` is a sentence: whoever this rule fits may chair once that is recorded.
    """

    clause: str
    roles: tuple[str, ...] = ()
    strength: Strictness = Strictness.USUAL
    only_if: tuple[Relation, ...] = ()
    unless: tuple[Relation, ...] = ()
    not_if: tuple[Relation, ...] = ()
    reason_if: tuple[Relation, ...] = ()
    needs_reason: str = ""
    when: Question | None = None
    part: str | None = None
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class Window:
    """Earliest, target and latest from one anchor event; either end may be absent.

    Departing needs a recorded judgement from each role of `override_by`. While `suspended_by` is yes it does not run.
    `reason_after_anchor` names what is recorded when the meeting follows an anchor it should have preceded.
    """

    clause: str
    opens: Period | None = None
    target: Period | None = None
    closes: Period | None = None
    after: str = Anchor.ENDED.value
    reason_after_anchor: str = ""
    strictness: Strictness = Strictness.MUST
    override_by: tuple[str, ...] = ()
    suspended_by: Question | None = None
    when: Question | None = None
    part: str | None = None
    words: str = ""
    interpretation: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several parts of one process: own date, own people, own record.

    `not_before` is the key of a part that comes first; `by_time_slot` people come one after another.
    """

    key: str
    title: str
    clause: str
    purpose: str = ""
    when: Question | None = None
    exceptional: bool = False
    needs_reason: bool = False
    by_time_slot: bool = False
    professionals_only: bool = False
    not_before: str = ""


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Who is asked to which part (None: every part); attends, or contributes in another way."""

    role: str
    clause: str
    part: str | None = None
    strength: Strength = Strength.SHOULD
    contributes: Literal["attends", "attends or views", "views", "report"] = "attends"
    supported_by: Owner = None
    when: Question | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PackItem:
    """What the chair must have, from whom, by when; "not available, because" is always an answer.

    `owed_by` may be None where the text is silent: staff then name the supplier. `alternatives` are other forms that
    serve as well; `read_by` is a role that is to have read it before the meeting; `authors` write it together.
    """

    title: str
    clause: str
    owed_by: Owner = None
    before_meeting: Period | None = None
    when: Question | None = None
    alternatives: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    supported_by: Owner = None
    read_by: str | None = None
    if_available: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """A theme of the record, with prompts under it.

    `draws_on` "placements" is a theme made from the child's placements, which then stand beside it.
    `records` "delegation" asks who may decide what for the child, area by area, beside the words of the theme.
    """

    key: str
    title: str
    clause: str
    prompts: tuple[str, ...] = ()
    when: Question | None = None
    part: str | None = None
    draws_on: Literal["", "placements"] = ""
    records: Literal["", "delegation"] = ""

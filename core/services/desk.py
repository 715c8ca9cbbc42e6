"""A member of staff at work: who, in which authority, at which moment, in which transaction.

Every service takes a desk first, so that the actor, the day and the authority are arguments and nothing reads a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from core.audit.entries import Trail
from core.db import TenantSession
from core.domain import versions
from core.domain.calendar import Calendar, Closure, Nation
from core.domain.compiling import CannotCompile, Procedure
from core.domain.days import local_day
from core.domain.local import LOCAL
from core.domain.versions import Enabled, Version
from core.models import Event, Tenant
from core.registry import Registry
from core.services.permissions import NotAllowed, allowed


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts: a person of this authority with the roles in force today, and how many notices wait for them.

    `elsewhere`: they may enter other authorities too. `restricted` are restricted children whom they may open; `opened`
    those of them whom they opened all the same, for some hours. `scopes` are the permissions within which a program
    acts as them, `program` is what it is called; None and "" where they act themselves.
    """

    user_id: str
    person_id: str
    name: str
    title: str = ""
    team: str = ""
    roles: frozenset[str] = frozenset()
    unseen: int = 0
    elsewhere: bool = False
    restricted: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None
    program: str = ""

    @property
    def signature(self) -> str:
        """The name under which records say who did something."""
        return f"{self.name} (program: {self.program})" if self.program else self.name

    def may(self, permission: str) -> bool:
        """Whether the actor holds `permission`; for a program, within its scopes."""
        return allowed(self.roles, permission) and (self.scopes is None or permission in self.scopes)


class Missing(Exception):
    """No such record in this authority, or not for this person: the same answer for both."""


class Refused(Exception):
    """A change that cannot be made now. The sentence says why and what to do; `field` names the input, if one."""

    def __init__(self, sentence: str, *, field: str | None = None, clause: str | None = None):
        super().__init__(sentence)
        self.field, self.clause = field, clause


class Stale(Exception):
    """The record has changed since the form was opened. `current` is what it holds now."""

    def __init__(self, current: Any):
        super().__init__("Somebody else has changed this since you opened it.")
        self.current = current


@dataclass(kw_only=True)
class Desk:
    """One request, command or job of one authority. `now` is an aware moment."""

    db: TenantSession
    tenant: Tenant
    actor: Actor
    registry: Registry
    now: datetime

    def __post_init__(self) -> None:
        said = Trail(at=self.now, actor_id=self.actor.person_id, actor_name=self.actor.signature)
        self.db.info.setdefault("trail", said)

    @property
    def tenant_id(self) -> str:
        """The authority's key, which a rollback does not empty."""
        found = self.db.tenant
        if found is None:
            raise RuntimeError("A desk belongs to an authority.")
        return found

    @property
    def trail(self) -> Trail:
        """Who acts here and by which request, as the audit will have it: the first desk's of a session."""
        found: Trail = self.db.info["trail"]
        return found

    @property
    def today(self) -> date:
        """The day in the United Kingdom."""
        return local_day(self.now)

    @cached_property
    def calendar(self) -> Calendar:
        """The authority's working days."""
        return Calendar(
            nation=Nation(self.tenant.nation),
            closures=tuple(
                Closure(date.fromisoformat(c["first"]), date.fromisoformat(c["last"]), c["name"])
                for c in self.tenant.closures
            ),
            closures_move_dates=self.setting("closures_move_dates"),
        )

    def version(self, day: date) -> Version | None:
        """The version of the authority's procedure that rules an anchor event on `day`; None where none does."""
        return versions.ruling(versions.read(self.tenant.versions), day, self.today)

    @property
    def enabled(self) -> Enabled:
        """The plugins that run today, each with its settings."""
        ruling = self.version(self.today)
        return ruling.enabled if ruling else {}

    def procedure(self, day: date) -> Procedure | None:
        """The authority's procedure for an anchor on `day`; None where it runs no plugin, or its plugin is at fault."""
        ruling = self.version(day)
        if ruling is None or not ruling.enabled:
            return None
        try:
            return self.registry.procedure(ruling.enabled, day)
        except CannotCompile:
            return None

    def fault(self) -> str:
        """Why the authority's plugin does not answer, as sentences; "" when it does or none is enabled."""
        if not self.enabled:
            return ""
        try:
            self.registry.procedure(self.enabled, self.today)
        except CannotCompile as refused:
            return str(refused)
        return ""

    def setting(self, key: str) -> Any:
        """A local setting that no text gives, or what applies until the authority sets it; see `core.domain.local`."""
        return LOCAL[key].of(self.tenant.settings)

    def lock(self) -> None:
        """Read the authority's row again, as it is now; nobody else changes what hangs on it until this transaction
        ends. On SQLite whoever writes is alone anyway."""
        self.db.refresh(self.tenant, with_for_update=True)
        self.__dict__.pop("calendar", None)

    def require(self, permission: str) -> None:
        """Raise `NotAllowed` unless the actor holds `permission`."""
        if not self.actor.may(permission):
            raise NotAllowed("Your role here does not include this. Ask the people who manage roles in your authority.")

    def saw(self, child_id: str) -> None:
        """Record that a page showed one child's record, where its address does not lead to that child."""
        self.trail.saw.append(child_id)

    def exported(self, what: str, child_ids: Iterable[str]) -> None:
        """Record that something was taken out as a file or on paper, with an entry for each child in it. `what` is a
        verb as `note` has them, such as "exported the register"."""
        self.trail.exported.append((what, tuple(dict.fromkeys(child_ids))))

    def note(self, verb: str, about: str, about_id: str, **data: Any) -> None:
        """Record that the actor did something, in the transaction of the change itself."""
        self.db.add(
            Event(
                at=self.now,
                actor_id=self.actor.person_id,
                actor_name=self.actor.signature,
                verb=verb,
                about=about,
                about_id=about_id,
                child_id=data.pop("child_id", None),
                meeting_id=data.pop("meeting_id", None),
                data=data,
            )
        )

"""One entry of the audit, and the trail that a transaction leaves: who acts, at which moment, by which request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

OPERATOR = "Operator"
"""Whoever changes an authority's rows without saying who they are: the shell, not a page."""
KINDS = ("change", "send", "export", "read", "refusal", "sign_in", "operator")
LONGEST = {"request_id": 64, "actor_id": 32, "verb": 60, "endpoint": 80, "about": 20, "about_id": 64}
"""Characters of each column; some hold what an address said, which may be anything."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """That somebody did, sent, took out, read or was refused something. `endpoint` is the method and view, or the
    command; `about` the noun that it is about; `detail` what changed, without anybody's words or names."""

    at: datetime
    kind: str
    request_id: str = ""
    actor_id: str = ""
    actor_name: str = OPERATOR
    verb: str = ""
    endpoint: str = ""
    about: str = ""
    about_id: str = ""
    child_id: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """What stands beside the text, to be searched; the text says the same. The moment in UTC, which SQLite keeps
        without its zone."""
        short = {name: str(getattr(self, name))[:longest] for name, longest in LONGEST.items()}
        at = self.at.astimezone(UTC)
        return {"at": at, "kind": self.kind, "actor_name": self.actor_name, "child_id": self.child_id, **short}

    def text(self, tenant: str) -> str:
        """The whole entry as it is chained: JSON in one spelling only, in ASCII."""
        whole = self.columns() | {"authority": tenant, "at": moment(self.at), "detail": self.detail}
        return json.dumps(whole, sort_keys=True, separators=(",", ":"), default=str)


@dataclass(kw_only=True)
class Trail:
    """Who acts in one transaction. `child_id` is the child that the address leads to; `owing` says that an entry is due
    even where nothing changes; `exported` are what was taken out and the children in it, `saw` children read about."""

    at: datetime | None = None
    request_id: str = ""
    actor_id: str = ""
    actor_name: str = OPERATOR
    endpoint: str = ""
    about: str = ""
    about_id: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    child_id: str | None = None
    owing: bool = False
    exported: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    saw: list[str] = field(default_factory=list)

    def entry(self, kind: str, **more: Any) -> Entry:
        """An entry of this trail; `more` says what differs from it."""
        said: dict[str, Any] = {
            "at": self.at or datetime.now(UTC), "request_id": self.request_id, "actor_id": self.actor_id,
            "actor_name": self.actor_name, "endpoint": self.endpoint, "about": self.about, "about_id": self.about_id,
            "child_id": self.child_id, "kind": kind,
        }  # fmt: skip
        return Entry(**(said | more))

    def told(self) -> list[Entry]:
        """An entry for each child whose record was taken out or read; one that was taken out without any child."""
        taken = [
            self.entry("export", verb=what, child_id=child, detail={"children": len(children)})
            for what, children in self.exported
            for child in (children or (None,))
        ]
        read = [self.entry("read", child_id=child, detail=self.where) for child in dict.fromkeys(self.saw)]
        self.exported, self.saw = [], []
        return taken + read

    @property
    def where(self) -> dict[str, Any]:
        """The ids of the address, where there are any."""
        return {"ids": dict(self.ids)} if self.ids else {}


def moment(at: datetime) -> str:
    """A moment as the text has it: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")

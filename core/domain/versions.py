"""Which version of an authority's procedure rules a day: a version says which plugins run, with which settings, and
from when. Apart from editions, which are the texts that one plugin knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Enabled = Mapping[str, Mapping[str, Any]]
"""Plugin name -> its settings, as staff gave them."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One approved version. `starts` is the first day whose anchor events it rules (None: from the beginning)."""

    number: int
    starts: date | None
    enabled: Enabled

    @property
    def row(self) -> dict[str, Any]:
        """As it stands in the authority's row, fit for JSON."""
        starts = self.starts.isoformat() if self.starts else None
        return {"number": self.number, "starts": starts, "enabled": {k: dict(v) for k, v in self.enabled.items()}}


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Version, ...]:
    """The versions kept in an authority's row, in the order in which they begin to rule.

    Of two that start on one day the later number comes last: it corrects the other.
    """
    found = (
        Version(
            number=row["number"],
            starts=date.fromisoformat(row["starts"]) if row["starts"] else None,
            enabled=row["enabled"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.starts or date.min, one.number)))


def always(enabled: Enabled) -> list[Any]:
    """The rows of an authority that has run these plugins from the beginning; none for no plugin."""
    return [Version(number=1, starts=None, enabled=enabled).row] if enabled else []


def ruling(versions: Iterable[Version], day: date, today: date) -> Version | None:
    """The version that rules an anchor event on `day`, as known on `today`; None where none does.

    What happened before the first version is ruled by the first, once that has started: an authority that joins loads
    its recent history and has it weighed.
    """
    inorder = tuple(versions)
    begun = [one for one in inorder if one.starts is None or one.starts <= day]
    if begun:
        return begun[-1]
    first = next(iter(inorder), None)
    return first if first and first.starts and first.starts <= today else None

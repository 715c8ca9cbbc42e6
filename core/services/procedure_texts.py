"""Which text of the authority's procedure somebody reads: today's, another edition of it, or an earlier version."""

from dataclasses import dataclass
from datetime import date

from core.domain.compiling import CannotCompile, Procedure
from core.domain.procedure import Edition
from core.domain.versions import Enabled, Version
from core.services import procedure_versions
from core.services.desk import Desk, Missing


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One text as it reads with the plugins that are here. Without `procedure`, `fault` says why it cannot be read.

    `until` is the last day on which the version rules anchor events: None where no later one follows, a day before its
    first for one that was corrected on the day it started. `today` is whether this is what is in force today.
    """

    version: Version | None
    until: date | None
    edition: Edition
    procedure: Procedure | None
    fault: str = ""
    today: bool = False

    @property
    def enabled(self) -> Enabled:
        """The plugins that run in it, each with its settings."""
        return self.version.enabled if self.version else {}


def editions(desk: Desk, enabled: Enabled) -> tuple[Edition, ...]:
    """The texts that the authority plugin among `enabled` knows, in the order in which it gives them."""
    found = (desk.registry.found.get(name) for name in enabled)
    return next((one.editions for one in found if one and one.info and one.info.kind == "authority"), ())


def reading(desk: Desk, *, number: int | None = None, edition: str = "") -> Reading:
    """The version with this number (None: the one that rules today) in the edition with this key ("": the one in force
    on its last day so far). `Missing` where there is no such version or edition."""
    version = _numbered(desk, number) if number is not None else desk.version(desk.today)
    enabled = version.enabled if version else {}
    until = procedure_versions.last_days(desk).get(version.number) if version else None
    in_force = desk.registry.edition_on(enabled, _day(desk, version, until))
    texts = editions(desk, enabled)
    if edition and edition not in [one.key for one in texts]:
        raise Missing(edition)
    wanted = next((one for one in texts if one.key == edition), in_force)
    ruling = desk.version(desk.today)
    here = version == ruling and wanted.key == desk.registry.edition_on(enabled, desk.today).key
    procedure, fault = _compiled(desk, enabled, wanted)
    return Reading(version=version, until=until, edition=wanted, procedure=procedure, fault=fault, today=here)


def _numbered(desk: Desk, number: int) -> Version:
    for version in procedure_versions.timeline(desk):
        if version.number == number:
            return version
    raise Missing(str(number))


def _day(desk: Desk, version: Version | None, until: date | None) -> date:
    """The day as of which a version is read: today while it rules, else its last day, or its first one to come."""
    last = min(desk.today, until) if until else desk.today
    return max(version.starts, last) if version and version.starts else last


def _compiled(desk: Desk, enabled: Enabled, edition: Edition) -> tuple[Procedure | None, str]:
    if not enabled:
        return None, ""
    try:
        return desk.registry.compile(enabled, edition.key), ""
    except CannotCompile as refused:
        return None, str(refused)

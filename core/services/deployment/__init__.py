"""Whether this installation is fit to hold children's records: what is set, its database, its machine, its authorities.

Each check is a function of the settings that says what it found, with what to do where something is wrong.
"""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy.exc import SQLAlchemyError

from core.adapters.logs import kind_of
from core.services.deployment import authorities, database, environment, machine
from core.services.deployment.finding import Finding, Verdict
from core.settings import Settings

CHECKS: tuple[tuple[str, Callable[[Settings], Iterable[Finding]]], ...] = (
    *environment.CHECKS,
    *machine.CHECKS,
    *database.CHECKS,
    *authorities.CHECKS,
)


def checked(settings: Settings) -> Iterator[Finding]:
    """What every check found, in order. One that could not be made says so, and is no pass."""
    for name, check in CHECKS:
        try:
            yield from check(settings)
        except (SQLAlchemyError, OSError, ValueError) as error:
            yield Finding(name=name, verdict=Verdict.FAIL, says=f"could not be checked ({kind_of(error)}).")

"""Whether a feature exists for an authority today. Disabled means refused: what no plugin declares is not there."""

from core.domain.features import declared
from core.services.desk import Desk, Refused

NOUNS = {
    "signals": "conditions for an early conversation",
    "panels": "a panel",
    "reports": "a learning report",
    "gatherings": "a gathering",
}
"""What a plugin would declare, as a sentence ends."""


def exists(desk: Desk, feature: str) -> bool:
    """Whether a plugin that the authority runs today declares it.

    Where the procedure does not answer because a plugin is at fault, nobody can tell, and a fault must not hide work:
    the feature stays, and its pages say what is wrong.
    """
    procedure = desk.procedure(desk.today)
    return declared(procedure, feature) if procedure is not None else bool(desk.fault())


def require(desk: Desk, feature: str) -> None:
    """For a job of one authority: `Refused` with a sentence where the feature does not exist there."""
    if not exists(desk, feature):
        raise Refused(f"No plugin that {desk.tenant.short} runs declares {NOUNS[feature]}, so there is nothing to do.")

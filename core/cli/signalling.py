"""`mooring signals AUTHORITY`: how many homes meet each condition for an early conversation today; no names."""

from datetime import UTC, datetime

import click

from core.domain.knowing import Verdict
from core.services import features
from core.services import signals as listing
from core.services.desk import Refused
from core.services.operating import operating
from core.settings import from_environment

WORDS = {
    Verdict.YES: "met", Verdict.NO: "not met", Verdict.CANNOT_TELL: "cannot tell yet",
    Verdict.COULD_NOT_CHECK: "could not be checked",
}  # fmt: skip


@click.command()
@click.argument("authority")
def signals(authority: str) -> None:
    """Count the homes in AUTHORITY that meet each condition for an early conversation today.

    Numbers only: who they are stands on the page, for those who may see the children.
    """
    try:
        with operating(from_environment(), authority, datetime.now(UTC), name="Signals command") as desk:
            features.require(desk, "signals")
            if fault := desk.fault():
                raise Refused(f"The procedure of {desk.tenant.short} could not be checked. {fault}")
            declared = listing.declared(desk)
            found = listing.counts(desk)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    for signal in declared:
        numbers = found[signal.key]
        said = ", ".join(f"{words}: {numbers[verdict]}" for verdict, words in WORDS.items() if numbers[verdict])
        click.echo(f"{signal.clause:<6} {signal.title:<32} {said or 'no home is recorded'}")

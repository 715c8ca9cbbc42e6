"""`mooring check --deploy`: whether this installation is fit to hold children's records, one line for each check."""

import click

from core.services.deployment import checked
from core.services.deployment.finding import Verdict
from core.settings import from_environment

COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


@click.command("check")
@click.option("--deploy", is_flag=True, required=True, help="Everything that must hold before records are entered.")
def check(deploy: bool) -> None:
    """Look at the settings, the machine, the database and each authority, as the user and with the environment that
    serve pages. Ends with 1 where anything fails; a warning is for you to judge."""
    verdicts = []
    for finding in checked(from_environment()):
        mark = click.style(f"{finding.verdict:<4}", fg=COLOURS[finding.verdict])
        click.echo(f"  {mark}  {finding.name}: {finding.says}")
        verdicts.append(finding.verdict)
    failed, warned = verdicts.count(Verdict.FAIL), verdicts.count(Verdict.WARN)
    click.secho(f"{len(verdicts)} checks: {failed} failed, {warned} to look at.", bold=True)
    if failed:
        raise SystemExit(1)

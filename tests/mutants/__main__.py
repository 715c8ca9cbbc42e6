"""`make mutants`: promises are taken away one after another, and each time a test must notice. Says which mutant was
killed by which test; fails unless all were."""

import shutil
import sys
import time

import click

from tests.fixtures.swift import folder
from tests.mutants.every import EVERY
from tests.mutants.trying import KILLED, Outcome, tried


@click.command()
@click.option("--only", multiple=True, metavar="NAME", help="Only mutants with this in their name; may be repeated.")
@click.option("--list", "listed", is_flag=True, help="Say which there are, and try none.")
def main(only: tuple[str, ...], listed: bool) -> None:
    """Let the suite kill every mutant."""
    chosen = [one for one in EVERY if not only or any(part in one.name for part in only)]
    if not chosen:
        raise click.UsageError("No mutant is called so; --list names them.")
    if listed:
        for one in chosen:
            click.echo(f"{one.name}\n    {one.breaks}\n    {one.file}\n    {' '.join(one.killers)}")
        return
    began, place = time.perf_counter(), folder("mutants-")
    try:
        outcomes = tried(chosen, place, say)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    dead = sum(one.verdict == KILLED for one in outcomes)
    click.echo(f"{len(outcomes)} mutants, {dead} killed, {time.perf_counter() - began:.0f} seconds")
    for one in (one for one in outcomes if one.verdict != KILLED):
        click.echo(f"{one.verdict}: {one.mutant.name}: {one.by}", err=True)
    sys.exit(0 if dead == len(outcomes) else 1)


def say(one: Outcome) -> None:
    """A mutant, the promise it broke, and who noticed."""
    click.echo(f"{one.verdict:8} {one.seconds:5.1f} s  {one.mutant.name}\n    {one.mutant.breaks}\n    by {one.by}")


if __name__ == "__main__":
    main()

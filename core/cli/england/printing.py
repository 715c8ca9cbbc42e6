"""What `mooring demo --england` says: a bar while it works, then rows, seconds and a few sign-ins."""

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core.cli.demo_people import PASSWORD
from core.cli.england.building import Built, sign_ins
from core.cli.england.filling import Wanted


def with_a_bar(children: int, work: Callable[[Callable[[int], None]], Built]) -> Built:
    """The work done, with a bar on the error channel that fills as children are written."""
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*shown, console=Console(stderr=True)) as progress:
        task = progress.add_task("Children written", total=children)
        return work(lambda more: progress.advance(task, more))


def printed(built: Built) -> str:
    """Rows of each table, seconds and rows a second; then who can sign in to the smallest, middle and largest."""
    total = sum(built.rows.values())
    lines = [f"{name:<24}{number:>12,}" for name, number in built.rows.most_common()]
    lines += [
        f"{'in all':<24}{total:>12,}",
        "",
        f"{len(built.wanted)} authorities in {built.seconds:,.0f} seconds: {total / built.seconds:,.0f} rows a second "
        f"({built.exemplars:,.0f} seconds of them for the exemplars).",
    ]
    for one in _three(built.wanted):
        lines += ["", f"{one.named.name} ({one.children:,} children, run as {one.pattern.name})"]
        lines += [f"  {member.email:<52} {member.name} ({member.title})" for member in sign_ins(one)]
    return "\n".join([*lines, "", f"Everybody's password is: {PASSWORD}"])


def _three(wanted: list[Wanted]) -> list[Wanted]:
    """The smallest, the middle and the largest authority."""
    return list({one.named.slug: one for one in (wanted[0], wanted[len(wanted) // 2], wanted[-1])}.values())

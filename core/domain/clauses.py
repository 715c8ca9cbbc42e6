"""Reading `procedure.md`: a plugin's clauses in our own words, each under its id and the source's heading.

## A09 | 2.2 Chairing and arranging
The meeting takes place between two and six weeks after the placement's end.
> interpretation: "convened" is read as: the meeting takes place then.
> silent: the text does not say who chairs.
> information
"""

import re

from core.domain.procedure import Clause

HEADING = re.compile(r"^## +(?P<id>\S+) +\| +(?P<heading>.+?) *$")


class UnreadableProcedure(ValueError):
    """procedure.md is not in the format of this module; the sentence names the line, as `line` does."""

    def __init__(self, line: int, said: str):
        super().__init__(f"Line {line}: {said}")
        self.line = line


def read_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses in the order of the file. `> information` marks one that binds nobody.

    Raises `UnreadableProcedure` for a heading without id or source heading, an empty clause, or an id given twice.
    """
    found: list[tuple[str, str, list[str], int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            match = HEADING.match(line)
            if not match:
                raise UnreadableProcedure(number, 'write a clause heading as "## ID | heading in the source".')
            if any(match["id"] == id for id, *_ in found):
                raise UnreadableProcedure(number, f"the clause {match['id']} is there already; give it its own id.")
            found.append((match["id"], match["heading"], [], number))
        elif found and line.strip():
            found[-1][2].append(line.strip())
    return tuple(_clause(*one) for one in found)


def _clause(id: str, heading: str, lines: list[str], number: int) -> Clause:
    words = " ".join(line for line in lines if not line.startswith(">"))
    marks = [line.lstrip("> ").strip() for line in lines if line.startswith(">")]
    if not words:
        raise UnreadableProcedure(number, f"the clause {id} has no words; restate what the text says.")
    readings = [mark.split(":", 1)[1].strip() for mark in marks if mark.startswith("interpretation:")]
    return Clause(
        id=id,
        heading=heading,
        words=words,
        binding="information" not in marks,
        silent=any(mark.startswith("silent") for mark in marks),
        interpretation=" ".join(readings),
    )

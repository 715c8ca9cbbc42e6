"""What a check says: one thing looked at, and each fault as a sentence with its place."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in a file; without a line it is the whole file."""

    file: Path
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One fault: a sentence that says what to mend, and where, if that could be found."""

    sentence: str
    spot: Spot | None = None

    @property
    def where(self) -> str:
        """The place as people read it, such as "harrowmere/plugin.py, line 12"; "" where it could not be found."""
        if self.spot is None:
            return ""
        here, file = Path.cwd(), self.spot.file
        short = file.relative_to(here) if file.is_relative_to(here) else file
        return f"{short}, line {self.spot.line}" if self.spot.line else str(short)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.spot else self.sentence


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One thing looked at; without faults it holds."""

    what: str
    faults: tuple[Remark, ...] = ()

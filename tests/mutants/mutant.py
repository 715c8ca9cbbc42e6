"""One change that takes a promise away, as data: where it is made, which promise it breaks, which tests must notice."""

from dataclasses import dataclass
from pathlib import Path


class Stale(Exception):
    """The text to change does not stand in its file exactly once; the sentence says how often."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """In `file`, a path from the top of the tree, `old` becomes `new`. `killers` are pytest's ids of files or tests, as
    few and as fast as will do; one of a test with parameters stands for each of them."""

    name: str
    breaks: str
    file: str
    old: str
    new: str
    killers: tuple[str, ...]

    def applied(self, top: Path) -> str:
        """What the file says once it is changed. Raises `Stale` where `old` does not stand there exactly once."""
        text = (top / self.file).read_text(encoding="utf-8") if (top / self.file).is_file() else ""
        times = text.count(self.old)
        if times != 1:
            raise Stale(f"{self.name}: its text stands {times} times in {self.file}; once is right.")
        return text.replace(self.old, self.new)

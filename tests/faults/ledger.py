"""What the service has acknowledged, as its clients remember it: a line is on disk before the next form is sent."""

import os
import threading
import time
from itertools import pairwise
from pathlib import Path


class Ledger:
    """Marks of acknowledged writes, and when each was acknowledged (seconds of a steady clock)."""

    def __init__(self, path: Path):
        self._file = path.open("a", encoding="ascii")
        self._turn = threading.Lock()
        self.marks: list[str] = []
        self.times: list[float] = []

    def acknowledged(self, mark: str) -> None:
        """Remember a write that the service says it has kept."""
        with self._turn:
            self._file.write(mark + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.marks.append(mark)
            self.times.append(time.monotonic())

    def longest_gap(self) -> float:
        """The longest time in which nothing was acknowledged, in seconds."""
        times = sorted(self.times)
        return max((later - earlier for earlier, later in pairwise(times)), default=0.0)

    def after(self, moment: float) -> float | None:
        """Seconds from `moment` to the next acknowledgement; None where there was none."""
        later = [one for one in self.times if one > moment]
        return min(later) - moment if later else None

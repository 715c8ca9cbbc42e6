"""Asking a plugin something, with patience that ends: in a thread of its own, which is left behind when it takes too
long. Apart from the registry, which knows what to ask; nothing here knows a hook.

Meant for what is asked seldom and then kept: importing, settings, declarations. A thread that waits within C (a sleep,
a socket) cannot be ended from outside and goes on until it returns; a loop written in Python is told to stop.
"""

import ctypes
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from core import metrics
from core.domain.compiling import CannotCompile
from core.domain.knowing import error_text

PATIENCE = 3.0
"""Seconds for which anybody waits for one plugin's answer."""
REMEMBERED = 60.0
"""Seconds for which a question that took too long is not asked again."""

T = TypeVar("T")
At = Callable[[str], None]
"""Called by a question before each thing it does, in words that fit after "took longer than 3 seconds"."""


@dataclass(kw_only=True)
class _Late:
    errand: "_Errand"
    key: Hashable
    until: float
    said: str


@dataclass(kw_only=True)
class _Door:
    """One plugin and one purpose: one thread at a time goes through."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    late: _Late | None = None


class Asking:
    """Questions to plugins. At most one thread waits for each plugin and purpose, whoever asks and however often."""

    def __init__(self, patience: float = PATIENCE):
        self.patience = patience
        self._doors: dict[tuple[str, str], _Door] = {}

    def ask(self, plugin: str, purpose: str, key: Hashable, question: Callable[[At], T]) -> T:
        """What `question` answers. Raises `CannotCompile` with a sentence that names the plugin and where it was, when
        the question raises anything at all or takes longer than `patience` seconds.

        `key` is the content of the question: one that took too long is not asked again for a while.
        """
        door = self._doors.setdefault((plugin, purpose), _Door())
        if not door.lock.acquire(timeout=self.patience):
            raise CannotCompile([f"The plugin '{plugin}' is still busy with an earlier question; try again soon."])
        try:
            late = door.late
            if late and (late.errand.is_alive() or (late.key == key and time.monotonic() < late.until)):
                raise CannotCompile([late.said])
            errand = _Errand(plugin, question)
            errand.start()
            errand.join(self.patience)
            door.late = None
            if errand.is_alive():
                said = f"The plugin '{plugin}' took longer than {_seconds(self.patience)} {errand.where}."
                door.late = _Late(errand=errand, key=key, until=time.monotonic() + REMEMBERED, said=said)
                errand.stop()
                metrics.plugin_failed(plugin, "late")
                raise CannotCompile([said])
        finally:
            door.lock.release()
        answer: T = errand.outcome()
        return answer


class _Errand(threading.Thread):
    """One question in a thread of its own. Whatever it raises stays in here, the end of the process included."""

    def __init__(self, plugin: str, question: Callable[[At], Any]):
        super().__init__(name=f"asking {plugin}", daemon=True)
        self.plugin, self.where = plugin, ""
        self._question, self._said = question, ""
        self._answer: Any = None
        self._fault: BaseException | None = None

    def run(self) -> None:
        try:
            self._answer = self._question(self._at)
        except BaseException as fault:
            self._said = error_text(fault)
            self._fault = fault

    def outcome(self) -> Any:
        """The answer, once the thread has ended; `CannotCompile` where it raised."""
        if isinstance(self._fault, CannotCompile):
            raise self._fault
        if self._fault is not None:
            metrics.plugin_failed(self.plugin, "raised")
            raise CannotCompile([f"{self.plugin} raised {self.where}: {self._said}"]) from self._fault
        return self._answer

    def stop(self) -> None:
        """Raise SystemExit in the thread, at its next step in Python."""
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident or 0), ctypes.py_object(SystemExit))

    def _at(self, where: str) -> None:
        self.where = where


def _seconds(number: float) -> str:
    return "1 second" if number == 1 else f"{number:g} seconds"

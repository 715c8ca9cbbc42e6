"""Each mutant against its killers: first that these pass where nothing is changed, then that one of them does not."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.copies import Copy, Run
from tests.mutants.mutant import Mutant, Stale

AT_ONCE = 2
KILLED, SURVIVED, STALE, BASELINE, BROKEN, ENDLESS = "killed", "SURVIVED", "STALE", "BASELINE", "BROKEN", "ENDLESS"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a mutant. `by` is the first test that failed in its own lines; else `by` says what is wrong.

    A test that could not begin (BROKEN) kills nobody: it would not say what the promise is.
    """

    mutant: Mutant
    verdict: str
    by: str
    seconds: float


def tried(mutants: Sequence[Mutant], folder: Path, told: Callable[[Outcome], None]) -> list[Outcome]:
    """The outcome of each, in order; `told` hears of it as soon as it is known."""
    copies: SimpleQueue[Copy] = SimpleQueue()
    for number in range(AT_ONCE):
        copies.put(Copy(folder / f"tree{number}"))

    def with_a_copy(work: Callable[[Copy], Run | Outcome]) -> Run | Outcome:
        copy = copies.get()
        try:
            return work(copy)
        finally:
            copies.put(copy)

    def judged(mutant: Mutant) -> Outcome:
        outcome = with_a_copy(lambda copy: judge(mutant, copy, faults))
        assert isinstance(outcome, Outcome)
        told(outcome)
        return outcome

    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = _shares({killer for mutant in mutants for killer in mutant.killers})
        runs = pool.map(lambda share: with_a_copy(lambda copy: copy.run(share, to_the_first=False)), shares)
        faults = _faults(shares, [run for run in runs if isinstance(run, Run)])
        return list(pool.map(judged, mutants))


def judge(mutant: Mutant, copy: Copy, faults: dict[str, str]) -> Outcome:
    """One mutant in this copy. `faults` says of killers why they are of no use even where nothing is changed."""
    began = time.perf_counter()

    def outcome(verdict: str, by: str) -> Outcome:
        return Outcome(mutant=mutant, verdict=verdict, by=by, seconds=time.perf_counter() - began)

    if unfit := [f"{killer}: {faults[killer]}" for killer in mutant.killers if killer in faults]:
        return outcome(BASELINE, "; ".join(unfit))
    try:
        with copy.changed(mutant):
            run = copy.run(mutant.killers, to_the_first=True)
    except Stale as stale:
        return outcome(STALE, str(stale))
    if run.code is None:
        return outcome(ENDLESS, "its killers did not end")
    if run.strangers:
        return outcome(BROKEN, f"not the copy was tried: {run.strangers[0]}")
    if run.code == 0:
        return outcome(SURVIVED, f"{len(run.passed)} tests passed")
    if run.failed and run.failed[0][1] == "call":
        return outcome(KILLED, run.failed[0][0])
    return outcome(BROKEN, run.failed[0][0] if run.failed else run.said.strip()[-300:])


def _shares(killers: Iterable[str]) -> list[list[str]]:
    """The killers in as many runs as go on at once, those of one file together."""
    every = sorted(killers)
    names = sorted({one.partition("::")[0] for one in every})
    shares = [[one for one in every if one.partition("::")[0] in names[part::AT_ONCE]] for part in range(AT_ONCE)]
    return [share for share in shares if share]


def _faults(shares: Sequence[Sequence[str]], runs: Sequence[Run]) -> dict[str, str]:
    """Why a killer is of no use, by killer; nothing of one whose tests all pass."""
    found = {}
    for share, run in zip(shares, runs, strict=True):
        for killer in share:
            wrong = [one for one, _ in run.failed if stands_for(killer, one)]
            if run.strangers:
                found[killer] = f"not the copy was tried: {run.strangers[0]}"
            elif wrong:
                found[killer] = f"{wrong[0]} does not pass where nothing is changed"
            elif not any(stands_for(killer, one) for one in run.passed):
                found[killer] = f"no such test ran: {run.said.strip()[-200:]}"
    return found


def stands_for(killer: str, test: str) -> bool:
    """Whether `test` is the killer, one of its parameters, or one of its file's."""
    return test == killer or test.startswith((f"{killer}[", f"{killer}::"))

"""What a check found: fit, to be looked at, or to be put right before anybody's record is entered."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`says` is one sentence, or two: what is, and where it is not as it should be what to do."""

    name: str
    verdict: Verdict
    says: str


def found(name: str, wrong: str, fine: str, *, verdict: Verdict = Verdict.FAIL) -> list[Finding]:
    """One finding: `wrong` where there is something to say, else `fine`."""
    return [Finding(name=name, verdict=verdict if wrong else Verdict.OK, says=wrong or fine)]

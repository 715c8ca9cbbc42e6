"""Whether a plugin's own cases come out as expected; a fault is placed at the case it is about."""

import re
from pathlib import Path
from types import ModuleType

from core.domain.compiling import CannotCompile
from core.services.casefile import UnreadableCase, read_cases
from core.services.cases import NoSuchKind, outcome
from core.services.caseverdict import unmet
from core.services.contract.remarks import Checked, Remark, Spot
from core.services.contract.subject import Subject

AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
NAMED = re.compile(r"""^\s*name\s*=\s*(?P<quote>["'])(?P<name>.*)(?P=quote)\s*(?:#.*)?$""")


def cases_met(subject: Subject, given: Path | None) -> Checked:
    """The cases of the file `given`, or of the plugin's own `cases.toml` if it has one."""
    assert subject.found.module is not None
    path = given or own_cases(subject.found.module)
    if given is None and not path.exists():
        return Checked(what="Its cases: it has no cases.toml")
    try:
        cases = read_cases(path)
    except UnreadableCase as unreadable:
        said = str(unreadable)
        return Checked(what=f"Its cases, in {path.name}", faults=(Remark(sentence=said, spot=_spot(path, said)),))
    faults: list[str] = []
    for case in cases:
        try:
            faults += [
                f"{case.name}: {said}" for said in unmet(case, outcome(subject.registry, subject.found.name, case))
            ]
        except (CannotCompile, NoSuchKind) as refused:
            faults.append(f"{case.name}: {refused}")
    remarks = tuple(Remark(sentence=said, spot=_spot(path, said)) for said in faults)
    return Checked(what=f"{len(cases)} cases come out as expected", faults=remarks)


def own_cases(module: ModuleType) -> Path:
    """Where a plugin keeps its cases: beside its module."""
    return Path(module.__file__ or "").parent / "cases.toml"


def _spot(path: Path, said: str) -> Spot:
    """The line at which TOML stops making sense, or where the case begins that the sentence begins with."""
    file = path.resolve()
    if stopped := AT_LINE.search(said):
        return Spot(file=file, line=int(stopped[1]))
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return Spot(file=file)
    starts = {f"case {number}": at for number, at in enumerate(_headed(lines), 1)}
    starts |= {match["name"]: number for number, line in enumerate(lines, 1) if (match := NAMED.match(line))}
    about = max((name for name in starts if said.startswith(name)), key=len, default="")
    return Spot(file=file, line=starts.get(about))


def _headed(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if line.strip().startswith("[[case]]")]

"""Whether the outcome of a case is what its writer expects: rows are found by their key and compared field by field."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from core.domain.knowing import Verdict
from core.services.casefile import UNKNOWN, Case

Values = dict[str, Any]


def unmet(case: Case, said: Values) -> list[str]:
    """A sentence for every expectation of `case` that `said` does not meet; empty when all are met."""
    faults: list[str] = []
    for key, expected in case.expect.items():
        faults += _unmet(key, _plain(expected), said)
    return faults


def _unmet(key: str, expected: Any, said: Values) -> list[str]:
    planned = said["plan"] or {}
    if key in ("proposals", "chairs", "signals"):
        return _rows_unmet(key, expected, said[key])
    if key in ("windows", "invitees", "pack", "steps", "agenda", "prompts", "parts", "outputs", "offers", "outcomes"):
        return _rows_unmet(key, expected, planned.get(key, []))
    if key in ("applies", "cannot_tell", "not_met"):
        verdict = {"applies": Verdict.YES, "cannot_tell": Verdict.CANNOT_TELL, "not_met": Verdict.NO}[key].value
        triggers = [one["trigger"] for one in said["proposals"] if one["answer"] == verdict]
        return [] if sorted(triggers) == sorted(expected) else [_differs(key, sorted(expected), sorted(triggers))]
    if key == "listed":
        met = sorted(one["signal"] for one in said["signals"] if one["answer"] == Verdict.YES.value)
        return [] if met == sorted(expected) else [_differs(key, sorted(expected), met)]
    if key in ("invited", "not_invited", "not_in_pack", "prompted", "not_prompted", "themes", "needs"):
        listed = _listed(key, said, planned)
        there = ", ".join(listed) or "nothing"
        return [f"{key}: '{one}' is not among {there}." for one in expected if one not in listed]
    if key not in planned and key not in said:
        return [f"{key} is no part of an outcome; docs/cases.md lists what may be expected."]
    found = planned.get(key, said.get(key))
    return [] if found == expected else [_differs(key, expected, found)]


def _listed(key: str, said: Values, planned: Values) -> list[str]:
    if key == "needs":
        return list(said["needs"])
    if key == "invited":
        return [one["role"] for one in planned.get("invitees", []) if one["answer"] == Verdict.YES.value]
    if key == "prompted":
        return [one["key"] for one in planned.get("prompts", []) if one["answer"] == Verdict.YES.value]
    if key == "themes":
        return [one["key"] for one in planned.get("agenda", [])]
    return list(planned.get(key, []))


IDENTITY = {
    "proposals": ("trigger",), "chairs": ("name",), "windows": ("clause", "part"), "invitees": ("role", "part"),
    "pack": ("title",), "steps": ("key",), "agenda": ("key",), "prompts": ("key",), "parts": ("key",),
    "outputs": ("key",), "offers": ("key",), "outcomes": ("key",), "signals": ("signal",),
}  # fmt: skip


def _rows_unmet(key: str, expected: Collection[Mapping[str, Any]], found: list[Values]) -> list[str]:
    faults = (
        [f"{key}: expected nothing, and there is {found[0].get(IDENTITY[key][0])}."] if found and not expected else []
    )
    for row in expected:
        named = {name: row[name] for name in IDENTITY[key] if name in row}
        same = [one for one in found if all(one.get(name) == value for name, value in named.items())]
        label = f"{key}, {' '.join(map(str, named.values()))}"
        if not same:
            faults.append(f"{label}: there is no such row.")
        elif not any(all(one.get(name) == value for name, value in row.items()) for one in same):
            faults += [_differs(f"{label}, {name}", value, same[0].get(name))
                       for name, value in row.items() if same[0].get(name) != value]  # fmt: skip
    return faults


def _differs(what: str, expected: Any, found: Any) -> str:
    return f"{what}: expected {expected!r}, the procedure says {found!r}."


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if value == UNKNOWN:
        return None
    return value.isoformat() if isinstance(value, (date, datetime)) else value

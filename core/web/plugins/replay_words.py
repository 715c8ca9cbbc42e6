"""What a replay's result says in words: the figures above it, the table behind them, and each difference without names.
Pure: it reads the JSON that `core.domain.replayed` makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.domain.days import british
from core.web.filters import plural

Result = Mapping[str, Any]
ASPECTS = {"prompt": "Prompts", "date": "Days of held meetings", "chair": "Who could have chaired"}
STRENGTHS = {"must": "Must be held", "should": "Should be held", "consider": "Consider", "offer": "Should be offered",
             "may": "May be held"}  # fmt: skip
CALLS = {"not prompted": "Not prompted", "no procedure": "Not prompted", "cannot tell": "Cannot be told",
         "not checked": "Could not be checked", "not compiled": "No procedure for that day"}  # fmt: skip
LEADS = {"not prompted": ("does not apply:", "none applies of"), "cannot tell": ("not enough is recorded for:",) * 2,
         "not checked": ("could not be checked:",) * 2}  # fmt: skip
PLACES = {"inside": "Inside the window", "before": "Too early, outside the window",
          "after": "Too late, outside the window", "no dates": "No window", "suspended": "Window not running",
          "cannot tell": "Cannot be told", "not checked": "Could not be checked",
          "no such meeting": "No such meeting in the text", "no procedure": "No procedure"}  # fmt: skip
SHIFTS = {"gone": "no longer prompt a meeting", "new": "newly prompt a meeting", "weaker": "prompt it less strongly",
          "stronger": "prompt it more strongly", "other": "prompt another meeting"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A rule that one side of a difference rests on."""

    clause: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """One side of a difference in words, and the rules it rests on; `lead` says of these whether they apply."""

    words: str
    rules: tuple[Cited, ...]
    lead: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One difference as it is shown."""

    ending: str
    before: Said
    after: Said


def figures(result: Result) -> list[tuple[str, str]]:
    """The numbers at the top, each with its words; the first always, the others where there is something to tell."""
    before, after = result["before"], result["after"]
    shifts = result["shifts"]
    found = [(f"{after['prompted']:,}", f"{_endings(after['prompted'])} would prompt a meeting, "
              f"instead of {before['prompted']:,}")]  # fmt: skip
    found += [(f"{shifts[key]:,}", f"would {words}") for key, words in SHIFTS.items() if shifts.get(key)][:2]
    if after["chairs"]["named"]:
        found.append((f"{after['chairs']['aside']:,}", _stand_aside(after["chairs"], before["chairs"])))
    if result["held"]:
        out = outside(after)
        found.append((f"{out:,}", f"of {plural(result['held'], 'meeting')} held would lie outside the window, "
                      f"instead of {outside(before):,}"))  # fmt: skip
    unsure = after["calls"].get("cannot tell", 0) + after["calls"].get("not checked", 0)
    if unsure:
        found.append((f"{unsure:,}", f"{_endings(unsure)} for which it cannot be told or checked"))
    return found


def outside(side: Result) -> int:
    """How many held meetings lie outside the window."""
    return int(side["places"].get("before", 0)) + int(side["places"].get("after", 0))


def table(result: Result) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """All figures, by heading: what is counted, before and after; rows that are nothing on both sides are left out."""

    def rows(key: str, words: Mapping[str, str]) -> list[tuple[str, int, int]]:
        before, after = result["before"][key], result["after"][key]
        return [(said, before.get(one, 0), after.get(one, 0)) for one, said in words.items()]

    chairs = {"endings": "Meetings for which somebody would chair", "named": "People whose role the rules name",
              "aside": "People who could not chair at least once, or only with a recorded reason",
              "nobody": "Meetings that nobody could chair without a recorded reason",
              "silent": "Meetings for which the text does not say who chairs"}  # fmt: skip
    calls = [(words, *_sum(result, words)) for words in dict.fromkeys(CALLS.values())]
    every = [
        ("Endings", rows("strengths", STRENGTHS) + calls),
        ("Meetings that were held", rows("places", PLACES)),
        ("Who could have chaired", rows("chairs", chairs)),
    ]
    return [(title, kept) for title, found in every if (kept := [row for row in found if row[1] or row[2]])]


def differences(result: Result, aspect: str = "") -> list[Mapping[str, Any]]:
    """The differences, of one aspect or all, as they are kept."""
    return [one for one in result["differences"] if aspect in ("", one["aspect"])]


def row(result: Result, difference: Mapping[str, Any]) -> Row:
    """One difference in words."""
    named = [difference[side].get("kinds", []) for side in ("before", "after")]
    kinds = all(named) and named[0] != named[1]
    before, after = (_side(result[side], difference[side], difference["aspect"], kinds) for side in ("before", "after"))
    return Row(ending=f"Ending {difference['number']:,}, {difference['month']}", before=before, after=after)


def clauses(result: Result, rows: Iterable[Row]) -> dict[str, list[tuple[str, str, str]]]:
    """The clauses that these rows name, by side: id, heading and words, each once."""
    asked: dict[str, set[str]] = {"before": set(), "after": set()}
    for one in rows:
        asked["before"] |= {rule.clause for rule in one.before.rules}
        asked["after"] |= {rule.clause for rule in one.after.rules}
    return {
        side: [(id, *result[side]["clauses"][id]) for id in sorted(ids) if id in result[side]["clauses"]]
        for side, ids in asked.items()
    }


def doubts(side: Result, kind: str) -> list[str]:
    """Conditions that could not be told ("untold") or checked ("unchecked"), each as a sentence."""
    found = []
    for number, endings, because, plugin in side[kind]:
        clause, words = side["rules"][number]
        if kind == "untold":
            why = (
                f": not recorded is {', or '.join(because)}" if because else ": it needs an answer nobody has recorded"
            )
        else:
            why = f": the plugin {plugin} could not check it ({', '.join(because)})"
        found.append(f"{words} ({clause}), for {plural(endings, 'ending')}{why}.")
    return found


def uncompiled(result: Result) -> list[str]:
    """Days for which either procedure makes no sense, each as a sentence."""
    words = {"before": "the present procedure", "after": "this change"}
    found = [(words[side], *run) for side in words for run in result["uncompiled"][side]]
    return [
        f"From {_day(first)} to {_day(last)} {whose} makes no procedure, so endings of these days are not compared. "
        f"{because}"
        for whose, first, last, because in found
    ]


def _day(kept: str) -> str:
    return british(date.fromisoformat(kept))


def _side(side: Result, said: Mapping[str, Any], aspect: str, kinds: bool) -> Said:
    say = {"prompt": _prompt, "date": _date, "chair": _chair}[aspect]
    rules = tuple(Cited(clause=side["rules"][n][0], words=side["rules"][n][1]) for n in said["rules"])
    lead = LEADS.get(said.get("call", ""), ("", ""))[len(rules) > 1]
    return Said(words=say(said, kinds), rules=rules, lead=lead)


def _prompt(said: Mapping[str, Any], kinds: bool) -> str:
    if "strength" not in said:
        return CALLS[said["call"]]
    words = STRENGTHS[said["strength"]]
    return f"{words}: {', '.join(said['kinds'])}" if kinds else words


def _date(said: Mapping[str, Any], _kinds: bool) -> str:
    return f"Held on day {said['day']}: {PLACES[said['place']][0].lower()}{PLACES[said['place']][1:]}"


def _chair(said: Mapping[str, Any], _kinds: bool) -> str:
    if said["silent"]:
        return "The text does not say who chairs"
    found = [f"{said['eligible']} could chair"]
    found += [f"{said['reason']} with a recorded reason"] if said["reason"] else []
    return ", ".join([*found, f"{said['excluded']} could not"] if said["excluded"] else found)


def _stand_aside(after: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    roles = " or ".join(dict.fromkeys(role[0].lower() + role[1:] for role in after["roles"]))
    who = f"of {plural(after['named'], 'person', 'people')} who may chair ({roles})"
    was = f"; now {before['aside']} of {before['named']}" if before["named"] else ""
    return f"{who} would have had to stand aside, or give a reason, at least once{was}"


def _sum(result: Result, words: str) -> tuple[int, int]:
    keys = [key for key, said in CALLS.items() if said == words]
    before, after = (sum(result[side]["calls"].get(key, 0) for key in keys) for side in ("before", "after"))
    return before, after


def _endings(number: int) -> str:
    return "ending" if number == 1 else "endings"

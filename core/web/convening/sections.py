"""What each section of arranging a meeting shows: put together once for a page, without a query for any single line."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from core.domain.chairing import Standing
from core.domain.compiling import Procedure
from core.domain.knowing import Verdict, ask
from core.domain.parts import not_asked_to
from core.domain.planning import Plan
from core.domain.procedure import PackItem, Part
from core.domain.roles import ROLES
from core.services import chairs, convening, gaps, inviting, judging, scheduling, standing
from core.services.meetings import Case
from core.web.convening import days, forms, stepper
from core.web.endings import asking
from core.web.forms import Form
from core.web.requests import desk, today

Shown = dict[str, Any]


def of(case: Case, typed: dict[str, Form], checked: dict[str, date], query: str) -> Shown:
    """The context of all sections. `typed` are forms shown again, `checked` days that were only asked about."""
    at = desk()
    asked = scheduling.planned(at, case)
    parts = scheduling.parts_of(at, case.meeting)
    rows = scheduling.tasks_of(at, case.meeting)
    checks = convening.checks(at, case)
    said = judging.of(at, case.meeting)
    staff = choices(inviting.staff(at, case))
    first = _first(case, asked, parts, typed)
    asked_first = bool(first["asks"] or first["exceptions"] or first["gaps"])
    waits = bool(first["gaps"]) and not first["asks"]
    return {
        "plan": asked,
        "parts": parts,
        "several": len(parts) > 1,
        "today": today(),
        "checks": checks,
        "objections": [one.objection for one in checks if one.objection and not one.ok],
        "aside_form": lambda key: typed.get(f"objection-{key}") or Form(forms.AsideForm, prefix=key),
        "ready": all(check.ok for check in checks if check.needed),
        "judgements": said,
        "earlier": judging.superseded(case.meeting, parts, said),
        "teller": next((s for s in case.kind.steps if s.completes == "invitations"), None),
        "roles": roles(case.procedure),
        "staff": staff,
        **first,
        **_dates(case, asked, parts, rows, typed, checked),
        **_chair(case, typed, query),
        **_people(case, asked, parts, typed),
        **_pack(case, asked, rows, typed),
        "stepper": stepper.steps(case, checks, parts, rows, first=asked_first, waits=waits),
    }


def roles(procedure: Procedure | None) -> Mapping[str, str]:
    """Role titles in the authority's own words."""
    return {key: procedure.role(key) for key in procedure.roles} if procedure else ROLES


def choices(people: Iterable[Any]) -> list[tuple[str, str]]:
    """People to choose from: id, and name with job title."""
    return [(one.id, f"{one.name}, {one.title}" if one.title else one.name) for one in people]


def _first(case: Case, asked: Plan, parts: list[Any], typed: dict[str, Form]) -> Shown:
    asks = convening.asks(case)
    planned = {part.key for part in parts}
    rules = [p.rule for p in asked.parts if isinstance(p.rule, Part)]
    exceptions = [rule for rule in rules if rule.exceptional and rule.key not in planned]
    kept = asking.typed(asks, case.meeting.answers)
    left_open = convening.gaps(case)
    return {
        "asks": asks,
        "gaps": left_open,
        "settled_by": standing.keepers(desk()) if left_open else (),
        "made_since": gaps.made_since(desk(), case) is not None,
        "first_form": typed.get("first") or Form(asking.schema(asks), kept),
        "exceptions": exceptions,
        "exception_forms": {
            rule.key: typed.get(f"part-{rule.key}") or Form(forms.PartForm, prefix=rule.key) for rule in exceptions
        },
    }


def _dates(
    case: Case, asked: Plan, parts: list[Any], rows: list[Any], typed: dict[str, Form], checked: dict[str, date]
) -> Shown:
    at, anchor = desk(), days.anchor_of(case.meeting)
    found: dict[str, days.Found] = {}
    shown: dict[str, Form] = {}
    for part in parts:
        form = shown[part.key] = typed.get(f"date-{part.key}") or forms.of_part(part)
        wanted = checked.get(part.key) or form.values.get("day") or part.day
        if wanted is not None:
            starts = form.values.get("starts")
            clock = starts.strftime("%H:%M") if starts else part.starts
            then = asked if wanted == part.day else scheduling.planned(at, case, wanted, part.key)
            found[part.key] = days.find(wanted, clock, asked.window_of(part.key), then, part.key, anchor, at.calendar)
    aim = convening.target_ask(case)
    before = {prompt.key for prompt in case.kind.prompts if prompt.when_asked == "before"}
    window = asked.window
    dateless = window is not None and not (window.rule.opens or window.rule.closes)
    reached = case.meeting.answers.get(judging.TARGET)
    early = {prompt.key for prompt in case.kind.prompts if prompt.when_asked == "arranging"}
    target = {"target": date.fromisoformat(reached) if reached else None}
    last = next((j for j in reversed(judging.of(at, case.meeting)) if j.about == judging.TARGET), None)
    return {
        "date_forms": shown,
        "found": found,
        "checked": checked,
        "strips": _strips(case, asked, parts, found),
        "window_of": asked.window_of,
        "counted": days.counted,
        "span": judging.span,
        "aim": aim or dateless,
        "target_clause": aim.clause if aim else window.rule.clause if window else "",
        "target_form": typed.get("target")
        or Form(forms.TargetForm, target | {"target_reason": last.reason if last else ""}),
        "ask_before": [t for t in rows if t.kind == "prompt" and t.key in before and t.done_on is None],
        "to_consider": [t for t in rows if t.kind == "prompt" and t.key in early and t.state != "withdrawn"],
        "consider_form": _consider_form(typed),
        "second": judging.confirmation(at, case.meeting),
    }


def _consider_form(typed: dict[str, Form]) -> Callable[[Any], Form]:
    """The form of one thing to be considered: the one shown again, or what is kept."""

    def form(task: Any) -> Form:
        kept = {"outcome": task.progress, "note": task.because}
        return typed.get(f"consider-{task.id}") or Form(forms.ConsiderForm, kept, prefix=task.id)

    return form


def _strips(case: Case, asked: Plan, parts: list[Any], found: dict[str, days.Found]) -> list[Any]:
    """One picture for the parts whose windows lie on the same days."""
    groups: dict[Any, list[Any]] = {}
    for part in parts:
        window = asked.window_of(part.key)
        groups.setdefault((window.dates.opens, window.dates.closes) if window else None, []).append(part)
    drawn = []
    for same in groups.values():
        chosen = [(found[p.key].day, p.title.split(",")[0]) for p in same if p.key in found]
        owed = {one.words: one for p in same if p.key in found for one in found[p.key].owed}
        window = asked.window_of(same[0].key)
        anchor = days.anchor_of(case.meeting)
        picture = days.strip(window, anchor, today(), desk().calendar, chosen, tuple(owed.values()))
        drawn.append((same[0].key, window, picture))
    return drawn


def _chair(case: Case, typed: dict[str, Form], query: str) -> Shown:
    at = desk()
    form = typed.get("chair")
    query = query or (form.values.get("chair_query", "") if form else "")
    people = chairs.considered(at, case, query=query)
    rules = [rule for rule in case.kind.chairs if ask(rule.when, case.facts).verdict is not Verdict.NO]
    clauses = dict.fromkeys(rule.clause for rule in rules)
    reading = {rule.clause: rule.interpretation for rule in rules}
    return {
        "considered": people,
        "may_chair": sum(one.verdict.standing is Standing.ELIGIBLE for one in people),
        "with_reason": sum(one.verdict.standing is Standing.NEEDS_REASON for one in people),
        "found_by_query": any(chairs.matches(one.person, query) for one in people),
        "chair_form": form or Form(forms.ChairForm, {"chair": case.meeting.chair_id}),
        "chair_query": query,
        "chair_clauses": [(clause, reading[clause]) for clause in clauses],
        "silent_parts": chairs.silent_parts(at, case),
        "answers": {
            Standing.ELIGIBLE: "Yes",
            Standing.NEEDS_REASON: "With a reason",
            Standing.NOT_ELIGIBLE: "No",
        },
    }


def _people(case: Case, asked: Plan, parts: list[Any], typed: dict[str, Form]) -> Shown:
    listed = inviting.invitations_of(desk(), case)
    here = {part.key: [i for i in listed if i.part == part.key] for part in parts}
    titles = roles(case.procedure)
    child = next((one.rule for one in asked.invitees if getattr(one.rule, "role", "") == "child"), None)
    invite = typed.get("invite")
    return {
        "invited": here,
        "absent": {part.key: _absent(asked, part, here, titles) for part in parts} if len(parts) > 1 else {},
        "perhaps": inviting.may_yet_be_listed(asked),
        "voice_form": typed.get("voice")
        or Form(forms.VoiceForm, {"voice": case.meeting.voice, "voice_note": case.meeting.voice_note}),
        "voice_clause": child.clause if child else "",
        "invite_form": invite or Form(forms.InviteForm, {"part": parts[0].key if parts else ""}),
        "how": inviting.HOW,
        "part_choices": [(part.key, part.title) for part in parts],
    }


def _absent(asked: Plan, part: Any, here: Mapping[str, list[Any]], titles: Mapping[str, str]) -> list[str]:
    """Who comes to another part and not to this one: by name, or by role where nobody is named."""
    present = {(i.role, i.name) for i in here[part.key]} | {i.name for i in here[part.key] if i.name}
    named = [i.name for key, rows in here.items() if key != part.key for i in rows if i.name and not i.left_out]
    absent = [name for name in dict.fromkeys(named) if name not in present]
    roles_named = {i.role for rows in here.values() for i in rows if i.name}
    return absent + [titles.get(role, role) for role in not_asked_to(asked, part.key) if role not in roles_named]


def _pack(case: Case, asked: Plan, rows: list[Any], typed: dict[str, Form]) -> Shown:
    papers = [task for task in rows if task.kind == "pack" and task.state != "withdrawn"]
    unneeded = [one for one in asked.not_needed if isinstance(one.rule, PackItem)]
    first = min((task.due for task in papers if task.due), default=None)
    step = next((s for s in case.kind.steps if s.completes == "pack"), None)
    return {
        "papers": papers,
        "not_needed": unneeded,
        "paper_forms": {
            task.id: typed.get(f"paper-{task.id}")
            or Form(forms.SupplierForm, {"person": task.owner_id}, prefix=task.id)
            for task in papers
        },
        "pack_due": first,
        "pack_sum": next((task.sum for task in papers if task.sum), ""),
        "pack_clause": step.clause if step else (case.kind.pack[0].clause if case.kind.pack else ""),
        "unclear": {
            getattr(one.rule, "title", ""): one.answer for one in asked.pack if one.answer.verdict is not Verdict.YES
        },
    }

"""All that one plugin declares in one edition under one set of settings, asked hook by hook, and what it says against a
move. Apart from the registry, which keeps the answers and says how long anybody waits for them."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
from marshmallow import ValidationError

from core.asking import At
from core.discovery import Found, Hooks
from core.domain.clauses import read_clauses
from core.domain.compiling import CannotCompile, Declared, Procedure
from core.domain.declared import rules_of
from core.domain.procedure import Edition
from core.domain.read_only import read_only

COMPILED = (
    "triggers", "meeting_kinds", "support_plans", "panel_routes", "learning_reports", "gatherings", "signals",
    "page_slots",
)  # fmt: skip
"""The hooks that are asked when a procedure is compiled, besides `roles`."""
MOST = 5_000
"""Values, each step and invitee counted, that one plugin may declare; the largest here has under two hundred."""


def declarations(pm: pluggy.PluginManager, one: Found, edition: Edition, raw: Mapping[str, Any], at: At) -> Declared:
    """What the plugin declares under settings as they are stored. Raises `CannotCompile`, or whatever a hook raises."""
    assert one.info is not None and one.module is not None
    config = stored(one, raw, at)
    view = Hooks(pm, (one.name,))
    answers: dict[str, tuple[Any, ...]] = {}
    for hook in COMPILED:
        at(f"in {hook}()")
        answers[hook] = _several(one.name, hook, getattr(view, hook)(edition=edition, config=config))
    at("in roles()")
    roles = _several(one.name, "roles", view.roles())
    at("while its procedure.md was read")
    clauses = _clauses(one.name, one.module)
    at("while what it declares was counted")
    if len(list(islice(rules_of((*answers.values(), roles)), MOST + 1))) > MOST:
        raise CannotCompile([f"{one.name} declares more than {MOST:,} values; no procedure has so many."])
    return Declared(
        info=one.info,
        settings=config,
        clauses=clauses,
        roles=roles,
        triggers=answers["triggers"],
        kinds=answers["meeting_kinds"],
        plans=answers["support_plans"],
        routes=answers["panel_routes"],
        reports=answers["learning_reports"],
        gatherings=answers["gatherings"],
        signals=answers["signals"],
        slots=answers["page_slots"],
    )


def objections(
    pm: pluggy.PluginManager, name: str, procedure: Procedure, meeting: Mapping[str, Any], move: str, at: At
) -> tuple[str, ...]:
    """What one plugin says against `move`. Raises `CannotCompile`, or whatever the hook raises."""
    at("in objections()")
    given = {"edition": procedure.edition, "config": procedure.settings[name]}
    said = _several(name, "objections", Hooks(pm, (name,)).objections(meeting=read_only(meeting), move=move, **given))
    if not all(isinstance(one, str) for one in said):
        raise CannotCompile([f"{name} must answer objections() with a tuple of sentences."])
    return said


def strict(one: Found, raw: Mapping[str, Any], at: At) -> Mapping[str, Any]:
    """Settings as somebody would save them. `CannotCompile` for one that does not fit or that nobody declared."""
    at("in config_schema(), reading its settings")
    try:
        loaded: Mapping[str, Any] = read_only(one.schema().load(dict(raw)))
    except ValidationError as error:
        said = "; ".join(f"{key}: {' '.join(texts)}" for key, texts in _messages(error).items())
        raise CannotCompile([f"The settings of '{one.name}' need mending: {said}"]) from error
    return loaded


def answered(one: Found, raw: Mapping[str, Any], at: At) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Answers from a form: as they are kept, fit for JSON, or else what to put right, as sentences by setting."""
    at("in config_schema(), reading its settings")
    schema = one.schema()
    try:
        return schema.dump(schema.load(dict(raw))), {}
    except ValidationError as error:
        return {}, _messages(error)


def stored(one: Found, raw: Mapping[str, Any], at: At) -> Mapping[str, Any]:
    """Settings that were saved once, perhaps under another version of the plugin. `CannotCompile` names each misfit."""
    at("in config_schema(), reading its settings")
    try:
        loaded: Mapping[str, Any] = read_only(one.schema().load(dict(raw)))
    except ValidationError as error:
        assert one.info is not None
        here = f"of the plugin '{one.name}', version {one.info.version},"
        faults = []
        for key, texts in _messages(error).items():
            held = f"holds {raw[key]!r:.80}, which does not fit" if key in raw else "is not filled in"
            faults.append(f"The setting '{key}' {here} {held}: {' '.join(texts)} Configuration staff choose it anew.")
        raise CannotCompile(faults) from error
    return loaded


def _messages(error: ValidationError) -> dict[str, list[str]]:
    return {str(key): [str(one) for one in _flat(texts)] for key, texts in error.messages_dict.items()}


def _several(name: str, hook: str, answers: Any) -> tuple[Any, ...]:
    """The values of one hook. A plugin that wraps a hook may answer with anything at all, even for the list itself."""
    given = answers if isinstance(answers, list) else [answers]
    wrong = [a for a in given if not isinstance(a, tuple)]
    if wrong:
        raise CannotCompile([f"{name} must answer {hook}() with a tuple, not {type(wrong[0]).__name__}."])
    return tuple(value for answer in given for value in answer)


def _clauses(name: str, module: ModuleType) -> tuple[Any, ...]:
    path = Path(module.__file__ or "").parent / "procedure.md"
    try:
        return read_clauses(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotCompile([f"{name}: its procedure.md could not be read: {error}"]) from error


def _flat(messages: Any) -> list[str]:
    if isinstance(messages, dict):
        return [text for value in messages.values() for text in _flat(value)]
    return list(messages) if isinstance(messages, list) else [str(messages)]

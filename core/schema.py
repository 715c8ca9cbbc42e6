"""Settings of a plugin as a strict marshmallow schema that describes itself as form questions."""

from dataclasses import dataclass
from typing import Any, Literal

from marshmallow import RAISE, Schema, fields, validate

QuestionKind = Literal["yes_no", "text", "number", "choice", "choices"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One setting as configuration staff meet it: label, hint, kind, choices, default, and the clause it serves."""

    key: str
    label: str
    hint: str
    kind: QuestionKind
    choices: tuple[tuple[str, str], ...] = ()
    default: Any = None
    required: bool = False
    clause: str = ""


class ConfigSchema(Schema):
    """Base of every plugin's settings. Unknown keys are refused; a field's metadata gives label, hint and clause."""

    class Meta:
        unknown = RAISE

    @classmethod
    def questions(cls) -> tuple[Question, ...]:
        """The settings as form questions, in declared order."""
        return tuple(_question(name, field) for name, field in cls().fields.items())


def _question(name: str, field: fields.Field) -> Question:
    meta = field.metadata
    choices: tuple[tuple[str, str], ...] = ()
    for rule in field.validators:
        if isinstance(rule, validate.OneOf):
            labels = list(rule.labels) or [str(c) for c in rule.choices]
            choices = tuple((str(c), label) for c, label in zip(rule.choices, labels, strict=True))
    return Question(
        key=name,
        label=meta.get("label", name.replace("_", " ").capitalize()),
        hint=meta.get("hint", ""),
        kind=_kind(field, bool(choices)),
        choices=choices,
        default=None if callable(field.load_default) else field.load_default,
        required=field.required,
        clause=meta.get("clause", ""),
    )


def _kind(field: fields.Field, has_choices: bool) -> QuestionKind:
    if isinstance(field, fields.List):
        return "choices"
    if has_choices:
        return "choice"
    if isinstance(field, fields.Boolean):
        return "yes_no"
    return "number" if isinstance(field, fields.Integer) else "text"

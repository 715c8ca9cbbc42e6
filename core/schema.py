"""Settings of a plugin as a strict marshmallow schema that describes itself as form questions."""

from collections.abc import Mapping, Sequence
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


def choice(options: Mapping[str, str], *, default: str, label: str, hint: str = "", clause: str = "") -> fields.Field:
    """A setting that is one of `options` (value -> label)."""
    rule = validate.OneOf(list(options), labels=list(options.values()), error="Choose one of: {choices}.")
    meta = {"label": label, "hint": hint, "clause": clause}
    return fields.String(validate=rule, load_default=default, metadata=meta)


def choices(
    options: Mapping[str, str], *, default: Sequence[str] = (), label: str, hint: str = "", clause: str = ""
) -> fields.Field:
    """A setting that is any of `options` (value -> label), in the order chosen; none of them where nobody has said."""
    rule = validate.ContainsOnly(list(options), labels=list(options.values()), error="Choose from: {choices}.")
    meta = {"label": label, "hint": hint, "clause": clause}
    return fields.List(fields.String(), validate=rule, load_default=lambda: list(default), metadata=meta)


def number(
    *, least: int = 1, most: int = 365, default: int | None = None, label: str, hint: str = "", clause: str = ""
) -> fields.Field:
    """A setting that is a whole number from `least` to `most`, or nothing where there is no default."""
    rule = validate.Range(least, most, error="Give a whole number from {min} to {max}.")
    meta = {"label": label, "hint": hint, "clause": clause}
    said = f"Give a whole number from {least} to {most}."
    return _WholeNumber(
        validate=rule, load_default=default, allow_none=default is None, metadata=meta,
        error_messages={"invalid": said, "null": said},
    )  # fmt: skip


class _WholeNumber(fields.Integer):
    """As a form sends it: an empty answer is no number."""

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **more: Any
    ) -> Any:
        if isinstance(value, str) and not value.strip() and self.allow_none:
            value = None
        if isinstance(value, (bool, float)):
            raise self.make_error("invalid")
        return super().deserialize(value, attr, data, **more)


def yes_no(*, default: bool, label: str, hint: str = "", clause: str = "") -> fields.Field:
    """A setting that is yes or no."""
    return fields.Boolean(load_default=default, metadata={"label": label, "hint": hint, "clause": clause})


def _question(name: str, field: fields.Field) -> Question:
    meta = field.metadata
    options: tuple[tuple[str, str], ...] = ()
    for rule in field.validators:
        if isinstance(rule, validate.OneOf):  # one of them, or any of them (`ContainsOnly`)
            labels = list(rule.labels) or [str(c) for c in rule.choices]
            options = tuple((str(c), label) for c, label in zip(rule.choices, labels, strict=True))
    return Question(
        key=name,
        label=meta.get("label", name.replace("_", " ").capitalize()),
        hint=meta.get("hint", ""),
        kind=_kind(field, bool(options)),
        choices=options,
        default=field.load_default() if callable(field.load_default) else field.load_default,
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

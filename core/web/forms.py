"""From what somebody typed to values, and back to the page with what to put right. One marshmallow schema serves a form
and JSON alike; the kinds of field stand in `fields`."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from core.domain.days import LONDON, utc
from core.services.desk import Refused
from core.web.fields import Choice, Choices, Day, Number, Secret, Text, TimeOfDay, Version, YesNoUnknown

__all__ = [
    "Choice", "Choices", "Day", "Form", "FormSchema", "Number", "Secret", "Text", "TimeOfDay",
    "Version", "YesNoUnknown", "moment", "read", "version_seen",
]  # fmt: skip


class FormSchema(Schema):
    """The base of every form's schema: fields are declared in the order of the page."""


class Form:
    """A form as the page shows it. `data` is what was typed and `errors` what to put right, both by name; `values` is
    what the schema made of it, complete once `ok`. `prefix` keeps the ids of several forms on one page apart."""

    def __init__(
        self,
        schema: type[Schema],
        data: Mapping[str, Any] | None = None,
        errors: Mapping[str, list[str]] | None = None,
        *,
        prefix: str = "",
    ):
        self.schema, self.prefix = schema, prefix
        self.data: dict[str, Any] = {name: _typed(value) for name, value in (data or {}).items()}
        self.errors: dict[str, list[str]] = {name: list(texts) for name, texts in (errors or {}).items()}
        self.values: dict[str, Any] = {}

    @property
    def ok(self) -> bool:
        """Whether there is nothing to put right."""
        return not self.errors

    def error(self, field: str, text: str) -> None:
        """Add something to put right; `field` "_" for the form as a whole."""
        self.errors.setdefault(field, []).append(text)

    def refuse(self, refused: Refused) -> None:
        """Add what a service refused, at its field if it names one, with its clause if it has one."""
        clause = f" ({refused.clause})" if refused.clause else ""
        self.error(refused.field or "_", f"{refused}{clause}")


def read(schema: type[Schema], source: MultiDict[str, str] | None = None, *, prefix: str = "", **context: Any) -> Form:
    """The form that was just sent, checked. Blanks round a text are dropped, a password is left as it is.

    `source` is where it stands, `request.form` unless a filter is read from `request.args`.

    `context` sets what only this page knows, by field: `read(Ending, reason={"choices": reasons})`.
    """
    made = schema()
    for name, options in context.items():
        for option, value in options.items():
            setattr(made.fields[name], option, value)
    given = request.form if source is None else source
    sent = {name: _sent(given, name, field) for name, field in made.fields.items()}
    form = Form(schema, sent, prefix=prefix)
    try:
        form.values = made.load({name: value for name, value in sent.items() if value not in ("", [], None)})
    except ValidationError as error:
        form.values = error.valid_data if isinstance(error.valid_data, dict) else {}
        for name, texts in error.messages_dict.items():
            for text in texts if isinstance(texts, list) else _flat(texts):
                form.error("_" if name == "_schema" else name, str(text))
    return form


def version_seen() -> int:
    """The version of the record that a form of one button was opened with; `Refused` where it does not say."""
    form = read(_Seen)
    if not form.ok:
        raise Refused(form.errors["version"][0])
    version: int = form.values["version"]
    return version


class _Seen(FormSchema):
    """A form of one button."""

    version = Version()


def moment(day: date, at: time) -> datetime:
    """A day and a time of day in the United Kingdom as a moment in UTC. In the hour that the clocks skip, the later
    one; in the hour that comes twice, the first."""
    return utc(datetime.combine(day, at, LONDON))


def _sent(given: MultiDict[str, str], name: str, field: Any) -> Any:
    if isinstance(field, Choices):
        return [value for value in given.getlist(name) if value.strip()]
    value = given.get(name, "")
    return value if isinstance(field, Secret) else value.replace("\r\n", "\n").strip()


def _typed(value: Any) -> Any:
    """A value as somebody would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return _typed(value.astimezone(LONDON).date())
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case time():
            return value.strftime("%H:%M")
        case list() | tuple() | set() | frozenset():
            return [_typed(one) for one in value]
    return str(value)


def _flat(messages: Any) -> list[str]:
    """Messages of nested fields, in order."""
    if isinstance(messages, Mapping):
        return [text for part in messages.values() for text in _flat(part)]
    return [str(one) for one in messages] if isinstance(messages, list) else [str(messages)]

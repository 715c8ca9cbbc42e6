"""Questions that a plugin adds about an ending or a meeting, as form fields: their keys begin with "ask_"."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.web.fields import Choice, Day, Number, Text, YesNoUnknown
from core.web.forms import FormSchema, Version

LONGEST = 8000


def schema(asks: Iterable[Any], *, optional: bool = False) -> type[FormSchema]:
    """A schema with one field for each ask; with `optional` none of them is required now."""
    fields: dict[str, Any] = {}
    for one in asks:
        fields[f"ask_{one.key}"] = _field(one, one.required and not optional)
    fields["version"] = Version()
    made: type[FormSchema] = type("Asked", (FormSchema,), fields)
    return made


def answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, under the plugin's own keys, as it is kept (days in ISO form)."""
    return {
        key.removeprefix("ask_"): value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in values.items()
        if key.startswith("ask_") and value is not None
    }


def typed(asks: Iterable[Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept, as the fields show it."""
    shown: dict[str, Any] = {}
    for one in asks:
        value = kept.get(one.key)
        if one.kind == "date" and isinstance(value, str) and value:
            year, month, day = value.split("-")
            value = f"{int(day)}/{int(month)}/{year}"
        if one.kind == "yes_no" and value is None:
            value = "unknown"
        shown[f"ask_{one.key}"] = value
    return shown


def _field(one: Any, required: bool) -> Any:
    words = one.label[0].lower() + one.label[1:].rstrip("?")
    match one.kind:
        case "yes_no":
            return YesNoUnknown(ask=words, required=required)
        case "date":
            return Day(ask=words, required=required)
        case "days":
            return Number(ask=words, least=1, most=3650, required=required)
        case "choice":
            return Choice(ask=words, choices=one.choices, required=required)
    return Text(ask=words, max=LONGEST, required=required)

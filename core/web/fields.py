"""The kinds of field that forms have. Each takes `ask`, the thing asked for in words ("the date the placement ended"),
and writes from it errors that say what to do."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from core.adapters.prose import kept
from core.web.typed import read_day, read_time

EXAMPLE = "14 4 2026"
LONG = 1000
"""From this many characters on a text is written in paragraphs, and may have been pasted."""
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Asked(fields.Field[Any]):
    """A field that knows what it asks for. Not required, it gives `empty` when left blank."""

    demand = "Enter {ask}"
    empty: Any = None

    def __init__(self, *, ask: str, required: bool = True, **options: Any):
        self.ask = ask
        messages: dict[str, Any] = {"required": self.demand.format(ask=ask), "null": self.demand.format(ask=ask)}
        messages |= options.pop("error_messages", {})
        blank = {} if required else {"load_default": options.pop("load_default", self.empty), "allow_none": True}
        super().__init__(required=required, error_messages=messages, **blank, **options)

    def wrong(self, text: str) -> ValidationError:
        """The error `text`, in which "{ask}" stands for what is asked and "{Ask}" begins a sentence with it."""
        return ValidationError(text.replace("{ask}", self.ask).replace("{Ask}", self.ask[:1].upper() + self.ask[1:]))


class Text(Asked):
    """Words, up to `max` characters, without blanks round them; "" when left blank."""

    empty = ""

    def __init__(self, *, ask: str, max: int = 200, required: bool = True, **options: Any):
        super().__init__(ask=ask, required=required, **options)
        self.max = max

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str):
            raise self.wrong("{Ask} must be text")
        text = self.cleaned(value)
        if self.required and not text:
            raise self.make_error("required")
        if len(text) > self.max:
            raise self.wrong(f"{{Ask}} must be {self.max:,} characters or fewer; it has {len(text):,}")
        if "\x00" in text:
            raise self.wrong("{Ask} holds a character that cannot be kept; type it again")
        return text

    def cleaned(self, value: str) -> str:
        """The text without blanks round it; a longer one without the markup that came with what was pasted."""
        return kept(value).strip() if self.max >= LONG else value.strip()


class Secret(Text):
    """A password: kept exactly as typed, and never shown again."""

    def cleaned(self, value: str) -> str:
        """As it is."""
        return value


class Day(Asked):
    """A day of 1900 to 2100, typed as 14/4/2026, 14 4 26, 14 Apr 2026 or 2026-04-14: days can be counted from it."""

    demand = f"Enter {{ask}}, such as {EXAMPLE}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:
        try:
            day = read_day(str(value))
        except ValueError as error:
            raise self.wrong(f"{{Ask}} must be a real date, such as {EXAMPLE}") from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.wrong(f"Enter a year between {FIRST_YEAR} and {LAST_YEAR}")
        return day

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return value.isoformat() if value else None


class TimeOfDay(Asked):
    """A time of day, typed as 13:30, 1330, 9.15, 1.30pm or 9am."""

    demand = "Enter {ask}, such as 13:30"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> time:
        try:
            return read_time(str(value))
        except ValueError as error:
            raise self.wrong("{Ask} must be a time, such as 13:30 or 9.15am") from error

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return value.strftime("%H:%M") if value else None


class Choice(Asked):
    """One of `choices`: values, pairs of value and words, or a mapping (None: any). Gives the value, "" if blank."""

    demand = "Choose {ask}"
    empty: Any = ""

    def __init__(self, *, ask: str, choices: Iterable[Any] | None = None, required: bool = True, **options: Any):
        super().__init__(ask=ask, required=required, **options)
        self.choices = None if choices is None else tuple(choices.items() if isinstance(choices, Mapping) else choices)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or not self.offers(value):
            raise self.wrong(f"{self.demand} from those offered")
        return value

    def offers(self, value: str) -> bool:
        """Whether `value` is among the choices."""
        if self.choices is None:
            return "\0" not in value
        return value in {str(one if isinstance(one, str) else one[0]) for one in self.choices}


class Choices(Choice):
    """Any of `choices`, as a list in the order sent; [] if none."""

    empty: Any = ()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) and self.offers(one) for one in values):
            raise self.wrong(f"{self.demand} from those offered")
        return values


class YesNoUnknown(Asked):
    """Yes, no or not known, sent as yes, no and unknown. Gives True, False, and None for not known or left blank."""

    demand = "Choose yes, no or not known for {ask}"
    OPTIONS = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
    ANSWERS: ClassVar[dict[str, bool | None]] = {"yes": True, "no": False, "unknown": None}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        if value not in self.ANSWERS:
            raise self.wrong(self.demand)
        return self.ANSWERS[value]


class Number(Asked):
    """A whole number between `least` and `most`."""

    def __init__(self, *, ask: str, least: int = 0, most: int = 1_000_000, required: bool = True, **options: Any):
        super().__init__(ask=ask, required=required, **options)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        text = str(value).strip().replace(",", "")
        number = int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) and not isinstance(value, bool) else None
        if number is None or not self.least <= number <= self.most:
            raise self.wrong(f"{{Ask}} must be a whole number from {self.least:,} to {self.most:,}")
        return number


class Version(Number):
    """The version of the record that a form was opened with: without it nobody could tell that it has changed since."""

    def __init__(self) -> None:
        missing = "This form does not say which version of the record it was opened with. Open the page again"
        super().__init__(ask="the version", least=1, error_messages={"required": missing, "null": missing})

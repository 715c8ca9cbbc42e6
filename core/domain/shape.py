"""Whether a declared value is made of what its fields say: a tuple of roles and not one word, a question that can be
called. Apart from compiling, which weighs values against each other and may rely on their shape."""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from core.domain.fault import Fault

_KNOWN: dict[type, dict[str, Any]] = {}


def wrong_shapes(value: Any, where: str = "") -> Iterator[Fault]:
    """A sentence for every field inside `value` that holds something of another kind than it declares."""
    name = where or _name(value)
    for one in fields(value):
        held = getattr(value, one.name)
        expected = _hints(type(value))[one.name]
        if not _fits(held, expected):
            said = f"{name}: `{one.name}` holds {_said(held)}, which does not fit {_plain(expected)}."
            yield Fault(said, value, one.name)
        elif isinstance(held, tuple):
            for item in held:
                if is_dataclass(item):
                    yield from wrong_shapes(item, f"{name}, {_name(item)}")
        elif is_dataclass(held) and not isinstance(held, type):
            yield from wrong_shapes(held, f"{name}, {_name(held)}")


def _fits(value: Any, expected: Any) -> bool:
    origin = get_origin(expected)
    if expected is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in get_args(expected))
    if origin is Literal:
        return value in get_args(expected)
    if origin is tuple:
        return _tuple_fits(value, get_args(expected))
    if origin is Callable or expected is Callable or getattr(origin, "__name__", "") == "Callable":
        return callable(value) and not isinstance(value, type)
    if origin is Mapping or getattr(origin, "__name__", "") == "Mapping":
        return isinstance(value, Mapping)
    if isinstance(expected, type):
        return isinstance(value, expected) and not (expected is int and isinstance(value, bool))
    return True


def _tuple_fits(value: Any, items: tuple[Any, ...]) -> bool:
    if not isinstance(value, tuple):
        return False
    if len(items) == 2 and items[1] is Ellipsis:
        return all(_fits(item, items[0]) for item in value)
    return len(value) == len(items) and all(_fits(v, one) for v, one in zip(value, items, strict=True))


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _KNOWN:
        _KNOWN[kind] = get_type_hints(kind)
    return _KNOWN[kind]


def _name(value: Any) -> str:
    key = getattr(value, "key", None) or getattr(value, "title", None) or getattr(value, "clause", None)
    return f"{type(value).__name__} '{key}'" if key else type(value).__name__


def _said(value: Any) -> str:
    return f"{type(value).__name__} {value!r}"[:80]


def _plain(expected: Any) -> str:
    said = getattr(expected, "__name__", "") if isinstance(expected, type) else str(expected)
    for prefix in (
        "core.domain.procedure.",
        "core.domain.steps.",
        "core.domain.facts.",
        "core.domain.periods.",
        "collections.abc.",
        "typing.",
    ):
        said = said.replace(prefix, "")
    return said

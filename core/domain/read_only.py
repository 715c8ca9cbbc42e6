"""Values as a plugin is given them: whatever it tries, what the core holds stays as it was."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def read_only(value: Any) -> Any:
    """`value` copied so that nothing in it can be changed: mappings are proxies, lists tuples, sets frozen, all the
    way down. Anything else is given as it is."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: read_only(one) for key, one in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(read_only(one) for one in value)
    if isinstance(value, (set, frozenset)):
        return frozenset(value)
    return value

"""An authority's settings of a plugin: changed as a whole or not at all, after a trial, with what they were before."""

from collections.abc import Mapping
from typing import Any

from core.domain.compiling import CannotCompile
from core.services import procedure_versions as versions
from core.services.desk import Desk, Refused


def change(desk: Desk, plugin: str, values: Mapping[str, Any], because: str) -> None:
    """Set what the procedure leaves to the authority; the rest stays. It makes a version that rules from today on.

    Refused where the authority does not run the plugin, a value does not fit, the procedure would not compile, or
    nobody says why.
    """
    versions.reserve(desk)
    enabled = desk.enabled
    if plugin not in enabled:
        running = ", ".join(enabled) or "none"
        raise Refused(f"{desk.tenant.short} does not run the plugin '{plugin}'. It runs: {running}.")
    if not because.strip():
        raise Refused("Say why the settings change.", field="because")
    unused = desk.registry.left_over(plugin, enabled[plugin])
    after = {key: value for key, value in enabled[plugin].items() if key not in unused} | dict(values)
    trial = {**enabled, plugin: after}
    try:
        desk.registry.config(plugin, after)
    except CannotCompile as refused:
        raise Refused(str(refused)) from refused
    before = {key: enabled[plugin].get(key) for key in values}
    versions.entered(desk, trial, because.strip())
    desk.note("changed settings", "plugin", plugin, before=before, after=dict(values), because=because.strip())

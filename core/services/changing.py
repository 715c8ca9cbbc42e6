"""Preparing a change of an authority's procedure: which plugins run, with which settings, from which day. Nothing rules
before it is approved, see `approving`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from core.domain.days import british
from core.domain.versions import Enabled, Version, ruling
from core.models import ProcedureVersion
from core.services import plugin_settings, replaying
from core.services import procedure_versions as versions
from core.services.desk import Desk, Missing, Refused, Stale

OPEN = ("draft", "asked")


def opened(desk: Desk) -> tuple[ProcedureVersion, ...]:
    """Changes that nobody has approved yet, the earliest start first."""
    statement = select(ProcedureVersion).where(ProcedureVersion.state.in_(OPEN))
    return tuple(desk.db.scalars(statement.order_by(ProcedureVersion.starts, ProcedureVersion.prepared_at)))


def known(desk: Desk, change_id: str) -> ProcedureVersion:
    """One change, whatever became of it; `Missing` where there is none."""
    row = desk.db.scalar(select(ProcedureVersion).where(ProcedureVersion.id == change_id))
    if row is None:
        raise Missing(change_id)
    return row


def find(desk: Desk, change_id: str) -> ProcedureVersion:
    """One change that is still open. `Missing` where there is none, `Refused` once it was approved or withdrawn."""
    row = known(desk, change_id)
    if row.state not in OPEN:
        raise Refused(f"This change was {row.state} meanwhile. What it holds can no longer be changed; begin another.")
    return row


def begin(desk: Desk, enabled: Enabled, *, starts: date | None = None, because: str = "") -> ProcedureVersion:
    """A draft in which just these plugins run. Without a day it starts today."""
    starts = starts or desk.today
    _refuse_past(desk, starts)
    base = base_of(desk, starts)
    change = ProcedureVersion(
        starts=starts,
        enabled={name: dict(settings) for name, settings in enabled.items()},
        based_on=base.number if base else None,
        because=because,
        prepared_by_id=desk.actor.person_id,
        prepared_by=desk.actor.name,
        prepared_at=desk.now,
        worked_on=[[desk.actor.person_id, desk.actor.name]],
    )
    desk.db.add(change)
    desk.db.flush()
    desk.note("prepared a change of the procedure", "procedure", change.id, starts=starts.isoformat())
    return change


def with_plugin(desk: Desk, plugin: str, *, starts: date | None = None) -> Enabled:
    """What runs on the day, and this plugin; one that brings an authority's procedure takes the place of another."""
    found = desk.registry.found.get(plugin)
    if found is None or found.info is None or found.fault:
        why = f": {found.fault}" if found and found.fault else ""
        raise Refused(f"The plugin '{plugin}' cannot be enabled here{why}")
    base = base_of(desk, starts or desk.today)
    running = dict(base.enabled) if base else {}
    if plugin in running:
        return running
    if found.info.kind == "authority":
        running = {name: settings for name, settings in running.items() if _is_addition(desk, name)}
    return {**running, plugin: {}}


def without_plugin(desk: Desk, plugin: str, *, starts: date | None = None) -> Enabled:
    """What runs on the day but this plugin."""
    base = base_of(desk, starts or desk.today)
    if base is None or plugin not in base.enabled:
        raise Refused(f"The plugin '{plugin}' does not run here on this day.")
    return {name: settings for name, settings in base.enabled.items() if name != plugin}


def begin_settings(desk: Desk, plugin: str, kept: Mapping[str, Any], *, starts: date) -> ProcedureVersion:
    """A draft with the answers that differ from today's, laid over those that hold on its first day. Refused where
    none differs."""
    today = plugin_settings.answers(desk.registry, plugin, desk.enabled.get(plugin, {}))
    altered = {key: value for key, value in kept.items() if key not in today or today[key] != value}
    if not altered:
        raise Refused("These are today's settings. Choose what is to change.")
    running = with_plugin(desk, plugin, starts=starts)
    there = plugin_settings.answers(desk.registry, plugin, running[plugin])
    return begin(desk, {**running, plugin: there | altered}, starts=starts)


def call_off(desk: Desk, number: int) -> ProcedureVersion:
    """A draft that takes the place of a planned version on its first day, with what ruled before it."""
    inorder = versions.timeline(desk)
    for before, planned in zip((None, *inorder), inorder, strict=False):
        if planned.number == number and planned.starts and planned.starts > desk.today:
            said = f"Version {number} is called off."
            return begin(desk, before.enabled if before else {}, starts=planned.starts, because=said)
    raise Refused(f"Version {number} is not one that is still to start.")


def back_to(desk: Desk, number: int) -> ProcedureVersion:
    """A draft that brings back an earlier version from today on; what happened in between stays as it was."""
    if number not in [one.number for one in versions.timeline(desk)]:
        raise Missing(str(number))
    return begin(desk, versions.enabled_by(desk, number), because=f"Back to version {number}.")


def choose_settings(
    desk: Desk, change: ProcedureVersion, plugin: str, given: Mapping[str, Any], *, version: int | None = None
) -> None:
    """Keep a plugin's answers in the draft. Raises `WrongSettings` with what to put right, `Stale`, `Missing`."""
    _current(change, version)
    if plugin not in change.enabled or plugin not in desk.registry.found:
        raise Missing(plugin)
    kept = plugin_settings.read(desk.registry, plugin, given)
    _edited(desk, change)
    change.enabled = {**change.enabled, plugin: kept}
    desk.db.flush()


def start(desk: Desk, change: ProcedureVersion, starts: date, *, version: int | None = None) -> None:
    """Let the change begin on another day; what it changes is carried over to the version that rules then."""
    _current(change, version)
    _refuse_past(desk, starts)
    _edited(desk, change)
    change.starts = starts
    carry_over(desk, change)


def carry_over(desk: Desk, change: ProcedureVersion, *, version: int | None = None) -> None:
    """Rest the change on the version that now rules its first day: what it changed stays changed, the rest follows."""
    _current(change, version)
    base = base_of(desk, change.starts or desk.today)
    number = base.number if base else None
    if number == change.based_on:
        return
    before = versions.enabled_by(desk, change.based_on)
    defaults = {name: plugin_settings.answers(desk.registry, name, {}) for name in change.enabled}
    change.enabled = carried(before, change.enabled, base.enabled if base else {}, defaults)
    change.based_on = number
    _edited(desk, change)
    desk.db.flush()


def carried(
    before: Enabled, mine: Enabled, theirs: Enabled, defaults: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """`theirs` with all that `mine` changed against `before`: plugins added and left out, answers given.

    `defaults` are the answers of a plugin where nobody has given any, by plugin.
    """
    kept = {name: dict(settings) for name, settings in theirs.items() if name in mine or name not in before}
    for name, settings in mine.items():
        if name in kept:
            was = {**defaults.get(name, {}), **before.get(name, {})}
            kept[name] |= {key: value for key, value in settings.items() if key not in was or was[key] != value}
        elif name not in before:
            kept[name] = dict(settings)
    return kept


def withdraw(desk: Desk, change: ProcedureVersion, *, version: int | None = None) -> None:
    """Give the change up; it stays readable in the record of who did what."""
    _current(change, version)
    change.state = "withdrawn"
    replaying.forget(desk, change.id)
    desk.db.flush()
    desk.note("withdrew a change of the procedure", "procedure", change.id)


def base_of(desk: Desk, day: date) -> Version | None:
    """The version that rules `day` as things stand."""
    return ruling(versions.timeline(desk), day, desk.today)


def overtaken(desk: Desk, change: ProcedureVersion) -> Version | None:
    """The version approved since that now rules the change's first day; None where the change still rests on it."""
    base = base_of(desk, change.starts or desk.today)
    return base if base and base.number != change.based_on else None


def _is_addition(desk: Desk, name: str) -> bool:
    found = desk.registry.found.get(name)
    return bool(found and found.info and found.info.kind == "addition")


def _refuse_past(desk: Desk, starts: date) -> None:
    if starts < desk.today:
        raise Refused(
            f"A change starts today or later: what has happened keeps the procedure it had. Choose "
            f"{british(desk.today)} to begin as early as possible.",
            field="starts",
        )


def _current(change: ProcedureVersion, version: int | None) -> None:
    if version is not None and version != change.version:
        raise Stale(change)


def _edited(desk: Desk, change: ProcedureVersion) -> None:
    """Whoever was asked to approve is asked again, about what it has become; nobody approves what they chose."""
    change.state = "draft"
    if desk.actor.person_id not in [id for id, _ in change.worked_on]:
        change.worked_on = [*change.worked_on, [desk.actor.person_id, desk.actor.name]]
    change.prepared_by_id, change.prepared_by, change.prepared_at = (
        desk.actor.person_id,
        desk.actor.name,
        desk.now,
    )

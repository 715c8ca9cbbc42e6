"""How the rules stand that a meeting was proposed under: whether they can still be read here, and in which version.
Said on the meeting's own pages; what was recorded does not depend on it."""

from dataclasses import dataclass

from core.domain.compiling import CannotCompile
from core.services.desk import Desk
from core.services.meetings import Case
from core.services.standing import keepers


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """`under` are the plugins and versions that the meeting was proposed under, `followed` those that are installed
    here instead, "" where they are the same. `fault` is why its rules cannot be read ("" where they can), and `ask` the
    names of those who can put it right."""

    under: str = ""
    followed: str = ""
    fault: str = ""
    ask: tuple[str, ...] = ()


def of(desk: Desk, case: Case) -> Pinned:
    """How a meeting's rules stand. Asks the database only where they cannot be read."""
    plugins = [(name, version) for name, version in case.meeting.pin.get("plugins", ())]
    fault = _fault(desk, case)
    now = dict(case.procedure.plugins) if case.procedure else {}
    differs = any(now.get(name) != version for name, version in plugins) if now else False
    return Pinned(
        under=_said(plugins),
        followed=_said([(name, now[name]) for name, _ in plugins if name in now]) if differs else "",
        fault=fault,
        ask=keepers(desk) if fault else (),
    )


def _fault(desk: Desk, case: Case) -> str:
    pin = case.meeting.pin
    if not pin.get("enabled"):
        return ""
    if case.procedure is None:
        try:
            desk.registry.compile(pin["enabled"], pin["edition"])
        except CannotCompile as refused:
            return str(refused)
    if case.procedure is not None and case.declared is None:
        return f"The plugin {_said(list(case.procedure.plugins))} no longer knows this kind of meeting."
    return ""


def _said(plugins: list[tuple[str, str]]) -> str:
    return " and ".join(f"{name} {version}" for name, version in plugins)

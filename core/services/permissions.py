"""Who may do what: permissions by role, in one table. A route names one permission."""

from core.domain.roles import CASE_STAFF

MANAGERS = frozenset(
    {
        "team_manager", "practice_manager", "group_manager", "service_manager", "senior_manager",
        "fostering_team_manager", "adoption_team_manager",
    }
)  # fmt: skip

EVERYBODY = frozenset({"*"})

PERMISSIONS: dict[str, frozenset[str]] = {
    "authority.enter": EVERYBODY,
    "work.read": CASE_STAFF | {"panel_administrator"},
    "child.read": CASE_STAFF,
    "child.seen": MANAGERS,
    "child.write": CASE_STAFF - {"iro", "independent_chair"},
    "child.restrict": MANAGERS,
    "child.open": CASE_STAFF,
    "opening.read": EVERYBODY,
    "ending.record": CASE_STAFF - {"iro", "independent_chair"},
    "ending.classify": CASE_STAFF - {"independent_chair", "business_support"},
    "ending.decide": CASE_STAFF - {"independent_chair", "business_support"},
    "decision.confirm": MANAGERS,
    "meeting.read": CASE_STAFF,
    "meeting.convene": CASE_STAFF - {"independent_chair"},
    "meeting.record": CASE_STAFF,
    "meeting.circulate": CASE_STAFF,
    "meeting.move": MANAGERS | {"iro"},
    "concern.raise": CASE_STAFF - {"independent_chair"},
    "concern.decide": CASE_STAFF - {"independent_chair", "business_support"},
    "plan.write": CASE_STAFF,
    "panel.read": frozenset({"panel_administrator", "panel", "panel_adviser"}),
    "panel.answer": frozenset({"panel_administrator"}),
    "register.read": EVERYBODY,
    "gathering.hold": EVERYBODY,
    "report.read": EVERYBODY,
    "notice.read": EVERYBODY,
    "import.run": frozenset({"configuration"}) | CASE_STAFF - {"independent_chair", "iro"},
    "people.read": frozenset({"configuration"}),
    "people.write": frozenset({"configuration"}),
    "audit.read": frozenset({"auditor"}),
    "roles.read": frozenset({"configuration", "auditor"}),
    "settings.read": frozenset({"configuration"}),
    "settings.write": frozenset({"configuration"}),
    "tokens.read": frozenset({"configuration", "auditor", "service_manager", "senior_manager"}),
    "tokens.write": frozenset({"configuration", "service_manager", "senior_manager"}),
    "plugins.read": frozenset({"configuration"}),
    "plugins.write": frozenset({"configuration"}),
    "procedure.read": EVERYBODY,
    "document.write": frozenset({"configuration"}),
    "retention.read": MANAGERS | {"auditor", "configuration"},
    "retention.hold": MANAGERS | {"auditor"},
    "retention.propose": MANAGERS,
    "retention.dispose": MANAGERS | {"auditor"},
    "subject_access": MANAGERS,
}
"""Permission -> the roles that hold it; `*` is every member of the authority."""


def allowed(roles: frozenset[str], permission: str) -> bool:
    """Whether somebody with these roles holds `permission`. KeyError for a permission that is not declared."""
    holders = PERMISSIONS[permission]
    return "*" in holders or bool(holders & roles)


class NotAllowed(Exception):
    """The actor lacks a permission; the sentence says which and who to ask."""

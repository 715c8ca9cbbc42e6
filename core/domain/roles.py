"""The roles that every authority has; a plugin adds its own with `roles()`. Keys are stored, titles are shown."""

ROLES: dict[str, str] = {
    # around the child
    "child": "Child",
    "parent": "Parent",
    "advocate": "Advocate",
    "social_worker": "Social worker",
    "social_worker_manager": "Social worker's manager",
    "iro": "Independent reviewing officer",
    "previous_carer": "Carer from the placement that ended",
    "current_carer": "Current carer",
    "foster_carer": "Foster carer",
    "supervising_social_worker": "Supervising social worker",
    "adopter": "Prospective adopter",
    "adoption_social_worker": "Adoption social worker",
    "keyworker": "Link worker or keyworker",
    "home_manager": "Home manager",
    "personal_adviser": "Personal adviser",
    "designated_teacher": "Designated teacher",
    "virtual_school": "Virtual school",
    "health_professional": "Health professional",
    "other_professional": "Other professional",
    # staff who manage, chair, record
    "team_manager": "Team manager",
    "practice_manager": "Practice manager",
    "group_manager": "Group manager",
    "service_manager": "Service manager",
    "senior_manager": "Senior manager",
    "independent_chair": "Independent chair",
    "adoption_team": "Adoption team",
    "adoption_team_manager": "Adoption team manager",
    "fostering_team_manager": "Fostering team manager",
    "placement_service": "Placement management service",
    "business_support": "Business support",
    "chair": "Chair of the meeting",
    # bodies
    "panel_adviser": "Panel adviser",
    "panel_administrator": "Panel administrator",
    "agency_decision_maker": "Agency decision maker",
    "panel": "Panel",
    # of the platform
    "configuration": "Configuration staff",
    "auditor": "Auditor",
    "operator": "Platform operator",
}

FROM_THE_CASE = frozenset(
    {
        "child", "parent", "advocate", "social_worker", "social_worker_manager", "iro", "previous_carer",
        "current_carer", "foster_carer", "supervising_social_worker", "adopter", "adoption_social_worker",
        "keyworker", "home_manager", "personal_adviser", "designated_teacher", "virtual_school",
        "health_professional", "other_professional",
    }
)  # fmt: skip
"""Roles that a person has for one child, not across the authority."""

CASE_STAFF = frozenset(
    {
        "social_worker", "supervising_social_worker", "adoption_social_worker", "team_manager", "practice_manager",
        "group_manager", "service_manager", "senior_manager", "iro", "independent_chair", "adoption_team",
        "adoption_team_manager", "fostering_team_manager", "placement_service", "business_support", "home_manager",
    }
)  # fmt: skip
"""Staff roles that work with children's records."""


def title_of(role: str) -> str:
    """A role's title as the core has it; of one that it does not know, its key as words."""
    return ROLES.get(role, role.replace("_", " ").capitalize())

"""Who works in the demonstration's five authorities. Every person and place is invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PASSWORD = "calm-water-harbour"
FACTOR = "CALMWATERHARBOUR" * 2
"""The key of everybody's second factor, in base 32, where an authority asks for one."""


@dataclass(frozen=True, kw_only=True)
class Staff:
    """One member of staff; `shared` is the one address of somebody who works for several authorities."""

    name: str
    title: str
    roles: tuple[str, ...]
    team: str = ""
    manager: str = ""
    operational: bool = True
    employed_here: bool = True
    signs_in: bool = True
    shared: str = ""

    def email(self, slug: str) -> str:
        """The address to sign in with."""
        return self.shared or f"{self.name.lower().replace(' ', '.')}@{slug}.example"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One authority, and the settings with which it fills the gaps of its procedure. `additions` run beside it.

    `second_factor`: it is entered with one only, as every authority is unless its operators say otherwise.
    """

    slug: str
    name: str
    short: str
    accent: str
    plugin: str
    people: tuple[Staff, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    additions: tuple[str, ...] = ()
    second_factor: bool = False


def _s(name: str, title: str, *roles: str, team: str = "", manager: str = "", **more: object) -> Staff:
    return Staff(name=name, title=title, roles=roles, team=team, manager=manager, **more)  # type: ignore[arg-type]


ALDERMERE = Authority(
    slug="aldermere", name="Aldermere County Council", short="Aldermere", accent="#3fa79a", plugin="authority_a",
    additions=("stability_signals",),
    people=(
        _s("Sunita Rao", "Service manager, North", "service_manager"),
        _s("Janet Okonjo", "Service manager, South", "service_manager"),
        _s("Philip Marr", "Service manager, Fostering", "service_manager"),
        _s("Sam Whitlock", "Group manager, North 2", "group_manager", team="North 2", manager="Sunita Rao"),
        _s("Priya Nandakumar", "Social worker", "social_worker", team="North 2", manager="Sam Whitlock"),
        _s("Owen Hale", "Social worker", "social_worker", team="South 1", manager="Janet Okonjo"),
        _s("Tom Adeyemi", "Fostering team manager", "fostering_team_manager", team="Fostering", manager="Philip Marr"),
        _s("Dilys Vaughan", "Supervising social worker", "supervising_social_worker", team="Fostering",
           manager="Tom Adeyemi"),
        _s("Grace Tembo", "Independent reviewing officer", "iro", operational=False),
        _s("Beth Lowry", "Placement management service", "placement_service"),
        _s("Ivo Prentice", "Business support", "business_support", team="North 2", manager="Sam Whitlock"),
        _s("Vera Lomas", "Strategic manager", "strategic_manager"),
        _s("Marian Cole", "Fostering panel adviser", "panel_adviser", operational=False),
        _s("Ruth Osgood", "Agency decision maker", "agency_decision_maker", operational=False),
        _s("Nell Ashby", "Configuration", "configuration", operational=False),
        _s("Abel Frost", "Auditor", "auditor", operational=False),
    ),
)  # fmt: skip

BRACKWATER = Authority(
    slug="brackwater", name="Brackwater City Council", short="Brackwater", accent="#d08a2e", plugin="authority_b",
    people=(
        _s("David Kerslake", "Head of quality and safeguarding", "senior_manager", operational=False),
        _s("Farah Siddiqui", "Group manager, Children in care 1", "group_manager", team="Children in care 1"),
        _s("Noor Aslam", "Practice manager, Children in care 1", "practice_manager", team="Children in care 1",
           manager="Farah Siddiqui"),
        _s("Lucy Barnard", "Social worker", "social_worker", team="Children in care 1", manager="Noor Aslam"),
        _s("Michael Dunne", "Adoption team manager", "adoption_team_manager", "adoption_team", team="Adoption"),
        _s("Ruth Ames", "Adoption social worker", "adoption_social_worker", "adoption_team", team="Adoption",
           manager="Michael Dunne"),
        _s("Hugh Selby", "Supervising social worker", "supervising_social_worker", team="Fostering",
           manager="Farah Siddiqui"),
        _s("Gareth Bell", "Independent reviewing officer", "iro", operational=False),
        _s("Elspeth Mowbray", "Independent chair", "independent_chair", operational=False, employed_here=False),
        _s("Josie Kemp", "Configuration", "configuration", operational=False),
    ),
)  # fmt: skip


REVIEWER = Staff(
    name="Rosalind Achebe", title="Independent reviewing officer", roles=("iro",), operational=False,
    shared="rosalind.achebe@reviewing.example",
)  # fmt: skip
"""Reviews children's cases for three authorities, with one sign-in."""

CALDWICK = Authority(
    slug="caldwick", name="Caldwick Borough Council", short="Caldwick", accent="#7fa8d9", plugin="authority_c",
    people=(
        _s("Celia Broome", "Team manager", "team_manager", team="Children in care"),
        _s("Imran Yates", "Social worker", "social_worker", team="Children in care", manager="Celia Broome"),
        _s("Amara Stead", "Fostering team manager", "fostering_team_manager", team="Fostering"),
        _s("Piet Larkin", "Supervising social worker", "supervising_social_worker", team="Fostering",
           manager="Amara Stead"),
        _s("Gwen Tarrant", "Independent reviewing officer", "iro", operational=False),
        REVIEWER,
        _s("Bruno Keats", "Virtual school", "virtual_school", operational=False),
        _s("Leila Marsh", "Children in care nurse", "children_in_care_nurse", operational=False, employed_here=False),
        _s("Mabel Orchard", "Business support", "business_support", team="Children in care", manager="Celia Broome"),
        _s("Dot Hanley", "Configuration", "configuration", operational=False),
        _s("Tess Rowan", "Configuration", "configuration", operational=False),
    ),
)  # fmt: skip

DUNMOOR = Authority(
    slug="dunmoor", name="Dunmoor Council", short="Dunmoor", accent="#b58ad0", plugin="authority_d",
    second_factor=True,
    people=(
        _s("Moira Quayle", "Service manager", "service_manager"),
        _s("Alun Pryor", "Team manager", "team_manager", team="Children in care", manager="Moira Quayle"),
        _s("Kirsty Lowe", "Social worker", "social_worker", team="Children in care", manager="Alun Pryor"),
        _s("Una Petrie", "Adoption and fostering team manager", "adoption_fostering_manager", team="Fostering"),
        _s("Colm Dacre", "Supervising social worker", "supervising_social_worker", team="Fostering",
           manager="Una Petrie"),
        _s("Hester Vane", "Independent reviewing officer", "iro", operational=False),
        REVIEWER,
        _s("Wendy Marlin", "Children's Review Panel administrator", "panel_administrator", operational=False),
        _s("Edwin Sharpe", "Member of the Children's Review Panel", "panel", operational=False),
        _s("Asha Bedi", "CQRU officer", "cqru", operational=False),
        _s("Perry Nolan", "Business support", "business_support", team="Children in care", manager="Alun Pryor"),
        _s("Fay Odell", "Configuration", "configuration", operational=False),
    ),
)  # fmt: skip

EASTHOLME = Authority(
    slug="eastholme", name="Eastholme Council", short="Eastholme", accent="#8db255", plugin="authority_e",
    additions=("stability_signals",),
    settings={"disruption_chair": "iro", "disruption_not_before": 2, "disruption_within": 8},
    people=(
        _s("Ingrid Salter", "Team manager", "team_manager", team="Children in care"),
        _s("Kemi Falade", "Social worker", "social_worker", team="Children in care", manager="Ingrid Salter"),
        _s("Bram Oakes", "Supervising social worker", "supervising_social_worker", team="Fostering",
           manager="Ingrid Salter"),
        _s("Zita Coe", "Team administrator", "business_support", team="Children in care", manager="Ingrid Salter"),
        _s("Sian Abbott", "Reviewing team manager", "reviewing_team_manager", "reviewing_officer_team",
           operational=False),
        _s("Noel Harker", "Reviewing officer", "iro", "reviewing_officer_team", manager="Sian Abbott",
           operational=False),
        REVIEWER,
        _s("Thea Mossman", "Permanence Panel administrator", "panel_administrator", operational=False),
        _s("Lionel Frye", "Member of the Permanence Panel", "panel", operational=False),
        _s("Curtis Vale", "Professional adviser to the panel", "panel_adviser", operational=False),
        _s("Ruth Penhale", "Agency decision maker", "agency_decision_maker", operational=False),
        _s("Piers Nunn", "Configuration", "configuration", operational=False),
    ),
)  # fmt: skip

AUTHORITIES = (ALDERMERE, BRACKWATER, CALDWICK, DUNMOOR, EASTHOLME)

"""Who works in the demonstration's five authorities. Every person and place is invented."""

from dataclasses import dataclass

PASSWORD = "calm-water-harbour"


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
    """One authority. `plugin` is "" where it has none."""

    slug: str
    name: str
    short: str
    accent: str
    plugin: str
    people: tuple[Staff, ...]


def _s(name: str, title: str, *roles: str, team: str = "", manager: str = "", **more: object) -> Staff:
    return Staff(name=name, title=title, roles=roles, team=team, manager=manager, **more)  # type: ignore[arg-type]


ALDERMERE = Authority(
    slug="aldermere", name="Aldermere County Council", short="Aldermere", accent="#3fa79a", plugin="authority_a",
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


def _plain(slug: str, name: str, short: str, accent: str, worker: str, manager: str, keeper: str) -> Authority:
    """An authority whose procedure is not installed yet: it can hold its records, and its pages say so."""
    return Authority(
        slug=slug, name=name, short=short, accent=accent, plugin="",
        people=(
            _s(manager, "Team manager", "team_manager", team="Children in care"),
            _s(worker, "Social worker", "social_worker", team="Children in care", manager=manager),
            _s(keeper, "Configuration", "configuration", operational=False),
            Staff(name="Rosalind Achebe", title="Independent reviewing officer", roles=("iro",), operational=False,
                  shared="rosalind.achebe@reviewing.example"),
        ),
    )  # fmt: skip


AUTHORITIES = (
    ALDERMERE,
    BRACKWATER,
    _plain("caldwick", "Caldwick Borough Council", "Caldwick", "#7fa8d9", "Imran Yates", "Celia Broome", "Dot Hanley"),
    _plain("dunmoor", "Dunmoor Council", "Dunmoor", "#b58ad0", "Kirsty Lowe", "Alun Pryor", "Fay Odell"),
    _plain("eastholme", "Eastholme Council", "Eastholme", "#8db255", "Kemi Falade", "Ingrid Salter", "Piers Nunn"),
)

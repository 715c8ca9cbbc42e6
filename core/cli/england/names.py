"""Invented names of authorities, people and homes: made from parts, the same ones for the same seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

FIRST_PARTS = (
    "Arde", "Birkle", "Corve", "Dray", "Elmer", "Farra", "Gisle", "Hather", "Ivel", "Jessen", "Kelver", "Lorne",
    "Merri", "Nesse", "Orle", "Pelder", "Quarne", "Rushel", "Selke", "Tarrin", "Ulver", "Vendle", "Wythe", "Yarle",
)  # fmt: skip
LAST_PARTS = ("brook", "combe", "den", "fleet", "garth", "hithe", "marsh", "minster", "quay", "rigg", "stoke", "wold")
FORMS = ("County Council", "Borough Council", "City Council", "Metropolitan Council", "Council")
ACCENTS = ("#3fa79a", "#d08a2e", "#7fa8d9", "#b58ad0", "#8db255", "#c9798f", "#9aa36a", "#6fb0c4")
FIRST = (
    "Abel", "Ada", "Aisha", "Alma", "Amir", "Anya", "Arlo", "Bea", "Bilal", "Bryn", "Carys", "Cleo", "Conor", "Dara",
    "Dilan", "Edie", "Elis", "Emre", "Esme", "Ewan", "Faith", "Finn", "Freya", "Gita", "Greta", "Hana", "Harun", "Hugo",
    "Ida", "Imani", "Iris", "Jaya", "Joel", "Juno", "Kai", "Keira", "Kofi", "Leila", "Lena", "Luca", "Mabel", "Malik",
    "Maya", "Milo", "Mina", "Nadia", "Nell", "Niamh", "Noor", "Odin", "Olive", "Omar", "Orla", "Otis", "Petra", "Priya",
    "Rafi", "Rhea", "Rory", "Rosa", "Sami", "Selma", "Sian", "Tariq", "Tess", "Theo", "Una", "Vera", "Wren", "Yusuf",
    "Zara", "Zeb",
)  # fmt: skip
FAMILY = (
    "Abbot", "Adair", "Akhtar", "Alder", "Amadi", "Archer", "Ashby", "Barrow", "Begum", "Bell", "Birch", "Blake",
    "Bright", "Calder", "Carew", "Chaudry", "Cole", "Crane", "Dacre", "Dale", "Devlin", "Doyle", "Drake", "Eden",
    "Elwood", "Fane", "Farrow", "Finch", "Flint", "Ford", "Frost", "Gale", "Garner", "Gill", "Hale", "Hardy", "Hart",
    "Heath", "Hollis", "Hope", "Hussain", "Ibsen", "Iqbal", "Jarvis", "Keane", "Kemp", "Khan", "Lane", "Lark", "Lowe",
    "Malik", "Marsh", "Mason", "Mehta", "Mercer", "Moss", "Nair", "Nash", "Obi", "Okoro", "Osman", "Page", "Parr",
    "Patel", "Peel", "Pike", "Price", "Quinn", "Rahman", "Reed", "Rowe", "Sable", "Sharma", "Shaw", "Singh", "Stone",
    "Swift", "Tait", "Thorne", "Vale", "Vance", "Wade", "Ward", "Wells", "West", "Wilde", "Wren", "York",
)  # fmt: skip
HOUSES = (
    "Beech",
    "Brook",
    "Cedar",
    "Fern",
    "Harbour",
    "Hazel",
    "Linden",
    "Maple",
    "Mill",
    "Orchard",
    "Rowan",
    "Willow",
)


@dataclass(frozen=True, kw_only=True)
class Named:
    """An authority's names; `slug` stands in addresses and is its key."""

    slug: str
    name: str
    short: str
    accent: str


def authorities(number: int, chance: Random) -> list[Named]:
    """So many authorities, no two alike. ValueError for more than there are names."""
    every = [first + last for first in FIRST_PARTS for last in LAST_PARTS]
    if number > len(every):
        raise ValueError(f"There are names for {len(every)} authorities at most.")
    return [
        Named(slug=short.lower(), name=f"{short} {chance.choice(FORMS)}", short=short, accent=chance.choice(ACCENTS))
        for short in chance.sample(every, number)
    ]


def person(chance: Random, family: str = "") -> str:
    """Somebody's name, of this family where one is given."""
    return f"{_one(FIRST, chance)} {family or _one(FAMILY, chance)}"


def family(chance: Random) -> str:
    """A family's name."""
    return _one(FAMILY, chance)


def house(chance: Random) -> str:
    """A children's home."""
    return f"{_one(HOUSES, chance)} House"


def _one(names: Sequence[str], chance: Random) -> str:
    """As `choice`, and three times as fast: a million names are asked for."""
    return names[int(chance.random() * len(names))]

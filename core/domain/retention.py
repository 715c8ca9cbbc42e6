"""Until when a child's record is kept, per nation, with the sum and the law it comes from. Pure: facts in, a date or
what is missing out. A fact that nobody has recorded never shortens anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.calendar import Nation
from core.domain.days import british

ADULT = 18


@dataclass(frozen=True, kw_only=True)
class Law:
    """What a nation asks for: years from birth, from a death before 18 and from an adoption order, each with where
    that is written. `died_years` None: no text we could read shortens anything after a death. `silent` says what is not
    known and how we read it, "" where nothing is open."""

    born_years: int
    born_source: str
    died_years: int | None
    died_source: str = ""
    adopted_years: int
    adopted_source: str
    silent: str = ""


_ENGLAND = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50"
_WALES = "Care Planning, Placement and Case Review (Wales) Regulations 2015, regulation 64"
_SCOTLAND = "Looked After Children (Scotland) Regulations 2009, regulation 43"

LAWS: Mapping[Nation, Law] = {
    Nation.ENGLAND: Law(
        born_years=75, born_source=_ENGLAND, died_years=15, died_source=_ENGLAND, adopted_years=100,
        adopted_source="Disclosure of Adoption Information (Post-Commencement Adoptions) Regulations 2005, "
                       "regulation 6",
    ),
    Nation.WALES: Law(
        born_years=75, born_source=_WALES, died_years=15, died_source=_WALES, adopted_years=100,
        adopted_source="Access to Information (Post-Commencement Adoptions) (Wales) Regulations 2005, regulation 5",
    ),
    Nation.SCOTLAND: Law(
        born_years=100, born_source=_SCOTLAND, died_years=25, died_source=_SCOTLAND, adopted_years=100,
        adopted_source="Scottish Government’s response to the consultation on the adoption regulations of 2009, "
                       "which raised the period to 100 years",
        silent="The wording of the Scottish adoption regulation itself was not before us; the 100 years stand in the "
               "government’s response to its consultation.",
    ),
    Nation.NORTHERN_IRELAND: Law(
        born_years=100, born_source="Arrangements for Placement of Children (General) Regulations (Northern Ireland) "
                                    "1996, regulation 9, whose period was not before us: the longest of the four "
                                    "nations is kept",
        died_years=None, adopted_years=75,
        adopted_source="Adoption Agencies Regulations (Northern Ireland) 1989, regulation 14, as the Department of "
                       "Health’s disposal schedule gives it",
        silent="Regulation 9 rules how long a placed child’s case record is kept, and its period was not before us. "
               "For children’s homes the law says 75 years from birth, or 15 after a death before 18 (Children’s Homes "
               "Regulations (Northern Ireland) 2005, regulation 27). Until somebody has read regulation 9, Mooring "
               "keeps every record for the longest period of the four nations, and a death shortens nothing.",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is recorded of a child that decides how long the record is kept; None: nobody has recorded it.

    The sources say where a date comes from, as a sentence fragment: "recorded by a worker".
    """

    born: date | None = None
    died: date | None = None
    adopted: date | None = None
    died_source: str = ""
    adopted_source: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The answer. `until` is the last day on which the record is kept, None where that cannot be told yet and `needs`
    says what is missing. `because` is the sum, a sentence each; `from_event` birth, death or adoption order."""

    until: date | None
    because: tuple[str, ...]
    source: str
    from_event: str
    needs: tuple[str, ...] = ()
    silent: str = ""

    def over(self, today: date) -> bool:
        """Whether the last day has passed. Never where it is not known."""
        return self.until is not None and today > self.until


def keep(life: Life, nation: Nation, *, longer: int = 0) -> Kept:
    """Until when the record of this child is kept. `longer` are years that the authority adds to what the law asks.

    Where a birth and an adoption both set a date the later one holds.
    """
    law = LAWS[nation]
    if life.born is None:
        return _undecided(life, law)
    found = [_from_birth(life, law, longer)]
    if life.adopted is not None:
        found.append(_from_adoption(life, law, longer))
    latest = max(found, key=lambda one: one.until or date.min)
    if len(found) == 1:
        return latest
    other = next(one for one in found if one is not latest)
    beside = (
        f"The other date, from the {other.from_event}, would be {british(other.until or date.min)}. The later holds."
    )
    return Kept(until=latest.until, because=(*latest.because, beside), source=latest.source,
                from_event=latest.from_event, silent=law.silent)  # fmt: skip


def anniversary(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, where that year has none, 1 March, the later of the two."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _from_birth(life: Life, law: Law, longer: int) -> Kept:
    """From birth, or from a death before 18 where the law says so."""
    assert life.born is not None
    born = f"Born on {british(life.born)}."
    if life.died is None:
        said = f"No death is recorded: kept until the {law.born_years}th anniversary of birth."
        return _kept(life.born, law.born_years, longer, (born, said), law.born_source, "birth", law)
    died = f"Died on {british(life.died)}{_from(life.died_source)}."
    if life.died >= anniversary(life.born, ADULT):
        said = f"That was not before 18: kept until the {law.born_years}th anniversary of birth."
        return _kept(life.born, law.born_years, longer, (born, died, said), law.born_source, "birth", law)
    if law.died_years is None:
        said = f"A death shortens nothing here: kept until the {law.born_years}th anniversary of birth."
        return _kept(life.born, law.born_years, longer, (born, died, said), law.born_source, "birth", law)
    said = f"That was before 18: kept for {law.died_years} years from the day of death."
    return _kept(life.died, law.died_years, longer, (born, died, said), law.died_source, "death", law)


def _from_adoption(life: Life, law: Law, longer: int) -> Kept:
    assert life.adopted is not None
    order = f"Adoption order of {british(life.adopted)}{_from(life.adopted_source)}."
    said = f"Kept for {law.adopted_years} years from the order."
    return _kept(life.adopted, law.adopted_years, longer, (order, said), law.adopted_source, "adoption order", law)


def _kept(
    start: date, years: int, longer: int, because: tuple[str, ...], source: str, from_event: str, law: Law
) -> Kept:
    until = anniversary(start, years + longer)
    added = (f"The authority adds {longer} year{'s' if longer > 1 else ''}.",) if longer else ()
    leap = (
        (f"{start.year + years + longer} has no 29 February, so 1 March counts.",) if until.month != start.month else ()
    )
    last = f"The last day is {british(until)}; from the day after, two people may dispose of it."
    return Kept(until=until, because=(*because, *added, *leap, last), source=source, from_event=from_event,
                silent=law.silent)  # fmt: skip


def _undecided(life: Life, law: Law) -> Kept:
    """Without a birth nothing can be reckoned: whether a death was before 18 hangs on it too."""
    known = [f"A death on {british(life.died)} is recorded{_from(life.died_source)}."] if life.died else []
    known += (
        [f"An adoption order of {british(life.adopted)} is recorded{_from(life.adopted_source)}."]
        if life.adopted
        else []
    )
    return Kept(
        until=None, because=("The date of birth is not recorded.", *known, "Until it is, the record is kept."),
        source=law.born_source, from_event="birth", needs=("the date of birth",), silent=law.silent,
    )  # fmt: skip


def _from(source: str) -> str:
    return f", {source}" if source else ""

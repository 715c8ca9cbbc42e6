"""Cells become values: dates, ids, places and the seven code columns. Each distinct cell is looked at
once and remembered, which is what makes reading half a million rows quick."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from core.adapters.ssda903 import codes
from core.adapters.ssda903.codes import Code
from core.domain.episodes import Coded

REMEMBERED = 20_000
"""Kinds of code combinations to remember; more than this only in a file made to harm."""

CODE_COLUMNS = ("RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "REC", "REASON_PLACE_CHANGE")

_PLAIN = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_MANGLED = re.compile(r"\d+(\.\d+)?E\+?\d+|\d+\.0+", re.ASCII)


class Fault(NamedTuple):
    """Something about a cell, before it is known which row it stands in."""

    code: str
    column: str
    value: str
    action: str = ""


class Dates:
    """`plain` holds every date met so far as it was written; an empty cell is None."""

    def __init__(self) -> None:
        self.plain: dict[str, date | None] = {"": None}

    def read(self, cell: str) -> tuple[date | None, bool]:
        """(the date or None, written as dd/mm/yyyy). An empty or blank cell is (None, True)."""
        if cell in self.plain:
            return self.plain[cell], True
        text = cell.strip()
        if not text:
            return None, True
        if match := _PLAIN.fullmatch(text):
            day = _date(match[3], match[2], match[1])
            if day is not None and text == cell:
                self.plain[cell] = day
            return day, text == cell
        if match := _ISO.fullmatch(text):
            return _date(match[1], match[2], match[3]), False
        if match := _DAY_FIRST.fullmatch(text):
            return _date(match[3], match[2], match[1]), False
        return None, False


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2199 else None


def tidy(cell: str) -> str:
    """Capitals without blanks around: how ids and codes are compared."""
    return cell.strip().upper()


def looks_mangled(child: str) -> bool:
    """Has a spreadsheet turned the id into a number, or is it longer than ids are?"""
    return len(child) > 10 or _MANGLED.fullmatch(child) is not None


class Places(dict[str, str]):
    """Cell -> postcode or URN without blanks and in capitals, each kept once."""

    def __missing__(self, cell: str) -> str:
        place = "".join(cell.split()).upper()
        self[cell] = place = self.setdefault(place, place)
        return place


class Codings:
    """`clean` holds every combination of the code columns met so far that has no fault."""

    def __init__(self) -> None:
        self.clean: dict[tuple[str, ...], Coded] = {}
        self._faulty: dict[tuple[str, ...], tuple[Coded | None, tuple[Fault, ...]]] = {}

    def read(self, cells: tuple[str, ...]) -> tuple[Coded | None, tuple[Fault, ...]]:
        """What the code columns say, in the order of `CODE_COLUMNS`; None if the row cannot be used."""
        if cells in self.clean:
            return self.clean[cells], ()
        if cells in self._faulty:
            return self._faulty[cells]
        said, faults = _read_codes(cells)
        if said is not None and not faults:
            if len(self.clean) < REMEMBERED:
                self.clean[cells] = said
        elif len(self._faulty) < REMEMBERED:
            self._faulty[cells] = (said, faults)
        return said, faults


def coded(cells: tuple[str, ...], place_sent: str = "") -> Coded:
    """The meaning of seven known (or empty) codes."""
    rne, legal, need, place, provider, leaving, reason = cells
    kind = codes.PLACES[place]
    limited = [kind]
    if leaving:
        limited.append(codes.LEAVINGS[leaving])
    if reason:
        limited.append(codes.REASONS[reason])
    return Coded(
        rne,
        legal,
        need,
        place,
        provider,
        leaving,
        reason,
        place_sent or place,
        bool(legal) and codes.LEGAL_STATUSES[legal].meaning == "short break",
        kind.meaning == "temporary",
        place in codes.LONG_TERM,
        kind.meaning,
        codes.PROVIDERS[provider].meaning if provider else "unknown",
        codes.REASONS[reason].meaning if reason else "ask",
        codes.LEAVINGS[leaving].meaning if leaving else "ask",
        max(code.first for code in limited),
        min(code.last for code in limited),
    )


def with_leaving(said: Coded, leaving: str) -> Coded:
    """The same episode, ended in another way."""
    kind = codes.LEAVINGS[leaving].meaning if leaving else "ask"
    return said._replace(leaving=leaving, leaving_kind=kind)


_LISTS: tuple[tuple[str, dict[str, Code], str], ...] = (
    ("RNE", codes.EPISODE_REASONS, "bad_rne"),
    ("LS", codes.LEGAL_STATUSES, "bad_ls"),
    ("CIN", codes.NEEDS, "bad_cin"),
    ("PLACE", codes.PLACES, "bad_place"),
    ("PLACE_PROVIDER", codes.PROVIDERS, "bad_provider"),
    ("REC", codes.LEAVINGS, "bad_rec"),
    ("REASON_PLACE_CHANGE", codes.REASONS, "bad_reason"),
)
_MAY_BE_EMPTY = ("PLACE_PROVIDER", "REC", "REASON_PLACE_CHANGE")
_UNUSABLE = ("bad_rne", "bad_place", "bad_rec")


def _read_codes(cells: tuple[str, ...]) -> tuple[Coded | None, tuple[Fault, ...]]:
    faults = []
    usable = True
    understood = []
    for cell, (column, known, code) in zip(cells, _LISTS, strict=True):
        value = tidy(cell)
        if value != cell and value:
            faults.append(Fault("lower_case_padded", column, cell))
        if value not in known and (value or column not in _MAY_BE_EMPTY):
            faults.append(Fault(code, column, cell))
            usable = usable and code not in _UNUSABLE
            value = ""
        understood.append(value)
    if not usable:
        return None, tuple(faults)
    said = coded(tuple(understood))
    sent = cells[4].strip()
    if not (sent and not said.provider) and not codes.provider_fits(said.provider, said.place):
        action = f"Used as it is. Check it against {said.place}"
        faults.append(Fault("bad_provider", "PLACE_PROVIDER", cells[4], action))
    return said, tuple(faults)

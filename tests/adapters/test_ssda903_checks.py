"""Every code of the report is brought about, with its severity and what becomes of the child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from core.adapters.ssda903 import FINDINGS, Return, read_return
from tests.fixtures.ssda903 import (
    EPISODES,
    TODAY,
    Row,
    codes_of,
    csv_bytes,
    episode,
    episodes_file,
    header,
    header_file,
    only_child,
    read,
    read_years,
    source,
)

S_OPEN = episode("01/05/2025")
FIRST = episode("01/05/2025", dec="01/08/2025", rec="X1", reason="CARPL")
HOME = episode("01/05/2025", dec="01/08/2025", rec="E4A")
MOVED = episode("01/08/2025", "P", post="ZZ2 2BB")


def _ragged(cells: int) -> Return:
    good = csv_bytes([S_OPEN], EPISODES)
    row = good.splitlines()[1].split(b",")
    row = row[:cells] if cells < len(row) else [*row, b"stray"]
    broken = good.splitlines()[0] + b"\n" + b",".join(row) + b"\n"
    return read_return([header_file(header())], [source("episodes.csv", broken)], today=TODAY)


def _columns(columns: tuple[str, ...], row: Row = S_OPEN) -> Return:
    content = csv_bytes([row], columns)
    return read_return([header_file(header())], [source("episodes.csv", content)], today=TODAY)


def _headers(*rows: Row) -> Return:
    return read(S_OPEN, headers=rows)


def _also_sent(content: bytes) -> Return:
    files = [episodes_file(S_OPEN), source("other.csv", content)]
    return read_return([header_file(header())], files, today=TODAY)


OLD = episode("01/05/2024", dec="01/09/2024", rec="X1")

CASES: dict[str, list[Callable[[], Return]]] = {
    "bad_decom": [partial(read, episode(decom)) for decom in ("", "31/02/2025", "45778", "29/02/2025", "x")],
    "bad_dec": [lambda: read(episode("01/05/2025", dec="31/06/2025", rec="X1"))],
    "bad_date_iso": [partial(read, episode(cell)) for cell in ("2025-05-01", "1/5/2025", "2025-05-01 00:00:00")],
    "dec_before_decom": [lambda: read(episode("01/05/2025", dec="30/04/2025", rec="E4A"))],
    "decom_before_dob": [lambda: read(S_OPEN, headers=[header(dob="02/05/2025")])],
    "future_dec": [
        lambda: read(episode("01/05/2025", dec="02/06/2026", rec="E4A")),
        lambda: read(episode("02/06/2026")),
    ],
    "over_18": [lambda: read(S_OPEN, headers=[header(dob="01/06/2007")])],
    "zero_length": [lambda: read(episode("01/05/2025", dec="01/05/2025", rec="X1"), episode("01/05/2025"))],
    "lower_case_padded": [
        lambda: read(episode("01/05/2025", " s", "u6 ")),
        lambda: read(S_OPEN, episode("01/05/2024", dec="01/06/2024", rec="E4A", child=" c1")),
        lambda: _columns(tuple(map(str.lower, EPISODES)), {k.lower(): v for k, v in S_OPEN.items()}),
    ],
    "bad_rne": [partial(read, episode("01/05/2025", rne)) for rne in ("", "Q")],
    "bad_place": [partial(read, episode("01/05/2025", place=place)) for place in ("", "U7")],
    "bad_rec": [lambda: read(episode("01/05/2025", dec="01/06/2025", rec="E99"))],
    "bad_ls": [lambda: read(S_OPEN | {"LS": "C9"}), lambda: read(S_OPEN | {"LS": ""})],
    "bad_cin": [lambda: read(S_OPEN | {"CIN": "N9"})],
    "bad_provider": [
        lambda: read(S_OPEN | {"PLACE_PROVIDER": "PR9"}),
        lambda: read(S_OPEN | {"PLACE_PROVIDER": ""}),
        lambda: read(S_OPEN | {"PLACE_PROVIDER": "PR0"}),
        lambda: read(episode("01/05/2025", place="P1") | {"PLACE_PROVIDER": "PR4"}),
        lambda: read(episode("01/05/2025", place="K2") | {"PLACE_PROVIDER": "PR3"}),
    ],
    "bad_reason": [lambda: read(FIRST | {"REASON_PLACE_CHANGE": "BORED"}, MOVED)],
    "retired_place": [partial(read, episode("01/05/2025", place=place)) for place in ("H5", "P2")],
    "code_out_of_year": [
        lambda: read(episode("01/05/2025", place="Z1")),
        lambda: read(episode("01/05/2019", place="K3")),
        lambda: read(episode("01/05/2025", dec="01/06/2025", rec="E43")),
    ],
    "rec_without_dec": [lambda: read(episode("01/05/2025", rec="E4A"))],
    "x1_without_dec": [lambda: read(episode("01/05/2025", rec="X1")), lambda: read(FIRST | {"DEC": ""}, MOVED)],
    "dec_without_rec": [
        lambda: read(FIRST | {"REC": ""}, MOVED),
        lambda: read(episode("01/05/2025", dec="01/06/2025")),
    ],
    "exact_duplicate": [lambda: read(S_OPEN, S_OPEN), lambda: _headers(header(), header())],
    "conflicting_duplicate": [lambda: read(S_OPEN, S_OPEN | {"PLACE": "K2"})],
    "overlap": [lambda: read(FIRST | {"DEC": "02/08/2025"}, MOVED)],
    "gap_x1": [
        lambda: read(FIRST | {"DEC": "30/07/2025"}, MOVED),
        lambda: read(FIRST | {"DEC": "30/07/2025"}, MOVED | {"RNE": "S"}),
    ],
    "open_not_last": [
        lambda: read(S_OPEN | {"REASON_PLACE_CHANGE": "CARPL"}, MOVED),
        lambda: read(S_OPEN, MOVED | {"RNE": "S"}),
    ],
    "closed_x1_no_next": [lambda: read(FIRST)],
    "s_in_continuation": [lambda: read(FIRST, MOVED | {"RNE": "S"})],
    "first_not_s": [lambda: read(episode("01/05/2025", "P")), lambda: read(HOME, MOVED)],
    "reason_missing": [
        lambda: read(FIRST | {"REASON_PLACE_CHANGE": ""}, MOVED),
        lambda: read(FIRST | {"REASON_PLACE_CHANGE": "PLACE"}, MOVED),
    ],
    "reason_misplaced": [
        lambda: read(FIRST, episode("01/08/2025", "L")),
        lambda: read(FIRST | {"REASON_PLACE_CHANGE": "CREQB"}, episode("01/08/2025", "T")),
        lambda: read(FIRST, episode("01/08/2025", "P", "T4")),
    ],
    "temp_no_return": [
        lambda: read(
            FIRST | {"REASON_PLACE_CHANGE": ""},
            episode("01/08/2025", "P", "T1", "09/08/2025", "X1", "OTHER"),
            episode("09/08/2025", "P", "K2"),
        )
    ],
    "temp_too_long": [
        lambda: read(
            FIRST | {"REASON_PLACE_CHANGE": ""},
            episode("01/08/2025", "P", "T4", "09/08/2025", "X1"),
            episode("09/08/2025", "P"),
        ),
        lambda: read(
            *(
                one
                for month in (1, 2, 3)
                for one in (
                    episode(f"01/0{month}/2026", "S" if month == 1 else "P", "U6", f"10/0{month}/2026", "X1"),
                    episode(f"10/0{month}/2026", "P", "T3", f"01/0{month + 1}/2026", "X1"),
                )
            ),
            episode("01/04/2026", "P"),
        ),
    ],
    "p_unchanged": [lambda: read(FIRST, episode("01/08/2025", "P"))],
    "l_but_moved": [lambda: read(FIRST | {"REASON_PLACE_CHANGE": ""}, episode("01/08/2025", "L", "K2"))],
    "repaired": [lambda: read_years([episode("01/05/2024")], [episode("01/08/2025", "P", post="ZZ2 2BB")])],
    "later_year_wins": [lambda: read_years([OLD], [OLD | {"PLACE": "U3", "DEC": "01/08/2025"}, MOVED])],
    "orphan_child": [lambda: read(S_OPEN, headers=[]), lambda: read(S_OPEN | {"CHILD": ""}, headers=[])],
    "child_id_mangled": [
        lambda: read(S_OPEN | {"CHILD": "1.10E+06"}, headers=[header("1104729")]),
        lambda: read(S_OPEN | {"CHILD": "4711"}, headers=[header("004711")]),
        lambda: read(S_OPEN | {"CHILD": "4711.0"}, headers=[header("4711")]),
        lambda: read(S_OPEN | {"CHILD": "12345678901"}),
    ],
    "child_id_changed": [
        lambda: read_years(
            [OLD],
            [OLD | {"CHILD": "NEW1", "DEC": "01/08/2025"}, MOVED | {"CHILD": "NEW1"}],
            headers=[header(UPN="SAME"), header("NEW1", UPN="SAME")],
        )
    ],
    "header_twice": [lambda: _headers(header(), header(UPN="OTHER"))],
    "header_two_dobs": [lambda: _headers(header(), header(dob="06/05/2015"))],
    "header_bad_dob": [partial(_headers, header(dob=dob)) for dob in ("", "30/02/2015", "01/07/2026")],
    "bad_sex": [lambda: _headers(header(SEX="X"))],
    "held_back": [lambda: read(FIRST, MOVED | {"PLACE": "U7"})],
    "short_row": [lambda: _ragged(9)],
    "long_row": [lambda: _ragged(14)],
    "extra_column": [lambda: _columns((*EPISODES, "NOTES"))],
    "missing_column": [lambda: _columns(EPISODES[:-1])],
    "no_rows": [lambda: read(headers=[header()])],
    "table_not_used": [lambda: _also_sent(b"CHILD,DOB,REVIEW,REVIEW_CODE\r\nC1,05/05/2015,01/02/2026,PN1\r\n")],
    "encoding_cp1252": [lambda: _also_sent("CHILD,DOB,REVIEW,REVIEW_CODE,WHO\nC1,,,,Zoë\n".encode("cp1252"))],
}


def test_there_is_a_case_for_every_code() -> None:
    assert set(CASES) == set(FINDINGS)


@pytest.mark.parametrize(("code", "make"), [(code, make) for code, makes in CASES.items() for make in makes])
def test_every_code_is_found_and_every_row_explained(code: str, make: Callable[[], Return]) -> None:
    result = make()
    summary = result.summary()

    assert code in codes_of(result)
    assert summary["issues"]["by_code"][code] == codes_of(result).count(code)
    assert sum(summary["accounting"].values()) == summary["rows"]


@pytest.mark.parametrize("code", [code for code, finding in FINDINGS.items() if finding.severity == "reject"])
def test_a_reject_sets_its_child_aside_and_no_other(code: str) -> None:
    result = CASES[code][0]()
    rejected = {one.child for child in result for one in child.issues if one.code == code}

    for child in result:
        assert child.quarantined == (child.child in rejected)
        if child.quarantined:
            assert (child.stays, child.moves) == ((), ())


@pytest.mark.parametrize("code", [code for code, finding in FINDINGS.items() if finding.severity != "reject"])
def test_what_is_no_reject_sets_nobody_aside(code: str) -> None:
    assert not any(child.quarantined for make in CASES[code] for child in make())


def test_a_good_return_has_nothing_to_remark() -> None:
    result = read(FIRST, MOVED)

    assert codes_of(result) == []
    assert result.summary()["accounting"] == {"used": 2, "told_again": 0, "ignored": 0, "held_back": 0}


def test_a_rejected_row_sets_aside_its_child_and_not_the_file() -> None:
    result = read(FIRST, MOVED | {"RNE": "?"}, episode("01/05/2025", child="C2"))

    by_child = {child.child: child for child in result}
    assert (by_child["C1"].quarantined, by_child["C2"].quarantined) == (True, False)
    assert [(one.line, one.code) for one in by_child["C1"].issues] == [(2, "held_back"), (3, "bad_rne")]
    assert len(by_child["C2"].stays) == 1


def test_a_row_that_is_wrong_twice_has_two_lines() -> None:
    child = only_child(read(episode("", "Q", "U7")))

    assert {one.code for one in child.issues} == {"bad_decom", "bad_rne", "bad_place"}


def test_a_day_in_care_that_ended_care_passes_its_reason_on() -> None:
    child = only_child(read(FIRST | {"REASON_PLACE_CHANGE": ""}, MOVED | {"DEC": "01/08/2025", "REC": "E4B"}))

    (stay,) = child.stays
    assert (stay.end, stay.end_reason, stay.end_kind) == (date(2025, 8, 1), "E4B", "left care")
    assert [one.code for one in child.issues] == ["zero_length"]


def test_29_february_is_a_day_in_leap_years_only() -> None:
    good = only_child(read(episode("29/02/2024"), headers=[header(dob="29/02/2012")]))
    bad = only_child(read(episode("29/02/2025")))

    assert [stay.start for stay in good.stays] == [date(2024, 2, 29)]
    assert [one.code for one in bad.issues] == ["bad_decom"]


def test_a_child_born_on_29_february_is_18_on_1_march() -> None:
    born = header(dob="29/02/2008")
    closed = {"REC": "E17", "RNE": "S"}

    on_the_day = read(episode("01/05/2025", dec="01/03/2026") | closed, headers=[born])
    after = read(episode("01/05/2025", dec="02/03/2026") | closed, headers=[born])
    assert (codes_of(on_the_day), codes_of(after)) == ([], ["over_18"])


def test_history_cut_off_at_the_left_is_no_error_and_says_from_when_it_is_complete() -> None:
    cut = only_child(
        read(episode("10/02/2024", "P", dec="01/05/2025", rec="X1", reason="CARPL"), episode("01/05/2025", "P", "K2"))
    )
    whole = only_child(read(S_OPEN))

    assert (cut.issues, cut.first_day_known) == ((), date(2024, 2, 10))
    assert whole.first_day_known is None


def test_the_year_is_the_latest_the_rows_touch_and_a_slip_does_not_move_it() -> None:
    rows = [episode(f"{1 + n % 28:02}/05/2019", child=f"K{n}") for n in range(300)]
    slip = episode("01/06/2019", dec="01/06/2024", rec="E4A", child="SLIP")

    assert read(*rows).summary()["years"] == [2019]
    result = read(*rows, slip)
    assert result.summary()["years"] == [2019]
    assert codes_of(result) == ["future_dec"]


def test_sex_is_read_in_its_old_and_new_spelling() -> None:
    for written, meant in (("1", "M"), ("2", "F"), ("m", "M"), ("U", "U")):
        assert only_child(_headers(header(SEX=written))).sex == meant

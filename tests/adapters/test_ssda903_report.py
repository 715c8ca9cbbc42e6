"""What goes back to the sender, what holds for any return, and that a large file does not fill memory."""

from __future__ import annotations

import csv
import io
import random
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapters.ssda903 import ReportFile, Return, Source, StaysFile, read_return, write_files
from core.adapters.ssda903.report import REPORT_COLUMNS, STAYS_COLUMNS
from tests.fixtures.ssda903 import EPISODES, TODAY, Row, csv_bytes, episode, episodes_file, header, header_file, read


def written(result: Return) -> tuple[list[list[str]], list[list[str]]]:
    """(report, stays) as rows, column names first."""
    report, stays = io.StringIO(newline=""), io.StringIO(newline="")
    write_files(result, report=report, stays=stays)
    return [list(csv.reader(io.StringIO(one.getvalue(), newline=""))) for one in (report, stays)]  # type: ignore[return-value]


def test_the_worked_example_as_it_is_written_to_the_stays_file() -> None:
    result = read(
        episode("01/03/2025", "S", "U6", "05/03/2025", "X1", "CREQB", LS="V2"),
        episode("05/03/2025", "P", "U6", "10/05/2025", "X1", LS="V2", post="ZZ2 2BB"),
        episode("10/05/2025", "L", "U6", "01/08/2025", "X1", LS="C1", post="ZZ2 2BB"),
        episode("01/08/2025", "P", "T3", "15/08/2025", "X1", LS="C1", post="ZZ8 8HH"),
        episode("15/08/2025", "P", "U6", "20/11/2025", "X1", "CARPL", LS="C1", post="ZZ2 2BB"),
        episode("20/11/2025", "T", "U4", LS="C1", post="ZZ2 2BB"),
    )

    report, stays = written(result)

    assert report == [list(REPORT_COLUMNS)]
    assert stays == [
        list(STAYS_COLUMNS),
        ["C1", "1", "1", "01/03/2025", "05/03/2025", "U6", "U6", "PR1", "CREQB", "move", "0", "1"],
        ["C1", "1", "2", "05/03/2025", "", "U6", "U4", "PR1", "", "", "1", "5"],
    ]
    summary = result.summary()
    assert (summary["children"], summary["stays"], summary["moves"]) == (1, 2, 1)
    assert summary["endings"] == {"planned": 0, "unplanned": 1, "neither": 0, "ask": 0}
    assert summary["issues"]["by_code"] == {}


def test_children_set_aside_stand_first_in_the_report() -> None:
    warned = episode("01/05/2025", "P", child="A1")
    refused = episode("01/05/2025", "Q", child="Z9")

    report, _ = written(read(warned, refused))

    assert [(row[2], row[5], row[6]) for row in report[1:]] == [
        ("Z9", "bad_rne", "reject"),
        ("A1", "first_not_s", "warn"),
    ]


def test_no_cell_of_the_report_is_a_formula() -> None:
    evil = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"]
    rows = [episode("01/05/2025", child=f"K{n}") | {"RNE": cell} for n, cell in enumerate(evil)]
    headers = [header(f"K{n}") for n in range(len(evil))] + [header("=X")]
    files = [episodes_file(*rows, episode("x", child="=X"), name="=f.csv")]

    report, _ = written(read_return([header_file(*headers)], files, today=TODAY))

    cells = [cell for row in report[1:] for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))]
    assert {"'" + cell for cell in evil} <= set(cells)
    assert {"'=f.csv", "'=X"} <= set(cells)


def test_no_postcode_or_urn_reaches_report_or_stays() -> None:
    rows = [
        episode("01/05/2025", dec="01/06/2025", rec="X1", post="SECRET1", URN="SC111111", PLACE_PROVIDER="PR9"),
        episode("01/06/2025", "L", "K2", dec="01/07/2025", rec="X1", post="SECRET2", URN="SC222222"),
        episode("01/07/2025", "P", "K2", post="SECRET2", URN="SC222222"),
    ]

    text = repr(written(read(*rows)))

    assert "l_but_moved" in text and "bad_provider" in text and "p_unchanged" in text
    assert not [secret for secret in ("SECRET", "SC111111", "SC222222", "ZZ9") if secret in text]


def test_a_long_report_keeps_every_line_in_order() -> None:
    rows = [episode("01/05/2025", "P", child=f"K{n:05}") for n in range(12_000)]

    report, _ = written(read(*rows))

    assert [row[2] for row in report[1:]] == [row["CHILD"] for row in rows]


def test_progress_ends_with_everything_done() -> None:
    told: list[tuple[str, int, int | None]] = []
    rows = [episode("01/05/2025", child=f"K{n}") for n in range(5_001)]
    headers = [header(row["CHILD"]) for row in rows]

    result = read_return(
        [header_file(*headers)],
        [episodes_file(*rows)],
        today=TODAY,
        progress=lambda doing, done, total: told.append((doing, done, total)),
    )
    for _ in result:
        pass

    assert {doing for doing, _, _ in told} == {"reading header.csv", "reading episodes.csv", "checking children"}
    assert all(total is not None and 0 <= done <= total for _, done, total in told)
    assert told[-1] == ("checking children", 5_001, 5_001)


@st.composite
def returns(draw: st.DrawFn) -> list[Row]:
    """Rows of a few children, sound and unsound: any start, any end, nearly any code."""
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        start = date(2025, 4, 1) + timedelta(days=draw(st.integers(0, 12)) * 20)
        length = draw(st.sampled_from([None, 0, 20, 20, 20, 33]))
        dec = "" if length is None else f"{start + timedelta(days=length):%d/%m/%Y}"
        rec = draw(st.sampled_from(["", "X1", "X1", "X1", "E4B", "E9"]))
        rne, place = draw(st.sampled_from("SSPPLTBUQ")), draw(st.sampled_from(["U6", "U4", "K2", "T3", "H5"]))
        reason = draw(st.sampled_from(["", "CARPL", "PLACE", "CREQB"]))
        more = {"LS": draw(st.sampled_from(["C2", "C2", "V3"])), "child": draw(st.sampled_from(["C1", "C2", "c2"]))}
        rows.append(episode(f"{start:%d/%m/%Y}", rne, place, dec, rec, reason, **more))
    return rows


HEADERS = [header("C1"), header("C2")]


@given(returns(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)

    one, other = (read(*given_rows, headers=HEADERS) for given_rows in (rows, shuffled))

    assert {child.child: child.stays for child in one} == {child.child: child.stays for child in other}
    assert one.summary()["accounting"] == other.summary()["accounting"]


@given(returns())
def test_reading_twice_or_the_same_file_twice_changes_nothing(rows: list[Row]) -> None:
    once = read(*rows, headers=HEADERS)
    twice = read_return([header_file(*HEADERS)], [episodes_file(*rows), episodes_file(*rows)], today=TODAY)

    assert written(once) == written(once)
    assert written(once)[1] == written(read(*rows, headers=HEADERS))[1]
    assert written(once)[1] == written(twice)[1]


@given(returns())
def test_every_row_is_used_or_has_a_line(rows: list[Row]) -> None:
    result = read(*rows, headers=HEADERS)
    report, stays = written(result)
    accounting = result.summary()["accounting"]

    assert sum(accounting.values()) == len(rows)
    lines = {int(row[1]) for row in report[1:]}
    assert len(lines) >= len(rows) - accounting["used"]
    in_stays = sum(int(row[-1]) for row in stays[1:])
    assert in_stays + result.summary()["short_breaks"] == accounting["used"]


@given(returns())
def test_moves_and_periods_make_the_stays(rows: list[Row]) -> None:
    for child in read(*rows, headers=HEADERS):
        periods = len({stay.period for stay in child.stays})
        assert len(child.moves) == len(child.stays) - periods
        assert sum(stay.end is None for stay in child.stays) <= 1


@settings(max_examples=30)
@given(st.lists(st.text(max_size=12), min_size=13, max_size=13))
def test_no_text_in_a_row_can_stop_the_reading(cells: list[str]) -> None:
    row = dict(
        zip(EPISODES, (cell.replace("\0", "").replace("\n", "").replace("\r", "") for cell in cells), strict=True)
    )
    row = {column: cell.encode("utf-8", "replace").decode() for column, cell in row.items()}

    result = read(row, episode("01/05/2025", child="SOUND"), headers=[header("SOUND")])

    assert [len(child.stays) for child in result if child.child == "SOUND"] == [1]
    assert sum(result.summary()["accounting"].values()) == result.summary()["rows"]


def test_memory_follows_the_children_and_not_the_bytes_of_the_file(tmp_path: Path) -> None:
    """100,000 rows with 1,900 bytes of notes each, near 200 MB. Keeping the notes would take as much again,
    and keeping the cells of every row twice what is allowed."""
    path = tmp_path / "episodes.csv"
    block = csv_bytes([episode("01/05/2025", child="@@") | {"NOTES": "n" * 1_900}], (*EPISODES, "NOTES"))
    columns, row = block.decode().splitlines(keepends=True)
    with path.open("w", newline="") as file:
        file.write(columns)
        for number in range(100_000):
            file.write(row.replace("@@", f"K{number // 3}").replace("01/05/2025", f"{1 + number % 3:02}/05/2025"))
    assert path.stat().st_size > 190_000_000

    tracemalloc.start()
    result = read_return([header_file(header("K1"))], [Source.at(path)], today=TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert result.summary()["rows"] == 100_000
    assert peak < 45_000_000


def test_children_are_made_one_by_one_and_not_kept() -> None:
    rows = [episode("01/05/2025", child=f"K{n}") for n in range(20_000)]
    result = read(*rows)
    report, stays = ReportFile(io.StringIO(newline="")), StaysFile(io.StringIO(newline=""))

    tracemalloc.start()
    for child in result:
        report.add(child)
        stays.add(child)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    report.close()

    assert peak < 20_000 * 200

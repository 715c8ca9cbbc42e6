"""Files as they really come: in any order, with marks, quotes and other encodings; and files that are
something else altogether, which get one clear sentence."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from core.adapters.ssda903 import Source, UnreadableFile, read_return
from tests.fixtures.ssda903 import (
    EPISODES,
    HEADER,
    TODAY,
    codes_of,
    csv_bytes,
    episode,
    episodes_file,
    header,
    header_file,
    only_child,
    source,
)

ROW = episode("01/05/2025")
GOOD = csv_bytes([ROW], EPISODES)


def stays_from(content: bytes) -> list[str]:
    result = read_return([header_file(header())], [source("episodes.csv", content)], today=TODAY)
    return [f"{stay.start:%d/%m/%Y} {stay.place_last}" for stay in only_child(result).stays]


@pytest.mark.parametrize(
    "spelt",
    [
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\r\n", b"\n"),
        GOOD.replace(b"\r\n", b"\r"),
        GOOD.rstrip(),
        GOOD + b"\r\n,,,,,,,,,,,,\r\n\r\n",
        b"\r\n" + GOOD,
        csv_bytes([ROW], reversed(EPISODES)),
        csv_bytes([ROW | {"NOTES": 'two lines\nand a "quote", closed'}], (*EPISODES, "NOTES")),
        csv_bytes([ROW], EPISODES).lower().replace(b"c1", b"C1"),
        GOOD.replace(b"\r\n", b",,\r\n"),
    ],
    ids=[
        "plain",
        "byte order mark",
        "line feeds",
        "carriage returns",
        "no last line end",
        "empty rows",
        "empty first line",
        "other order",
        "lines within an extra column",
        "lower case",
        "empty columns at the right",
    ],
)
def test_one_row_reads_the_same_however_it_is_spelt(spelt: bytes) -> None:
    assert stays_from(spelt) == ["01/05/2025 U6"]


def test_lines_are_counted_as_a_person_would() -> None:
    bad = episode("x", child="C2")
    content = csv_bytes([ROW | {"NOTES": "one\ntwo"}, bad], (*EPISODES, "NOTES")) + b"\r\n"

    result = read_return([header_file(header(), header("C2"))], [source("e.csv", content)], today=TODAY)

    assert [one.line for child in result for one in child.issues] == [4]


def test_files_are_known_by_their_columns_and_not_by_where_they_are_given() -> None:
    swapped = read_return([episodes_file(ROW, name="header.csv")], [header_file(header(), name="x.csv")], today=TODAY)

    assert [file["table"] for file in swapped.summary()["files"]] == ["Header", "Episodes"]
    assert len(only_child(swapped).stays) == 1


def test_other_tables_of_the_return_are_recognised_and_left_alone() -> None:
    review = source("r.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\nC1,05/05/2015,01/02/2026,PN1\n")

    result = read_return([header_file(header()), review], [episodes_file(ROW)], today=TODAY)

    assert [(one.file, one.code, one.value) for one in result.file_issues] == [("r.csv", "table_not_used", "Reviews")]


def test_letters_that_are_not_utf_8_are_read_as_windows_text() -> None:
    content = csv_bytes([ROW | {"NOTES": "Zoë"}], (*EPISODES, "NOTES")).decode().encode("cp1252")

    result = read_return([header_file(header())], [source("e.csv", content)], today=TODAY)

    assert codes_of(result) == ["encoding_cp1252", "extra_column"]
    assert result.summary()["files"][1]["encoding"] == "cp1252"


def test_two_files_of_one_name_can_be_told_apart() -> None:
    result = read_return([header_file(header())], [episodes_file(ROW), episodes_file(ROW)], today=TODAY)

    assert [one.file for child in result for one in child.issues] == ["episodes.csv (2)"]


def test_a_stream_that_cannot_go_back_is_read_all_the_same() -> None:
    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError("no way back")

    def opened() -> BinaryIO:
        return OneWay(GOOD)

    result = read_return([header_file(header())], [Source("e.csv", opened)], today=TODAY)

    assert len(only_child(result).stays) == 1


def test_a_row_under_a_header_only_file_is_not_made_up() -> None:
    result = read_return([header_file()], [episodes_file()], today=TODAY)

    assert codes_of(result) == ["no_rows", "no_rows"]
    assert (result.summary()["rows"], result.summary()["children"], result.summary()["years"]) == (0, 0, [])


def test_an_id_blank_in_both_files_is_reported_with_its_line() -> None:
    result = read_return([header_file(header(CHILD=" "))], [episodes_file(ROW | {"CHILD": ""})], today=TODAY)

    assert [(one.file, one.line, one.code) for one in result.file_issues] == [
        ("header.csv", 2, "orphan_child"),
        ("episodes.csv", 2, "orphan_child"),
    ]
    assert result.summary()["accounting"]["ignored"] == 1


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "only line ends": (b"\r\n\r\n", "no column names"),
    "binary": (bytes(range(256)) * 40, "not a text file"),
    "nothing in it but noughts": (b"\0" * 100, "not a text file"),
    "nought in the middle": (GOOD + b"\0", "not a text file"),
    "workbook": (b"PK\x03\x04" + bytes(200), "Excel workbook"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + bytes(200), "old Excel workbook"),
    "portable document": (b"%PDF-1.7", "PDF"),
    "markup": (b"<?xml version='1.0'?><EXPSSDA903/>", "XML form"),
    "sixteen bits": (GOOD.decode().encode("utf-16"), "Unicode text"),
    "no known letters": (GOOD + b"\x81\x8d", "letters cannot be read"),
    "one endless line": (b"x" * (3 << 20), "a line of a million characters"),
    "an endless cell": (GOOD + b'"' + b"x\n" * 100_000, "quotation mark"),
    "an unclosed quotation mark": (GOOD + GOOD.splitlines()[1].replace(b"C1", b'"C1') + b"\n" + GOOD, "on line 3"),
    "semicolons": (GOOD.replace(b",", b";"), "not separated by commas"),
    "tabs": (GOOD.replace(b",", b"\t"), "not separated by commas"),
    "a column missing": (csv_bytes([ROW], [one for one in EPISODES if one != "DECOM"]), "no column DECOM"),
    "a column twice": (GOOD.replace(b"URN", b"DECOM"), "DECOM stands there twice"),
    "other columns": (b"NAME,STREET\nA,B\n", "not those of any file"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_no_file_of_the_return_gets_one_sentence(kind: str) -> None:
    content, words = UNREADABLE[kind]

    with pytest.raises(UnreadableFile) as refused:
        read_return([header_file(header())], [source("odd.csv", content)], today=TODAY)

    assert refused.value.name == "odd.csv"
    assert words in refused.value.sentence
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("headers", "episodes", "missing"),
    [([], [episodes_file(ROW)], "Header"), ([header_file(header())], [], "Episodes"), ([], [], "Header")],
)
def test_a_missing_table_is_asked_for(headers: list[Source], episodes: list[Source], missing: str) -> None:
    with pytest.raises(UnreadableFile, match=f"no {missing} file"):
        read_return(headers, episodes, today=TODAY)


def test_a_path_that_is_not_there_or_a_folder_is_said_so(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "gone.csv", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(UnreadableFile, match=words):
            read_return([Source.at(path)], [episodes_file(ROW)], today=TODAY)


def test_every_file_is_closed_whatever_happens() -> None:
    opened: list[BinaryIO] = []

    def keeping(content: bytes) -> Callable[[], BinaryIO]:
        def open_it() -> BinaryIO:
            opened.append(io.BytesIO(content))
            return opened[-1]

        return open_it

    good, bad = Source("h.csv", keeping(csv_bytes([header()], HEADER))), Source("e.csv", keeping(b"A,B\n"))
    with pytest.raises(UnreadableFile):
        read_return([good], [bad], today=TODAY)
    read_return([good], [Source("e.csv", keeping(GOOD))], today=TODAY)

    assert [stream.closed for stream in opened] == [True] * 4


def test_a_file_of_more_lines_than_any_authority_has_is_refused_at_once() -> None:
    with pytest.raises(UnreadableFile, match=r"more than 1,000,000 lines\. Send one year"):
        read_return([source("header.csv", b"CHILD,SEX,DOB\n" + b"x,\n" * 1_000_000)], [], today=TODAY)

"""The front-end libraries are as they were fetched and cleaned, without what belongs to government sites only."""

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "core" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "MANIFEST.sha256"


def vendored() -> list[Path]:
    return [path for path in sorted(VENDOR.rglob("*")) if path.is_file() and path != MANIFEST]


def test_every_file_is_in_the_manifest_with_its_checksum() -> None:
    lines = [line.split("  ", 1) for line in MANIFEST.read_text().splitlines()]
    listed = {name: checksum for checksum, name in lines}

    found = {path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in vendored()}

    assert found == listed
    assert len(found) > 5


def test_the_typeface_and_the_crest_of_government_are_absent() -> None:
    for path in vendored():
        text = path.read_text(encoding="utf-8")
        assert "Transport" not in text, path
        assert "govuk-crest" not in text, path
        assert "@font-face" not in text, path
        assert not re.search("crown|crest|logotype", path.name), path


def test_every_picture_a_style_sheet_shows_is_here() -> None:
    sheets = [path for path in STATIC.rglob("*.css")]

    shown = [(sheet, name) for sheet in sheets for name in re.findall(r"url\(([^)]+)\)", sheet.read_text())]

    assert len(shown) > 5
    assert [(sheet, name) for sheet, name in shown if not (sheet.parent / name).is_file()] == []


def test_every_library_keeps_its_licence() -> None:
    folders = [path for path in VENDOR.iterdir() if path.is_dir()]

    assert {path.name.rsplit("-", 1)[0] for path in folders} == {"govuk-frontend", "moj-frontend", "htmx"}
    assert [path for path in folders if "WITHOUT WARRANTY" not in upper(path) and "PERMISSION" not in upper(path)] == []


def upper(folder: Path) -> str:
    return (folder / "LICENSE").read_text(encoding="utf-8").upper()


def test_pages_and_scripts_name_the_releases_that_are_here() -> None:
    templates = STATIC.parents[1] / "templates"
    named = re.findall(r"vendor/([\w.-]+/[\w./-]+)", (templates / "base.html").read_text())
    named += re.findall(r"vendor/([\w.-]+/[\w./-]+)", (STATIC / "app.js").read_text())

    assert len(named) >= 4
    assert [name for name in named if not (VENDOR / name).is_file()] == []

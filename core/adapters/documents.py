"""What kind of document an uploaded file is: told by its content, never by its name or by what a browser says of it.
Nothing is unpacked but a few bytes that must stand at the front."""

import io
import re
import zipfile
from dataclasses import dataclass

MOST_FILES = 5000
"""How many files a DOCX or ODT may hold inside; an honest one has some dozens."""
_ENTRY = b"PK\x01\x02"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ODT = b"application/vnd.oasis.opendocument.text"
_MACROS = re.compile(r"(?i)vbaproject|vbadata|^basic/|^scripts/|activex")


@dataclass(frozen=True)
class Kind:
    """One kind of document: the ending of its name, its words, and what a browser is told that it is."""

    ending: str
    words: str
    media: str


PDF = Kind("pdf", "PDF", "application/pdf")
DOCX = Kind("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = Kind("odt", "OpenDocument", _ODT.decode())
TXT = Kind("txt", "text", "text/plain")
KINDS = {kind.ending: kind for kind in (PDF, DOCX, ODT, TXT)}


class Unfit(Exception):
    """The file is none of the kinds, or not fit to be kept; the sentence says what to do."""


def kind_of(name: str, content: bytes) -> Kind:
    """The kind of the document with this name and content. `Unfit` where the two do not agree, or neither is known."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    wanted = KINDS.get(ending)
    if not content:
        raise Unfit("The file is empty. Choose another one.")
    if wanted is None:
        raise Unfit("Choose a PDF, a Word file (DOCX), an OpenDocument text (ODT) or a text file (TXT).")
    found = _told_by(content)
    if found != wanted:
        what = f"it is a {found.words} file" if found else "its content is something else, damaged or locked"
        raise Unfit(f"The name ends in .{ending}, but {what}. Save it again as a {wanted.words} file and choose that.")
    return wanted


def _told_by(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return TXT if _is_text(content) else None


def _packed(content: bytes) -> Kind | None:
    """DOCX and ODT are ZIP archives; of any other nothing is known."""
    if content.count(_ENTRY) > MOST_FILES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(_MACROS.search(name) for name in names):
                raise Unfit("The file holds macros. Save it without them, or as a PDF, and choose that.")
            if {"[Content_Types].xml", "word/document.xml"} <= set(names):
                return DOCX
            if names[:1] == ["mimetype"] and "content.xml" in names:
                return _opendocument(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None
    return None


def _opendocument(archive: zipfile.ZipFile) -> Kind | None:
    """Its kind stands at the front as it is, packed by no method: nothing is unpacked that could be damaged."""
    if archive.getinfo("mimetype").compress_type != zipfile.ZIP_STORED:
        return None
    with archive.open("mimetype") as said:
        return ODT if said.read(len(_ODT) + 1) == _ODT else None


def _is_text(content: bytes) -> bool:
    try:
        return not _CONTROL.search(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False

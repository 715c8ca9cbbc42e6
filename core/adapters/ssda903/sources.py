"""Opening a file somebody sent us: is it text at all, in which encoding, and is it safe to read line
by line? Apart from `reading`, which knows about tables and columns."""

from __future__ import annotations

import codecs
import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

MOST_LINES = 1_000_000
"""Several times what the largest authority sends in ten years; more is a mistake or meant to wear a server out."""
CHUNK = 1 << 20
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_OTHER_KINDS = (
    (b"PK\x03\x04", "This is an Excel workbook or a zip file. Save each sheet as CSV and send those."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook. Save each sheet as CSV and send those."),
    (b"%PDF", "This is a PDF. Send the CSV files of the return."),
    (b"\xff\xfe", "This is saved as Unicode text. Save it as 'CSV UTF-8' and send it again."),
    (b"\xfe\xff", "This is saved as Unicode text. Save it as 'CSV UTF-8' and send it again."),
    (b"<?xml", "This is the XML form of the return. Send the CSV files."),
)


class UnreadableFile(Exception):
    """A file cannot be used at all. `name` is the file, `sentence` says why and what to do."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name
        self.sentence = sentence


class Source(NamedTuple):
    """A file by the name people know it by, and where its bytes are.

    `content` is a path, or a function that returns a binary stream; the stream is read from its
    beginning and closed.
    """

    name: str
    content: Path | Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: str | Path) -> Source:
        """The file at a path, under its own name."""
        return cls(Path(path).name, Path(path))


class OpenText(NamedTuple):
    text: io.TextIOWrapper
    encoding: str
    size: int
    """Bytes."""
    position: Callable[[], int]
    """Bytes read so far, roughly."""


def open_text(source: Source) -> OpenText:
    """The source as text, after one look through its bytes. Raises `UnreadableFile`."""
    stream = _binary(source)
    try:
        encoding, size = _look_through(stream, source.name)
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    return OpenText(text, encoding, size, stream.tell)


def _binary(source: Source) -> BinaryIO:
    if not isinstance(source.content, Path):
        stream = source.content()
        if stream.seekable():
            stream.seek(0)
            return stream
        return _copied(stream)
    try:
        return source.content.open("rb")
    except FileNotFoundError:
        raise UnreadableFile(source.name, "There is no such file. Check the name and the folder.") from None
    except IsADirectoryError:
        raise UnreadableFile(source.name, "This is a folder. Give the file inside it.") from None
    except OSError as error:
        sentence = f"It cannot be opened ({error.strerror}). Check who may read it."
        raise UnreadableFile(source.name, sentence) from None


def _copied(stream: BinaryIO) -> BinaryIO:
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever reads it
    with stream:
        while chunk := stream.read(CHUNK):
            copy.write(chunk)
    copy.seek(0)
    return copy


def _look_through(stream: BinaryIO, name: str) -> tuple[str, int]:
    """(encoding, bytes). UTF-8 if every byte agrees, else Windows text, else refused."""
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    windows = True
    size = lines = 0
    while chunk := stream.read(CHUNK):
        if not size:
            _refuse_other_kinds(chunk, name)
        size += len(chunk)
        lines += chunk.count(b"\n")
        if lines > MOST_LINES:
            raise UnreadableFile(name, f"It has more than {MOST_LINES:,} lines. Send one year of the return at a time.")
        if b"\0" in chunk:
            raise UnreadableFile(name, "This is not a text file. Send the CSV file of the return.")
        if len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk:
            raise UnreadableFile(name, "It has a line of a million characters. Export it again as CSV.")
        if decoder is not None:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                decoder = None
        windows = windows and not (chunk.isascii() is False and _NOT_CP1252.search(chunk))
    if not size:
        raise UnreadableFile(name, "It is empty. Export it again.")
    if decoder is not None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            decoder = None
    if decoder is not None:
        return "utf-8-sig", size
    if windows:
        return "cp1252", size
    raise UnreadableFile(name, "Its letters cannot be read. Save it as 'CSV UTF-8' and send it again.")


def _refuse_other_kinds(start: bytes, name: str) -> None:
    for magic, sentence in _OTHER_KINDS:
        if start.startswith(magic):
            raise UnreadableFile(name, sentence)

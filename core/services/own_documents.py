"""An authority's own document beside its procedure: uploading one, replacing it, taking it away, reading it.

The content is kept in the database: it is changed in the same transaction as what is said of it, and never leaves the
authority's own rows.
"""

from datetime import date
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import undefer

from core.adapters.documents import Unfit, kind_of
from core.models import ProcedureDocument
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.imports_files import plain_name

LARGEST = 10 * 1024 * 1024
"""Bytes; a procedure of some hundred pages with pictures has a tenth of that."""


def listed(desk: Desk) -> tuple[ProcedureDocument, ...]:
    """Every document there was, newest first, without its content."""
    return tuple(desk.db.scalars(select(ProcedureDocument).order_by(ProcedureDocument.uploaded_at.desc())))


def current(desk: Desk) -> tuple[ProcedureDocument, ...]:
    """Those that stand beside the procedure today, newest first, without their content."""
    return tuple(one for one in listed(desk) if one.current)


def find(desk: Desk, id: str) -> ProcedureDocument:
    """One document, without its content. `Missing` where there is none."""
    found = desk.db.scalar(select(ProcedureDocument).where(ProcedureDocument.id == id))
    if found is None:
        raise Missing(id)
    return found


def opened(desk: Desk, id: str) -> ProcedureDocument:
    """One document with its content. `Missing` where there is none, and for one that was taken away."""
    statement = select(ProcedureDocument).where(ProcedureDocument.id == id).options(undefer(ProcedureDocument.content))
    found = desk.db.scalar(statement)
    if found is None or found.removed_at is not None:
        raise Missing(id)
    return found


def upload(
    desk: Desk, name: str, stream: BinaryIO | None, *, title: str, dated: date | None = None, replaces: str = ""
) -> ProcedureDocument:
    """Keep a document; the one whose id is `replaces` becomes an earlier one. Refused with a sentence for a file that
    is none, too large, or not what its name says."""
    desk.require("document.write")
    content = stream.read(LARGEST + 1) if stream else b""
    if stream is None or not name.strip():
        raise Refused("Choose the file to upload.", field="file")
    if len(content) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // 1024**2} MB. Choose a smaller one.", field="file")
    if dated and dated > desk.today:
        raise Refused("The date of the document must be today or earlier.", field="dated")
    plain = plain_name(name)
    try:
        kind = kind_of(plain, content)
    except Unfit as unfit:
        raise Refused(str(unfit), field="file") from unfit
    earlier = _replaced(desk, replaces)
    document = ProcedureDocument(
        title=title, name=plain, kind=kind.ending, size=len(content), content=content, dated=dated,
        uploaded_at=desk.now, uploaded_by_id=desk.actor.person_id, uploaded_by=desk.actor.name,
        replaces_id=earlier.id if earlier else None,
    )  # fmt: skip
    desk.db.add(document)
    desk.db.flush()
    said = {"title": title, "name": plain, "size": len(content)}
    desk.note("uploaded the authority's own document", "procedure document", document.id, **said)
    return document


def remove(desk: Desk, document: ProcedureDocument, *, because: str, version: int | None = None) -> None:
    """Take a document away, such as one uploaded by mistake: its content is deleted, who did it and why stays."""
    desk.require("document.write")
    if document.removed_at is not None or version not in (None, document.version):
        raise Stale(document)
    document.content, document.size = b"", 0
    document.removed_at, document.removed_by, document.removed_because = desk.now, desk.actor.name, because
    desk.db.flush()
    desk.note("took away the authority's own document", "procedure document", document.id, because=because)


def _replaced(desk: Desk, id: str) -> ProcedureDocument | None:
    if not id:
        return None
    earlier = find(desk, id)
    if not earlier.current:
        raise Refused("Somebody has replaced that document since you opened the page. Look at the list.",
                      field="replaces")  # fmt: skip
    earlier.replaced_at = desk.now
    return earlier

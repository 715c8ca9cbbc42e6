"""Everything of one authority into a folder, as it was at one moment, in little memory however much there is."""

import csv
import io
import json
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from core import db
from core.db import TenantSession
from core.domain.days import british, local_day
from core.models import Child, ProcedureVersion, Tenant
from core.registry import Registry
from core.services.handover.describing import ABOUT, schema
from core.services.handover.folder import CHUNK, Folder
from core.services.handover.streaming import cells, line, rows
from core.services.handover.tables import Kept, exported
from core.services.operating import operating
from core.settings import Settings

FORMAT = 1


def export(settings: Settings, authority: str, path: Path, now: datetime, *, by: str) -> dict[str, Any]:
    """Write the authority's rows, files and texts to `path`; what the list of files says, with its own digest under
    "manifest". `by` is the operator. Refused where there is no such authority or the folder is not empty.

    That it was taken out is recorded first, so that the record goes along.
    """
    with operating(settings, authority, now, name=by) as desk:
        folder = Folder.new(path)
        desk.note("exported the authority", "authority", authority)
        desk.exported("exported the authority", desk.db.scalars(select(Child.id)))
        name = desk.tenant.name
    about: dict[str, Any] = {"format": FORMAT, "mooring": metadata.version("mooring"), "authority": authority,
                             "name": name, "made_at": now.isoformat(), "made_by": by}  # fmt: skip
    with snapshot(settings.database_url, authority) as session:
        kept = exported(authority)
        for one in kept:
            _table(session, one, folder)
        _texts(session, Registry(settings.plugins), folder)
    uploads = settings.upload_folder / "imports" / authority
    for file in sorted(one for one in uploads.rglob("*") if one.is_file()):
        _copy(file, f"files/imports/{file.relative_to(uploads).as_posix()}", folder)
    folder.put("schema.json", _json(schema(kept)))
    folder.put("README.txt", ABOUT.format(name=name, day=british(local_day(now))))
    return about | {"files": folder.files, "manifest": folder.close(about)}


def snapshot(url: str, authority: str) -> TenantSession:
    """A session that sees one moment however long it reads, and writes nothing."""
    session = db.session(url, authority)
    if session.get_bind().dialect.name == "postgresql":
        begin = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        session.execute(begin, execution_options={"guarded": True})
    return session


def _table(session: TenantSession, kept: Kept, folder: Folder) -> None:
    """One table in both formats, row by row, and the files that its rows hold."""
    with folder.file(f"tables/{kept.name}.jsonl") as lines, folder.file(f"tables/{kept.name}.csv") as sheet:
        number, written = 0, io.StringIO(newline="")
        writer = csv.writer(written)
        sheet.write(b"\xef\xbb\xbf")
        writer.writerow([c.name for c in kept.columns])
        for number, row in enumerate(rows(session, kept), 1):  # noqa: B007
            ordered = {c.name: row[c.name] for c in kept.columns}
            lines.write(f"{line(ordered)}\n".encode())
            writer.writerow(cells(ordered))
            sheet.write(written.getvalue().encode())
            written.seek(0)
            written.truncate()
            for name in kept.files:
                _content(session, kept, name, row, folder)
        sheet.write(written.getvalue().encode())
        lines.rows = sheet.rows = number


def _content(session: TenantSession, kept: Kept, name: str, row: dict[str, Any], folder: Folder) -> None:
    """What a row holds as a file, one at a time."""
    key = kept.order[0]
    content = session.scalar(select(getattr(kept.model, name)).where(getattr(kept.model, key) == row[key]))
    with folder.file(row[name]) as one:
        one.write(content or b"")


def _texts(session: TenantSession, registry: Registry, folder: Folder) -> None:
    """The texts of the plugins that any version of the procedure ran, as far as they are installed."""
    versions = session.scalars(select(ProcedureVersion.enabled)).all()
    today = session.scalars(select(Tenant.versions).where(Tenant.id == session.tenant)).all()
    named = {name for one in versions for name in one} | {n for v in today for one in v for n in one.get("enabled", {})}
    for name in sorted(named):
        module = registry.found[name].module if name in registry.found else None
        place = Path(module.__file__).parent / "procedure.md" if module and module.__file__ else None
        if place and place.is_file():
            _copy(place, f"procedures/{name}.md", folder)


def _copy(source: Path, name: str, folder: Folder) -> None:
    with source.open("rb") as content, folder.file(name) as one:
        while part := content.read(CHUNK):
            one.write(part)


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)

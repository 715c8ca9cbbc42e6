"""Whether this process can do its work: the questions of a load balancer, each answered with yes or no."""

from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.exc import SQLAlchemyError

from core import db
from core.adapters.revisions import applied, heads
from core.settings import Settings


def readiness(settings: Settings) -> dict[str, bool]:
    """What must hold before anybody is sent here: `database` answers, its `schema` is the one this process knows, and
    `uploads` can be written."""
    database, schema = _database(settings.database_url)
    return {"database": database, "schema": schema, "uploads": _writable(settings.upload_folder)}


def _database(url: str) -> tuple[bool, bool]:
    try:
        with db.session(url, None) as session:
            session.connection()
            try:
                return True, applied(session) == heads()
            except SQLAlchemyError:
                return True, False
    except (SQLAlchemyError, OSError):
        return False, False


def _writable(folder: Path) -> bool:
    """A file without a name is written and gone again. A folder that is not there yet is made with the first upload."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with TemporaryFile(dir=there) as trial:
            trial.write(bytes(4096))
        return True
    except OSError:
        return False

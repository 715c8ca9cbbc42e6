"""Whether this process can do its work: the questions of a load balancer, each answered with yes or no."""

from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.exc import SQLAlchemyError

from core.adapters.migrating import state
from core.adapters.roles import unsafe
from core.engines import engine
from core.settings import Settings


def readiness(settings: Settings) -> dict[str, bool]:
    """What must hold before anybody is sent here: `database` answers, its `schema` is not older than this process, its
    `role` may serve pages, and `uploads` can be written."""
    database = schema = role = False
    try:
        with engine(settings.database_url).connect() as connection:
            database = True
            schema = state(connection) in ("current", "ahead")
        role = not unsafe(settings.database_url)
    except (SQLAlchemyError, OSError):
        pass
    return {"database": database, "schema": schema, "role": role, "uploads": _writable(settings.upload_folder)}


def _writable(folder: Path) -> bool:
    """A file without a name is written and gone again. A folder that is not there yet is made with the first upload."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with TemporaryFile(dir=there) as trial:
            trial.write(bytes(4096))
        return True
    except OSError:
        return False

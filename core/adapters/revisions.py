"""Which migrations a database has been through, and which there are; how it gets there is `core.db.migrate`."""

from functools import cache

from sqlalchemy import Column, MetaData, String, Table, select

from core.db import TenantSession
from core.settings import ROOT

APPLIED = Table("alembic_version", MetaData(), Column("version_num", String(32)))


@cache
def heads() -> frozenset[str]:
    """The newest revisions that this installation of Mooring knows."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return frozenset(ScriptDirectory.from_config(config).get_heads())


def applied(session: TenantSession) -> frozenset[str]:
    """The revisions that the database stands at; raises what the database raises where it was never migrated."""
    return frozenset(session.scalars(select(APPLIED.c.version_num), execution_options={"guarded": True}))

"""What a database holds, in figures that two databases can be compared by: rows and a digest for each authority and
table, and everything in the catalogue that guards those rows. No value of a row can be read from it."""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg
from psycopg import sql

REVISION, HEADS = "alembic_version ORDER BY 1", "audit_heads ORDER BY 1"
NOBODYS = ""
"""Under this name stand the rows of tables that belong to no authority."""


@dataclass(frozen=True, kw_only=True)
class Census:
    """`tables`: table -> authority -> [rows, digest]. `guards`: row security, policies, rights, keys, triggers and
    functions, a line each. `revision`: which migrations it has been through. `heads`: how far each audit goes."""

    tables: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    guards: list[str] = field(default_factory=list)
    revision: list[str] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(rows for found in self.tables.values() for rows, _ in found.values())

    @property
    def authorities(self) -> list[str]:
        """The authorities that have rows."""
        return sorted({name for found in self.tables.values() for name in found} - {NOBODYS})

    def as_values(self) -> dict[str, Any]:
        """For JSON; `Census(**values)` reads it."""
        return asdict(self)


def differences(before: Census, after: Census) -> list[str]:
    """What is not the same in both, as sentences; empty where nothing is missing, new or changed."""
    said = []
    for table in sorted({*before.tables, *after.tables}):
        was, now = before.tables.get(table, {}), after.tables.get(table, {})
        for authority in sorted({*was, *now}):
            rows, digest = was.get(authority, [0, ""])
            found, other = now.get(authority, [0, ""])
            whose = f" of {authority}" if authority else ""
            if rows != found:
                said.append(f"{table}{whose}: {rows} rows before, {found} now")
            elif digest != other:
                said.append(f"{table}{whose}: a row is not what it was")
    said += [f"missing: {line}" for line in before.guards if line not in after.guards]
    said += [f"new: {line}" for line in after.guards if line not in before.guards]
    return said


def of_postgresql(connection: psycopg.Connection) -> Census:
    """What the connection's transaction sees; it must see everything, past row security."""
    _plainly(connection)
    tables = {}
    for schema, table, owned in connection.execute(TABLES).fetchall():
        whose = sql.Identifier("one", "tenant_id") if owned else sql.Literal(NOBODYS)
        counted = sql.SQL(ROWS).format(whose=whose, table=sql.Identifier(schema, table))
        name = table if schema == "public" else f"{schema}.{table}"
        tables[name] = {found: [rows, digest] for found, rows, digest in connection.execute(counted).fetchall()}
    revision = connection.execute(sql.SQL(f"SELECT version_num FROM public.{REVISION}")).fetchall()
    heads = connection.execute(sql.SQL(f"SELECT tenant_id, seq, hash FROM public.{HEADS}")).fetchall()
    return Census(tables=tables, guards=guards_of(connection), revision=_firsts(revision), heads=_heads(heads))


def guards_of(connection: psycopg.Connection) -> list[str]:
    """What guards the rows, as this transaction finds it."""
    _plainly(connection)
    return [line for (line,) in connection.execute(GUARDS).fetchall()]


def of_sqlite(connection: sqlite3.Connection) -> Census:
    """What a file holds that nobody writes to."""
    listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = {name: _counted(connection, name) for (name,) in sorted(listed.fetchall())}
    made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    guards = [f"{kind} {name} {hashlib.sha256(text.encode()).hexdigest()[:16]}" for kind, name, text in made]
    revision = connection.execute(f"SELECT version_num FROM {REVISION}").fetchall()
    heads = connection.execute(f"SELECT tenant_id, seq, hash FROM {HEADS}").fetchall()
    return Census(tables=tables, guards=guards, revision=_firsts(revision), heads=_heads(heads))


def _firsts(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(str(row[0]) for row in rows)


def _heads(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [{"authority": authority, "seq": seq, "hash": digest} for authority, seq, digest in sorted(rows)]


def _plainly(connection: psycopg.Connection) -> None:
    """Values and names are written the same way whatever the server's settings."""
    for name, value in (("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("search_path", "pg_catalog")):
        connection.execute("SELECT set_config(%s, %s, true)", [name, value])


def _counted(connection: sqlite3.Connection, table: str) -> dict[str, list[Any]]:
    digests: dict[str, list[bytes]] = defaultdict(list)
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    at = names.index("tenant_id") if "tenant_id" in names else None
    for row in _rows(cursor):
        digests[row[at] if at is not None else NOBODYS].append(hashlib.sha256(repr(row).encode()).digest())
    return {
        whose: [len(found), hashlib.sha256(b"".join(sorted(found))).hexdigest()] for whose, found in digests.items()
    }


def _rows(cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    while some := cursor.fetchmany(1000):
        yield from some


_OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
TABLES = sql.SQL(f"""
SELECT n.nspname, c.relname,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND {_OURS} ORDER BY 1, 2
""")
ROWS = """
SELECT coalesce(whose, ''), count(*), encode(sha256(string_agg(digest, '' ORDER BY digest)), 'hex')
  FROM (SELECT {whose} AS whose, sha256(convert_to(one::text, 'UTF8')) AS digest FROM {table} AS one) AS every
 GROUP BY 1 ORDER BY 1
"""
_WHO = "coalesce(r.rolname, 'PUBLIC')"
GUARDS = sql.SQL(f"""
SELECT format('%s.%s owner %s, row security %s, forced %s', n.nspname, c.relname, pg_get_userbyid(c.relowner),
              c.relrowsecurity, c.relforcerowsecurity) AS line
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'S') AND {_OURS}
UNION ALL
SELECT format('%s.%s policy %s %s %s to %s using %s check %s', schemaname, tablename, policyname, permissive, cmd,
              roles, qual, with_check) FROM pg_policies
UNION ALL
SELECT format('%s.%s right %s to %s', n.nspname, c.relname, a.privilege_type, {_WHO})
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
  LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE c.relkind IN ('r', 'p', 'v', 'S') AND {_OURS}
UNION ALL
SELECT format('%s.%s.%s right %s to %s', n.nspname, c.relname, t.attname, a.privilege_type, {_WHO})
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
       aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {_OURS}
UNION ALL
SELECT format('%s.%s constraint %s %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE {_OURS}
UNION ALL
SELECT format('%s.%s trigger %s, enabled %s', n.nspname, c.relname, pg_get_triggerdef(t.oid), t.tgenabled)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND {_OURS}
UNION ALL
SELECT format('%s.%s function, as definer %s, settings %s, rights %s, %s', n.nspname, p.proname, p.prosecdef,
              p.proconfig, p.proacl, encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex'))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS}
UNION ALL
SELECT format('indexed %s', pg_get_indexdef(i.indexrelid))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS}
UNION ALL
SELECT format('default in %s: %s %s to %s', n.nspname, d.defaclobjtype, a.privilege_type, {_WHO})
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
  LEFT JOIN pg_roles r ON r.oid = a.grantee
ORDER BY 1
""")

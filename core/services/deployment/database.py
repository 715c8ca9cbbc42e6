"""The database: which one, as whom, how far it has come, what stands between its authorities, and its last copy."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import make_url

from core.adapters.migrating import state
from core.adapters.roles import unsafe
from core.engines import engine
from core.services import backups
from core.services.deployment.finding import Finding, Verdict, found
from core.settings import Settings

DUE, LATE = timedelta(hours=26), timedelta(days=7)


def kind(settings: Settings) -> list[Finding]:
    wrong = "" if _postgresql(settings) else (
        "is SQLite: the wall between authorities is in the application alone, and one machine serves. Use PostgreSQL"
        " for more than one authority; see docs/hosting.md."
    )  # fmt: skip
    return found("database", wrong, "is PostgreSQL.")


def roles(settings: Settings) -> list[Finding]:
    """What PostgreSQL lets the role that serves pages do; `unsafe` looks for walls that are down as well."""
    if not _postgresql(settings):
        return []
    wrong = " ".join(unsafe(settings.database_url))
    return found("role", wrong, "has no power over the wall, and every table of an authority has one.")


def apart(settings: Settings) -> list[Finding]:
    """The addresses that may do more are other roles', and not given to processes that serve pages."""
    if not _postgresql(settings):
        return []
    app, said = make_url(settings.database_url).username, []
    for name, variable, url in (
        ("owner", "MOORING_OWNER_URL", settings.owner_url), ("backup role", "MOORING_BACKUP_URL", settings.backup_url),
    ):  # fmt: skip
        wrong, verdict = "", Verdict.FAIL
        if url and make_url(url).username == app:
            wrong = f"{variable} is the role that serves pages. Give it the one that `mooring db bootstrap` made."
        elif url:
            wrong = f"{variable} is set here. Processes that serve pages do not need it: set it for that command only."
            verdict = Verdict.WARN
        said += found(name, wrong, "is not known to processes that serve pages.", verdict=verdict)
    return said


def schema(settings: Settings) -> list[Finding]:
    with engine(settings.database_url).connect() as connection:
        stands = state(connection)
    wrong, verdict = "", Verdict.FAIL
    if stands in ("empty", "behind"):
        wrong = f"the database is {stands}. Run `mooring migrate`."
    elif stands == "ahead":
        wrong, verdict = "a later release has changed the database. Install that release here too.", Verdict.WARN
    return found("migrations", wrong, "are all applied.", verdict=verdict)


def copies(settings: Settings) -> list[Finding]:
    latest, wrong, verdict = backups.latest(settings.database_url), "", Verdict.WARN
    if latest is None:
        return found("backups", "none was ever taken. Run `mooring backup` every night; see docs/hosting.md.", "")
    age = datetime.now(UTC) - latest
    if age > DUE:
        wrong = f"the last was {age.days * 24 + age.seconds // 3600} hours ago. Run `mooring backup` every night."
        verdict = Verdict.FAIL if age > LATE else Verdict.WARN
    return found("backups", wrong, f"the last shows {latest:%d %B %Y, %H:%M} UTC.", verdict=verdict)


def _postgresql(settings: Settings) -> bool:
    return make_url(settings.database_url).get_backend_name() == "postgresql"


CHECKS = (("database", kind), ("role", roles), ("owner", apart), ("migrations", schema), ("backups", copies))

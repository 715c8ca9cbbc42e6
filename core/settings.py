"""Everything read from the environment, once."""

import os
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this instance runs. `plugins` is the operators' allow-list, in order.

    On PostgreSQL `database_url` names the role that serves pages, `owner_url` the one that owns the tables and changes
    them, `backup_url` the one that reads everything; on SQLite there is one address only. Up to `mail_pause` seconds
    pass before a letter is written.
    """

    database_url: str = f"sqlite:///{ROOT / 'var' / 'mooring.sqlite'}"
    owner_url: str = ""
    backup_url: str = ""
    pg_programs: Path | None = None
    secret_key: str = ""
    plugins: tuple[str, ...] = field(default_factory=lambda: shipped_plugins())
    secure_cookies: bool = False
    upload_limit: int = 64 * 1024 * 1024
    upload_folder: Path = field(default_factory=lambda: ROOT / "var" / "uploads")
    argon2_time_cost: int = 2
    argon2_memory_kib: int = 19 * 1024
    trusted_hosts: tuple[str, ...] = ()
    public_url: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    mail_pause: float = 2.0
    proxy_hops: int = 0
    request_log: bool = True
    metrics_token: str = field(default="", repr=False)
    metrics_by_authority: bool = False


def shipped_plugins() -> tuple[str, ...]:
    """The names of the plugins that come with Mooring itself: the allow-list where operators set none."""
    try:
        own = metadata.distribution("mooring").entry_points
    except metadata.PackageNotFoundError:
        return ()
    return tuple(sorted(entry.name for entry in own if entry.group == "mooring.plugins"))


def from_environment() -> Settings:
    """The settings of this process. Unset variables keep the defaults, which serve the demonstration."""
    env = os.environ
    base = Settings()
    return Settings(
        database_url=env.get("MOORING_DATABASE_URL", base.database_url),
        owner_url=env.get("MOORING_OWNER_URL", ""),
        backup_url=env.get("MOORING_BACKUP_URL", ""),
        pg_programs=Path(env["MOORING_PG_PROGRAMS"]) if env.get("MOORING_PG_PROGRAMS") else None,
        secret_key=env.get("MOORING_SECRET_KEY", ""),
        plugins=tuple(n.strip() for n in env["MOORING_PLUGINS"].split(",") if n.strip())
        if "MOORING_PLUGINS" in env
        else base.plugins,
        secure_cookies=env.get("MOORING_SECURE_COOKIES", "") == "1",
        upload_limit=int(env.get("MOORING_UPLOAD_LIMIT_MB", "64")) * 1024 * 1024,
        upload_folder=Path(env.get("MOORING_UPLOAD_FOLDER", str(base.upload_folder))),
        trusted_hosts=tuple(h for h in env.get("MOORING_TRUSTED_HOSTS", "").split(",") if h),
        public_url=env.get("MOORING_PUBLIC_URL", "").rstrip("/"),
        smtp_url=env.get("MOORING_SMTP_URL", ""),
        mail_from=env.get("MOORING_MAIL_FROM", ""),
        proxy_hops=int(env.get("MOORING_PROXY_HOPS", "0")),
        request_log=env.get("MOORING_REQUEST_LOG", "1") == "1",
        metrics_token=env.get("MOORING_METRICS_TOKEN", ""),
        metrics_by_authority=env.get("MOORING_METRICS_BY_AUTHORITY", "") == "1",
    )

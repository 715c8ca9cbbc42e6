"""`mooring check --deploy` passes an installation that is fit, and names each thing that makes one unfit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core import db
from core.engines import engine
from core.models import Backup, Tenant
from core.services.deployment import checked
from core.services.deployment.finding import Verdict
from core.settings import Settings
from tests.fixtures.app import Member
from tests.fixtures.post import Post

RANDOM = "b7Qp0vXw2Rk9Lz4Tn6Yc8Md1Hs5Fg3Ja"
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def fit(database_url: str, enroll: Callable[..., Member], post: Post, tmp_path: Path) -> Settings:
    """Everything as docs/hosting.md says, and a backup of last night."""
    enroll("wexcombe", "Nadia Okafor", enabled={"authority_a": {}})
    uploads = tmp_path / "uploads"
    uploads.mkdir(mode=0o700)
    copied(database_url, hours=9)
    return Settings(
        database_url=database_url, secret_key=RANDOM * 2, plugins=("authority_a",), secure_cookies=True,
        upload_folder=uploads, trusted_hosts=("mooring.example.org",), public_url="https://mooring.example.org",
        proxy_hops=1, metrics_token=RANDOM, smtp_url=post.url, mail_from="Mooring <mooring@example.org>",
    )  # fmt: skip


def copied(url: str, **ago: float) -> None:
    with db.session(url, None, writes=True) as session:
        session.query(Backup).delete()
        session.add(Backup(taken_at=datetime.now(UTC) - timedelta(**ago), seconds=4, rows=9, bytes=9))
        session.commit()


def wrong(settings: Settings) -> dict[str, Verdict]:
    """What is not as it should be; how full the disk of whoever tests is, is theirs to know."""
    return {one.name: one.verdict for one in checked(settings) if one.verdict is not Verdict.OK and one.name != "room"}


def test_a_fit_installation_passes(fit: Settings) -> None:
    assert wrong(fit) == {}


def test_each_thing_that_is_set_wrong_is_named(fit: Settings, owner_url: str, tmp_path: Path) -> None:
    unfit: list[tuple[dict[str, Any], str, Verdict]] = [
        ({"secret_key": ""}, "secret key", Verdict.FAIL),
        ({"secret_key": "tide"}, "secret key", Verdict.FAIL),
        ({"secret_key": "a" * 64}, "secret key", Verdict.FAIL),
        ({"secure_cookies": False}, "cookies", Verdict.FAIL),
        ({"public_url": "http://mooring.example.org"}, "public address", Verdict.FAIL),
        ({"trusted_hosts": ()}, "trusted hosts", Verdict.FAIL),
        ({"trusted_hosts": (".example.org",)}, "trusted hosts", Verdict.FAIL),
        ({"trusted_hosts": ("other.example.org",)}, "trusted hosts", Verdict.FAIL),
        ({"proxy_hops": 0}, "proxy", Verdict.FAIL),
        ({"proxy_hops": 9}, "proxy", Verdict.FAIL),
        ({"smtp_url": ""}, "mail", Verdict.WARN),
        ({"smtp_url": "smtp://mooring:password@" + fit.smtp_url.removeprefix("smtp://")}, "mail", Verdict.FAIL),
        ({"smtp_url": "smtp://127.0.0.1:9"}, "mail", Verdict.FAIL),
        ({"request_log": False}, "logs", Verdict.WARN),
        ({"metrics_token": ""}, "metrics", Verdict.WARN),
        ({"metrics_token": "short"}, "metrics", Verdict.FAIL),
        ({"database_url": owner_url}, "role", Verdict.FAIL),
        ({"owner_url": owner_url}, "owner", Verdict.WARN),
        ({"owner_url": fit.database_url}, "owner", Verdict.FAIL),
        ({"backup_url": fit.database_url}, "backup role", Verdict.FAIL),
        ({"upload_folder": tmp_path / "nowhere"}, "uploads", Verdict.FAIL),
        ({"upload_folder": Path(__file__).parent}, "uploads", Verdict.FAIL),
        ({"plugins": ()}, "plugins", Verdict.FAIL),
    ]  # fmt: skip
    for change, name, verdict in unfit:
        assert wrong(replace(fit, **change)) == {name: verdict}, change


def test_what_has_become_of_the_database_is_named(
    fit: Settings, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(fit.database_url, hours=30)
    assert wrong(fit) == {"backups": Verdict.WARN}
    copied(fit.database_url, days=8)
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert wrong(fit) == {"backups": Verdict.FAIL, "debugging": Verdict.FAIL}

    with db.session(fit.database_url, None, writes=True) as session:
        session.get_one(Tenant, "wexcombe").second_factor = False
        session.commit()
    assert wrong(fit)["second factor"] is Verdict.FAIL

    with engine(owner_url).begin() as owner:
        owner.execute(text("ALTER TABLE children NO FORCE ROW LEVEL SECURITY"))
        owner.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert set(wrong(fit)) == {"backups", "debugging", "second factor", "role", "migrations"}


def test_a_database_that_cannot_be_asked_is_no_pass(fit: Settings) -> None:
    away = fit.database_url.replace("/test?", "/nowhere?")
    failed = {name for name, verdict in wrong(replace(fit, database_url=away)).items() if verdict is Verdict.FAIL}

    assert failed == {"clock", "role", "migrations", "backups", "plugins", "second factor"}

"""`mooring plugins set`: what a procedure leaves open is filled as its authority has decided, or refused as a whole."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from tests.fixtures.app import Member


@pytest.fixture
def run(database_url: str, enroll: Callable[..., Member], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command in an authority that runs authority C's plugin."""
    enroll("wexcombe", "Nadia Okafor", enabled={"authority_c": {}})
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.setenv("MOORING_PLUGINS", "authority_c")

    def set_values(*given: str, because: str = "Decided by the service manager on 2 March") -> Result:
        return CliRunner().invoke(main, ["plugins", "set", "wexcombe", *given, "--because", because])

    return set_values


def settings(database_url: str) -> Any:
    from core import db
    from core.models import Tenant

    with db.session(database_url, None) as session:
        return session.get_one(Tenant, "wexcombe").versions[-1]["enabled"]["authority_c"]


def test_c06_the_gap_is_settled_as_the_authority_decides(run: Callable[..., Result], database_url: str) -> None:
    said = run("authority_c", "agency_chair=iro", 'agency_invitees=["child", "foster_carer"]')

    assert said.exit_code == 0, said.output
    assert settings(database_url) == {"agency_chair": "iro", "agency_invitees": ["child", "foster_carer"]}
    assert "keep the settings they began with" in said.output


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("authority_c", "agency_chair=mayor"), "agency_chair"),
        (("authority_c", "agency_chef=iro"), "agency_chef"),
        (("authority_c", "agency_chair"), "SETTING=VALUE"),
        (("authority_c", "agency_invitees=[child"), "written as JSON"),
        (("authority_b", "record_by=chair"), "does not run the plugin 'authority_b'. It runs: authority_c."),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    run: Callable[..., Result], database_url: str, given: tuple[str, ...], words: str
) -> None:
    said = run(*given)

    assert said.exit_code == 1 and words in said.output
    assert settings(database_url) == {}


def test_nobody_changes_settings_without_saying_why(run: Callable[..., Result], database_url: str) -> None:
    said = run("authority_c", "agency_chair=iro", because=" ")

    assert said.exit_code == 1 and "Say why" in said.output
    assert settings(database_url) == {}

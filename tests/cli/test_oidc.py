"""`mooring oidc`: an authority's identity provider, set up by the people who run the instance."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from core.services import identity_providers
from tests.fixtures.app import Member
from tests.fixtures.provider import IdentityProvider

Command = Callable[..., Result]


@pytest.fixture
def oidc(monkeypatch: pytest.MonkeyPatch, database_url: str, member: Member) -> Command:
    """`oidc("show", "wexcombe")` on the test's database, where Wexcombe is."""
    monkeypatch.setenv("MOORING_DATABASE_URL", database_url)
    monkeypatch.setenv("MOORING_SECRET_KEY", "only for tests")
    monkeypatch.setenv("MOORING_PUBLIC_URL", "https://mooring.example/")
    monkeypatch.setenv("MOORING_PLUGINS", "")
    return lambda *arguments, **more: CliRunner().invoke(main, ["oidc", *arguments], catch_exceptions=False, **more)


def test_is_set_mapped_shown_and_removed(
    oidc: Command, provider: IdentityProvider, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("hush\n")
    there = ("--issuer", provider.issuer, "--client-id", "mooring")
    more = ("--roles-claim", "groups", "--second-factor", "amr=mfa", "--second-factor", "acr=gold", "--only")

    done = oidc("set", "wexcombe", *there, "--secret-file", str(tmp_path / "secret"), *more)
    assert done.output.splitlines() == [
        f"wexcombe trusts {provider.issuer} now.",
        "Register there as the redirect URI: https://mooring.example/sign-in/wexcombe/callback",
    ]
    assert oidc("map", "wexcombe", "g-7", "iro").output == "'g-7' means iro from the next sign-in on.\n"
    again = oidc("set", "wexcombe", *there, "--passwords")

    shown = oidc("show", "wexcombe").output
    assert again.exit_code == 0
    assert "with a secret" in shown and "hush" not in shown + done.output
    assert "amr=mfa or acr=gold" in shown and "g-7 -> iro" in shown and "open it too" in shown
    assert oidc("map", "wexcombe", "g-7").output == "'g-7' means no role from the next sign-in on.\n"
    assert "g-7" not in oidc("show", "wexcombe").output
    assert oidc("remove", "wexcombe").exit_code == 0
    assert oidc("show", "wexcombe").output == "wexcombe has no single sign-on.\n"
    assert identity_providers.trusted(database_url, "wexcombe") is None


def test_says_that_the_provider_does_not_answer_and_takes_a_secret_from_the_standard_input(oidc: Command) -> None:
    there = ("--issuer", "http://127.0.0.1:1", "--client-id", "mooring", "--secret-file", "-")
    done = oidc("set", "wexcombe", *there, input="hush")

    assert done.exit_code == 0
    assert "does not answer from here" in done.output
    assert "with a secret" in oidc("show", "wexcombe").output


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("set", "wexcombe", "--issuer", "http://login.example", "--client-id", "m"), "begins with https://"),
        (("set", "wexcombe", "--issuer", "https://a.example", "--client-id", "m", "--second-factor", "mfa"), "amr=mfa"),
        (("set", "larkhey", "--issuer", "https://a.example", "--client-id", "m"), "no authority 'larkhey'"),
        (("map", "wexcombe", "g-7", "iro"), "has no single sign-on"),
        (("remove", "wexcombe"), "has no single sign-on"),
        (("unbind", "wexcombe", "nobody@wexcombe.example"), "Nobody who signs in with"),
    ],
)
def test_refuses_with_a_sentence(oidc: Command, arguments: tuple[str, ...], words: str) -> None:
    done = oidc(*arguments)

    assert done.exit_code != 0
    assert words in done.output


def test_maps_no_role_that_the_authority_does_not_know_and_none_without_a_claim(
    oidc: Command, provider: IdentityProvider
) -> None:
    there = ("--issuer", provider.issuer, "--client-id", "mooring")
    oidc("set", "wexcombe", *there)
    assert "--roles-claim" in oidc("map", "wexcombe", "g-7", "iro").output

    oidc("set", "wexcombe", *there, "--roles-claim", "groups")
    refused = oidc("map", "wexcombe", "g-7", "operator")
    assert refused.exit_code == 1
    assert "There is no role 'operator'" in refused.output and "social_worker" in refused.output

"""Mail to a real server: what a letter is, and what happens where none is taken."""

import ssl
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from core.adapters.mail import Mail, NotSent, configured, send
from core.settings import Settings
from tests.fixtures.post import Post

LETTER = Mail(
    to="owen.price@wexcombe.example", subject="A word", text="Päge: https://mooring.example/links/" + "a" * 90
)


def settings(url: str) -> Settings:
    return Settings(smtp_url=url, mail_from="Mooring <mooring@mooring.example>", public_url="https://mooring.example")


def test_a_letter_arrives_whole_and_says_that_no_person_wrote_it(post: Post) -> None:
    send(settings(post.url), LETTER)

    (letter,) = post.arrived()
    assert letter["To"] == LETTER.to
    assert letter["From"] == "Mooring <mooring@mooring.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@mooring.example>")
    assert letter.get_content().strip() == LETTER.text


@pytest.mark.parametrize("missing", ["smtp_url", "mail_from", "public_url"])
def test_nothing_is_sent_by_an_instance_that_lacks_a_setting(post: Post, missing: str) -> None:
    assert configured(settings(post.url))
    lacking = {missing: ""}
    assert not configured(replace(settings(post.url), **lacking))  # type: ignore[arg-type]


def test_why_no_server_took_it_is_told_without_the_address(post: Post) -> None:
    post.refusing = "554 owen.price@wexcombe.example is not wanted here"

    with pytest.raises(NotSent) as refused:
        send(settings(post.url), LETTER)

    assert str(refused.value) == "SMTPDataError 554"
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        send(settings("smtp://127.0.0.1:1"), LETTER)
    with pytest.raises(NotSent, match="ValueError"):
        send(settings(post.url), replace(LETTER, to="a@b.example\nBcc: c@d.example"))


def test_a_password_is_never_sent_unencrypted(post: Post) -> None:
    with pytest.raises(NotSent, match="only unencrypted"):
        send(settings(post.url.replace("//", "//mooring:secret@")), LETTER)

    assert post.letters == []


def test_a_password_is_sent_once_the_connection_is_encrypted_to_a_server_that_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    told = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key)]
    subprocess.run([*made, *told, "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    known: list[tuple[bytes, bytes]] = []

    def check(_server: Any, _session: Any, _envelope: Any, _kind: str, given: Any) -> AuthResult:
        known.append((given.login, given.password))
        return AuthResult(success=True)

    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=free_port(), tls_context=context, authenticator=check)
    server.start()
    try:
        address = f"smtp://mooring:se%2Fcret@localhost:{server.port}"
        with pytest.raises(NotSent, match="SSLCertVerificationError"):
            send(settings(address), LETTER)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        send(settings(address), LETTER)
    finally:
        server.stop()

    assert known == [(b"mooring", b"se/cret")]
    assert len(post.letters) == 1


def free_port() -> int:
    from socket import socket

    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port

"""Mail by SMTP: one plain text to one address, with a link in it and never anything about a child.

`MOORING_SMTP_URL` is smtp://user:password@host:port (encrypted where the server offers it; a password is never sent
without) or smtps://…; nothing is sent where it, the sender or the public address of this instance is not set.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from random import SystemRandom
from threading import Thread
from time import sleep
from urllib.parse import unquote, urlsplit

import structlog

from core.adapters.logs import carried
from core.settings import Settings

PATIENCE = 20
"""Seconds to wait for a server that does not answer."""
log = structlog.get_logger("mooring")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One letter."""

    to: str
    subject: str
    text: str


class NotSent(Exception):
    """No server took the letter. The words say why, without the address."""


def configured(settings: Settings) -> bool:
    """Whether this instance sends mail."""
    return bool(settings.smtp_url and settings.mail_from and settings.public_url)


def send(settings: Settings, mail: Mail) -> None:
    """Hand the letter to the server. Raises `NotSent`."""
    with _served(settings) as server:
        server.send_message(_written(settings, mail))


def greet(settings: Settings) -> None:
    """Find the server and sign in there, without a letter. Raises `NotSent`."""
    with _served(settings) as server:
        server.noop()


def send_later(settings: Settings, write: Callable[[], Mail | None]) -> None:
    """Write and send a letter while the answer is on its way: how long either takes, or whether there is anything to
    write, nobody can tell from it, nor from what they ask next: up to `mail_pause` seconds pass first, nobody knows how
    many. What goes wrong is logged, without the address."""

    def work() -> None:
        sleep(settings.mail_pause * SystemRandom().random())
        try:
            mail = write()
            if mail is not None:
                send(settings, mail)
        except NotSent as error:
            log.warning("mail_not_sent", reason=str(error))
        except Exception as error:
            log.warning("mail_not_written", reason=type(error).__name__)

    Thread(target=carried(work), name="mail").start()


@contextmanager
def _served(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The server, signed in; what it says or fails to say becomes `NotSent`."""
    try:
        with _connection(settings.smtp_url) as server:
            yield server
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{type(error).__name__} {error.smtp_code}") from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotSent(type(error).__name__) from error


def _written(settings: Settings, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, mail.to, mail.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.public_url).hostname)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _connection(url: str) -> smtplib.SMTP:
    parts, trusted = urlsplit(url), ssl.create_default_context()
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=trusted)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE)
    try:
        server.ehlo()
        encrypted = parts.scheme == "smtps"
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=trusted)
            server.ehlo()
            encrypted = True
        if parts.username:
            if not encrypted:
                raise NotSent("the server takes the password only unencrypted")
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server

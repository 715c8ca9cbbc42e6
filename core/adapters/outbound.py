"""Requests to addresses that somebody else names, within limits: five seconds in all, a quarter of a megabyte, nowhere
by redirection, encrypted, and to no private address but on the host that the people who run the instance chose."""

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError

SECONDS = 5.0
MOST = 256 * 1024


class NotThere(RequestException):
    """An address that is not asked, or whose answer is too late or too long."""


def limited(session: Session, chosen: str) -> None:
    """Let `session` send within the limits only. `chosen` is an address on the host that operators chose: that host may
    be a private one, and on this very machine it may go without encryption."""
    session.trust_env = False
    session.max_redirects = 0
    door = Door(urlsplit(chosen).hostname or "")
    session.mount("https://", door)
    session.mount("http://", door)


class Door(HTTPAdapter):
    """The way out of one session."""

    def __init__(self, chosen: str):
        self.chosen = chosen
        self.open: list[HTTPConnection] = []
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Every connection looks at where it leads before it is made."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self),
        }

    def send(self, request: PreparedRequest, *_args: Any, **options: Any) -> Response:
        """The whole answer. Raises `NotThere`, or another `RequestException`."""
        late = Timer(SECONDS, self.hang_up)
        late.daemon = True
        late.start()
        try:
            answer = super().send(request, stream=True, timeout=SECONDS, verify=options.get("verify", True))
            content = answer.raw.read(MOST + 1, decode_content=True)
        except (HTTPError, OSError, ValueError) as error:
            raise NotThere(type(error).__name__) from error
        finally:
            late.cancel()
            self.hang_up()
        if len(content) > MOST:
            raise NotThere("The answer is too long.")
        answer._content, answer._content_consumed = content, True
        return answer

    def hang_up(self) -> None:
        """End every connection, also one that somebody waits at."""
        while self.open:
            line = self.open.pop().sock
            if line is not None:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def addresses_of(self, host: str, port: int, *, encrypted: bool) -> list[str]:
        """The network addresses to connect to; resolved once, so that they are those that were looked at."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [_plain(str(one[4][0])) for one in found]
        chosen = host.lower() == self.chosen
        if not encrypted and not (chosen and all(address.is_loopback for address in addresses)):
            raise NotThere("Not encrypted.")
        if not chosen and not all(address.is_global and not address.is_multicast for address in addresses):
            raise NotThere("A private address.")
        return [str(address) for address in addresses]


def _plain(text: str) -> IPv4Address | IPv6Address:
    address = ip_address(text.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address


def _pool(pool: type[HTTPConnectionPool], connection: type[HTTPConnection], door: Door) -> type[HTTPConnectionPool]:
    class Watched(connection):  # type: ignore[misc, valid-type]
        """Connects to a network address that was looked at; the name stays for the certificate."""

        def _new_conn(self) -> socket.socket:
            named: str = self._dns_host  # type: ignore[has-type]
            encrypted = issubclass(connection, HTTPSConnection)
            *others, last = door.addresses_of(named, self.port, encrypted=encrypted)
            try:
                for self._dns_host in others:
                    with suppress(NewConnectionError):
                        return self._connected()
                self._dns_host = last
                return self._connected()
            finally:
                self._dns_host = named

        def _connected(self) -> socket.socket:
            line: socket.socket = super()._new_conn()
            door.open.append(self)
            return line

    return type(pool.__name__, (pool,), {"ConnectionCls": Watched})

"""What leaves this instance for an address that somebody else named, and how long it waits there."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from requests import RequestException, Session

from core.adapters import outbound

Said = Callable[[socket.socket], None]


@pytest.fixture
def listener() -> Iterator[Callable[[Said], tuple[str, list[str]]]]:
    """`listener(answer)` is the address of somebody who listens on this machine, and who has connected to it."""
    servers: list[socket.socket] = []

    def listening(answer: Said) -> tuple[str, list[str]]:
        server, met = socket.create_server(("127.0.0.1", 0)), list[str]()
        servers.append(server)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, peer = server.accept()
                    met.append(str(peer))
                    with line, suppress(OSError):
                        line.recv(65536)
                        answer(line)

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/", met

    yield listening
    for server in servers:
        server.close()


def asked(address: str, chosen: str) -> bytes:
    with Session() as session:
        outbound.limited(session, chosen)
        return session.get(address).content


def ok(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK")


def test_the_chosen_host_is_asked_even_on_this_machine(listener: Callable[..., tuple[str, list[str]]]) -> None:
    address, met = listener(ok)

    assert asked(address, address) == b"OK"
    assert len(met) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "rebound.example", "0.0.0.0"]
)
def test_nobody_listening_on_this_machine_is_reached_by_another_hosts_word(
    listener: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch, scheme: str, host: str
) -> None:
    address, met = listener(ok)
    real = socket.getaddrinfo

    def resolve(name: str, *more: object, **options: object) -> object:
        return real("127.0.0.1" if name == "rebound.example" else name, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    with pytest.raises(RequestException):
        asked(address.replace("http:", f"{scheme}:").replace("127.0.0.1", host), "https://chosen.example")
    assert met == []


def test_a_redirection_is_not_followed(listener: Callable[..., tuple[str, list[str]]]) -> None:
    there, met = listener(ok)
    moved = f"HTTP/1.1 302 Found\r\nLocation: {there}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
    address, _ = listener(lambda line: line.sendall(moved))

    with pytest.raises(RequestException):
        asked(address, address)
    assert met == []


def test_an_answer_without_end_is_cut_off(listener: Callable[..., tuple[str, list[str]]]) -> None:
    def endless(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    address, _ = listener(endless)

    with pytest.raises(outbound.NotThere, match="too long"):
        asked(address, address)


def test_an_answer_that_drips_is_not_waited_for(
    listener: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dripping(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            line.sendall(b"x")
            time.sleep(0.05)

    monkeypatch.setattr(outbound, "SECONDS", 0.4)
    address, _ = listener(dripping)
    began = time.monotonic()

    with pytest.raises(RequestException):
        asked(address, address)
    assert time.monotonic() - began < 2

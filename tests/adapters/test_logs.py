"""What libraries and the web server write becomes one JSON object a line, without what was filled in."""

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from core.adapters.logs import Line, carried


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What a logger of the web server's name writes, as our lines."""
    lines: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(self.format(record)))

    kept = Kept()
    kept.setFormatter(Line())
    logging.getLogger("gunicorn.error").addHandler(kept)
    yield lines
    logging.getLogger("gunicorn.error").removeHandler(kept)


def test_an_address_and_an_errors_own_words_are_left_out(heard: list[dict[str, Any]]) -> None:
    log = logging.getLogger("gunicorn.error")
    try:
        raise ValueError("Mia Farrow-Jones")
    except ValueError as error:
        log.exception("Error handling request %s %s", "GET", "/wexcombe/children?q=Mia+Farrow-Jones")
        log.exception(error)
        log.warning("Exception during worker exit:\n%s", "Traceback: Mia Farrow-Jones")
    log.warning("Invalid request from ip=10.1.1.1: Invalid HTTP request line: 'Mia Farrow-Jones'")

    assert "Mia" not in json.dumps(heard)
    assert [line["event"] for line in heard] == [
        "Error handling request %s %s", "builtins.ValueError", "Exception during worker exit:\n%s", "Invalid request",
    ]  # fmt: skip
    assert heard[0]["error"] == "builtins.ValueError"
    assert "tests/adapters/test_logs.py" in heard[0]["at"][-1]


def test_numbers_signals_and_the_request_are_told(heard: list[dict[str, Any]]) -> None:
    with bound_contextvars(request_id="0af7"):
        logging.getLogger("gunicorn.error").error("Worker (pid:%s) was sent %s!", 4711, "SIGKILL")

    assert heard[0]["event"] == "Worker (pid:4711) was sent SIGKILL!"
    assert heard[0]["request_id"] == "0af7"
    assert heard[0]["level"] == "error"


def test_work_in_a_thread_is_logged_as_part_of_the_request_that_began_it(heard: list[dict[str, Any]]) -> None:
    log = logging.getLogger("gunicorn.error")
    with bound_contextvars(request_id="0af7", authority="wexcombe"):
        thread = threading.Thread(target=carried(log.warning), args=("begun",))
    thread.start()
    thread.join()
    log.warning("elsewhere")

    assert (heard[0]["event"], heard[0]["request_id"], heard[0]["authority"]) == ("begun", "0af7", "wexcombe")
    assert "request_id" not in heard[1]

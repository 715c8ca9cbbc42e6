"""The service as it runs in production, a master and its workers, that a scenario kills process by process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import psutil

SERVE = "from core.cli.serving import serve; serve('127.0.0.1', {port}, {workers}, {{}})"


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator["Server"]:
    """A server that ends with the scenario, whatever becomes of it."""
    server = Server(environment)
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """Two workers on a port of this machine. Only processes that it started are ever killed, each by its id."""

    def __init__(self, environment: Mapping[str, str], workers: int = 2):
        self.port, self.workers = free_port(), workers
        self.environment = {**os.environ, **environment}
        self.killed = 0
        self.start()

    @property
    def origin(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until somebody listens."""
        command = [sys.executable, "-c", SERVE.format(port=self.port, workers=self.workers)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"The service ended with {self.process.returncode} as it started.")
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError("The service did not answer within 30 seconds.")

    def kill_worker(self, choose: int) -> bool:
        """SIGKILL to one worker; its master starts another. False where none is there just now."""
        workers = self._workers()
        if not workers:
            return False
        with suppress(psutil.NoSuchProcess):
            workers[choose % len(workers)].kill()
            self.killed += 1
        return True

    def kill_tree(self) -> None:
        """SIGKILL to the master and every worker, and a new start."""
        everybody = [psutil.Process(self.process.pid), *self._workers()]
        for one in everybody:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait()
        psutil.wait_procs(everybody[1:], timeout=5)
        self.killed += 1
        self.start()

    def stop(self) -> None:
        """Let it finish."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill_tree()
            self.process.kill()

    def _workers(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children()
        except psutil.NoSuchProcess:
            return []

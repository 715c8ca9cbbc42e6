"""Somebody at a browser who sends forms, and sends each again with its own key until the service says it is kept."""

import re
import threading
import time
from dataclasses import dataclass, field
from secrets import token_urlsafe

import requests

from tests.faults.ledger import Ledger

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 60.0
"""Seconds after which a client gives a form up: then the write is neither acknowledged nor counted as lost."""


@dataclass(kw_only=True)
class Client(threading.Thread):
    """One person signed in at `origin`, who adds members of staff at `authority` until told to stop."""

    origin: str
    authority: str
    email: str
    password: str
    number: int
    ledger: Ledger
    stopping: threading.Event
    faults: int = 0
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(name=f"client {self.number}", daemon=True)
        self.browser = requests.Session()
        self.token = ""

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Add one member of staff after another."""
        count = 0
        while not self.stopping.is_set():
            count += 1
            self._add(f"Fault {self.number} {count}")

    def _add(self, mark: str) -> None:
        key, begun = token_urlsafe(12), time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            status = self._sent(mark, key)
            if status == 303:
                self.ledger.acknowledged(mark)
                return
            if status in (200, 400, 401, 404):
                self.token = ""
            elif status not in (0, 409, 429, 503):
                self.problems.append(f"{mark}: {status}")
                return
            self.faults += 1
            time.sleep(0.05)

    def _sent(self, mark: str, key: str) -> int:
        """The status of the answer; 0 where there was none."""
        try:
            if not self.token:
                self.sign_in()
            fields = {"csrf_token": self.token, "idempotency_key": key, "name": mark, "title": "Social worker",
                      "employed_here": "yes", "operational": "yes"}  # fmt: skip
            return self.post(f"/{self.authority}/people/new", fields)
        except requests.RequestException:
            return 0

    def sign_in(self) -> None:
        """A new session, and the token of its forms; no token where it was refused."""
        self.browser.cookies.clear()
        fields = {"csrf_token": self._token("/sign-in"), "email": self.email, "password": self.password}
        if self.post("/sign-in", fields) == 303:
            self.token = self._token(f"/{self.authority}/people/new")

    def _token(self, path: str) -> str:
        found = TOKEN.search(self.browser.get(f"{self.origin}{path}", timeout=15).text)
        return found[1] if found else ""

    def post(self, path: str, fields: dict[str, str]) -> int:
        """The status of the answer to a form; 401 where it leads to the sign-in page."""
        answer = self.browser.post(f"{self.origin}{path}", data=fields, timeout=15, allow_redirects=False,
                                   headers={"Referer": f"{self.origin}{path}"})  # fmt: skip
        if answer.status_code == 303 and "/sign-in" in answer.headers.get("Location", ""):
            return 401
        return answer.status_code

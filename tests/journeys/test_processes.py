"""A change of the procedure holds in every process at its next request, without a restart: two web servers and one that
works through the night, each started as it is in production."""

import json
from collections.abc import Callable
from typing import Any

from tests.fixtures.app import Member
from tests.journeys.servers import Browser, Start, environment, serving, start

__all__ = ["environment", "start"]

WORKER = """
import json, sys
from datetime import UTC, datetime
from core import db
from core.models import Tenant
from core.registry import Registry
from core.services.desk import Actor, Desk
from core.services.reminding import run
from core.settings import from_environment
settings = from_environment()
registry = Registry(settings.plugins)
for authority in sys.stdin:
    with db.session(settings.database_url, authority.strip(), writes=True) as session:
        tenant = session.get_one(Tenant, authority.strip())
        actor = Actor(user_id="", person_id="", name="Night")
        desk = Desk(db=session, tenant=tenant, actor=actor, registry=registry, now=datetime.now(UTC))
        procedure = desk.procedure(desk.today)
        said = {"title": procedure.title if procedure else "", "reminded": str(run(desk))}
        session.commit()
    print(json.dumps(said), flush=True)
"""


def test_k02_every_process_follows_a_change_at_its_next_request(start: Start, enroll: Callable[..., Member]) -> None:
    rules: dict[str, Any] = {"authority_b": {}}
    hugh = enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled=rules, second_factor=False)
    worker = start("-c", WORKER)
    here, there = (Browser(one.answering()) for one in (serving(start), serving(start)))
    for browser in (here, there):
        browser.post("/sign-in", "/sign-in", email=hugh.email, password=hugh.password)

    def worked() -> str:
        assert worker.stdin and worker.stdout
        worker.stdin.write("wexcombe\n")
        worker.stdin.flush()
        return str(json.loads(worker.stdout.readline())["title"])

    def seen(browser: Browser) -> set[bool]:
        """Both workers of a server take their turn in a dozen requests, most of them on connections of their own."""
        return {"Placement planning meeting" in browser.get("/wexcombe/procedure") for _ in range(12)}

    before = (seen(here), seen(there), worked())
    here.post("/wexcombe/plugins", "/wexcombe/plugins/changes", plugin="authority_a", run="yes")
    change = here.where
    here.post(change, f"{change}/ask", because="Agreed on 10 March.", read_all="yes")
    after = (seen(there), seen(here), worked())

    assert before == ({False}, {False}, "Authority B")
    assert after == ({True}, {True}, "Authority A")

"""Beginning the work on a replay, in a thread, once the request's own changes are kept; and doing so whenever a change
becomes another, so that nobody has to think of asking."""

from typing import Any

from flask import Response, after_this_request

from core.domain.periods import in_period_ending, months
from core.services import replaying, replaying_running
from core.services.desk import Refused
from core.web.requests import desk, installation, today

USUAL = months(12)


def recent(change: Any) -> None:
    """Replay the last twelve months under the change as it now is. Not where it runs nothing or compiles for no day:
    its page says so."""
    if not change.enabled:
        return
    first, last = in_period_ending(today(), USUAL)
    try:
        work_on(replaying.ask(desk(), change.id, change.enabled, first, last))
    except Refused:
        return


def work_on(replay: Any) -> None:
    """Start the work once this request's changes are kept, and with its answer; not where it is done or begun."""
    if replay.state != "waiting":
        return
    here = installation()
    work = replaying_running.Work(
        database_url=here.settings.database_url,
        registry=here.registry,
        clock=here.clock,
        tenant=desk().tenant.id,
        replay_id=replay.id,
        attempt=replay.attempt,
    )

    @after_this_request
    def start(answer: Response) -> Response:
        if answer.status_code < 400:
            replaying_running.begin(work)
        return answer
